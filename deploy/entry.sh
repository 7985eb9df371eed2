#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# In the container: the shipped facts on the first start, then the service.
set -eu
if [ ! -e "${LURUS_STORE_PATH:-lurus.db}" ]; then
    for facts in /usr/share/lurus/facts/*.jsonl; do lurus import "$facts" >&2; done
fi
exec lurus serve
