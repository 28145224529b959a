-- Certificates that the platform has made. What they say is not kept: it is made anew from the records.
CREATE TABLE IF NOT EXISTS certificates (
    number       TEXT PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,         -- made on the terminal: one certificate for one wish
    asked        TEXT NOT NULL,                -- SHA-256 of who asked for what: a key serves one wish only
    code         TEXT NOT NULL,                -- by which a third party checks it
    item         TEXT NOT NULL,
    terminal     TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('issued', 'printed', 'unsure', 'void')),
    copies       INTEGER NOT NULL DEFAULT 0,
    reason       TEXT,                         -- why it was voided
    issued_at    TEXT NOT NULL                 -- RFC 3339
) STRICT;
