-- Every look at a licence and every use of one, with the consent that was given: who asks later gets an answer.
CREATE TABLE IF NOT EXISTS licence_log (
    id          TEXT PRIMARY KEY,
    identifier  TEXT NOT NULL,
    what        TEXT NOT NULL CHECK (what IN ('seen', 'presented', 'verified', 'used')),
    terminal    TEXT NOT NULL,
    at          TEXT NOT NULL,                 -- RFC 3339
    item        TEXT,                          -- of a use
    purpose     TEXT,
    fields      TEXT,                          -- JSON list
    consent     TEXT                           -- version and time of the consent
) STRICT;
