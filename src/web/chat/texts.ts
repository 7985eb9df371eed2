// SPDX-License-Identifier: Apache-2.0
// Everything that the page says, in both languages.
import type { Lang } from '../shared/protocol';

const id = {
    title: 'Cek Fakta',
    connecting: 'Menyambung…',
    again: 'Menyambung lagi…',
    ready: 'Tersambung',
    log: 'Percakapan',
    field: 'Pesan Anda',
    hint: 'Tulis pesan…',
    send: 'Kirim',
    other: 'English',
    forget: 'Mulai baru',
    forgotten: 'Percakapan di perangkat ini sudah dihapus.',
    welcome: 'Halo! Tulis kata kunci, ajukan pertanyaan, atau tempel pesan yang Anda ragukan. Kami jawab dengan fakta yang sudah diperiksa redaksi.',
    examples: ['lembaga pelatihan', 'prakerja.vip itu resmi?', 'siapa yang boleh daftar'],
    you: 'Anda',
    bot: 'Cek Fakta',
    operator: 'Petugas',
    waiting: 'Menunggu sambungan',
    typing: 'Sedang mencari…',
    share: 'Teruskan',
    copy: 'Salin',
    copied: 'Tersalin',
    whatsapp: 'Kirim ke WhatsApp',
    source: 'Buka sumber',
    left: (n: number) => `Sisa ${n} huruf`,
    problem: {
        bad_message: 'Pesan itu tidak dapat dibaca. Silakan coba lagi.',
        too_long: 'Pesannya terlalu panjang. Kirim bagian yang terpenting saja.',
        rate: 'Mohon tunggu sebentar, lalu kirim lagi.',
        busy: 'Layanan sedang ramai. Pesan Anda akan dikirim lagi.',
    } as Record<string, string>,
    verdict: { false: 'SALAH', misleading: 'MENYESATKAN', unproven: 'BELUM TERBUKTI', partly_true: 'SEBAGIAN BENAR', true: 'BENAR', satire: 'SATIRE', scam: 'PENIPUAN' } as Record<string, string>,
};

const en: typeof id = {
    title: 'Fact check',
    connecting: 'Connecting…',
    again: 'Connecting again…',
    ready: 'Connected',
    log: 'Conversation',
    field: 'Your message',
    hint: 'Type a message…',
    send: 'Send',
    other: 'Bahasa Indonesia',
    forget: 'Start afresh',
    forgotten: 'The conversation on this device was deleted.',
    welcome: 'Hello! Type a keyword, ask a question, or paste a message that you doubt. We answer with facts that editors have verified.',
    examples: ['training providers', 'is prakerja.vip official?', 'who may apply'],
    you: 'You',
    bot: 'Fact check',
    operator: 'Staff',
    waiting: 'Waiting for the connection',
    typing: 'Looking it up…',
    share: 'Send on',
    copy: 'Copy',
    copied: 'Copied',
    whatsapp: 'Send to WhatsApp',
    source: 'Open source',
    left: (n: number) => `${n} characters left`,
    problem: {
        bad_message: 'That message could not be read. Please try again.',
        too_long: 'The message is too long. Send the most important part.',
        rate: 'Please wait a moment, then send again.',
        busy: 'We are busy right now. Your message will be sent again.',
    },
    verdict: { false: 'FALSE', misleading: 'MISLEADING', unproven: 'UNPROVEN', partly_true: 'PARTLY TRUE', true: 'TRUE', satire: 'SATIRE', scam: 'SCAM' },
};

export type Texts = typeof id;
const all: Record<Lang, Texts> = { id, en };
export const textsOf = (lang: Lang): Texts => all[lang];
