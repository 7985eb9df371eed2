// SPDX-License-Identifier: Apache-2.0
#include "channel/channel.h"

#include "test.h"

static void registry(void) {
    CHECK(channel_find(CHANNEL_WHATSAPP) == &channel_whatsapp);
    CHECK(channel_find(CHANNEL_WEB) == NULL);
    CHECK(channel_by_name("whatsapp") == &channel_whatsapp);
    CHECK(channel_by_name("web") == NULL);
    CHECK(channel_by_name("") == NULL);
}

static const struct test tests[] = {{"registry", registry}};
TEST_MAIN(tests)
