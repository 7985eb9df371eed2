// SPDX-License-Identifier: Apache-2.0
#include "model/password.h"

#include "test.h"

static const struct {
    const char *password;
    enum password_fault fault;
} rows[] = {
    {"", PASSWORD_SHORT},
    {"k7#Wq!z", PASSWORD_SHORT},
    {"ééééééééééé", PASSWORD_SHORT}, // eleven characters, twice as many bytes
    {"passwordpassword", PASSWORD_COMMON},
    {"Password1234", PASSWORD_COMMON},
    {"P@ssw0rd!2345", PASSWORD_COMMON},
    {"katasandi2026", PASSWORD_COMMON},
    {"KartuPrakerja2026!", PASSWORD_COMMON},
    {"rahasia rahasia", PASSWORD_COMMON},
    {"qwertyuiopas", PASSWORD_COMMON},
    {"1qaz2wsx3edc", PASSWORD_COMMON},
    {"aaaaaaaaaaaa", PASSWORD_COMMON},
    {"abcabcabcabc", PASSWORD_COMMON},
    {"123456789012", PASSWORD_COMMON},
    {"987654321098", PASSWORD_COMMON},
    {"839201847263", PASSWORD_COMMON}, // a number of a phone or an account
    {"correct horse battery", PASSWORD_COMMON},
    {"iloveyouforever", PASSWORD_COMMON},
    {"Budi.Santoso1990", PASSWORD_COMMON}, // of his own name
    {"budi.santoso", PASSWORD_COMMON},
    {"xqzwxqzwxqzw", PASSWORD_COMMON},
    {"kuda makan ketan", PASSWORD_GOOD},
    {"tikar lapuk sungai", PASSWORD_GOOD},
    {"gTz9-wLq4-Xr8m", PASSWORD_GOOD},
    {"пароль и ещё слово", PASSWORD_GOOD},
    {"Vq3!kXw9#Lm2", PASSWORD_GOOD},
};

static void judged(void) {
    static const char *const names[] = {"budi.santoso", NULL, "Layanan"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum password_fault fault = password_judge(rows[i].password, names, 3);
        if (fault != rows[i].fault)
            fprintf(stderr, "%s: ", rows[i].password);
        CHECK_INT(fault, rows[i].fault);
    }
    CHECK_INT(password_judge("zubaidah.muliawan", NULL, 0), PASSWORD_GOOD);
    static const char *const own[] = {"zubaidah.muliawan"};
    CHECK_INT(password_judge("zubaidah.muliawan", own, 1), PASSWORD_COMMON);
}

static void long_ones(void) {
    char text[PASSWORD_MAX + 2];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i * i % 23);
    text[PASSWORD_MAX + 1] = '\0';
    CHECK_INT(password_judge(text, NULL, 0), PASSWORD_LONG);
    text[PASSWORD_MAX] = '\0';
    CHECK_INT(password_judge(text, NULL, 0), PASSWORD_GOOD);
}

static const struct test tests[] = {{"judged", judged}, {"long_ones", long_ones}};
TEST_MAIN(tests)
