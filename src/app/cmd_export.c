// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../exchange/exchange.h"
#include "app.h"

enum { FACT_TEXT_BYTES = 16 * 1024 * 1024 };

struct exporting {
    enum exchange_format format;
    FILE *file;
};

static enum err write_fact(void *arg, const struct fact *fact) {
    struct exporting *ex = arg;
    struct buf b;
    buf_init(&b, FACT_TEXT_BYTES);
    exchange_write_fact(ex->format, fact, &b);
    bool is_written = !b.is_full && fwrite(buf_text(&b), 1, b.len, ex->file) == b.len;
    buf_done(&b);
    return is_written ? OK : ERR_IO;
}

static enum err write_all(struct exporting *ex, struct app *app, struct fail *f) {
    struct buf head;
    buf_init(&head, 4096);
    exchange_write_header(ex->format, &head);
    size_t put = fwrite(buf_text(&head), 1, head.len, ex->file);
    bool is_good = put == head.len;
    buf_done(&head);
    enum err err = is_good ? store_fact_each(app->store, true, write_fact, ex) : ERR_IO;
    if (err == OK && fflush(ex->file) != 0)
        err = ERR_IO;
    return err == OK ? OK : fail_set(f, err, "export", "check the disk", "the facts could not all be written: %s", strerror(errno));
}

int cmd_export(int argc, char **argv) {
    const char *format = NULL, *path = "-";
    const struct option_row rows[] = {{"--format", &format, NULL}};
    int rest = 0, rc = options_read(argc, argv, rows, 1, &rest);
    if (rc != EXIT_DONE)
        return rc;
    if (rest < argc)
        path = argv[rest++];
    struct exporting ex = {.format = FORMAT_JSONL, .file = stdout};
    bool is_known = format ? exchange_format_of(format, &ex.format) : strcmp(path, "-") == 0 || exchange_format_of_file(path, &ex.format);
    if (rest < argc || !is_known)
        return usage_error("export", "say --format jsonl or --format csv, and one file at most");
    struct app app;
    struct fail fail;
    if (app_open(&app, APP_STORE_READ, &fail) != OK)
        return say_fail(&fail);
    enum err err = OK;
    if (strcmp(path, "-") != 0 && !(ex.file = fopen(path, "we")))
        err = fail_set(&fail, ERR_IO, path, "check the folder and its rights", "cannot be written: %s", strerror(errno));
    if (err == OK)
        err = write_all(&ex, &app, &fail);
    if (ex.file && ex.file != stdout && fclose(ex.file) != 0 && err == OK)
        err = fail_set(&fail, ERR_IO, path, "check the disk", "cannot be written: %s", strerror(errno));
    app_close(&app);
    return err == OK ? EXIT_DONE : say_fail(&fail);
}
