-- SPDX-License-Identifier: Apache-2.0
-- The base. Times are Unix milliseconds; ids of inbound and outbound are given by the desk. Addresses and payloads
-- are sealed (AES-256-GCM), texts are masked before they come here.

-- --- the indexed knowledge base
CREATE TABLE fact (
    no INTEGER PRIMARY KEY, -- also the row of fact_fts
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64),
    kind TEXT NOT NULL CHECK (kind IN ('claim', 'programme', 'faq', 'tip')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    answer TEXT NOT NULL,
    verdict TEXT,
    as_of TEXT, valid_from TEXT, valid_until TEXT, review_after TEXT,
    claimant TEXT, claim_date TEXT, image TEXT, updated TEXT,
    translation_of TEXT, supersedes TEXT,
    keywords TEXT NOT NULL, never_match TEXT NOT NULL, topics TEXT NOT NULL, variants TEXT NOT NULL, -- JSON lists
    revision INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fact_withdrawn ON fact (id) WHERE state = 'withdrawn'; -- few rows: their former texts stay known
CREATE TABLE source (
    fact_id TEXT NOT NULL REFERENCES fact (id),
    place INTEGER NOT NULL,
    publisher TEXT NOT NULL, title TEXT, url TEXT NOT NULL, date TEXT,
    PRIMARY KEY (fact_id, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact_revision (
    fact_id TEXT NOT NULL REFERENCES fact (id),
    revision INTEGER NOT NULL,
    body TEXT NOT NULL, -- the whole fact as JSON
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (fact_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE keyword (
    norm TEXT NOT NULL, lang TEXT NOT NULL, fact_id TEXT NOT NULL REFERENCES fact (id),
    PRIMARY KEY (norm, lang, fact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX keyword_fact ON keyword (fact_id);
CREATE TABLE variant (
    hash INTEGER NOT NULL, fact_id TEXT NOT NULL REFERENCES fact (id),
    PRIMARY KEY (hash, fact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX variant_fact ON variant (fact_id);
CREATE TABLE fact_link (
    url TEXT NOT NULL, fact_id TEXT NOT NULL REFERENCES fact (id),
    PRIMARY KEY (url, fact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_link_fact ON fact_link (fact_id);
CREATE VIRTUAL TABLE fact_fts USING fts5 (id UNINDEXED, title, answer, keywords, variants, tokenize = 'unicode61 remove_diacritics 2');

-- --- people: a contact is what tells who it is, the rest is the conversation
CREATE TABLE conversation (
    id INTEGER PRIMARY KEY,
    lookup BLOB NOT NULL UNIQUE, -- 16 bytes of HMAC-SHA256 of channel, account and address under a key of its own
    address BLOB,                -- sealed; NULL once erased or no send can be due
    channel TEXT NOT NULL, account TEXT NOT NULL,
    dialog INTEGER NOT NULL CHECK (dialog BETWEEN 0 AND 3),
    custody INTEGER NOT NULL CHECK (custody BETWEEN 0 AND 3),
    options TEXT, -- ids of the choices of our last reply, one a line
    lang TEXT,
    flags INTEGER NOT NULL, -- bits: language chosen, stopped, welcomed, told unsupported, told rate
    last_in_at INTEGER NOT NULL, last_out_at INTEGER NOT NULL,
    out_seq INTEGER NOT NULL,
    last_inbound INTEGER NOT NULL, last_outbound INTEGER NOT NULL -- 0: none. The thread goes back from here
) STRICT;
CREATE INDEX conversation_custody ON conversation (custody, last_in_at) WHERE custody IN (1, 2);

-- --- messages
CREATE TABLE inbound (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL,
    previous_id INTEGER NOT NULL, -- of the same conversation, 0: none. An index of it would be written all over
    received_at INTEGER NOT NULL,
    channel TEXT NOT NULL,
    dedupe BLOB NOT NULL, -- the key of `seen`, where it comes a little later
    kind TEXT NOT NULL,
    masked TEXT, normal TEXT,
    outcome TEXT NOT NULL, rule TEXT, intent TEXT, fact_id TEXT, probability REAL NOT NULL,
    flags INTEGER NOT NULL, -- bits: forwarded, frequently forwarded, danger
    payload BLOB, -- sealed; only of what was not understood
    answered_by INTEGER
) STRICT;
CREATE INDEX inbound_payload ON inbound (received_at) WHERE payload IS NOT NULL; -- few rows: what retention looks for
-- What was seen, at least 8 days long. The key: second of sending (4 bytes, so that the table grows at its end), then 12
-- bytes of the HMAC of channel, account and the gateway's id. Keys come in bulk, sorted: see seen.c.
CREATE TABLE seen (
    key BLOB NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL -- received, Unix seconds
) STRICT, WITHOUT ROWID;
CREATE TABLE outbound (
    id INTEGER PRIMARY KEY,
    conversation_id INTEGER NOT NULL, previous_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
    channel INTEGER NOT NULL, account TEXT NOT NULL,
    state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 8), -- queued sending in_doubt sent delivered read failed held expired
    attempts INTEGER NOT NULL,
    reply_to TEXT,
    body TEXT, -- JSON: text, choices, source; NULL once its time is over
    fact_id TEXT, fact_revision INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    outcome TEXT, client_id TEXT,
    gateway_id TEXT, error TEXT, error_code INTEGER NOT NULL
) STRICT;
CREATE INDEX outbound_due ON outbound (channel, state, due_at) WHERE state IN (0, 2);
CREATE INDEX outbound_open ON outbound (conversation_id) WHERE state IN (0, 2); -- the desk knows what is in flight
CREATE INDEX outbound_sending ON outbound (channel) WHERE state = 1; -- in flight: what a start after a crash looks for
CREATE INDEX outbound_held ON outbound (channel) WHERE state = 7;
CREATE INDEX outbound_web ON outbound (conversation_id, seq) WHERE seq > 0;
CREATE INDEX outbound_gateway ON outbound (gateway_id) WHERE gateway_id IS NOT NULL AND channel <> 1; -- WhatsApp echoes our id
CREATE TABLE quarantine (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL, channel TEXT NOT NULL, cause TEXT NOT NULL,
    payload BLOB -- sealed
) STRICT;

-- --- what nobody has answered yet, and what happened
CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    normal TEXT NOT NULL, lang TEXT NOT NULL,
    masked TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'dismissed')),
    asked INTEGER NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX question_normal ON question (normal, lang);
CREATE TABLE question_asker (
    question_id INTEGER NOT NULL REFERENCES question (id), conversation_id INTEGER NOT NULL,
    inbound_id INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (question_id, conversation_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL, kind TEXT NOT NULL, conversation_id INTEGER NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX event_kind ON event (kind, at);

-- --- an import that the running desk applies: staged line by line, accepted as a whole, taken line by line
CREATE TABLE import (id INTEGER PRIMARY KEY CHECK (id = 1), accepted_at INTEGER NOT NULL) STRICT; -- a row: accepted
CREATE TABLE import_line (place INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT; -- a fact as JSON; gone once applied

CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID; -- key_check
