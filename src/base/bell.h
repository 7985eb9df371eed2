// SPDX-License-Identifier: Apache-2.0
// A bell wakes the thread that owns a queue: lws_cancel_service, curl_multi_wakeup or a condition variable.
#ifndef BASE_BELL_H
#define BASE_BELL_H

struct bell {
    void (*ring)(void *arg); // safe from any thread; NULL rings nothing
    void *arg;
};

static inline void bell_ring(struct bell b) {
    if (b.ring)
        b.ring(b.arg);
}

#endif
