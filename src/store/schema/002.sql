-- SPDX-License-Identifier: Apache-2.0
-- Who works in the console, and what they did. Times are Unix milliseconds. No password, cookie, link or code stands
-- here as it is: the first is hashed by Argon2id, those of 32 random bytes by SHA-256, recovery codes by HMAC under a key
-- of the key file; the secret of codes by time is sealed (AES-256-GCM).

CREATE TABLE operator (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 64), -- ASCII
    role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'editor', 'admin')),
    password TEXT,           -- PHC string; NULL: none yet
    totp BLOB,               -- sealed; NULL: off
    totp_new BLOB,           -- sealed; waits for its first code
    totp_step INTEGER NOT NULL DEFAULT 0, -- the last one that was accepted
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE operator_link (
    hash BLOB NOT NULL PRIMARY KEY,
    operator_id INTEGER NOT NULL REFERENCES operator (id),
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX operator_link_operator ON operator_link (operator_id);
CREATE TABLE recovery_code (
    operator_id INTEGER NOT NULL REFERENCES operator (id),
    hash BLOB NOT NULL,
    PRIMARY KEY (operator_id, hash)
) STRICT, WITHOUT ROWID;
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    operator_id INTEGER NOT NULL REFERENCES operator (id),
    created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    address TEXT NOT NULL, -- without its last part
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_operator ON session (operator_id);
-- Wrong tries, and those under way: for the throttle, a quarter of an hour long.
CREATE TABLE sign_in_try (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL, -- 16 bytes of HMAC-SHA256 of the name or of the address
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_try_key ON sign_in_try (key, at);

-- What was done in the console. Each row has the SHA-256 of the former row's and of its own text, so none can be
-- changed, left out or put in without the rest; the row `audit_head` of setting tells under the key which is the last.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    operator_id INTEGER NOT NULL, -- 0: the command line
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL, -- what it was done to: "operator:7"
    before TEXT, after TEXT, -- JSON
    address TEXT, -- without its last part
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject, id);
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
