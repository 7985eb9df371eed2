// SPDX-License-Identifier: Apache-2.0
// Each kind of disagreement between the rows and what is indexed from them is found, also by a reader.
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/db.h"

#include "test.h"

static const char *keywords[] = {"lembaga pelatihan"};
static const char *variants[] = {"Sebarkan: lembaga ditutup!"};
static struct source sources[] = {{"P", NULL, "https://p.id", NULL}};
static char found[400];
static int findings;

static void tell(void *arg, const char *finding) {
    (void)arg;
    findings++;
    snprintf(found, sizeof found, "%s", finding);
}

static void put_two(struct store *s) {
    static const uint64_t hashes[] = {7};
    static const char *links[] = {"p.id"};
    struct fact f = {.id = "a", .kind = FACT_FAQ, .state = FACT_PUBLISHED, .lang = "id", .title = "Lembaga", .answer = "180", .keywords = {keywords, 1},
                     .variants = {variants, 1}, .sources = sources, .source_count = 1};
    const struct fact_norms norms = {{keywords, 1}, hashes, {links, 1}};
    enum fact_change change;
    CHECK_INT(store_fact_put(s, &f, &norms, 1, &change), OK);
    f.id = "b";
    f.state = FACT_DRAFT;
    CHECK_INT(store_fact_put(s, &f, &norms, 1, &change), OK);
}

static void rows(void) {
    static const struct {
        const char *damage, *finding;
    } cases[] = {
        {"SELECT 1", NULL},
        {"DELETE FROM keyword", "the fact a has no rows for its keywords"},
        {"INSERT INTO keyword VALUES ('x', 'id', 'a')", "the fact a has more rows than keywords"},
        {"INSERT INTO keyword VALUES ('x', 'id', 'b')", "the fact b has keywords, but is not published"},
        {"DELETE FROM variant", "the fact a has no rows for its variants"},
        {"INSERT INTO variant VALUES (8, 'a')", "the fact a has more rows than variants"},
        {"INSERT INTO variant VALUES (8, 'b')", "the fact b has more rows than variants"},
        {"INSERT INTO fact_link VALUES ('x', 'b')", "the fact b has links, but is not published"},
        {"DELETE FROM source WHERE fact_id = 'a'", "the fact a is published without a source"},
        {"UPDATE fact SET revision = 9 WHERE id = 'a'", "the fact a lacks its newest revision"},
        {"DELETE FROM fact_fts", "the fact a is not in the full-text index"},
        {"UPDATE fact SET title = 'x' WHERE id = 'a'", "the fact a has another text in the full-text index"},
        {"UPDATE fact_fts SET keywords = 'x'", "the fact a has another text in the full-text index"},
        {"UPDATE fact_fts SET variants = 'x'", "the fact a has another text in the full-text index"},
        {"INSERT INTO fact_fts (rowid, id, title, answer, keywords, variants) SELECT no, id, title, answer, 'lembaga pelatihan' || char(10), "
         "'Sebarkan: lembaga ditutup!' || char(10) FROM fact WHERE id = 'b'",
         "the fact b stands in the full-text index, but is not published"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store *s = NULL;
        CHECK_INT(store_open(":memory:", NULL, STORE_WRITE, &s, NULL), OK);
        put_two(s);
        CHECK_INT(db_script(s->db, cases[i].damage), OK);
        findings = 0;
        CHECK_INT(store_check(s, tell, NULL), OK);
        CHECK_INT(store_check(s, tell, NULL), OK); // and again: it leaves nothing behind
        CHECK_INT(findings, cases[i].finding ? 2 : 0);
        if (cases[i].finding)
            CHECK_TEXT(found, cases[i].finding);
        store_close(s);
    }
}

// Texts that agree, and an index that was not made from them: only another program can do that.
static void words(void) {
    char folder[] = "/tmp/lurus-check-XXXXXX", base[64], key[64], command[400];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(base, sizeof base, "%s/b.db", folder);
    snprintf(key, sizeof key, "%s/b.key", folder);
    struct store *s = NULL;
    CHECK_INT(store_open(base, key, STORE_WRITE, &s, NULL), OK);
    put_two(s);
    store_close(s);
    snprintf(command, sizeof command, "sqlite3 %s \"UPDATE fact SET title = 'satu dua' WHERE id = 'a'; UPDATE fact_fts_content SET c1 = 'satu dua'\"", base);
    CHECK_INT(system(command), 0);
    CHECK_INT(store_open(base, key, STORE_READ, &s, NULL), OK);
    findings = 0;
    CHECK_INT(store_check(s, tell, NULL), OK);
    CHECK_INT(findings, 1);
    CHECK_TEXT(found, "the full-text index finds 3 words wrongly");
    store_close(s);
    snprintf(command, sizeof command, "rm -r %s", folder);
    CHECK_INT(system(command), 0);
}

static const struct test tests[] = {{"rows", rows}, {"words", words}};
TEST_MAIN(tests)
