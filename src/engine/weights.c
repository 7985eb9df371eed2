// SPDX-License-Identifier: Apache-2.0
#include "weights.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

static const double SHORT_WORDS = 2, LONG_WORDS = 19;

const char *const model_feature_names[FEATURES] = {
    "sum",  "query", "about",   "rarest",  "title",    "rare", "soft",   "slips", "repeated", "held", "body",    "grams", "order", "run", "passage",
    "numbers", "variants", "copy", "copied", "fit", "both", "long", "missing", "words", "rank", "margin", "third", "lead",
};

static int feature_of(const char *name) {
    for (int i = 0; i < FEATURES; i++)
        if (strcmp(model_feature_names[i], name) == 0)
            return i;
    return -1;
}

// Where a number goes, and where the one for long messages does, or NULL.
struct place {
    double *first, *second;
};

static struct place place_of(struct model *m, const char *name) {
    const struct {
        const char *name;
        struct place place;
    } places[] = {
        {"k1", {&m->k1, NULL}}, {"b", {&m->b, NULL}}, {"title_weight", {&m->title, NULL}},
        {"gate_words", {&m->gate_words, NULL}}, {"gate_answer", {&m->gate_answer, NULL}}, {"gate_offer", {&m->gate_offer, NULL}},
        {"bias", {&m->bias[0], &m->bias[1]}}, {"answer", {&m->answer[0], &m->answer[1]}}, {"offer", {&m->offer[0], &m->offer[1]}},
    };
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (strcmp(places[i].name, name) == 0)
            return places[i].place;
    bool is_rank = text_has_prefix(name, "rank.");
    int feature = feature_of(name + (is_rank ? strlen("rank.") : 0));
    if (feature < 0)
        return (struct place){NULL, NULL};
    return is_rank ? (struct place){&m->ranks[0][feature], &m->ranks[1][feature]}
                   : (struct place){&m->weights[0][feature], &m->weights[1][feature]};
}

static bool read_number(const char *text, double *ret_number, const char **ret_end) {
    char *end = NULL;
    errno = 0;
    *ret_number = strtod(text, &end);
    *ret_end = end;
    return !errno && end != text && isfinite(*ret_number);
}

const char *weights_read(struct model *m, char *line) {
    char *tab = strchr(line, '\t');
    if (!tab)
        return "no tab between name and number";
    *tab = '\0';
    struct place place = place_of(m, line);
    if (!place.first)
        return "unknown name";
    double first, second;
    const char *end;
    if (!read_number(tab + 1, &first, &end))
        return "not a number";
    second = first;
    if (*end == '\t' && (!place.second || !read_number(end + 1, &second, &end)))
        return "not one more number";
    if (*end)
        return "something behind the number";
    *place.first = first;
    if (place.second)
        *place.second = second;
    return NULL;
}

double weights_length(double words) {
    double share = log((1 + words) / (1 + SHORT_WORDS)) / log((1 + LONG_WORDS) / (1 + SHORT_WORDS));
    return fmin(1, fmax(0, share));
}

double weights_between(const double pair[LENGTHS], double length) {
    return (1 - length) * pair[0] + length * pair[1];
}
