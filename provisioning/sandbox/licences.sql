-- Every look at a licence and every use of one, with the consent that was given: who asks later gets an answer.
CREATE TABLE IF NOT EXISTS licence_uses (
    id          TEXT PRIMARY KEY,
    identifier  TEXT NOT NULL,
    what        TEXT NOT NULL CHECK (
        what IN ('seen', 'presented', 'verified', 'used', 'extracted', 'copied', 'sent', 'opened')
    ),
    terminal    TEXT NOT NULL,                 -- empty: a telephone
    at          TEXT NOT NULL,                 -- RFC 3339
    item        TEXT,                          -- of a use
    purpose     TEXT,
    fields      TEXT,                          -- JSON list
    consent     TEXT                           -- version and time of the consent
) STRICT;

-- What the office has made of a licence: revoked, or good again.
CREATE TABLE IF NOT EXISTS licence_standings (
    identifier  TEXT PRIMARY KEY,
    standing    TEXT NOT NULL CHECK (standing IN ('valid', 'revoked')),
    at          TEXT NOT NULL
) STRICT;
