// SPDX-License-Identifier: Apache-2.0
// From raw bytes to words: CPU time of one thread for messages of 1 KiB of several scripts, and for hostile ones of
// the size that a gateway lets through. Prints a table; asserts nothing. build/release/bench_normalise [RUNS]
#include <time.h>

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
    {"bidi controls", "\xe2\x80\xae" "a\xe2\x80\xac", 8192},
    {"zalgo", "a\xcc\xb5\xcd\xa8\xcc\xb8\xcd\x9b\xcc\xb7", 8192},
    {"invalid bytes", "\xff\xc0\xaf\xed\xa0\x80 ", 8192},
    {"2,000 numbers", "0811-9787-670 ", 2000 * 14},
    {"letters apart", "v a k s i n.", 8192},
    {"at signs", "a@", 8192},
    {"dots", "a.b", 8192},
};

static char *repeated(const char *part, size_t bytes) {
    char *text = xmalloc(bytes + 1);
    for (size_t at = 0, len = strlen(part); at < bytes; at++)
        text[at] = part[at % len];
    while (bytes && !utf8_is_valid(text, bytes) && utf8_is_valid(part, strlen(part)))
        bytes--;
    text[bytes] = '\0';
    return text;
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

static void measure(const char *name, const char *text, const struct reader *reader, size_t runs) {
    double *times = xcalloc(runs, sizeof *times);
    struct arena *a = arena_new((size_t)64 << 20);
    struct tokens t = {0};
    for (size_t i = 0; i < runs; i++) {
        arena_reset(a);
        double start = micros();
        tokens_read(reader, text, strlen(text), a, &t);
        tokens_drop(reader, &t);
        times[i] = micros() - start;
    }
    qsort(times, runs, sizeof *times, by_time);
    printf("%-38s %6zu bytes %5zu words  p50 %7.1f  p99 %7.1f us\n", name, strlen(text), t.count, times[runs / 2], times[runs * 99 / 100]);
    arena_free(a);
    free(times);
}

int main(int argc, char **argv) {
    int64_t runs = RUNS;
    if (argc > 1 && !text_number(argv[1], 1, 10000000, &runs))
        return 2;
    struct lexicon *l = words_lexicon();
    struct reader reader = {.lexicon = l};
    for (size_t i = 0; i < COUNT_OF(scripts); i++) {
        char *text = repeated(scripts[i][1], KIB);
        measure(scripts[i][0], text, &reader, (size_t)runs);
        free(text);
    }
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        char *text = repeated(hostile[i].part, hostile[i].bytes);
        measure(hostile[i].name, text, &reader, BAD_RUNS);
        free(text);
    }
    lexicon_free(l);
    return 0;
}
