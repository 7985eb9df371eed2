// SPDX-License-Identifier: Apache-2.0
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/text.h"

enum { HEX = 2 * CRYPTO_KEY };

static enum err read_key(const char *path, unsigned char key[CRYPTO_KEY], struct fail *f) {
    char text[HEX + 2] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    if (fd < 0)
        return fail_set(f, ERR_NOTFOUND, path, "bring the key back from your backup, or name it by store.contact_key", "the key cannot be read: %s",
                        strerror(errno));
    if (got < HEX || !hex_decode(text, HEX, key, CRYPTO_KEY))
        return fail_set(f, ERR_INPUT, path, "bring the key back from your backup", "is no key: %d hex digits are needed", HEX);
    crypto_wipe(text, sizeof text);
    return OK;
}

// A power cut must not leave the base without its key: the file is whole and its name on the disk before a contact is.
static bool write_whole(const char *path, const char *text, size_t len) {
    SCOPED(freep) char *part = xmalloc(strlen(path) + sizeof ".part"), *folder = xstrdup(path);
    snprintf(part, strlen(path) + sizeof ".part", "%s.part", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = '\0';
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_good = fd >= 0 && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    is_good = is_good && rename(part, path) == 0;
    int above = is_good ? open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    is_good = above >= 0 && fsync(above) == 0;
    if (above >= 0)
        close(above);
    return is_good;
}

static enum err make_key(const char *path, unsigned char key[CRYPTO_KEY], struct fail *f) {
    char text[HEX + 2];
    crypto_random(key, CRYPTO_KEY);
    hex_encode(key, CRYPTO_KEY, text);
    text[HEX] = '\n';
    bool is_written = write_whole(path, text, HEX + 1);
    crypto_wipe(text, sizeof text);
    return is_written ? OK : fail_set(f, ERR_IO, path, "check the folder and its rights", "the key cannot be written: %s", strerror(errno));
}

static void derive(struct store *s, const unsigned char key[CRYPTO_KEY]) {
    crypto_derive(key, "lurus contact lookup", s->lookup_key);
    crypto_derive(key, "lurus contact address", s->address_key);
    crypto_derive(key, "lurus payload", s->payload_key);
    crypto_derive(key, "lurus operator secret", s->secret_key);
}

// The base remembers a value of its key, so that a wrong one is refused before it does harm.
static enum err check_key(struct store *s, const char *path, bool may_make, struct fail *f) {
    unsigned char check[CRYPTO_MAC];
    keys_lookup(s, "check", "", "", check);
    TRY(db_start(s->db, Q_SETTING_GET, "key_check"));
    enum err err = db_next(s->db, Q_SETTING_GET);
    struct blob known = err == OK ? db_blob(s->db, Q_SETTING_GET, 0) : (struct blob){0};
    bool is_same = known.len == sizeof check && crypto_is_equal(known.bytes, check, sizeof check);
    db_end(s->db, Q_SETTING_GET);
    if (err == OK && !is_same)
        return fail_set(f, ERR_AUTH, path, "bring back the key that was made with the base", "is the key of another base");
    if (err != ERR_NOTFOUND || !may_make)
        return err == ERR_NOTFOUND ? OK : err;
    return db_run(s->db, Q_SETTING_PUT, "key_check", (struct blob){check, sizeof check});
}

enum err keys_load(struct store *s, const char *path, bool may_make, struct fail *f) {
    unsigned char key[CRYPTO_KEY] = {0};
    int64_t contacts = 0;
    enum err err = OK;
    if (path && access(path, F_OK) != 0) {
        TRY(db_one(s->db, Q_CONTACT_COUNT, &contacts));
        bool may = may_make && contacts == 0;
        if (!may && contacts)
            return fail_set(f, ERR_NOTFOUND, path, "bring it back from your backup, or name it by store.contact_key",
                            "the base holds %lld contacts and its key is missing", (long long)contacts);
        if (!may)
            return OK; // a reader without contacts needs none
        TRY(db_script(s->db, "DELETE FROM setting WHERE name IN ('key_check', 'audit_head')"));
        err = make_key(path, key, f);
    } else if (path) {
        err = read_key(path, key, f);
    }
    if (err == OK) {
        derive(s, key);
        err = check_key(s, path ? path : "key", may_make, f);
    }
    crypto_wipe(key, sizeof key);
    return err;
}

void keys_lookup(const struct store *s, const char *kind, const char *account, const char *text, unsigned char out[CRYPTO_MAC]) {
    struct buf b;
    buf_init(&b, 8192);
    buf_printf(&b, "%zu:%s%zu:%s%zu:%s", strlen(kind), kind, strlen(account), account, strlen(text), text);
    crypto_hmac_sha256(s->lookup_key, CRYPTO_KEY, buf_text(&b), b.len, out);
    buf_done(&b);
}

struct blob keys_seal(const unsigned char key[CRYPTO_KEY], const void *bytes, size_t len, struct arena *a) {
    unsigned char *sealed = arena_alloc(a, len + CRYPTO_SEAL_EXTRA);
    crypto_seal(key, bytes, len, sealed);
    return (struct blob){sealed, len + CRYPTO_SEAL_EXTRA};
}

enum err keys_unseal(const unsigned char key[CRYPTO_KEY], struct blob sealed, struct arena *a, char **ret_text) {
    if (sealed.len < CRYPTO_SEAL_EXTRA)
        return ERR_AUTH;
    char *text = arena_alloc(a, sealed.len - CRYPTO_SEAL_EXTRA + 1);
    TRY(crypto_open(key, sealed.bytes, sealed.len, text));
    *ret_text = text;
    return OK;
}
