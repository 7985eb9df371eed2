// SPDX-License-Identifier: Apache-2.0
// The file is read as texts by a table of keys that libconfuse checks; the environment is laid over it, then
// every text is converted by its row. So a value has one path wherever it comes from.
#include "config.h"

#include <confuse.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../base/crypto.h"
#include "../base/log.h"
#include "../base/mem.h"
#include "../base/text.h"
#include "config_scan.h"

enum { KEYS_MAX = 64, SECTIONS_MAX = 16, VALUE_MAX = 8192, SECRET_FILE_MAX = 65536 };

extern char **environ;

struct raw {
    char *text;  // lists by '\n'
    char *file;  // NAME_file
    char where[260];
    size_t last_size; // of a list under way: libconfuse calls once a value and once more at its end
    bool is_ended;
};

struct reading {
    const char *path; // of the file, or NULL
    struct raw raws[KEYS_MAX];
    struct fail *fail;
    bool is_failed;
    unsigned seen; // sections, by bit
};

// libconfuse's callbacks carry no argument of ours, so the one reading under way stands here (app thread).
static struct reading *current;

static const char *section_at(size_t i) {
    static const char *seen[SECTIONS_MAX];
    static size_t count;
    bool is_first_call = count == 0;
    for (unsigned long k = 0; is_first_call && k < config_key_count; k++)
        if (k == 0 || strcmp(config_keys[k].section, config_keys[k - 1].section) != 0)
            seen[count++] = config_keys[k].section;
    return i < count ? seen[i] : NULL;
}

static struct raw *raw_of(const char *section, const char *name, bool *ret_is_file) {
    for (unsigned long k = 0; k < config_key_count; k++) {
        const struct config_key *key = &config_keys[k];
        size_t len = strlen(key->name);
        if (strcmp(key->section, section) != 0 || strncmp(key->name, name, len) != 0)
            continue;
        *ret_is_file = key->is_secret && strcmp(name + len, "_file") == 0;
        if (*ret_is_file || !name[len])
            return &current->raws[k];
    }
    return NULL;
}

static void say(const char *where, const char *todo, const char *what) {
    if (current->is_failed)
        return;
    current->is_failed = true;
    fail_set(current->fail, ERR_INPUT, where, todo, "%s", what);
}

// The nearest key (of the section) or section to an unknown word.
static const char *nearest(const char *section, const char *word) {
    const char *names[KEYS_MAX + SECTIONS_MAX];
    size_t count = 0;
    for (unsigned long k = 0; section && k < config_key_count; k++)
        if (strcmp(config_keys[k].section, section) == 0)
            names[count++] = config_keys[k].name;
    for (size_t i = 0; !section && section_at(i); i++)
        names[count++] = section_at(i);
    return text_nearest(word, names, count);
}

static void on_error(cfg_t *cfg, const char *fmt, va_list args) {
    char what[300], where[260], todo[160] = "correct the line";
    vsnprintf(what, sizeof what, fmt, args);
    snprintf(where, sizeof where, "%s:%d", current->path, cfg->line);
    char word[80] = "";
    if (strncmp(what, "no such option", 14) == 0 && sscanf(what, "no such option '%79[^']'", word) == 1) {
        bool is_top = strcmp(cfg->name, "root") == 0;
        const char *near = nearest(is_top ? NULL : cfg->name, word);
        snprintf(what, sizeof what, is_top ? "unknown section or key '%s'" : "unknown key '%s'", word);
        snprintf(todo, sizeof todo, near ? "did you mean '%s'?" : "remove it", near ? near : "");
    }
    say(where, todo, what);
}

// Says whether this call starts a second assignment of the key.
static bool is_repeated(struct raw *raw, const cfg_opt_t *opt, const char *slot) {
    size_t size = cfg_opt_size((cfg_opt_t *)(uintptr_t)opt);
    if (!(opt->flags & CFGF_LIST))
        return slot != NULL;
    if (raw->is_ended)
        return true;
    raw->is_ended = size == raw->last_size;
    raw->last_size = size;
    return false;
}

static int on_value(cfg_t *cfg, cfg_opt_t *opt) {
    bool is_file = false;
    struct raw *raw = raw_of(cfg->name, opt->name, &is_file);
    char **slot = raw && is_file ? &raw->file : raw ? &raw->text : NULL;
    char where[260];
    snprintf(where, sizeof where, "%s:%d", current->path, cfg->line);
    if (!slot || is_repeated(raw, opt, *slot)) {
        say(where, "keep one of the two", "the key was given before");
        return -1;
    }
    struct buf b;
    buf_init(&b, VALUE_MAX);
    for (unsigned i = 0; i < cfg_opt_size(opt); i++)
        buf_printf(&b, "%s%s", i ? "\n" : "", cfg_opt_getnstr(opt, i));
    free(*slot);
    bool is_full = b.is_full;
    *slot = buf_take(&b);
    snprintf(raw->where, sizeof raw->where, "%s", where);
    if (is_full)
        say(where, "shorten it", "the value is too long");
    return is_full ? -1 : 0;
}

static int on_section(cfg_t *cfg, cfg_opt_t *opt) {
    for (unsigned i = 0; section_at(i); i++) {
        if (strcmp(section_at(i), opt->name) != 0)
            continue;
        if (current->seen & 1u << i) {
            char where[260];
            snprintf(where, sizeof where, "%s:%d", current->path, cfg->line);
            say(where, "join the two", "the section was given before");
            return -1;
        }
        current->seen |= 1u << i;
    }
    return 0;
}

// The options of one section; `names` keeps the names of NAME_file alive.
static cfg_opt_t *section_options(const char *section, char names[KEYS_MAX][48]) {
    cfg_opt_t *opts = xcalloc(2 * KEYS_MAX, sizeof *opts);
    size_t count = 0;
    for (unsigned long k = 0; k < config_key_count; k++) {
        const struct config_key *key = &config_keys[k];
        if (strcmp(key->section, section) != 0)
            continue;
        opts[count++] = key->kind == KEY_LIST ? (cfg_opt_t)CFG_STR_LIST(key->name, NULL, CFGF_NODEFAULT)
                                              : (cfg_opt_t)CFG_STR(key->name, NULL, CFGF_NODEFAULT);
        if (!key->is_secret)
            continue;
        snprintf(names[k], sizeof names[k], "%s_file", key->name);
        opts[count++] = (cfg_opt_t)CFG_STR(names[k], NULL, CFGF_NODEFAULT);
    }
    for (size_t i = 0; i < count; i++)
        opts[i].validcb = on_value;
    opts[count] = (cfg_opt_t)CFG_END();
    return opts;
}

static enum err read_file(struct reading *r) {
    char names[KEYS_MAX][48];
    cfg_opt_t *sections[SECTIONS_MAX] = {0};
    cfg_opt_t root[SECTIONS_MAX + 1];
    size_t count = 0;
    for (; section_at(count); count++) {
        sections[count] = section_options(section_at(count), names);
        root[count] = (cfg_opt_t)CFG_SEC(section_at(count), sections[count], CFGF_NONE);
        root[count].validcb = on_section;
    }
    root[count] = (cfg_opt_t)CFG_END();
    cfg_t *cfg = cfg_init(root, CFGF_NONE);
    cfg_set_error_function(cfg, on_error);
    char *text = NULL;
    r->is_failed = config_scan(r->path, &text, r->fail) != OK;
    if (!r->is_failed && cfg_parse_buf(cfg, text) != CFG_SUCCESS)
        say(r->path, "correct it", "the config file cannot be parsed");
    cfg_free(cfg);
    free(text);
    for (size_t i = 0; i < count; i++)
        free(sections[i]);
    return r->is_failed ? ERR_INPUT : OK;
}

// LURUS_SECTION_KEY → the raw value, or NULL. Sections hold no underscore.
static struct raw *raw_of_variable(const char *name, size_t len, bool *ret_is_file) {
    char lower[96];
    if (len >= sizeof lower)
        return NULL;
    for (size_t i = 0; i < len; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    lower[len] = '\0';
    char *under = strchr(lower, '_');
    if (!under)
        return NULL;
    *under = '\0';
    return raw_of(lower, under + 1, ret_is_file);
}

static void read_environment(struct reading *r) {
    static const char prefix[] = "LURUS_";
    for (char **at = environ; *at; at++) {
        const char *value = strchr(*at, '=');
        if (!text_has_prefix(*at, prefix) || !value || !value[1])
            continue;
        const char *name = *at + sizeof prefix - 1;
        bool is_file = false;
        struct raw *raw = raw_of_variable(name, (size_t)(value - name), &is_file);
        if (!raw && strncmp(*at, "LURUS_CONFIG=", 13) != 0)
            log_event(LOG_WARN, "config", "unknown_variable", "name=%.*s", (int)(value - *at), *at);
        if (!raw)
            continue;
        free(raw->text);
        free(raw->file);
        *raw = (struct raw){.text = is_file ? NULL : xstrdup(value + 1), .file = is_file ? xstrdup(value + 1) : NULL};
        snprintf(raw->where, sizeof raw->where, "%.*s", (int)(value - *at), *at);
        bool is_list = config_keys[raw - r->raws].kind == KEY_LIST;
        for (char *c = raw->text; is_list && c && *c; c++)
            *c = *c == ',' ? '\n' : *c;
    }
}

static char *resolve(const struct reading *r, const char *path) {
    const char *slash = r->path ? strrchr(r->path, '/') : NULL;
    if (path[0] == '/' || !slash || strcmp(path, ":memory:") == 0)
        return xstrdup(path);
    size_t len = (size_t)(slash - r->path) + 1;
    char *full = xmalloc(len + strlen(path) + 1);
    memcpy(full, r->path, len);
    memcpy(full + len, path, strlen(path) + 1);
    return full;
}

static enum err read_secret(const struct reading *r, struct raw *raw) {
    char *path = resolve(r, raw->file);
    FILE *file = fopen(path, "re");
    char *bytes = xcalloc(1, SECRET_FILE_MAX);
    size_t len = file ? fread(bytes, 1, SECRET_FILE_MAX - 1, file) : 0;
    if (file)
        fclose(file);
    while (len && isspace((unsigned char)bytes[len - 1]))
        bytes[--len] = '\0';
    raw->text = bytes;
    enum err err = OK;
    if (!len)
        err = fail_set(r->fail, ERR_INPUT, raw->where, "check the path and its rights", "the file %.160s is empty or cannot be read", path);
    free(path);
    return err;
}

static char **split(const char *text, char separator) {
    size_t count = 1;
    for (const char *c = text; *c; c++)
        count += *c == separator;
    char **items = xcalloc(count + 1, sizeof *items);
    size_t at = 0;
    while (*text) {
        size_t len = 0;
        while (text[len] && text[len] != separator)
            len++;
        if (len)
            items[at++] = xstrndup(text, len);
        text += len + (text[len] != '\0');
    }
    return items;
}

static enum err put_number(const struct config_key *key, const char *text, const struct raw *raw, char *slot,
                           struct fail *f) {
    char *end;
    double value = strtod(text, &end);
    char where[260];
    snprintf(where, sizeof where, "%s", raw->where);
    if (end == text || *end || value < key->min || value > key->max || (key->kind == KEY_INT && value != (int)value))
        return fail_set(f, ERR_INPUT, where, "correct it", "%s.%s must be %s from %g to %g", key->section, key->name,
                        key->kind == KEY_INT ? "a whole number" : "a number", key->min, key->max);
    if (key->kind == KEY_INT)
        *(int *)(void *)slot = (int)value;
    else
        *(double *)(void *)slot = value;
    return OK;
}

static enum err put_value(const struct reading *r, const struct config_key *key, struct raw *raw, struct config *c) {
    char *slot = (char *)c + key->offset;
    if (raw->text && raw->file)
        return fail_set(r->fail, ERR_INPUT, raw->where, "keep one of the two", "%s.%s and %s_file are both given",
                        key->section, key->name, key->name);
    if (raw->file)
        TRY(read_secret(r, raw));
    const char *text = raw->text ? raw->text : key->value;
    switch (key->kind) {
    case KEY_TEXT:
        if (text)
            *(char **)(void *)slot = key->is_path ? resolve(r, text) : xstrdup(text);
        return OK;
    case KEY_LIST:
        *(char ***)(void *)slot = split(text, raw->text ? '\n' : ',');
        return OK;
    case KEY_INT:
    case KEY_DOUBLE:
        if (text)
            return put_number(key, text, raw, slot, r->fail);
        *(double *)(void *)slot = -1;
        return OK;
    }
    return ERR_BUG;
}

static enum err check_channel(struct config *c, struct fail *f) {
    const struct {
        const char *name, *value;
    } needed[] = {{"phone_number_id", c->whatsapp.phone_number_id},
                  {"access_token", c->whatsapp.access_token},
                  {"app_secret", c->whatsapp.app_secret},
                  {"verify_token", c->whatsapp.verify_token}};
    char missing[160] = "";
    size_t given = 0;
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        size_t len = strlen(missing);
        if (needed[i].value)
            given++;
        else
            snprintf(missing + len, sizeof missing - len, "%s%s", len ? ", " : "", needed[i].name);
    }
    c->whatsapp.is_on = given == COUNT_OF(needed);
    if (given && missing[0])
        return fail_set(f, ERR_INPUT, "whatsapp", "give them, or leave the whole section out", "missing: %s", missing);
    size_t len = strlen(c->whatsapp.api_base);
    while (len && c->whatsapp.api_base[len - 1] == '/')
        c->whatsapp.api_base[--len] = '\0';
    return OK;
}

static bool is_zone_known(const char *name);

static enum err check_values(struct config *c, struct fail *f) {
    if (strcmp(c->delivery.in_doubt, "resend") != 0 && strcmp(c->delivery.in_doubt, "hold") != 0)
        return fail_set(f, ERR_INPUT, "delivery.in_doubt", "choose one", "must be resend or hold");
    if (!is_zone_known(c->hotline.timezone))
        return fail_set(f, ERR_INPUT, "hotline.timezone", "use a name such as Asia/Jakarta, or install tzdata",
                        "unknown time zone '%.60s'", c->hotline.timezone);
    const char *lang = c->language.default_lang;
    if (strcmp(lang, "id") != 0 && strcmp(lang, "en") != 0)
        return fail_set(f, ERR_INPUT, "language.default", "use id or en", "no such language '%.20s'", lang);
    if (!c->server.tls_cert != !c->server.tls_key)
        return fail_set(f, ERR_INPUT, "server.tls_cert", "give both or none", "tls_cert and tls_key belong together");
    return check_channel(c, f);
}

static enum err find_file(const char *path, struct reading *r) {
    static const char *const places[] = {"./lurus.conf", "/etc/lurus/lurus.conf"};
    const char *named = path ? path : getenv("LURUS_CONFIG");
    if (named && *named) {
        r->path = named;
        if (access(named, R_OK) != 0)
            return fail_set(r->fail, ERR_INPUT, named, "check the path and its rights", "the config file cannot be read");
        return OK;
    }
    for (size_t i = 0; i < COUNT_OF(places) && !r->path; i++)
        if (access(places[i], R_OK) == 0)
            r->path = places[i];
    return OK;
}

static enum err convert(struct reading *r, struct config *c) {
    for (unsigned long k = 0; k < config_key_count; k++)
        TRY(put_value(r, &config_keys[k], &r->raws[k], c));
    return check_values(c, r->fail);
}

enum err config_load(const char *path, struct config **ret_config, struct fail *f) {
    struct fail unused;
    struct reading r = {.fail = f ? f : &unused};
    current = &r;
    enum err err = find_file(path, &r);
    if (err == OK && r.path)
        err = read_file(&r);
    if (err == OK)
        read_environment(&r);
    struct config *c = xcalloc(1, sizeof *c);
    c->file = r.path ? xstrdup(r.path) : NULL;
    if (err == OK)
        err = convert(&r, c);
    for (unsigned long k = 0; k < config_key_count; k++) {
        if (r.raws[k].text)
            crypto_wipe(r.raws[k].text, strlen(r.raws[k].text));
        free(r.raws[k].text);
        free(r.raws[k].file);
    }
    current = NULL;
    if (err == OK)
        *ret_config = c;
    else
        config_free(c);
    return err;
}

static void list_free(char **items) {
    for (char **at = items; at && *at; at++)
        free(*at);
    free(items);
}

void config_free(struct config *c) {
    if (!c)
        return;
    for (unsigned long k = 0; k < config_key_count; k++) {
        const struct config_key *key = &config_keys[k];
        char *slot = (char *)c + key->offset;
        if (key->kind == KEY_LIST)
            list_free(*(char ***)(void *)slot);
        if (key->kind != KEY_TEXT)
            continue;
        char *text = *(char **)(void *)slot;
        if (text && key->is_secret)
            crypto_wipe(text, strlen(text));
        free(text);
    }
    free(c->file);
    free(c);
}

void config_freep(struct config **c) {
    config_free(*c);
}

static const struct {
    const char *name;
    int offset_s;
} zones[] = {{"Asia/Jakarta", 7 * 3600},  {"Asia/Pontianak", 7 * 3600}, {"Asia/Makassar", 8 * 3600},
             {"Asia/Jayapura", 9 * 3600}, {"UTC", 0}};

static bool is_zone_known(const char *name) {
    for (size_t i = 0; i < COUNT_OF(zones); i++)
        if (strcmp(zones[i].name, name) == 0)
            return true;
    char path[160];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%.100s", name);
    struct stat st;
    return !strstr(name, "..") && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int config_zone_offset(const struct config *c, int64_t wall_ms) {
    for (size_t i = 0; i < COUNT_OF(zones); i++)
        if (strcmp(zones[i].name, c->hotline.timezone) == 0)
            return zones[i].offset_s;
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm t;
    localtime_r(&seconds, &t); // TZ was set to the zone at start
    return (int)t.tm_gmtoff;
}
