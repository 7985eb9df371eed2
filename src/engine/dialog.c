// SPDX-License-Identifier: Apache-2.0
#include "dialog.h"

#include "meaning.h"

enum { ANY = -1, SAME = -1 };

enum dialog_action {
    DO_NOTHING,
    DO_RATE,
    DO_UNSUPPORTED,
    DO_ANSWER,
    DO_ANSWER_CHOSEN,
    DO_REJECT,
    DO_GONE,
    DO_ASK_AGAIN,
    DO_OFFER,
    DO_JUDGE,
    DO_NONE,
    DO_REPLY,
    DO_MENU,
    DO_LATEST,
    DO_TIP,
    DO_LANGUAGE,
    DO_STOP,
    DO_RESUME,
    DO_CALL,
    DO_DANGER,
    DO_CONFIRM,
    DO_ERASE,
    DO_KEEP,
    DIALOG_ACTIONS
};

static const struct {
    const char *name;
    enum say say;
    bool keeps_options; // the choices of our last reply can still be meant
} actions[DIALOG_ACTIONS] = {
    [DO_NOTHING] = {"nothing", SAY_NOTHING, true},
    [DO_RATE] = {"say_rate_once", SAY_RATE, true},
    [DO_UNSUPPORTED] = {"say_unsupported_once", SAY_UNSUPPORTED, true},
    [DO_ANSWER] = {"answer", SAY_ANSWER, false},
    [DO_ANSWER_CHOSEN] = {"answer_chosen", SAY_ANSWER, true},
    [DO_REJECT] = {"reject", SAY_REJECTED, false},
    [DO_GONE] = {"say_gone", SAY_CHOICE_GONE, false},
    [DO_ASK_AGAIN] = {"ask_again", SAY_AGAIN, true},
    [DO_OFFER] = {"offer", SAY_OFFER, false},
    [DO_JUDGE] = {"judge", SAY_LINK, false},
    [DO_NONE] = {"say_none", SAY_NONE, false},
    [DO_REPLY] = {"reply", SAY_INTENT, false},
    [DO_MENU] = {"show_menu", SAY_MENU, false},
    [DO_LATEST] = {"show_latest", SAY_LATEST, false},
    [DO_TIP] = {"give_tip", SAY_TIP, false},
    [DO_LANGUAGE] = {"switch_language", SAY_INTENT, false},
    [DO_STOP] = {"stop", SAY_INTENT, false},
    [DO_RESUME] = {"resume", SAY_INTENT, false},
    [DO_CALL] = {"call_person", SAY_INTENT, false},
    [DO_DANGER] = {"emergency", SAY_INTENT, false},
    [DO_CONFIRM] = {"ask_to_confirm", SAY_INTENT, false},
    [DO_ERASE] = {"erase", SAY_ERASED, false},
    [DO_KEEP] = {"keep", SAY_KEPT, false},
};

// The first row that fits counts.
#define ON(action) (ON_INTENT + (int)ACTION_##action)
static const struct {
    int from; // enum dialog_state or ANY
    int event;
    int to; // enum dialog_state or SAME
    enum dialog_action action;
} rows[] = {
    {DIALOG_CONFIRMING, ON(YES), DIALOG_IDLE, DO_ERASE},
    {DIALOG_CONFIRMING, ON(NO), DIALOG_IDLE, DO_KEEP},
    {DIALOG_CHOOSING, ON(NO), DIALOG_IDLE, DO_REJECT},
    {ANY, ON_SILENT, SAME, DO_NOTHING},
    {ANY, ON_WORDLESS, SAME, DO_NOTHING},
    {ANY, ON_RATE, SAME, DO_RATE},
    {ANY, ON_UNSUPPORTED, SAME, DO_UNSUPPORTED},
    {ANY, ON_CHOICE, DIALOG_IDLE, DO_ANSWER_CHOSEN},
    {ANY, ON_REJECT, DIALOG_IDLE, DO_REJECT},
    {ANY, ON_GONE, DIALOG_IDLE, DO_GONE},
    {ANY, ON_WHICH, DIALOG_CHOOSING, DO_ASK_AGAIN},
    {ANY, ON_ANSWER, DIALOG_IDLE, DO_ANSWER},
    {ANY, ON_OFFER, DIALOG_CHOOSING, DO_OFFER},
    {ANY, ON_LINK, DIALOG_IDLE, DO_JUDGE},
    {ANY, ON_NONE, DIALOG_IDLE, DO_NONE},
    {ANY, ON(REPLY), DIALOG_IDLE, DO_REPLY},
    {ANY, ON(MENU), DIALOG_CHOOSING, DO_MENU},
    {ANY, ON(LATEST), DIALOG_CHOOSING, DO_LATEST},
    {ANY, ON(TIPS), DIALOG_IDLE, DO_TIP},
    {ANY, ON(LANGUAGE), DIALOG_IDLE, DO_LANGUAGE},
    {ANY, ON(STOP), DIALOG_IDLE, DO_STOP},
    {ANY, ON(RESUME), DIALOG_IDLE, DO_RESUME},
    {ANY, ON(HUMAN), DIALOG_IDLE, DO_CALL},
    {ANY, ON(DANGER), DIALOG_IDLE, DO_DANGER},
    {ANY, ON(DATA), DIALOG_IDLE, DO_REPLY},
    {ANY, ON(ERASE), DIALOG_CONFIRMING, DO_CONFIRM},
    {ANY, ON(YES), DIALOG_IDLE, DO_REPLY},
    {ANY, ON(NO), DIALOG_IDLE, DO_REPLY},
};

static const struct {
    int from; // enum custody or ANY
    enum custody_event event;
    enum custody to;
    bool speaks;
} custody_rows[] = {
    {CUSTODY_BOT, CUSTODY_WROTE, CUSTODY_BOT, true},
    {CUSTODY_BOT, CUSTODY_ASKED, CUSTODY_WAITING, true},
    {CUSTODY_BOT, CUSTODY_RIGHT, CUSTODY_BOT, true},
    {CUSTODY_WAITING, CUSTODY_WROTE, CUSTODY_WAITING, true},
    {CUSTODY_WAITING, CUSTODY_ASKED, CUSTODY_WAITING, true},
    {CUSTODY_WAITING, CUSTODY_RIGHT, CUSTODY_WAITING, true},
    {CUSTODY_HUMAN, CUSTODY_WROTE, CUSTODY_HUMAN, false},
    {CUSTODY_HUMAN, CUSTODY_ASKED, CUSTODY_HUMAN, false},
    {CUSTODY_HUMAN, CUSTODY_RIGHT, CUSTODY_HUMAN, true},
    {CUSTODY_CLOSED, CUSTODY_WROTE, CUSTODY_BOT, true},
    {CUSTODY_CLOSED, CUSTODY_ASKED, CUSTODY_WAITING, true},
    {CUSTODY_CLOSED, CUSTODY_RIGHT, CUSTODY_BOT, true},
    {ANY, CUSTODY_TAKEN, CUSTODY_HUMAN, true},
    {ANY, CUSTODY_RELEASED, CUSTODY_BOT, true},
    {ANY, CUSTODY_ENDED, CUSTODY_CLOSED, true},
};
static const char *const custody_events[CUSTODY_EVENTS] = {"wrote", "asked",    "right",
                                                           "taken", "released", "ended"};

static const char *const says[SAYS] = {
    "nothing", "intent",      "menu",        "latest", "tip",   "answer",   "offer",  "link",
    "none",    "unsupported", "choice_gone", "rate",   "again", "rejected", "erased", "kept"};

const char *say_name(enum say say) {
    return says[say];
}

enum custody custody_next(enum custody from, enum custody_event event, bool *ret_speaks) {
    for (size_t i = 0; i < COUNT_OF(custody_rows); i++)
        if ((custody_rows[i].from == ANY || custody_rows[i].from == (int)from) &&
            custody_rows[i].event == event) {
            *ret_speaks = custody_rows[i].speaks;
            return custody_rows[i].to;
        }
    *ret_speaks = false;
    return from;
}

static size_t row_find(enum dialog_state from, enum dialog_event event) {
    size_t i = 0;
    while (i < COUNT_OF(rows) - 1 &&
           !((rows[i].from == ANY || rows[i].from == (int)from) && rows[i].event == (int)event))
        i++;
    return i;
}

static void clear_options(struct conversation *c) {
    for (size_t i = 0; i < DIALOG_OPTIONS; i++)
        c->options[i] = NULL;
    c->option_count = 0;
}

// 15 minutes without a word: what we asked is forgotten, and what we said once may be said again.
static void wake(struct conversation *c, int64_t now) {
    bool is_idle = now - c->last_in_at > DIALOG_IDLE_MS;
    c->last_in_at = now;
    if (!is_idle)
        return;
    c->dialog = DIALOG_IDLE;
    c->was_told_unsupported = c->was_told_rate = false;
    clear_options(c);
}

static const char *choose_lang(const struct dialog_in *in, struct conversation *c) {
    const char *fallback = in->match->lang ? in->match->lang : "id";
    if (!c->is_lang_chosen && in->match->is_lang_sure)
        c->lang = fallback;
    if (in->fixed_lang)
        return in->fixed_lang;
    if (c->lang)
        return c->lang;
    return in->inbound->lang ? in->inbound->lang : fallback;
}

static enum custody_event custody_event_of(const struct meaning *m, enum dialog_action action) {
    if (m->event == ON(HUMAN))
        return CUSTODY_ASKED;
    if (m->event == ON(DATA))
        return CUSTODY_RIGHT;
    bool is_right = action == DO_STOP || action == DO_RESUME || action == DO_CONFIRM || action == DO_ERASE ||
                    action == DO_KEEP;
    return is_right ? CUSTODY_RIGHT : CUSTODY_WROTE;
}

// Said once until the next idle; false: it was said before.
static bool once(bool *was_told) {
    bool is_first = !*was_told;
    *was_told = true;
    return is_first;
}

static bool is_judged_unknown(const struct match *m) {
    for (size_t i = 0; i < m->link_count; i++)
        if (m->links[i].judgement != JUDGED_UNKNOWN)
            return false;
    for (size_t i = 0; i < m->number_count; i++)
        if (m->numbers[i].judgement != JUDGED_UNKNOWN)
            return false;
    return true;
}

static void act(const struct dialog_in *in, enum dialog_action action, struct dialog_out *out) {
    struct conversation *c = &out->conversation;
    if (action == DO_RATE && !once(&c->was_told_rate))
        out->say = SAY_NOTHING;
    if (action == DO_UNSUPPORTED && !once(&c->was_told_unsupported))
        out->say = SAY_NOTHING;
    if (action == DO_STOP || action == DO_RESUME)
        c->is_stopped = action == DO_STOP;
    if (action == DO_LANGUAGE) {
        c->lang = out->intent->value;
        c->is_lang_chosen = true;
        out->lang = in->fixed_lang ? in->fixed_lang : c->lang;
    }
    out->is_erase = action == DO_ERASE;
    out->is_question = action == DO_NONE || (action == DO_JUDGE && is_judged_unknown(in->match));
}

// The privacy line belongs to the first greeting.
static void welcome(const struct dialog_in *in, struct dialog_out *out) {
    if (out->say != SAY_INTENT || out->intent != intents_find(in->intents, "greeting"))
        return;
    out->is_welcome = !out->conversation.is_welcomed;
    out->conversation.is_welcomed = true;
}

void dialog_step(const struct dialog_in *in, struct arena *a, struct dialog_out *ret_out) {
    (void)a;
    struct dialog_out out = {.conversation = *in->conversation, .kind = in->inbound->kind};
    struct conversation *c = &out.conversation;
    struct meaning m;
    if (in->inbound->kind != MSG_SYSTEM)
        wake(c, in->now);
    out.lang = choose_lang(in, c);
    meaning_find(in, c, &m);
    out.is_danger = m.is_danger;
    size_t row = row_find(c->dialog, m.event);
    enum dialog_action action = rows[row].action;
    bool speaks = false;
    if (action != DO_NOTHING)
        c->custody = custody_next(c->custody, custody_event_of(&m, action), &speaks);
    if (speaks) {
        out.say = actions[action].say;
        out.intent = m.intent;
        out.fact = m.fact;
        if (rows[row].to != SAME)
            c->dialog = (enum dialog_state)rows[row].to;
        if (!actions[action].keeps_options)
            clear_options(c);
        act(in, action, &out);
        welcome(in, &out);
    }
    *ret_out = out;
}

void dialog_print(struct buf *b) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        buf_printf(b, "%s %s %s %s\n",
                   rows[i].from == ANY ? "any" : dialog_name((enum dialog_state)rows[i].from),
                   dialog_event_name((enum dialog_event)rows[i].event),
                   rows[i].to == SAME ? "same" : dialog_name((enum dialog_state)rows[i].to),
                   actions[rows[i].action].name);
}

void custody_print(struct buf *b) {
    for (size_t i = 0; i < COUNT_OF(custody_rows); i++)
        buf_printf(b, "%s %s %s %s\n",
                   custody_rows[i].from == ANY ? "any" : custody_name((enum custody)custody_rows[i].from),
                   custody_events[custody_rows[i].event], custody_name(custody_rows[i].to),
                   custody_rows[i].speaks ? "speak" : "silent");
}
