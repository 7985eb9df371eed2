// SPDX-License-Identifier: Apache-2.0
#include "engine/weights.h"

#include <string.h>

#include "base/text.h"
#include "test.h"

static const char *read_line(struct model *m, const char *line) {
    char copy[200];
    snprintf(copy, sizeof copy, "%s", line);
    return weights_read(m, copy);
}

static void lines(void) {
    struct model m = {0};
    CHECK(read_line(&m, "k1\t1.2") == NULL);
    CHECK(read_line(&m, "answer\t0.8") == NULL);
    CHECK(read_line(&m, "offer\t0.3\t0.6") == NULL);
    CHECK(read_line(&m, "title\t-1.5\t2") == NULL);
    CHECK(read_line(&m, "rank.title\t3\t4") == NULL);
    CHECK_NEAR(m.k1, 1.2);
    CHECK_NEAR(m.answer[0], 0.8); // one number is for both
    CHECK_NEAR(m.answer[1], 0.8);
    CHECK_NEAR(m.offer[1], 0.6);
    CHECK_NEAR(m.weights[0][FEATURE_TITLE], -1.5);
    CHECK_NEAR(m.weights[1][FEATURE_TITLE], 2);
    CHECK_NEAR(m.ranks[0][FEATURE_TITLE], 3);
    CHECK_NEAR(m.ranks[1][FEATURE_TITLE], 4);
}

static void refused(void) {
    static const struct {
        const char *line, *wrong;
    } rows[] = {
        {"answer 0.8", "no tab between name and number"},
        {"anwser\t0.8", "unknown name"},
        {"rank.answer\t0.8", "unknown name"},
        {"answer\tmuch", "not a number"},
        {"answer\t", "not a number"},
        {"answer\tnan", "not a number"},
        {"answer\t1e999", "not a number"},
        {"answer\t0.8x", "something behind the number"},
        {"answer\t0.8\tmuch", "not one more number"},
        {"answer\t0.8\t0.9\t1", "something behind the number"},
        {"k1\t1.2\t1.3", "not one more number"}, // the index has one shape
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct model m = {0}, before = {0};
        CHECK_TEXT(read_line(&m, rows[i].line), rows[i].wrong);
        CHECK(memcmp(&m, &before, sizeof m) == 0);
    }
}

static void every_feature_has_a_name(void) {
    for (int i = 0; i < FEATURES; i++) {
        char line[80];
        struct model m = {0};
        snprintf(line, sizeof line, "%s\t7", model_feature_names[i]);
        CHECK(read_line(&m, line) == NULL);
        CHECK_NEAR(m.weights[0][i], 7);
        for (int k = 0; k < i; k++)
            CHECK(strcmp(model_feature_names[i], model_feature_names[k]) != 0);
    }
}

static void lengths(void) {
    const double pair[LENGTHS] = {10, 20};
    CHECK_NEAR(weights_length(0), 0);
    CHECK_NEAR(weights_length(2), 0);
    CHECK_NEAR(weights_length(19), 1);
    CHECK_NEAR(weights_length(500), 1);
    CHECK(weights_length(5) > 0.3 && weights_length(5) < 0.5);
    CHECK_NEAR(weights_between(pair, 0), 10);
    CHECK_NEAR(weights_between(pair, 0.25), 12.5);
    CHECK_NEAR(weights_between(pair, 1), 20);
}

static const struct test tests[] = {
    {"lines", lines}, {"refused", refused}, {"every_feature_has_a_name", every_feature_has_a_name}, {"lengths", lengths}};
TEST_MAIN(tests)
