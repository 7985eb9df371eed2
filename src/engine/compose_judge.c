// SPDX-License-Identifier: Apache-2.0
// Links and numbers of a message, and what they are worth: the worst first, at most three.
#include <string.h>

#include "compose_parts.h"

enum { JUDGED_MAX = MATCH_LINKS + MATCH_NUMBERS, SAID_MAX = 3, HOST_MAX = 60, NUMBER_MAX = 40 };

struct judged {
    enum judgement judgement;
    const char *key;                            // of the wording
    const char *host, *of, *text, *fact, *same; // same: what tells two of a kind apart
};

// Order of saying: what harms comes first.
static const int severity[JUDGEMENTS] = {
    [JUDGED_OFFICIAL] = 0, [JUDGED_UNKNOWN] = 1, [JUDGED_REPORTED] = 2, [JUDGED_LOOK_ALIKE] = 3};

static const char *const link_keys[JUDGEMENTS] = {[JUDGED_UNKNOWN] = "link.unknown",
                                                  [JUDGED_OFFICIAL] = "link.official",
                                                  [JUDGED_LOOK_ALIKE] = "link.look_alike",
                                                  [JUDGED_REPORTED] = "link.reported"};
static const char *const number_keys[JUDGEMENTS] = {[JUDGED_UNKNOWN] = "number.unknown",
                                                    [JUDGED_OFFICIAL] = "number.official",
                                                    [JUDGED_LOOK_ALIKE] = "number.look_alike",
                                                    [JUDGED_REPORTED] = "number.reported"};
static const char *const account_keys[JUDGEMENTS] = {[JUDGED_UNKNOWN] = "account.unknown",
                                                     [JUDGED_OFFICIAL] = "account.official",
                                                     [JUDGED_LOOK_ALIKE] = "account.unknown",
                                                     [JUDGED_REPORTED] = "account.reported"};

// The end of a host says whose it is, so a long one loses its beginning.
static const char *host_shown(const struct composing *c, const char *host) {
    size_t length = utf8_length(host);
    if (length <= HOST_MAX)
        return host;
    return arena_printf(c->arena, "…%s", host + utf8_prefix(host, length - (HOST_MAX - 1)));
}

static void add(struct judged *all, size_t *count, struct judged one) {
    size_t at = *count;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(all[i].same, one.same) == 0)
            return;
    for (; at > 0 && severity[all[at - 1].judgement] < severity[one.judgement]; at--)
        all[at] = all[at - 1];
    all[at] = one;
    ++*count;
}

// A link that only opens a chat with a number is said by that number: "wa.me is official" would be true of any.
static bool is_said_by_number(const struct match *m, const struct link_judged *l) {
    for (size_t i = 0; i < m->number_count; i++)
        if (strchr(m->numbers[i].text, '/') && strstr(l->url, m->numbers[i].text))
            return l->judgement == JUDGED_OFFICIAL || l->judgement == JUDGED_UNKNOWN;
    return false;
}

static size_t judged_list(const struct composing *c, struct judged all[JUDGED_MAX]) {
    const struct match *m = c->in->match;
    size_t count = 0;
    for (size_t i = 0; m && i < m->link_count; i++) {
        const struct link_judged *l = &m->links[i];
        if (is_said_by_number(m, l))
            continue;
        add(all, &count,
            (struct judged){.judgement = l->judgement,
                            .key = link_keys[l->judgement],
                            .host = host_shown(c, l->host),
                            .of = l->of ? l->of : l->host,
                            .fact = l->fact,
                            .same = l->host});
    }
    for (size_t i = 0; m && i < m->number_count; i++) {
        const struct number_judged *n = &m->numbers[i];
        const char *const *keys = n->kind == NUMBER_ACCOUNT ? account_keys : number_keys;
        add(all, &count,
            (struct judged){.judgement = n->judgement,
                            .key = keys[n->judgement],
                            .text = compose_line(c->arena, n->text, NUMBER_MAX),
                            .fact = n->fact,
                            .same = n->digits ? n->digits : n->text});
    }
    return count;
}

static char *judged_line(const struct composing *c, const struct judged *j) {
    const struct placeholder values[] = {{"host", j->host}, {"of", j->of}, {"text", j->text}};
    return compose_filled(c, j->key, values, COUNT_OF(values));
}

char *compose_warning(const struct composing *c, const struct fact *told) {
    struct judged all[JUDGED_MAX];
    if (judged_list(c, all) == 0 || all[0].judgement == JUDGED_OFFICIAL)
        return NULL;
    char *line = judged_line(c, &all[0]);
    if (all[0].judgement != JUDGED_UNKNOWN)
        return line;
    if (told && text_is_equal(all[0].fact, told->id)) // the answer is about it
        return NULL;
    return arena_printf(c->arena, "%s %s", line, compose_word(c, "never_ask"));
}

void compose_judged(struct composing *c) {
    struct judged all[JUDGED_MAX];
    size_t count = judged_list(c, all), said = count < SAID_MAX ? count : SAID_MAX;
    struct paragraph paragraphs[SAID_MAX + 3] = {0};
    bool is_all_official = true;
    for (size_t i = 0; i < count; i++)
        is_all_official = is_all_official && all[i].judgement == JUDGED_OFFICIAL;
    for (size_t i = 0; i < said; i++)
        paragraphs[i] =
            (struct paragraph){.text = judged_line(c, &all[i]), .drop = i ? 3 : 0, .is_apart = i > 0};
    const char *rest = arena_printf(c->arena, "%zu", count - said);
    if (count > said)
        paragraphs[SAID_MAX].text = compose_filled(c, "more", &(struct placeholder){"count", rest}, 1);
    if (!is_all_official)
        paragraphs[SAID_MAX + 1].text = compose_word(c, "never_ask");
    paragraphs[SAID_MAX + 1].is_apart = true;
    paragraphs[SAID_MAX + 2] = (struct paragraph){.text = compose_foot(c), .drop = 2, .is_apart = true};
    c->reply->text = compose_fit(c->arena, paragraphs, COUNT_OF(paragraphs));
}
