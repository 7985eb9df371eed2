// SPDX-License-Identifier: Apache-2.0
// Every key of lurus.conf, one row each.
#include <stddef.h>

#include "config.h"

#define TEXT(section, name, value)                                                                           \
    { #section, #name, KEY_TEXT, offsetof(struct config, section.name), value, 0, 0, false, false }
#define PATH(section, name, value)                                                                           \
    { #section, #name, KEY_TEXT, offsetof(struct config, section.name), value, 0, 0, false, true }
#define SECRET(section, name)                                                                                \
    { #section, #name, KEY_TEXT, offsetof(struct config, section.name), NULL, 0, 0, true, false }
#define LIST(section, name, value)                                                                           \
    { #section, #name, KEY_LIST, offsetof(struct config, section.name), value, 0, 0, false, false }
#define INT(section, name, value, min, max)                                                                  \
    { #section, #name, KEY_INT, offsetof(struct config, section.name), value, min, max, false, false }
#define DOUBLE(section, name, min, max)                                                                      \
    { #section, #name, KEY_DOUBLE, offsetof(struct config, section.name), NULL, min, max, false, false }

const struct config_key config_keys[] = {
    TEXT(server, listen, "127.0.0.1:8080"),
    TEXT(server, public_url, NULL),
    PATH(server, tls_cert, NULL),
    PATH(server, tls_key, NULL),
    LIST(server, trusted_proxies, ""),
    PATH(store, path, "lurus.db"),
    PATH(store, contact_key, "lurus.key"),
    PATH(intents, path, NULL),
    {"language", "default", KEY_TEXT, offsetof(struct config, language.default_lang), "id", 0, 0, false, false},
    TEXT(language, reply, "asker"),
    TEXT(hotline, name, NULL),
    TEXT(hotline, link, NULL),
    LIST(hotline, official_domains, "prakerja.go.id,*.go.id"),
    LIST(hotline, official_numbers, "+628119787670"),
    TEXT(hotline, timezone, "Asia/Jakarta"),
    DOUBLE(match, answer_threshold, 0, 1),
    DOUBLE(match, offer_threshold, 0, 1),
    TEXT(delivery, in_doubt, "resend"),
    INT(delivery, in_doubt_wait_s, "90", 0, 86400),
    INT(delivery, in_flight, "64", 1, 1024),
    INT(limits, contact_per_minute, "20", 0, 100000),
    INT(limits, queue, "8192", 16, 1000000),
    INT(privacy, retain_payload_days, "8", 8, 3650),
    INT(privacy, retain_messages_days, "90", 1, 36500),
    INT(privacy, retain_counts_days, "730", 1, 36500),
    LIST(chat, origins, ""),
    TEXT(whatsapp, phone_number_id, NULL),
    SECRET(whatsapp, access_token),
    SECRET(whatsapp, app_secret),
    SECRET(whatsapp, verify_token),
    SECRET(whatsapp, app_secret_previous),
    TEXT(whatsapp, api_base, "https://graph.facebook.com/v23.0"),
    INT(whatsapp, messages_per_second, "80", 0, 100000),
};
const unsigned long config_key_count = sizeof config_keys / sizeof config_keys[0];
