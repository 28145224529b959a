-- What the sandbox platform stores. Contents stay sealed: `envelope` is the record as it arrived.

CREATE TABLE IF NOT EXISTS records (
    key          TEXT PRIMARY KEY,             -- Idempotency-Key: that it is unique is what keeps records single
    kind         TEXT NOT NULL CHECK (kind IN ('submission', 'rating')),
    digest       TEXT NOT NULL,                -- SHA-256 of the body, hex
    terminal     TEXT NOT NULL,
    item         TEXT NOT NULL,                -- implementation code
    number       TEXT UNIQUE,                  -- case number; null for a rating
    state        TEXT NOT NULL,
    attachments  TEXT NOT NULL,                -- JSON list of SHA-256, hex
    received_at  TEXT NOT NULL,                -- RFC 3339
    answer       BLOB NOT NULL,                -- the acknowledgement, byte for byte, for replays
    envelope     BLOB NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS ratings (
    key          TEXT PRIMARY KEY REFERENCES records (key),
    about        TEXT NOT NULL,                -- key of the submission or query
    level        TEXT NOT NULL,
    tags         TEXT NOT NULL,                -- JSON list of codes
    tag_version  TEXT NOT NULL,
    rated_at     TEXT NOT NULL
) STRICT;

-- Every time that a record came, also those that changed nothing: duplicates are to be seen.
CREATE TABLE IF NOT EXISTS arrivals (
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL,
    digest       TEXT NOT NULL,
    terminal     TEXT NOT NULL,
    at           TEXT NOT NULL,
    outcome      TEXT NOT NULL CHECK (outcome IN ('stored', 'replayed', 'refused'))
) STRICT;
CREATE INDEX IF NOT EXISTS arrivals_by_key ON arrivals (key);

CREATE TABLE IF NOT EXISTS serials (           -- the last case of an item on a day
    item         TEXT NOT NULL,
    day          TEXT NOT NULL,
    last         INTEGER NOT NULL,
    PRIMARY KEY (item, day)
) STRICT, WITHOUT ROWID;

-- Resumable uploads (tus 1.0.0). `durable` bytes of the file are on the disk; what lies behind them does not count.
CREATE TABLE IF NOT EXISTS uploads (
    id           TEXT PRIMARY KEY,
    terminal     TEXT NOT NULL,
    length       INTEGER NOT NULL,
    durable      INTEGER NOT NULL DEFAULT 0,
    expected     TEXT,                         -- SHA-256 that the terminal announced, hex
    digest       TEXT,                         -- SHA-256 when complete
    expires_at   REAL NOT NULL                 -- seconds since 1970
) STRICT;

CREATE TABLE IF NOT EXISTS pages (             -- complete sealed files; their content is pages/<digest>
    digest       TEXT NOT NULL,
    terminal     TEXT NOT NULL,
    size         INTEGER NOT NULL,
    stored_at    TEXT NOT NULL,
    PRIMARY KEY (digest, terminal)
) STRICT, WITHOUT ROWID;
