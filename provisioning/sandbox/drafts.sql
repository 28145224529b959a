-- What citizens have begun to fill in. Unlike what they hand in it is open here: every end of theirs goes on with it.

CREATE TABLE IF NOT EXISTS drafts (
    id           TEXT PRIMARY KEY,
    holder       TEXT NOT NULL,                -- keyed digest of the citizen's number; empty: begun without a card
    item         TEXT NOT NULL,
    answers      TEXT NOT NULL,                -- JSON
    version      INTEGER NOT NULL,
    channel      TEXT NOT NULL CHECK (channel IN ('self_service', 'mobile')),
    updated_at   TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS drafts_by_holder ON drafts (holder);
