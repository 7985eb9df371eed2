// SPDX-License-Identifier: Apache-2.0
#include "work/work.h"

#include "base/crypto.h"
#include "base/text.h"
#include "model/mail.h"
#include "test.h"

static char number[] = "106540352242922";
static const struct config config = {.whatsapp = {.is_on = true, .phone_number_id = number}};

enum { ROOM = 8, WAIT_MS = 20000 };

struct setting {
    struct queue *jobs, *mails, *answers, *hashes;
    struct work *work;
};

static struct setting setting_new(size_t room_of_mails) {
    struct setting s = {queue_new(JOBS_MAX), queue_new(room_of_mails), queue_new(ROOM), queue_new(HASHES_MAX), NULL};
    const struct work_config c = {&config, s.jobs, s.mails, s.answers, s.hashes};
    struct fail f = {0};
    CHECK_INT(work_start(&c, &s.work, &f), OK);
    return s;
}

static void setting_end(struct setting *s) {
    queue_close(s->jobs);
    queue_close(s->hashes);
    work_stop(s->work);
    CHECK_INT(queue_count(s->jobs) + queue_count(s->mails) + queue_count(s->answers), 0);
    queue_free(s->jobs);
    queue_free(s->mails);
    queue_free(s->answers);
    queue_free(s->hashes);
}

static void give(struct setting *s, uint64_t ticket, const char *body) {
    struct arena *a = arena_new(64 << 20);
    struct job *job = arena_alloc(a, sizeof *job);
    *job = (struct job){.kind = JOB_WEBHOOK,
                        .arena = a,
                        .ticket = ticket,
                        .received_us = 5,
                        .channel = CHANNEL_WHATSAPP,
                        .body = arena_strdup(a, body),
                        .body_len = strlen(body)};
    CHECK(queue_put(s->jobs, job));
}

static const char *message(struct buf *b, int number_of_it) {
    buf_init(b, 4096);
    buf_printf(b,
               "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{"
               "\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"1\",\"phone_number_id\":\"%s\"},"
               "\"messages\":[{\"from\":\"628111\",\"id\":\"wamid.%d\",\"timestamp\":\"1795521000\",\"type\":\"text\",\"text\":{\"body\":\"halo\"}}]}}]}]}",
               number, number_of_it);
    return buf_text(b);
}

static void give_message(struct setting *s, int number_of_it) {
    struct buf b;
    give(s, (uint64_t)number_of_it, message(&b, number_of_it));
    buf_done(&b);
}

static struct mail *next_mail(struct setting *s) {
    void *item = NULL;
    return queue_take(s->mails, &item, 1, WAIT_MS) ? item : NULL;
}

// The status of the next answer, which must be the ticket's; 0: none came.
static int next_status(struct setting *s, uint64_t ticket) {
    void *item = NULL;
    if (!queue_take(s->answers, &item, 1, WAIT_MS))
        return 0;
    struct answer *answer = item;
    int status = answer->status;
    CHECK(answer->kind == ANSWER_HTTP && answer->ticket == ticket && !answer->body);
    arena_free(answer->arena);
    return status;
}

// In order, and as net would have handed them over.
static void to_the_desk(void) {
    struct setting s = setting_new(ROOM);
    for (int i = 1; i <= 5; i++)
        give_message(&s, i);
    for (int i = 1; i <= 5; i++) {
        struct mail *mail = next_mail(&s);
        CHECK(mail && mail->kind == MAIL_WEBHOOK && mail->ticket == (uint64_t)i && mail->received_us == 5);
        if (!mail)
            continue;
        char id[16];
        snprintf(id, sizeof id, "wamid.%d", i);
        CHECK(mail->channel == CHANNEL_WHATSAPP && mail->parsed.inbound_count == 1 && mail->raw_len == strlen(mail->raw));
        CHECK_TEXT(mail->parsed.inbounds[0].gateway_id, id);
        arena_free(mail->arena);
    }
    setting_end(&s);
}

static void answered_here(void) {
    static const struct {
        const char *body;
        int status;
    } rows[] = {{"{", 400}, {"[1,1,1", 400}, {"\"\xff\"", 400}, {"[1,1,1]", 200}, {"{}", 200}};
    struct setting s = setting_new(ROOM);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        give(&s, i + 1, rows[i].body);
        CHECK_INT(next_status(&s, i + 1), rows[i].status);
    }
    setting_end(&s);
}

// A desk without room: refused, not waited for.
static void full(void) {
    struct setting s = setting_new(1);
    give_message(&s, 1);
    give_message(&s, 2);
    CHECK_INT(next_status(&s, 2), 503);
    struct mail *mail = next_mail(&s);
    CHECK(mail && mail->ticket == 1);
    if (mail)
        arena_free(mail->arena);
    setting_end(&s);
}

// What waits when the pool is stopped is done first.
static void stopping(void) {
    struct setting s = setting_new(ROOM);
    for (int i = 1; i <= ROOM; i++)
        give_message(&s, i);
    queue_close(s.jobs);
    queue_close(s.hashes);
    work_stop(s.work);
    s.work = NULL;
    CHECK_INT(queue_count(s.mails), ROOM);
    for (int i = 1; i <= ROOM; i++)
        arena_free(next_mail(&s)->arena);
    setting_end(&s);
    work_stop(NULL);
}

static void give_password(struct setting *s, struct account_call call) {
    struct arena *a = arena_new(1 << 20);
    struct job *job = arena_alloc(a, sizeof *job);
    *job = (struct job){.kind = JOB_PASSWORD, .arena = a, .ticket = 9, .account = account_copy(a, &call)};
    CHECK(queue_put(s->hashes, job));
}

static void passwords(void) {
    struct setting s = setting_new(ROOM);
    char phc[CRYPTO_PHC];
    static const char old[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    CHECK_INT(crypto_password_hash("kuda makan ketan", 16, phc), OK);
    const struct {
        struct account_call call;
        bool is_right;
        const char *hashed; // what fresh_phc is of; NULL: none
    } rows[] = {
        {{.password = "kuda makan ketan", .phc = phc}, true, NULL},
        {{.password = "kuda makan pakis", .phc = phc}, false, NULL},
        {{.password = "kuda makan ketan"}, false, NULL}, // nobody's
        {{.password = "password", .phc = old}, true, "password"},
        {{.password = "kuda makan ketan", .phc = phc, .fresh = "sapi makan pakis"}, true, "sapi makan pakis"},
        {{.password = "kuda makan pakis", .phc = phc, .fresh = "sapi makan pakis"}, false, NULL},
        {{.fresh = "sapi makan pakis"}, false, "sapi makan pakis"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        give_password(&s, rows[i].call);
        struct mail *mail = next_mail(&s);
        CHECK(mail && mail->kind == MAIL_ACCOUNT && mail->ticket == 9 && mail->account->is_hashed);
        if (!mail)
            continue;
        CHECK_INT(mail->account->is_right, rows[i].is_right);
        CHECK_INT(mail->account->fresh_phc != NULL, rows[i].hashed != NULL);
        if (mail->account->fresh_phc && rows[i].hashed)
            CHECK_INT(crypto_password_check(mail->account->fresh_phc, rows[i].hashed, strlen(rows[i].hashed)), OK);
        arena_free(mail->arena);
    }
    setting_end(&s);
}

// A desk without room: 503, and nothing is left behind.
static void passwords_full(void) {
    struct setting s = setting_new(1);
    give_password(&s, (struct account_call){.fresh = "sapi makan pakis"});
    give_password(&s, (struct account_call){.fresh = "sapi makan pakis"});
    CHECK_INT(next_status(&s, 9), 503);
    struct mail *mail = next_mail(&s);
    if (mail)
        arena_free(mail->arena);
    setting_end(&s);
}

static const struct test tests[] = {{"passwords", passwords}, {"passwords_full", passwords_full}, {"to_the_desk", to_the_desk}, {"answered_here", answered_here}, {"full", full}, {"stopping", stopping}};
TEST_MAIN(tests)
