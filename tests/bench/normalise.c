// SPDX-License-Identifier: Apache-2.0
// From raw bytes to words, and the whole way to a reply on the shipped facts: CPU time of one thread for messages of
// 1 KiB of several scripts, and for what nobody sends in good faith. Prints a table; asserts nothing.
// build/release/bench_normalise [RUNS [NAME]]: only the rows whose names begin so.
#include <time.h>

#include "engine/ask.h"
#include "engine/mask.h"
#include "exchange/exchange.h"
#include "words.h"

enum { KIB = 1024, RUNS = 20000, BAD_RUNS = 200 };

static const char *const scripts[][2] = {
    {"ASCII, a forwarded notice",
     "Diteruskan berkali-kali. INFO PENTING!!! Mulai tgl 15 bulan depan pemerintah akan membagikan bantuan tunai Rp "
     "600.000 utk setiap keluarga yg terdaftar. Caranya gampang bgt: buka tautan resmi, isi nama lengkap, nomor KK dan "
     "nomor hp, lalu kirim ke 10 grup keluarga spy dana cepat cair. Jgn sampai ketinggalan ya bapak ibu, kuota hanya "
     "5000 orang per kabupaten. Kemarin tetangga sy sdh dpt dan uangnya langsung masuk rekening. Petugas tidak akan "
     "menelepon, jadi harus daftar sendiri sblm hari Jumat jam 12 siang. "},
    {"ASCII, English",
     "Forwarded many times. Please read this carefully and share it with all of your family groups. From next Monday "
     "the ministry will pay 600,000 to everybody who registers before noon; you need your name, your phone number and "
     "a photo of your card. My neighbour's daughter works there and she says that the list closes when 5000 people "
     "have signed up. Don't wait, don't call, just send it on to ten people and your money arrives within a day. "},
    {"emoji and curly quotes",
     "⚠️ INFO PENTING ⚠️ Mulai tgl 15 bulan depan pemerintah akan membagikan “bantuan tunai” Rp 600.000 👉 utk setiap "
     "keluarga yg terdaftar 🙏🏻. Caranya gampang bgt… buka tautan resmi, isi nama lengkap – nomor KK dan nomor hp, lalu "
     "kirim ke 10 grup keluarga 😱😱 spy dana cepat cair! Jgn sampai ketinggalan ya bapak ibu ❤️, kuota hanya 5000 orang. "},
    {"mathematical letters and look-alikes",
     "𝗜𝗡𝗙𝗢 𝗣𝗘𝗡𝗧𝗜𝗡𝗚 𝗠𝘂𝗹𝗮𝗶 𝘁𝗮𝗻𝗴𝗴𝗮𝗹 pеmеrintаh akаn membаgikan ｂａｎｔｕａｎ ｔｕｎａｉ untuk setiap keluarga yang "
     "terdaftar, caranya buka tautan resmi, isi nama lengkap dan nomor KK lalu kirim ke sepuluh grup. "},
    {"accented Latin",
     "Thông báo: từ ngày 15 tháng sau chính phủ sẽ phát tiền hỗ trợ cho mỗi gia đình đã đăng ký, hãy gửi tin nhắn này "
     "cho mười nhóm. Señores, a partir del día 15 el gobierno pagará una ayuda de 600.000 a cada família inscrita. "},
    {"Cyrillic",
     "Внимание, с пятнадцатого числа следующего месяца правительство выплатит помощь каждой семье, которая "
     "зарегистрируется до полудня; перешлите это сообщение в десять групп. "},
    {"Arabic", "تنبيه ابتداء من اليوم الخامس عشر من الشهر القادم ستدفع الحكومة مساعدة لكل أسرة مسجلة قبل الظهر. "},
    {"Chinese", "紧急通知，从下个月十五日开始，政府将向每个登记的家庭发放六十万元的补助，请把这条消息转发到十个群。"},
    {"Thai", "ประกาศสำคัญ ตั้งแต่วันที่สิบห้าเดือนหน้า รัฐบาลจะจ่ายเงินช่วยเหลือให้ทุกครอบครัวที่ลงทะเบียน "},
};

static const struct {
    const char *name, *part;
    size_t bytes;
} hostile[] = {
    {"4,096 emoji", "😀", 4 * 4096},
    {"one word of 4,096 letters", "qwz", 4096},
    {"2,000 links", "http://a.id/x ", 2000 * 14},
    {"hosts", "prakerja.xyz ", 4096},
    {"bidi controls", "\xe2\x80\xae" "a\xe2\x80\xac", 8192},
    {"zalgo", "a\xcc\xb5\xcd\xa8\xcc\xb8\xcd\x9b\xcc\xb7", 4 * 4096},
    {"zalgo words", "va\xcc\xb5\xcd\xa8ks\xcc\xb8in ", 4 * 4096},
    {"invalid bytes", "\xff\xc0\xaf\xed\xa0\x80 ", 8192},
    {"invalid bytes in words", "vak\xffsin \xc0pra", 8192},
    {"2,000 numbers", "0811-9787-670 ", 2000 * 14},
    {"single digits", "1 2 3 ", 4096},
    {"letters apart", "v a k s i n.", 8192},
    {"at signs", "a@", 8192},
    {"dots", "a.b", 8192},
    {"unknown words", "qwzx% ", 4096},
    {"unknown long words", "prakerjx%lembagu ", 4096},
    {"known words", "prakerja lembaga insentif gelombang ", 4096},
    {"brackets and stamps", "[10/2 08.14] a: b\n", 4096},
    {"letters and digits", "pr4k3rj4 v4ks1n ", 4096},
    {"Chinese, 4,096 characters", "补助政府通知家庭", 3 * 4096},
};

// The part with the number in place of its %.
static void append(struct buf *b, const char *part, size_t number) {
    for (; *part; part++)
        if (*part == '%')
            buf_printf(b, "%zu", number);
        else
            buf_putc(b, *part);
}

static char *repeated(const char *part, size_t bytes) {
    struct buf b;
    buf_init(&b, bytes + 256);
    for (size_t i = 0; b.len < bytes; i++)
        append(&b, part, i);
    b.len = bytes;
    while (b.len && !utf8_is_valid(b.bytes, b.len) && utf8_is_valid(part, strlen(part)))
        b.len--;
    b.bytes[b.len] = '\0';
    return buf_take(&b);
}

static int by_time(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double micros(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

struct bench {
    struct ask_context ask;
    struct reader reader;
    struct arena *arena;
};

static void normalise(struct bench *b, const char *text) {
    struct tokens t;
    tokens_read(&b->reader, text, strlen(text), b->arena, &t);
    tokens_drop(&b->reader, &t);
}

// What the desk does with a message but for its rows: match, reply, mask.
static void answer(struct bench *b, const char *text) {
    struct question q = {.text = text, .today = 20000};
    struct match m;
    struct reply r;
    ask_run(&b->ask, &q, b->arena, &m, &r);
    mask_text(b->arena, text, &b->ask.knowledge->official);
}

static void measure(struct bench *b, const char *text, size_t runs, void (*run)(struct bench *, const char *)) {
    double *times = xcalloc(runs, sizeof *times);
    for (size_t i = 0; i < runs; i++) {
        arena_reset(b->arena);
        double start = micros();
        run(b, text);
        times[i] = micros() - start;
    }
    qsort(times, runs, sizeof *times, by_time);
    printf("  %7.1f %7.1f", times[runs / 2], times[runs * 99 / 100]);
    free(times);
}

static void row(struct bench *b, const char *name, const char *part, size_t bytes, size_t runs) {
    char *text = repeated(part, bytes);
    printf("%-38s %6zu", name, strlen(text));
    measure(b, text, runs, normalise);
    measure(b, text, runs, answer);
    printf("\n");
    free(text);
}

static enum err put(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    knowledge_put(arg, fact);
    return OK;
}

static void bad(void *arg, const struct fail *f) {
    (void)arg;
    fprintf(stderr, "%s: %s\n", f->where, f->what);
}

static void read_facts(struct knowledge *k) {
    for (const struct embedded *e = embedded_files; e->name; e++) {
        struct exchange_reader r = {.file = e->name, .fact = put, .bad = bad, .arg = k};
        size_t bad_count;
        if (!text_has_prefix(e->name, "intents/facts/") || !exchange_format_of_file(e->name, &r.format))
            continue;
        if (exchange_read(&r, (const char *)e->bytes, e->len, &bad_count) != OK)
            abort();
    }
    knowledge_settle(k);
}

int main(int argc, char **argv) {
    int64_t runs = RUNS;
    if (argc > 1 && !text_number(argv[1], 1, 10000000, &runs))
        return 2;
    struct intents *intents = fixture_intents();
    struct knowledge *k = words_knowledge(intents, NULL, 0);
    read_facts(k);
    struct bench b = {{k, intents, "Uji", "https://wa.me/628119787670", NULL, 90}, {.lexicon = k->lexicon}, arena_new((size_t)256 << 20)};
    printf("us of CPU, on %zu facts                 bytes  words p50     p99  reply p50   p99\n", knowledge_count(k));
    const char *only = argc > 2 ? argv[2] : "";
    for (size_t i = 0; i < COUNT_OF(scripts); i++)
        if (text_has_prefix(scripts[i][0], only))
            row(&b, scripts[i][0], scripts[i][1], KIB, (size_t)runs);
    for (size_t i = 0; i < COUNT_OF(hostile); i++)
        if (text_has_prefix(hostile[i].name, only))
            row(&b, hostile[i].name, hostile[i].part, hostile[i].bytes, BAD_RUNS);
    arena_free(b.arena);
    knowledge_free(k);
    intents_free(intents);
    return 0;
}
