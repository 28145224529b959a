-- What a rating is about beyond `ratings` (schema.sql), and what is done about a bad one. No words of a citizen's own:
-- those stay in the envelope.

CREATE TABLE IF NOT EXISTS rating_details (
    key          TEXT PRIMARY KEY REFERENCES ratings (key),
    rated        TEXT NOT NULL CHECK (rated IN ('item', 'terminal', 'system')),
    channel      TEXT NOT NULL,
    words        INTEGER NOT NULL              -- 1: some are in the envelope
) STRICT;

CREATE TABLE IF NOT EXISTS rating_slips (      -- the number on a slip, and what a rating by it is about
    slip         TEXT PRIMARY KEY,
    about        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS rating_tickets (    -- 差评整改
    number       TEXT PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE REFERENCES ratings (key),
    owner        TEXT NOT NULL,                -- JSON {"zh", "en"}: who has to mend it
    opened_at    TEXT NOT NULL,
    due          TEXT NOT NULL,                -- day, of China
    state        TEXT NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS rating_steps (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL REFERENCES rating_tickets (number),
    state        TEXT NOT NULL,
    at           TEXT NOT NULL,
    said         TEXT NOT NULL                 -- to the citizen; empty: nothing
) STRICT;
CREATE INDEX IF NOT EXISTS rating_steps_by_number ON rating_steps (number);

CREATE TABLE IF NOT EXISTS rating_replies (    -- what the citizen answered when they were asked
    number       TEXT PRIMARY KEY REFERENCES rating_tickets (number),
    at           TEXT NOT NULL,
    envelope     BLOB NOT NULL                 -- sealed to the platform's own key
) STRICT;

CREATE TABLE IF NOT EXISTS rating_settings (
    name         TEXT PRIMARY KEY,
    value        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS ratings_by_about ON ratings (about);
CREATE INDEX IF NOT EXISTS cases_by_own_number ON cases (own_number);
CREATE INDEX IF NOT EXISTS records_by_case ON records (json_extract(CAST(answer AS TEXT), '$.number'))
    WHERE kind = 'submission';
