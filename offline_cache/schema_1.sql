-- Version 1. Expand, then contract: a later version (schema_N.sql, run after those before it) only adds columns with
-- defaults and tables, until no release that needs the old ones is in the field; `oldest_reader` says which that is.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE record (
    number          INTEGER PRIMARY KEY AUTOINCREMENT,  -- rises and is never used again
    key             TEXT NOT NULL UNIQUE,               -- UUIDv7, the platform's idempotency key
    lane            TEXT NOT NULL CHECK (lane IN ('submissions', 'ratings')),
    state           TEXT NOT NULL CHECK (state IN
                        ('staged', 'ready', 'leased', 'acknowledged', 'shredded', 'parked', 'expired')),
    item            TEXT NOT NULL,                      -- emptied when shredded
    order_key       TEXT NOT NULL,                      -- keyed hash; emptied when shredded
    holder          TEXT,                               -- process that stages or sends it
    digest          TEXT,                               -- SHA-256 of the envelope, hex
    size            INTEGER NOT NULL DEFAULT 0,         -- of the envelope, bytes
    not_after       TEXT,                               -- not to be sent after this time of the platform
    -- written down for people; nothing is decided by them
    reserved_at     TEXT NOT NULL,
    committed_at    TEXT,
    acknowledged_at TEXT,
    -- measured from the start of the machine (`boot`); void after the next start
    boot            TEXT NOT NULL,
    committed_tick  REAL,
    wait_boot       TEXT NOT NULL DEFAULT '',
    wait_until      REAL NOT NULL DEFAULT 0,            -- end of the lease, or of the delay before the next try
    attempts        INTEGER NOT NULL DEFAULT 0,
    reason          TEXT,                               -- last refusal; why it is parked
    case_number     TEXT,                               -- the platform's number and words of its acknowledgement
    platform_state  TEXT,
    received_at     TEXT,
    sealed          BLOB                                -- the envelope; last, as it is long; gone when shredded
);

CREATE INDEX record_state ON record (state, number);

-- A lease looks for an earlier record of the same order: as small as the queue, not as the past.
CREATE INDEX record_order ON record (order_key, number) WHERE state IN ('ready', 'leased', 'parked');

CREATE TABLE attachment (
    key        TEXT NOT NULL REFERENCES record (key) ON DELETE CASCADE,
    digest     TEXT NOT NULL,                           -- SHA-256 of the sealed file, hex; with the key its name
    size       INTEGER NOT NULL,                        -- bytes
    upload_url TEXT,                                    -- where a begun upload goes on
    uploaded   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (key, digest)
) WITHOUT ROWID;
