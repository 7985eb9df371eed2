// SPDX-License-Identifier: Apache-2.0
#include "spans.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "sequence.h"

enum {
    BEFORE = 48, // bytes between "rekening" and its number
    BEHIND = 24, // bytes between a number and its bank
    HANDLE_MIN = 4,
    HANDLE_MAX = 64,
    PHONE_GLUED = 10 // digits of one group that are a phone number with letters right before it
};

void span_walk_start(struct span_walk *w, const char *text, const struct official *official,
                     struct arena *a) {
    *w = (struct span_walk){
        .text = text, .at = text, .end = text + strlen(text), .official = official, .tried = text};
    link_walk_start(&w->links, text, official, a);
    w->has_link = link_next(&w->links, &w->link);
}

// --- context

static size_t word_at(const char *at, const char *end) {
    size_t len = 0;
    while (at + len < end && isalpha((unsigned char)at[len]))
        len++;
    return len;
}

static void hear_word(struct span_context *c, enum word_kind kind, const char *end) {
    memmove(c->words + 1, c->words, sizeof c->words - sizeof c->words[0]);
    c->words[0] = kind;
    c->account_at = kind == WORD_ACCOUNT ? end : c->account_at;
    c->chat_at = kind == WORD_CHAT ? end : c->chat_at;
}

static bool has_word(const struct span_context *c, enum word_kind kind) {
    for (size_t i = 0; i < SPAN_WORDS; i++)
        if (c->words[i] == kind)
            return true;
    return false;
}

static bool is_of(const struct span_context *c, enum word_kind kind) {
    return c->words[0] == kind || (c->words[0] == WORD_LABEL && c->words[1] == kind);
}

// Whether a word of the kind follows before the next number.
static bool is_followed(const char *at, const char *end, enum word_kind kind) {
    const char *stop = end - at > BEHIND ? at + BEHIND : end;
    bool is_start = true;
    char digit;
    while (at < stop && !strchr("\n[@/", *at) && !isdigit((unsigned char)*at)) {
        size_t len = word_at(at, end);
        bool is_in_host =
            len && ((at[-1] == '.' && !is_start) || (at[len] == '.' && isalnum((unsigned char)at[len + 1])));
        if (len && !is_in_host && number_word(at, len, &digit) == kind)
            return true;
        is_start = false;
        at += len ? len : 1;
    }
    return false;
}

// --- making

// A link is read as one: what stands before it ends there.
static const char *limit_of(const struct span_walk *w) {
    return w->has_link && w->link.start > w->at ? w->link.start : w->end;
}

static char byte_before(const struct span_walk *w, const char *at) {
    return at > w->text && at != w->fresh ? at[-1] : ' ';
}

static enum judgement judge_number(const char *digits, const struct official *official) {
    enum judgement judgement = JUDGED_UNKNOWN;
    for (const char *const *n = official->numbers; *n; n++) {
        size_t len = strlen(digits), wanted = strlen(*n);
        if (strcmp(*n, digits) == 0)
            return JUDGED_OFFICIAL;
        if (digits[0] == '+' && len > 10 && text_distance(digits, len, *n, wanted, 1) == 1)
            judgement = JUDGED_LOOK_ALIKE;
    }
    return judgement;
}

static void fill(const struct span_walk *w, struct span *s, enum span_kind kind, const char *start,
                 const char *end) {
    bool has_digits = kind == SPAN_PHONE || kind == SPAN_ACCOUNT || kind == SPAN_HANDLE;
    s->kind = kind;
    s->start = s->hide = start;
    s->end = s->hide_end = end;
    s->judgement = has_digits ? judge_number(s->digits, w->official) : JUDGED_UNKNOWN;
}

static void forget(struct span_walk *w) {
    w->context = (struct span_context){0};
}

// --- numbers

// A bracket that the number does not close stays outside.
static const char *start_of(const struct sequence *q, const char *end) {
    const char *at = q->start;
    while (*at == '(' && !memchr(at, ')', (size_t)(end - at)))
        at++;
    return at;
}

static bool is_account_here(const struct span_walk *w, const struct sequence *q, size_t groups) {
    const char *at = w->context.account_at;
    bool is_near = at && q->start - at <= BEFORE;
    return groups && (is_near || is_followed(q->groups[groups - 1].end, w->end, WORD_ACCOUNT));
}

// "20000000000 rupiah"
static bool is_amount(const struct span_walk *w, const char *at) {
    char digit;
    at += at < w->end && *at == ' ';
    return number_word(at, word_at(at, w->end), &digit) == WORD_AMOUNT;
}

static bool is_identity_here(const struct span_walk *w, const struct sequence *q) {
    return digits_are_nik(q->digits) || has_word(&w->context, WORD_IDENTITY);
}

// After letters only one long group of a mobile is a phone number: "wa081234567890", not "INV-0812".
static bool is_glued_code(const struct span_walk *w, const struct sequence *q) {
    char before = byte_before(w, q->start);
    if (q->has_plus) // "WA+62812…"
        return false;
    if (before == '#')
        return true;
    if (!isalnum((unsigned char)before))
        return false;
    bool is_mobile = strncmp(q->digits, "08", 2) == 0 || strncmp(q->digits, "628", 3) == 0;
    bool is_word = islower((unsigned char)before) || w->context.words[0] == WORD_PHONE;
    return !is_word || !is_mobile || q->groups[0].len < PHONE_GLUED;
}

static size_t as_phone(const struct span_walk *w, const struct sequence *q, struct span *s) {
    bool is_named = is_of(&w->context, WORD_PHONE) || has_word(&w->context, WORD_PHONE);
    size_t groups = is_glued_code(w, q) || is_of(&w->context, WORD_CODE)
                        ? 0
                        : sequence_phone(q, w->official, is_named, s->digits);
    if (groups)
        fill(w, s, SPAN_PHONE, start_of(q, q->groups[groups - 1].end), q->groups[groups - 1].end);
    return groups;
}

static size_t as_account(const struct span_walk *w, const struct sequence *q, struct span *s) {
    size_t groups = sequence_account(q), digits = sequence_digits(q, groups);
    if (!is_account_here(w, q, groups) || is_amount(w, q->groups[groups - 1].end))
        return 0;
    memcpy(s->digits, q->digits, digits);
    s->digits[digits] = '\0';
    fill(w, s, SPAN_ACCOUNT, start_of(q, q->groups[groups - 1].end), q->groups[groups - 1].end);
    return groups;
}

static size_t as_secret(const struct span_walk *w, const struct sequence *q, struct span *s) {
    size_t identity = sequence_identity(q), card = sequence_card(q), groups = identity ? identity : card;
    if (identity && is_identity_here(w, q))
        fill(w, s, SPAN_IDENTITY, q->groups[0].start, q->groups[identity - 1].end);
    else if (card)
        fill(w, s, SPAN_CARD, q->groups[0].start, q->groups[(groups = card) - 1].end);
    else
        return 0;
    return groups;
}

// Where to look on, with *ret_is_span telling whether what was passed is a span.
static const char *number_at(const struct span_walk *w, const struct sequence *q, struct span *s,
                             bool *ret_is_span) {
    const char *before = q->start;
    while (before > w->text && before[-1] == ' ' && q->start - before < 2)
        before--;
    bool is_money = w->context.words[0] == WORD_MONEY || (before > w->text && before[-1] == '$');
    *ret_is_span = false;
    *s = (struct span){0};
    size_t amount = sequence_amount(q, is_money), date = sequence_date(q);
    size_t phone = as_phone(w, q, s);
    if (phone && s->judgement != JUDGED_OFFICIAL && (amount || date || sequence_identity(q)))
        phone = 0;
    size_t passed = amount ? amount : date;
    if (!phone && passed)
        return q->groups[passed - 1].end;
    size_t groups = phone ? phone : as_secret(w, q, s);
    groups = groups ? groups : as_account(w, q, s);
    *ret_is_span = groups > 0;
    if (groups)
        return s->end;
    size_t identity = sequence_identity(q);
    return q->groups[identity ? identity - 1 : 0].end;
}

static bool read_number(struct span_walk *w, struct span *s) {
    struct sequence q;
    if (!sequence_read(w->at, limit_of(w), &q)) {
        w->at = q.end > w->at ? q.end : w->at + 1;
        return false;
    }
    bool is_span;
    w->at = number_at(w, &q, s, &is_span);
    if (!is_span) {
        if (w->context.words[0] == WORD_MONEY) // "Rp" is said of one amount
            hear_word(&w->context, WORD_OTHER, w->at);
        return false;
    }
    bool is_account = s->kind == SPAN_ACCOUNT;
    forget(w);
    w->context.account_at = is_account ? w->at : NULL;
    return true;
}

// --- words, e-mail, handles

static bool read_word(struct span_walk *w, struct span *s) {
    char digit;
    size_t len = word_at(w->at, w->end);
    enum word_kind kind = number_word(w->at, len, &digit);
    bool is_digit = kind == WORD_DIGIT || kind == WORD_PLUS;
    if (is_digit && read_number(w, s))
        return true;
    if (is_digit)
        return false;
    w->at += len;
    hear_word(&w->context, kind, w->at);
    return false;
}

static size_t local_byte(const char *at, const char *end) {
    if (at >= end)
        return 0;
    char c = *at;
    return c == '.' || c == '_' || c == '%' || c == '+' || c == '-' ? 1 : host_letter(at, end);
}

// "name@host.tld" from its first letter on.
static bool read_email(struct span_walk *w, struct span *s) {
    const char *at = w->at;
    if (at < w->tried)
        return false;
    for (size_t len; (len = local_byte(at, limit_of(w))); at += len)
        continue;
    w->tried = at;
    struct host host;
    bool has_host = at < w->end && *at == '@' && host_letter(at + 1, w->end) &&
                    host_read(at + 1, w->end, DOTS_WRITTEN, &host);
    const char *dot = has_host ? strrchr(host.text, '.') : NULL;
    if (!dot || strlen(dot) < 3 || strspn(host.text, "0123456789.-_") == host.len) // "2@3.500" is a price
        return false;
    *s = (struct span){0};
    fill(w, s, SPAN_EMAIL, w->at, host.end);
    w->at = host.end;
    forget(w);
    return true;
}

static size_t name_length(const char *at, const char *end) {
    size_t len = 0;
    while (at + len < end && len <= HANDLE_MAX && (isalnum((unsigned char)at[len]) || strchr("_.", at[len])))
        len++;
    while (len && at[len - 1] == '.')
        len--;
    return len;
}

static bool put_name(struct span *s, const char *name, size_t len) {
    if (len < HANDLE_MIN || len > HANDLE_MAX)
        return false;
    *s = (struct span){0};
    for (size_t i = 0; i < len; i++)
        s->digits[i] = (char)tolower((unsigned char)name[i]);
    return true;
}

// "@name" with the name of a chat before or behind it.
static bool read_handle(struct span_walk *w, struct span *s) {
    const char *at = w->at++;
    size_t len = name_length(at + 1, w->end);
    bool is_named = w->context.chat_at && at - w->context.chat_at <= BEHIND;
    if (!put_name(s, at + 1, len) || !(is_named || is_followed(at + 1 + len, w->end, WORD_CHAT)))
        return false;
    fill(w, s, SPAN_HANDLE, at, at + 1 + len);
    w->at = s->end;
    return true;
}

// What mask_text put in the place of something: it ends the context as the thing itself did.
static bool read_tag(struct span_walk *w) {
    static const char *const tags[] = {"[rekening]", "[telepon]", "[nik]", "[kartu]", "[surel]"};
    for (size_t i = 0; i < COUNT_OF(tags); i++) {
        size_t len = strlen(tags[i]);
        if ((size_t)(w->end - w->at) < len || memcmp(w->at, tags[i], len) != 0)
            continue;
        w->at += len;
        forget(w);
        w->context.account_at = i == 0 ? w->at : NULL;
        return true;
    }
    return false;
}

// --- links

// The name that a link opens a chat with: "t.me/name", "wa.me/message/CODE".
static bool chat_of(const struct link_span *l, struct span *s) {
    static const char *const hosts[] = {"t.me", "telegram.me", "telegram.dog"}, *const invites[] = {
                                                                                    "/message/", "/qr/"};
    const char *name = l->host_end + 1;
    bool is_chat = false;
    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        is_chat = is_chat || strcmp(l->host.text, hosts[i]) == 0;
    for (size_t i = 0; i < COUNT_OF(invites) && strcmp(l->host.text, "wa.me") == 0; i++) {
        bool is_invite = strncasecmp(l->host_end, invites[i], strlen(invites[i])) == 0;
        name = is_invite ? l->host_end + strlen(invites[i]) : name;
        is_chat = is_chat || is_invite;
    }
    if (!is_chat || name >= l->end || *l->host_end != '/')
        return false;
    if (l->end - name > 9 && strncasecmp(name, "joinchat/", 9) == 0)
        name += 9;
    name += *name == '+';
    return name < l->end && put_name(s, name, name_length(name, l->end));
}

static bool enter_link(struct span_walk *w, struct span *s) {
    const struct link_span *l = &w->link;
    bool is_whole = w->at == l->start; // nothing before it reached into it
    w->at = l->host_end;
    if (l->phone[0]) {
        *s = (struct span){0};
        memcpy(s->digits, l->phone, sizeof l->phone);
        fill(w, s, SPAN_PHONE, l->start, l->end);
        s->hide = l->number;
        s->hide_end = l->number_end;
        w->at = l->number_end;
        forget(w);
        return true;
    }
    if (!is_whole || !chat_of(l, s))
        return false;
    fill(w, s, SPAN_HANDLE, l->start, l->end);
    s->hide_end = l->host_end; // the path is read on
    return true;
}

// "nik=", for other sites number their pages with 16 digits too.
static bool is_identity_parameter(const struct span_walk *w, const char *at) {
    char digit;
    const char *name = at;
    while (name > w->link.start && (name[-1] == '=' || isalpha((unsigned char)name[-1])))
        name--;
    return at > name && at[-1] == '=' && number_word(name, (size_t)(at - 1 - name), &digit) == WORD_IDENTITY;
}

// Digits in a path or query that stand alone and are somebody's beyond doubt.
static bool number_in_link(struct span_walk *w, struct span *s) {
    const char *start = w->at;
    char before = byte_before(w, start);
    size_t len = 0;
    while (start + len < w->link.end && isdigit((unsigned char)start[len]))
        len++;
    w->at = start + len;
    bool is_alone =
        !isalnum((unsigned char)before) && !isalpha((unsigned char)*w->at) && before != '-' && *w->at != '-';
    struct sequence q;
    if (!is_alone || !sequence_read(start, w->at, &q))
        return false;
    *s = (struct span){.is_in_link = true};
    bool is_mobile = sequence_phone(&q, w->official, false, s->digits) &&
                     strncmp(s->digits, "+628", 4) == 0 && *start != '8';
    if (is_mobile)
        fill(w, s, SPAN_PHONE, start, w->at);
    else if (sequence_identity(&q) && is_identity_parameter(w, start))
        fill(w, s, SPAN_IDENTITY, start, w->at);
    else
        return false;
    forget(w);
    return true;
}

static bool step_in_link(struct span_walk *w, struct span *s) {
    if (host_letter(w->at, w->end) && read_email(w, s)) {
        s->is_in_link = true;
        return true;
    }
    if (isdigit((unsigned char)*w->at))
        return number_in_link(w, s);
    if (*w->at != '[' || !read_tag(w))
        w->at++;
    return false;
}

// --- the walk

static bool step(struct span_walk *w, struct span *s) {
    const char *at = w->at;
    if (local_byte(at, w->end) && read_email(w, s))
        return true;
    bool is_digit = isdigit((unsigned char)*at) || ((*at == '+' || *at == '(') && at + 1 < w->end &&
                                                    (isdigit((unsigned char)at[1]) || strchr("+(", at[1])));
    if (is_digit)
        return read_number(w, s);
    if (isalpha((unsigned char)*at))
        return read_word(w, s);
    if (*at == '@')
        return read_handle(w, s);
    if (*at == '[' && read_tag(w))
        return false;
    if ((unsigned char)*at < 0x80) {
        w->at++;
        return false;
    }
    struct sequence q;
    if (sequence_read(at, limit_of(w), &q))
        return read_number(w, s);
    utf8_next(&w->at, w->end);
    return false;
}

bool span_next(struct span_walk *w, struct span *ret_span) {
    while (w->at < w->end) {
        while (w->has_link && w->at >= w->link.end)
            w->has_link = link_next(&w->links, &w->link);
        bool is_found;
        if (w->has_link && w->at >= w->link.start && w->at < w->link.host_end)
            is_found = enter_link(w, ret_span);
        else if (w->has_link && w->at >= w->link.host_end)
            is_found = step_in_link(w, ret_span);
        else
            is_found = step(w, ret_span);
        if (!is_found)
            continue;
        w->fresh = ret_span->hide_end;
        return true;
    }
    return false;
}
