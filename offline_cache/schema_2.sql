-- Version 2. Only tables beside those of version 1: its program goes on reading and writing what it knows.

-- How long a record may wait, and for how long it certainly has (`lifetime.py`). Gone when it is shredded.
CREATE TABLE lifetime (
    key    TEXT PRIMARY KEY REFERENCES record (key) ON DELETE CASCADE,
    keep_s REAL NOT NULL,                               -- may wait so long
    aged_s REAL NOT NULL DEFAULT 0,                     -- has waited so long by `tick`
    boot   TEXT NOT NULL,
    tick   REAL NOT NULL                                -- seconds since the start of the machine
) WITHOUT ROWID;

-- Records too large for one request: they go as uploads, as pages do. Gone when the record is shredded.
CREATE TABLE resumable (
    key        TEXT PRIMARY KEY REFERENCES record (key) ON DELETE CASCADE,
    upload_url TEXT                                     -- where a begun upload goes on
) WITHOUT ROWID;

-- Records of which a sealed copy was given out for the platform. The record itself goes on waiting.
CREATE TABLE exported (
    key         TEXT PRIMARY KEY REFERENCES record (key) ON DELETE CASCADE,
    exported_at TEXT NOT NULL
) WITHOUT ROWID;
