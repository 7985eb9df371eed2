// SPDX-License-Identifier: Apache-2.0
#include "exchange/exchange.h"

#include <stdlib.h>

#include "exchange/fields.h"

#include "test.h"

static struct fail last;
static struct fact seen;
static struct buf written;
static enum exchange_format writing;
static int facts;

static enum err take(void *arg, const struct fact *fact, size_t line) {
    (void)arg;
    (void)line;
    facts++;
    seen = *fact;
    exchange_write_fact(writing, fact, &written);
    return OK;
}

static void bad(void *arg, const struct fail *f) {
    (void)arg;
    last = *f;
}

static size_t read_it(enum exchange_format format, const char *text, size_t len) {
    struct exchange_reader r = {.file = "f", .format = format, .fact = take, .bad = bad};
    size_t count = 0;
    last = (struct fail){0};
    facts = 0;
    CHECK_INT(exchange_read(&r, text, len, &count), OK);
    return count;
}

// From a block that ends with the text, so that a read beyond it is found.
static size_t read_bare(enum exchange_format format, const char *text, size_t len) {
    char *bare = malloc(len ? len : 1);
    memcpy(bare, text, len);
    size_t count = read_it(format, bare, len);
    free(bare);
    return count;
}

#define SOURCE "\"sources\":[{\"publisher\":\"P\",\"url\":\"https://p.id\"}]"
#define BASE "\"id\":\"a\",\"kind\":\"faq\",\"lang\":\"id\",\"title\":\"T\",\"answer\":\"A\","

static void lines(void) {
    static const struct {
        const char *text, *where, *what;
    } rows[] = {
        {"{" BASE SOURCE "}", NULL, NULL},
        {"{" BASE "\"state\":\"draft\"}", NULL, NULL},
        {"{" BASE "\"sources\":[]}", "f:1", "sources: is missing: nothing is published without a source"},
        {"\n{" BASE SOURCE ",\"keyword\":[]}", "f:2", "unknown field 'keyword'"},
        {"{" BASE SOURCE "}\n{" BASE SOURCE "}", "f:2", "id: 'a' stands twice in this file"},
        {"{" BASE SOURCE ",\"as_of\":\"2022-02-30\"}", "f:1", "as_of: is no date"},
        {"{" BASE SOURCE ",\"as_of\":\"2022\"}", NULL, NULL},
        {"{" BASE SOURCE ",\"valid_from\":\"2022-03\",\"valid_until\":\"2022-02\"}", "f:1", "valid_until: lies before valid_from"},
        {"{" BASE SOURCE ",\"keywords\":\"x\"}", "f:1", "keywords: is no list"},
        {"{" BASE SOURCE ",\"keywords\":[1]}", "f:1", "keywords: holds something else than texts"},
        {"{" BASE SOURCE ",\"keywords\":[\" \"]}", "f:1", "keywords: has an empty or over-long entry"},
        {"{" BASE "\"sources\":[{\"publisher\":\"P\",\"url\":\"ftp://p\"}]}", "f:1", "sources: has no address"},
        {"{\"id\":\"A!\",\"kind\":\"faq\",\"lang\":\"id\",\"title\":\"T\",\"answer\":\"A\"," SOURCE "}", "f:1", "id: is no id"},
        {"{\"id\":\"a\",\"lang\":\"id\",\"title\":\"T\",\"answer\":\"A\"," SOURCE "}", "f:1", "kind: is missing"},
        {"{\"id\":\"a\",\"kind\":\"claim\",\"lang\":\"id\",\"title\":\"T\",\"answer\":\"A\"," SOURCE "}", "f:1", "verdict: is missing: a claim needs one"},
        {"{\"id\":\"a\",\"kind\":\"rumour\"}", "f:1", "kind: 'rumour' is no kind"},
        {"{\"id\":1}", "f:1", "id: is no text"},
        {"{" BASE SOURCE "," SOURCE "}", "f:1", "sources: stands twice"},
        {"{" BASE SOURCE ",\"keywords\":[\"a\",\"b\",\"c\",\"d\"],\"keywords\":[\"e\"]}", "f:1", "keywords: stands twice"},
        {"{" BASE SOURCE ",\"lang\":\"id\"}", "f:1", "lang: stands twice"},
        {"{" BASE SOURCE ",\"keywords\":true}", "f:1", "keywords: is no list"},
        {"{" BASE SOURCE ",\"keywords\":null,\"verdict\":null,\"updated\":\"2022-02-09T10:00:00Z\"}", NULL, NULL},
        {"{" BASE SOURCE ",\"updated\":\"yesterday\"}", "f:1", "updated: is no date"},
        {"{" BASE SOURCE ",\"updated\":\"2022-02-09Tea\"}", "f:1", "updated: is no date"},
        {"{" BASE "\"sources\":[{\"publisher\":\"P\",\"url\":\"https://p.id\",\"date\":2022}]}", "f:1", "sources: has a date that is no text"},
        {"{" BASE "\"sources\":[{\"publisher\":\"P\",\"link\":\"https://p.id\"}]}", "f:1", "sources: has an unknown field"},
        {"{\"id\":\"a\",\"kind\":\"\",\"lang\":\"id\",\"title\":\"T\",\"answer\":\"A\"," SOURCE "}", "f:1", "kind: is missing"},
        {"\xef\xbb\xbf{" BASE SOURCE "}\r\n \t", NULL, NULL},
        {"   ", NULL, NULL},
        {"{", "f:1", NULL},
        {"[]", "f:1", "is no JSON object"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t count = read_bare(FORMAT_JSONL, rows[i].text, strlen(rows[i].text));
        CHECK_INT(count, rows[i].where != NULL);
        if (rows[i].where)
            CHECK_TEXT(last.where, rows[i].where);
        if (rows[i].what)
            CHECK_TEXT(last.what, rows[i].what);
    }
    read_it(FORMAT_JSONL, "{" BASE SOURCE ",\"keyword\":[]}", strlen("{" BASE SOURCE ",\"keyword\":[]}"));
    CHECK_TEXT(last.todo, "did you mean 'keywords'?");
}

static void bounds(void) {
    struct buf b;
    buf_init(&b, 1 << 20);
    buf_puts(&b, "{\"id\":\"a\",\"kind\":\"faq\",\"lang\":\"id\",\"answer\":\"A\"," SOURCE ",\"title\":\"");
    for (int i = 0; i < FACT_TITLE_MAX; i++)
        buf_puts(&b, "é");
    size_t len = b.len;
    buf_puts(&b, "\"}");
    CHECK_INT(read_it(FORMAT_JSONL, b.bytes, b.len), 0);
    b.len = len;
    buf_puts(&b, "é\"}");
    CHECK_INT(read_it(FORMAT_JSONL, b.bytes, b.len), 1);
    CHECK_TEXT(last.what, "title: is longer than 300 characters");
    buf_done(&b);
}

// Every bound of a row holds before anything is kept of it.
static void sizes(void) {
    enum { CELLS = 70, CELL = 1000 * 1000 };
    size_t size = (size_t)CELLS * (CELL + 1), at = 0;
    char *text = malloc(size + 16);
    memcpy(text, "id,kind\n", 8);
    for (at = 8; at + CELL + 1 < size; at += CELL + 1) {
        memset(text + at, 'x', CELL);
        text[at + CELL] = ',';
    }
    CHECK_INT(read_it(FORMAT_CSV, text, at), 1);
    CHECK_TEXT(last.what, "is longer than 1 MiB, or has more than 64 cells");
    CHECK_INT(read_it(FORMAT_JSONL, text + 8, FACT_ROW_MAX + 1), 1);
    CHECK_TEXT(last.what, "is longer than 1 MiB");
    text[8] = '[';
    for (at = 9; at < FACT_ROW_MAX; at += 3)
        memcpy(text + at, "{},", 3);
    memcpy(text + at - 1, "]", 2);
    CHECK_INT(read_it(FORMAT_JSONL, text + 8, at - 8), 1); // a list as long as a line can hold
    free(text);
}

static const char rich[] =
    "{\"id\":\"a.b-1\",\"kind\":\"claim\",\"lang\":\"id\",\"title\":\"Koma, \\\"kutip\\\" | pipa\",\"answer\":\"Baris\\nkedua; x\\\\y\",\"verdict\":\"false\","
    "\"keywords\":[\"satu|dua\",\"ti;ga\",\"em\\\\pat\"],\"never_match\":[\"z\"],\"sources\":[{\"publisher\":\"P; Q\",\"title\":\"J|K\",\"url\":\"https://p.id/a,b\",\"date\":"
    "\"2022\"},{\"publisher\":\"R\",\"url\":\"https://r.id\"}],\"as_of\":\"2022-02-09\",\"valid_until\":\"2023\",\"topics\":[\"t\"],\"variants\":[\"x, y\\nz\"],"
    "\"claimant\":\"C\",\"supersedes\":\"b\",\"state\":\"withdrawn\"}\n";

static void round_trips(void) {
    buf_init(&written, 1 << 20);
    writing = FORMAT_JSONL;
    CHECK_INT(read_it(FORMAT_JSONL, rich, sizeof rich - 1), 0);
    CHECK_TEXT(buf_text(&written), rich);
    buf_clear(&written);
    writing = FORMAT_CSV;
    exchange_write_header(FORMAT_CSV, &written);
    CHECK_INT(read_it(FORMAT_JSONL, rich, sizeof rich - 1), 0);
    struct buf csv = written;
    buf_init(&written, 1 << 20);
    writing = FORMAT_JSONL;
    CHECK_INT(read_it(FORMAT_CSV, csv.bytes, csv.len), 0);
    CHECK_TEXT(buf_text(&written), rich);
    buf_done(&csv);
    buf_done(&written);
}

static void tables(void) {
    static const struct {
        const char *text;
        size_t bad;
        int good;
        const char *where;
    } rows[] = {
        {"id,kind,lang,title,answer,sources\na,faq,id,T,A,P;;https://p.id\n", 0, 1, NULL},
        {"\xef\xbb\xbfid,kind,lang,title,answer,sources\r\na,faq,id,\"T\r\nT\",A,P;;https://p.id\r\nb,faq,id,T,A,\r\n", 1, 1, "f:4"},
        {"id,kind,lang,title,answr\n", 1, 0, "f:1"},
        {"id,kind,lang,title,answer,sources\na,faq\nb,faq,id,T,A,P;;https://p.id", 1, 1, "f:2"},
        {"id,kind,lang,title,answer,sources\na,faq,id,\"T,A,P;;https://p.id\n", 1, 0, "f:2"},
        {"id,kind,lang,title,answer,sources\na,faq,id,\"T\"x,A,P;;https://p.id\n", 1, 0, "f:2"},
        {"", 1, 0, "f:1"},
        {"id,kind,lang,title,answer,sources\na,,id,T,A,P;;https://p.id\n", 1, 0, "f:2"},
        {"id,kind,lang,title,answer,sources,sources\na,faq,id,T,A,P;;https://p.id,Q;;https://q.id\n", 1, 0, "f:1"},
        {"id,kind,lang,title,answer,sources\na,faq,id,T,A,P;a;b;https://p.id;2022\n\nb,faq,id,T,A,P;a\\;b;https://p.id;2022\n", 1, 1, "f:2"},
        {"id,kind,lang,title,answer,sources\na,faq,id,T\xff,A,P;;https://p.id\n", 1, 0, "f:2"},
        {"id,kind\na,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n", 1, 0, "f:2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CHECK_INT(read_bare(FORMAT_CSV, rows[i].text, strlen(rows[i].text)), rows[i].bad);
        CHECK_INT(facts, rows[i].good);
        if (rows[i].where)
            CHECK_TEXT(last.where, rows[i].where);
    }
    CHECK(field_find("id", 2) && !field_find("idx", 3));
    enum exchange_format format;
    CHECK(exchange_format_of_file("x/y.csv", &format) && format == FORMAT_CSV && !exchange_format_of("xml", &format));
}

static const struct test tests[] = {{"lines", lines}, {"bounds", bounds}, {"sizes", sizes}, {"round_trips", round_trips}, {"tables", tables}};
TEST_MAIN(tests)
