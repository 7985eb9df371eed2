// SPDX-License-Identifier: Apache-2.0
// Fact files of both formats; the first byte chooses. What is read is written, and read again the same.
#include <stdlib.h>
#include <string.h>

#include "exchange/exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum err take(void *arg, const struct fact *fact, size_t line) {
    (void)line;
    exchange_write_fact(FORMAT_JSONL, fact, arg);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1)
        return 0;
    struct buf first, second;
    buf_init(&first, 1 << 24);
    buf_init(&second, 1 << 24);
    size_t bad = 0;
    char *text = malloc(size);
    memcpy(text, data + 1, size - 1);
    struct exchange_reader r = {.file = "f", .format = data[0] % 2 ? FORMAT_CSV : FORMAT_JSONL, .fact = take, .arg = &first};
    if (exchange_read(&r, text, size - 1, &bad) != OK)
        abort();
    r.format = FORMAT_JSONL;
    r.arg = &second;
    if (exchange_read(&r, buf_text(&first), first.len, &bad) != OK || bad || strcmp(buf_text(&first), buf_text(&second)) != 0)
        abort();
    free(text);
    buf_done(&first);
    buf_done(&second);
    return 0;
}
