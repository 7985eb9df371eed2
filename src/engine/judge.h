// SPDX-License-Identifier: Apache-2.0
// Links and numbers in a text, and what they are worth. Pure.
#ifndef ENGINE_JUDGE_H
#define ENGINE_JUDGE_H

#include "../base/mem.h"
#include "../model/match.h"

struct official {
    const char *const *domains; // NULL-terminated; "prakerja.go.id" or "*.go.id"
    const char *const *numbers; // NULL-terminated, E.164
};

// Every URL or bare host in the text (https://…, www.…, prakerja.vip, dashboard.prakerja12.xyz/?x), in order,
// at most MATCH_LINKS. A host: letters, digits, dots, hyphens or punycode with a known top-level domain.
size_t links_find(const char *text, const struct official *official, struct arena *a,
                  struct link_judged out[MATCH_LINKS]);
// The same link in another spelling gives the same text: scheme, "www.", case, tracking parameters
// (utm_*, fbclid, gclid, igshid, ref…), trailing slash and fragment off.
char *link_normal(struct arena *a, const char *url);
// Judges one host against the official ones: equal or below → official; else look-alike by an official label
// inside another domain, edit distance ≤ 2 of the registrable label, an extra token ("prakerja12",
// "kartu-prakerja"), another top-level domain, digits for letters, or punycode that folds to it.
enum judgement link_judge(const char *host, const struct official *official, struct arena *a, const char **ret_of);
// Phone numbers in all written forms (+62…, 0…, spaces, dots, dashes, brackets, wa.me/…, words: "nol delapan
// satu satu", "zero eight"), account numbers when a bank or "rekening" is named, chat handles.
// A date, an amount of money ("Rp 600.000"), a year or a 16-digit NIK is no phone number.
size_t numbers_find(const char *text, const struct official *official, struct arena *a,
                    struct number_judged out[MATCH_NUMBERS]);
// "+628119787670" from any written form of an Indonesian or international number; NULL when it is none.
char *number_normal(struct arena *a, const char *text);

#endif
