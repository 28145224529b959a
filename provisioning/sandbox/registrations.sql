-- Who registered, and to what they agreed when. `person` is a keyed digest: the table alone tells nobody.

CREATE TABLE IF NOT EXISTS registrations (
    person       TEXT PRIMARY KEY,
    phone        TEXT NOT NULL,                -- keyed digest as well
    consent      TEXT NOT NULL,                -- version of what was agreed to
    agreed_at    TEXT NOT NULL,                -- RFC 3339, as the terminal says it
    terminal     TEXT NOT NULL,
    at           TEXT NOT NULL                 -- RFC 3339, as the platform says it
) STRICT;
