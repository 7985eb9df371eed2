// SPDX-License-Identifier: Apache-2.0
// The configuration, read once at start and never changed. Lists end with NULL. Texts that are not set are
// NULL where the table of the contract gives no default.
#ifndef MODEL_CONFIG_H
#define MODEL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

struct config {
    char *file; // where it was read from, or NULL
    struct {
        char *listen, *public_url, *tls_cert, *tls_key;
        char **trusted_proxies;
    } server;
    struct {
        char *path, *contact_key;
    } store;
    struct {
        char *path;
    } intents;
    struct {
        char *default_lang, *reply; // reply: "asker" or a code
    } language;
    struct {
        char *name, *link, *timezone;
        char **official_domains, **official_numbers;
    } hotline;
    struct {
        double answer_threshold, offer_threshold; // negative: from the coefficients' file
    } match;
    struct {
        char *in_doubt; // "resend" or "hold"
        int in_doubt_wait_s, in_flight;
    } delivery;
    struct {
        int contact_per_minute, queue;
    } limits;
    struct {
        int retain_payload_days, retain_messages_days, retain_counts_days;
    } privacy;
    struct {
        char **origins;
    } chat;
    struct {
        bool is_on;
        char *phone_number_id, *access_token, *app_secret, *verify_token, *app_secret_previous, *api_base;
        int messages_per_second; // 0: no limit of ours
    } whatsapp;
};

#endif
