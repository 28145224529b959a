-- What is owed, orders over it, and what the bank moved. An amount is whole fen.
CREATE TABLE IF NOT EXISTS bills (
    bill         TEXT PRIMARY KEY,             -- opaque
    item         TEXT NOT NULL,
    amount       INTEGER NOT NULL CHECK (amount >= 0),
    title        TEXT NOT NULL,                -- for the operator: no name, no account
    paid_by      TEXT                          -- key of the order that paid it
) STRICT;

CREATE TABLE IF NOT EXISTS orders (
    key          TEXT PRIMARY KEY,             -- made on the terminal
    number       TEXT NOT NULL UNIQUE,         -- 缴款单号
    terminal     TEXT NOT NULL,
    item         TEXT NOT NULL,                -- empty: closed before it arrived
    bills        TEXT NOT NULL,                -- JSON list
    amount       INTEGER NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('created', 'paying', 'paid', 'closed', 'refunded')),
    created_at   TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    paid_at      TEXT,
    receipt      TEXT                          -- number of the electronic receipt
) STRICT;

-- Every movement of money. One charge an order, whatever happens: the index keeps it so.
CREATE TABLE IF NOT EXISTS movements (
    id           INTEGER PRIMARY KEY,
    key          TEXT NOT NULL REFERENCES orders (key),
    kind         TEXT NOT NULL CHECK (kind IN ('charge', 'refund')),
    amount       INTEGER NOT NULL,
    at           TEXT NOT NULL,
    UNIQUE (key, kind)
) STRICT;
