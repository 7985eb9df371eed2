// SPDX-License-Identifier: Apache-2.0
#include "engine/intent.h"

#include "words.h"

static void finds(void) {
    static const struct {
        const char *text, *intent, *danger; // NULL: none
    } rows[] = {
        {"halo", "greeting", NULL},
        {"Hallo min 🙏", "greeting", NULL},
        {"assalamualaikum kak", "greeting", NULL},
        {"halo kak selamat pagi, mau tanya dong", "greeting", NULL},
        {"halo, menu", "menu", NULL},
        {"MENU", "menu", NULL},
        {"hoax terbaru dong kak", "latest", NULL},
        {"thank you", "thanks", NULL},
        {"halo, apakah benar vaksin ada chip", NULL, NULL},
        {"selamat pagi, berapa lembaga pelatihan prakerja?", NULL, NULL},
        {"nomor", NULL, NULL},
        {"min tolong saya sudah transfer ke dia gimana", NULL, "danger"},
        {"saya tertipu", "danger", "danger"},
        {"apakah petugas boleh minta otp", NULL, NULL},
        {"berita korban bunuh diri karena pinjol hoaks", NULL, NULL},
        // requests and fillers around what is asked for
        {"tampilkan menunya dong min", "menu", NULL},
        {"saya mau bicara langsung dengan petugas", "human", NULL},
        {"could you show me the menu please", "menu", NULL},
        {"ya kak", "yes", NULL},
        {"gak min", "no", NULL},
        {"orang dalam", NULL, NULL},
        {"mau kirim", NULL, NULL},
        {"apakah benar", NULL, NULL},
        // nothing but courtesy
        {"siap, terima kasih banyak kak atas bantuannya", "thanks", NULL},
        {"halo min makasih ya", "thanks", NULL},
        {"min mau nanya dong", "greeting", NULL},
        {"mau tanya soal gelombang", NULL, NULL},
        {"terima kasih presiden", NULL, NULL},
        {"makasih min, kalau gelombang 70 kapan", NULL, NULL},
        // danger is said, not supposed nor told of others
        {"min barusan kasih kode otp ke orang", NULL, "danger"},
        {"tolong saya sudah terlanjur transfer", NULL, "danger"},
        {"kalau saya ditipu harus lapor kemana", NULL, NULL},
        {"apakah saya ditipu? saya sudah transfer", NULL, "danger"},
        {"jangan kirim uang dan otp ke petugas", NULL, NULL},
        {"bisa kirim uang?", NULL, NULL},
        {"uang saya hilang di bank, hoaks bukan", NULL, NULL},
    };
    struct intents *intents = fixture_intents();
    struct lexicon *l = words_lexicon();
    struct reader reader = {.lexicon = l};
    struct intent_table *table = intent_table_new(intents, &reader);
    struct arena *a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct tokens t;
        tokens_read(&reader, rows[i].text, 1000, a, &t);
        tokens_drop(&reader, &t);
        const struct intent *intent = intent_match(table, &t, a).intent, *danger = intent_danger(table, &t, a);
        if (!text_is_equal(intent ? intent->name : NULL, rows[i].intent))
            fprintf(stderr, "%s: %s\n", rows[i].text, intent ? intent->name : "-");
        CHECK(text_is_equal(intent ? intent->name : NULL, rows[i].intent));
        CHECK(text_is_equal(danger ? danger->name : NULL, rows[i].danger));
    }
    arena_free(a);
    intent_table_free(table);
    intent_table_free(NULL);
    lexicon_free(l);
    intents_free(intents);
}

static void without_intents(void) {
    struct lexicon *l = words_lexicon();
    struct reader reader = {.lexicon = l};
    struct intent_table *table = intent_table_new(NULL, &reader);
    struct arena *a = arena_new(1 << 20);
    struct tokens t;
    tokens_read(&reader, "halo", 1000, a, &t);
    CHECK(intent_match(table, &t, a).intent == NULL);
    CHECK(intent_danger(table, &t, a) == NULL);
    arena_free(a);
    intent_table_free(table);
    lexicon_free(l);
}

static const struct test tests[] = {{"finds", finds}, {"without_intents", without_intents}};
TEST_MAIN(tests)
