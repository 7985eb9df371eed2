// SPDX-License-Identifier: Apache-2.0
#include "echo_align.h"

// What is missing of ours costs little: a text is cut, and a sentence left out.
enum { MATCH = 16, SLIP = 12, MISSING = 1, PUT_IN = 5, OTHER = 6, CHANGED = 1 };
enum { SLIPS_MAX = 3000 }; // pairs of words that are compared letter by letter

struct aligning {
    struct aligned *out;
    uint32_t *slips; // of theirs: the key of the word of ours that was meant; 0: it stands in ours, or means none
    int16_t *scores; // (n + 1) × (m + 1)
};

bool atom_is_slot(const struct atom *x) {
    return x->kind != ATOM_WORD && x->kind != ATOM_ANSWER && x->kind != ATOM_VERDICT;
}

static int16_t *cell(const struct aligning *g, size_t i, size_t j) {
    return &g->scores[i * (g->out->m + 1) + j];
}

static bool may_slip(const struct atom *x, const struct atom *y) {
    return x->kind == ATOM_WORD && y->kind == ATOM_WORD && x->len && y->len &&
           (x->text[0] == y->text[0] || x->text[x->len - 1] == y->text[y->len - 1]);
}

static bool is_ours(const struct aligned *g, const struct atom *theirs) {
    for (size_t i = 0; i < g->n; i++)
        if (g->ours[i].key == theirs->key)
            return true;
    return false;
}

// A word that does not stand in ours may be one that was misspelt.
static void find_slips(struct aligning *g) {
    const struct aligned *o = g->out;
    size_t left = SLIPS_MAX;
    for (size_t j = 0; j < o->m; j++) {
        if (o->theirs[j].kind != ATOM_WORD || is_ours(o, &o->theirs[j]))
            continue;
        for (size_t i = 0; i < o->n && left && !g->slips[j]; i++) {
            if (!may_slip(&o->ours[i], &o->theirs[j]))
                continue;
            left--;
            if (atom_is_alike(&o->ours[i], &o->theirs[j]))
                g->slips[j] = o->ours[i].key;
        }
    }
}

static int gain(const struct aligning *g, size_t i, size_t j) {
    const struct atom *x = &g->out->ours[i], *y = &g->out->theirs[j];
    if (x->key == y->key && atom_is_equal(x, y) && (!y->is_idle || x->is_idle))
        return atom_is_slot(x) ? ALIGN_SLOT : MATCH;
    if (x->kind == y->kind && atom_is_slot(x))
        return -CHANGED;
    return g->slips[j] && g->slips[j] == x->key ? SLIP : -OTHER;
}

// Fills the scores; the best cell ends the alignment.
static void fill(struct aligning *g, size_t *ret_i, size_t *ret_j) {
    struct aligned *o = g->out;
    *ret_i = *ret_j = 0;
    for (size_t i = 1; i <= o->n; i++)
        for (size_t j = 1; j <= o->m; j++) {
            int score = *cell(g, i - 1, j - 1) + gain(g, i - 1, j - 1);
            int up = *cell(g, i - 1, j) - MISSING, left = *cell(g, i, j - 1) - PUT_IN;
            score = score > up ? score : up;
            score = score > left ? score : left;
            *cell(g, i, j) = (int16_t)(score > 0 ? score : 0);
            if (score <= o->score)
                continue;
            o->score = score;
            *ret_i = i;
            *ret_j = j;
        }
}

static void trace(struct aligning *g, size_t i, size_t j) {
    struct aligned *o = g->out;
    size_t first = o->n < o->m ? o->n : o->m, at = first;
    while (i && j && *cell(g, i, j) > 0) {
        int here = *cell(g, i, j), won = gain(g, i - 1, j - 1);
        if (here == *cell(g, i - 1, j - 1) + won) {
            i--;
            j--;
            if (won <= 0)
                continue;
            o->path[0][--at] = (uint16_t)i;
            o->path[1][at] = (uint16_t)j;
        } else if (here == *cell(g, i - 1, j) - MISSING) {
            i--;
        } else {
            j--;
        }
    }
    o->path[0] += at;
    o->path[1] += at;
    o->length = first - at;
}

void align(const struct atoms *ours, const struct atoms *theirs, struct arena *a, struct aligned *ret) {
    *ret = (struct aligned){.ours = ours->items, .theirs = theirs->items, .n = ours->count, .m = theirs->count};
    struct aligning g = {.out = ret};
    g.slips = arena_alloc(a, (ret->m + 1) * sizeof *g.slips);
    g.scores = arena_alloc(a, (ret->n + 1) * (ret->m + 1) * sizeof *g.scores);
    for (int i = 0; i < 2; i++)
        ret->path[i] = arena_alloc(a, ((ret->n < ret->m ? ret->n : ret->m) + 1) * sizeof *ret->path[i]);
    find_slips(&g);
    size_t i, j;
    fill(&g, &i, &j);
    trace(&g, i, j);
}
