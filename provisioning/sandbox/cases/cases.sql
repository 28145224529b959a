-- What became of what was submitted. No content: names of what is asked for, and who it is about as a keyed digest.

CREATE TABLE IF NOT EXISTS cases (
    number       TEXT PRIMARY KEY,             -- case number
    key          TEXT NOT NULL,                -- of the submission that it comes from
    own_number   TEXT NOT NULL,                -- the terminal's own number; a package's children have none
    item         TEXT NOT NULL,                -- implementation code
    title        TEXT NOT NULL,                -- JSON {"zh", "en"}
    holder       TEXT NOT NULL,                -- keyed digest of the citizen's number; empty: not known
    parent       TEXT REFERENCES cases (number),
    part         TEXT NOT NULL,                -- which child of its package; empty otherwise
    waits_for    TEXT NOT NULL,                -- JSON list: parts of the package that are decided before
    state        TEXT NOT NULL,
    days         INTEGER NOT NULL,             -- promised, working days
    due          TEXT,
    version      INTEGER NOT NULL,
    submitted_at TEXT NOT NULL,
    before       TEXT,                         -- state to which a correction leads back
    machine      TEXT,                         -- JSON: what the rules found; null: a person decides
    correction   TEXT,                         -- JSON, as the contract has it
    decision     TEXT,
    result       TEXT,
    ways         TEXT NOT NULL,                -- JSON list
    delivery     TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS cases_by_holder ON cases (holder);
CREATE INDEX IF NOT EXISTS cases_by_parent ON cases (parent);

CREATE TABLE IF NOT EXISTS case_steps (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL REFERENCES cases (number),
    state        TEXT NOT NULL,
    at           TEXT NOT NULL,
    note         TEXT                          -- JSON {"zh", "en"}
) STRICT;
CREATE INDEX IF NOT EXISTS case_steps_by_number ON case_steps (number);

CREATE TABLE IF NOT EXISTS case_codes (        -- 查询码 of each receipt that is about a case
    code         TEXT PRIMARY KEY,
    number       TEXT NOT NULL REFERENCES cases (number)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS signed_documents (  -- what citizens signed; their content is sealed to the platform's own key
    key          TEXT PRIMARY KEY,             -- of the submission
    number       TEXT NOT NULL,                -- case number
    ink          TEXT UNIQUE,                  -- SHA-256 of the strokes: a signature is good for one document
    document     BLOB NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS signed_documents_by_number ON signed_documents (number);

CREATE TABLE IF NOT EXISTS desk (              -- how the back office works now
    name         TEXT PRIMARY KEY,
    value        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
