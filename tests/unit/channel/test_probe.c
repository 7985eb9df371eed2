// SPDX-License-Identifier: Apache-2.0
#include "channel/probe.h"

#include "test.h"

static struct arena *a;

static struct probe fresh(void) {
    arena_free(a);
    a = arena_new(1 << 20);
    return (struct probe){.a = a};
}

static void texts(void) {
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"Hotline Uji", "Hotline Uji"},
        {NULL, ""},
        {"a\x1b[31m\n\tb\x7f", "a?[31m??b?"},
        {"a\xc2\x9b" "b", "a?b"},                   // C1: CSI
        {"a\xe2\x80\xae" "b\xe2\x81\xa6", "a?b?"}, // right to left override, isolate
        {"Pusat Fakta \xf0\x9f\x87\xae\xf0\x9f\x87\xa9", "Pusat Fakta \xf0\x9f\x87\xae\xf0\x9f\x87\xa9"},
        {"a\xff", "a\xef\xbf\xbd"},
    };
    struct probe p = fresh();
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_TEXT(probe_text(&p, cases[i].text), cases[i].wanted);
    char lengthy[9000];
    memset(lengthy, 'x', sizeof lengthy - 1);
    lengthy[sizeof lengthy - 1] = '\0';
    CHECK(strlen(probe_text(&p, lengthy)) <= PROBE_TEXT_MAX + 3);
}

static void urls(void) {
    static const struct {
        const char *url, *wanted;
    } cases[] = {
        {"https://graph.example/v23.0", "https://graph.example/v23.0"},
        {"https://user:secret@graph.example/v23.0", "https://graph.example/v23.0"},
        {"https://a@b:c@graph.example", "https://graph.example"},
        {"https://host.example/hook?token=secret", "https://host.example/hook?…"},
        {"https://host.example/a@b#secret", "https://host.example/a@b?…"},
        {"https://host.example?x@secret", "https://host.example?…"},
        {"user:secret@host/x", "host/x"},
        {"", ""},
        {NULL, ""},
    };
    struct probe p = fresh();
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_TEXT(probe_url(&p, cases[i].url), cases[i].wanted);
}

static void webhooks(void) {
    static const struct {
        const char *base, *url;
        bool is_finding;
    } cases[] = {
        {"https://h.example", "https://h.example/hook/line", false},
        {"https://h.example/", "https://h.example/hook/line/", false},
        {"HTTPS://H.Example", "https://h.example/hook/line", false},
        {"https://h.example/a", "https://h.example/a/hook/line", false},
        {"https://h.example", "https://h.example/HOOK/line", true}, // a path keeps its case
        {"https://h.example", "https://h.example/hook/line?x=1", true},
        {"https://h.example", "http://h.example/hook/line", true},
        {"https://h.example", "https://h.example/hook/lin", true},
        {"https://h.example", "https://h.example:8443/hook/line", true},
        {"https://h.example:443", "https://h.example:444/hook/line", true},
        {"https://h.example", "", true},
        {"https://h.example", NULL, true},
        {NULL, "https://h.example/hook/line", true},
        {"", NULL, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct probe p = fresh();
        char base[100];
        struct config c = {0};
        snprintf(base, sizeof base, "%s", cases[i].base ? cases[i].base : "");
        c.server.public_url = cases[i].base ? base : NULL;
        probe_webhook(&p, &c, "line", cases[i].url, "in the console");
        CHECK_INT(p.count, 1);
        CHECK_INT(p.remarks[0].is_finding, cases[i].is_finding);
        CHECK((p.remarks[0].todo != NULL) == cases[i].is_finding);
    }
}

static void silence(void) {
    for (enum silence s = SILENCE_NONE; s <= SILENCE_CUT; s++) {
        struct probe p = fresh();
        probe_silence(&p, s, "line.api_base", "https://user:secret@api.example");
        CHECK(p.is_over && p.count == 1 && p.remarks[0].is_finding && p.remarks[0].todo);
        CHECK(strncmp(p.remarks[0].what, "https://api.example ", 20) == 0);
    }
}

// What is too much is left out, but never the last finding.
static void many(void) {
    struct probe p = fresh();
    for (int i = 0; i < 2 * PROBE_REMARKS_MAX; i++)
        probe_note(&p, "x", "note %d", i);
    CHECK_INT(p.count, PROBE_REMARKS_MAX);
    probe_find(&p, "x", "do it", "finding");
    probe_note(&p, "x", "one more note");
    CHECK_INT(p.count, PROBE_REMARKS_MAX);
    CHECK_TEXT(p.remarks[PROBE_REMARKS_MAX - 1].what, "finding");
    CHECK_TEXT(p.remarks[PROBE_REMARKS_MAX - 2].what, "note 22");
}

static const struct test tests[] = {{"texts", texts}, {"urls", urls}, {"webhooks", webhooks}, {"silence", silence}, {"many", many}};
TEST_MAIN(tests)
