-- What the fleet service knows. Nothing here is about a citizen.

CREATE TABLE IF NOT EXISTS terminals (         -- the newest heartbeat of each terminal
    terminal     TEXT PRIMARY KEY,
    run          INTEGER NOT NULL,             -- which of its runs (boot_id), counted as they were first heard
    seq          INTEGER NOT NULL,
    heard_at     REAL NOT NULL,                -- seconds since 1970, by this server's clock
    heartbeat    TEXT NOT NULL                 -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS runs (
    terminal     TEXT NOT NULL,
    boot_id      TEXT NOT NULL,
    run          INTEGER NOT NULL,
    PRIMARY KEY (terminal, boot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS history (
    id           INTEGER PRIMARY KEY,
    terminal     TEXT NOT NULL,
    run          INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    heard_at     REAL NOT NULL,
    late         INTEGER NOT NULL,             -- 1: a newer one was known already
    heartbeat    TEXT NOT NULL,
    UNIQUE (terminal, run, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS history_by_time ON history (heard_at);

CREATE TABLE IF NOT EXISTS settings (
    name         TEXT PRIMARY KEY,
    value        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
