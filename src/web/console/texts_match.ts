// SPDX-License-Identifier: Apache-2.0
// The matcher's own words, as a person reads them.
type Words = Record<string, string>;

const id = {
    outcomes: { answer: 'Dijawab', offer: 'Ditawarkan', none: 'Belum ada jawaban', intent: 'Niat', link: 'Tautan atau nomor dinilai' } as Words,
    outcomeMore: {
        answer: 'Fakta ini dikirim sebagai jawaban.', offer: 'Warga memilih di antara fakta ini.', none: 'Warga diberi tahu terus terang, dan pertanyaannya dicatat untuk redaksi.',
        intent: 'Pesan ini bukan pertanyaan tentang fakta.', link: 'Tidak ada fakta yang menjawab; yang dinilai alamat atau nomornya.',
    } as Words,
    rules: {
        intent: 'dikenali sebagai niat', link: 'dari penilaian tautan', number: 'dari nomor yang dikenal', keyword: 'dari kata kunci yang persis', url: 'dari alamat yang dikenal',
        variant: 'mirip pesan yang beredar', ranked: 'dari pencarian', short: 'aturan untuk pesan pendek', none: 'tidak ada yang cukup meyakinkan',
    } as Words,
    kinds: { claim: 'klaim', programme: 'program', faq: 'tanya jawab', tip: 'tips' } as Words,
    verdicts: { false: 'SALAH', misleading: 'MENYESATKAN', unproven: 'BELUM TERBUKTI', partly_true: 'SEBAGIAN BENAR', true: 'BENAR', satire: 'SATIRE', scam: 'PENIPUAN' } as Words,
    judgements: { official: 'resmi', look_alike: 'meniru yang resmi', reported: 'pernah dilaporkan', unknown: 'tidak dikenal' } as Words,
    steps: {
        normalise: 'Dirapikan', slang: 'Singkatan diuraikan', drop: 'Kata pengantar dilewati', date: 'Tanggal dibaca', intent: 'Niat', link: 'Tautan atau nomor', number: 'Nomor dikenal',
        keyword: 'Kata kunci', url: 'Alamat dikenal', variant: 'Mirip pesan yang beredar', spelling: 'Salah ketik dibaca', ranked: 'Dicari', decide: 'Diputuskan',
    } as Words,
    reasons: { keyword: 'kata kunci', url: 'alamat', number: 'nomor', variant: 'mirip pesan yang beredar', title: 'mirip judulnya', words: 'kata-katanya sama', order: 'urutan katanya sama' } as Words,
    features: {
        score: 'Skor pencarian', margin: 'Jarak ke saingan', query: 'Kata pesan yang tercakup', title: 'Kemiripan judul', grams: 'Kemiripan ejaan', terms: 'Banyaknya kata',
        order: 'Urutan kata', numbers: 'Angka yang beda', variants: 'Dari pesan yang beredar', unknown: 'Kata tak dikenal',
    } as Words,
    links: 'Tautan',
    numbers: 'Nomor',
    stepsTitle: 'Cara membacanya',
    candidates: 'Fakta yang ditimbang',
    noCandidates: 'Tidak ada fakta yang mirip.',
    noFeatures: 'Cocok persis: tidak ada yang perlu ditimbang.',
    score: 'skor',
    per: 'per',
    expired: 'kedaluwarsa',
    took: (ms: number) => `Dijawab dalam ${ms} md.`,
};

export type MatchTexts = typeof id;

const en: MatchTexts = {
    outcomes: { answer: 'Answered', offer: 'Offered', none: 'No answer yet', intent: 'Intent', link: 'Link or number judged' },
    outcomeMore: {
        answer: 'This fact is sent as the answer.', offer: 'The person chooses among these facts.', none: 'The person is told so frankly, and the question is kept for the editors.',
        intent: 'This message does not ask about a fact.', link: 'No fact answers; the address or number was judged.',
    },
    rules: {
        intent: 'recognised as an intent', link: 'by judging the link', number: 'by a known number', keyword: 'by an exact keyword', url: 'by a known address',
        variant: 'near a message that circulates', ranked: 'by search', short: 'rule for short messages', none: 'nothing was convincing enough',
    },
    kinds: { claim: 'claim', programme: 'programme', faq: 'question and answer', tip: 'tip' },
    verdicts: { false: 'FALSE', misleading: 'MISLEADING', unproven: 'UNPROVEN', partly_true: 'PARTLY TRUE', true: 'TRUE', satire: 'SATIRE', scam: 'SCAM' },
    judgements: { official: 'official', look_alike: 'imitates the official one', reported: 'reported before', unknown: 'unknown' },
    steps: {
        normalise: 'Tidied', slang: 'Abbreviations spelled out', drop: 'Opening words passed over', date: 'Date read', intent: 'Intent', link: 'Link or number', number: 'Number known',
        keyword: 'Keyword', url: 'Address known', variant: 'Near a message that circulates', spelling: 'Misspelling read', ranked: 'Searched', decide: 'Decided',
    },
    reasons: { keyword: 'keyword', url: 'address', number: 'number', variant: 'near a message that circulates', title: 'title alike', words: 'same words', order: 'same order of words' },
    features: {
        score: 'Search score', margin: 'Distance to rivals', query: 'Words of the message covered', title: 'Likeness of the title', grams: 'Likeness of spelling', terms: 'Number of words',
        order: 'Order of words', numbers: 'Figures that differ', variants: 'From what circulates', unknown: 'Unknown words',
    },
    links: 'Links',
    numbers: 'Numbers',
    stepsTitle: 'How it was read',
    candidates: 'Facts weighed',
    noCandidates: 'No fact is alike.',
    noFeatures: 'An exact match: there was nothing to weigh.',
    score: 'score',
    per: 'as of',
    expired: 'expired',
    took: (ms: number) => `Answered in ${ms} ms.`,
};

export const matchTexts = { id, en };
