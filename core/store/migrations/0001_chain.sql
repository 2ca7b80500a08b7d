-- Amounts are whole numbers of wei as text, times are nanoseconds of Unix time,
-- 0 for none, hashes and addresses are their bytes.

CREATE TABLE transactions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    chain_id     INTEGER NOT NULL,
    sender       BLOB    NOT NULL,
    nonce        INTEGER NOT NULL,
    recipient    BLOB    NOT NULL,
    value        TEXT    NOT NULL,
    data         BLOB    NOT NULL,
    gas_limit    INTEGER NOT NULL,
    label        TEXT    NOT NULL,
    intent       TEXT    NOT NULL,
    created      INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    settled      INTEGER NOT NULL,
    problem      TEXT    NOT NULL,
    -- of the receipt; NULL while there is none
    mined_hash   BLOB,
    block_number INTEGER,
    block_hash   BLOB,
    ok           INTEGER,
    gas_used     INTEGER,
    gas_price    TEXT,
    revert_data  BLOB
) STRICT;

-- No nonce is given to two intents while either can still take effect.
CREATE UNIQUE INDEX transactions_nonce ON transactions (chain_id, sender, nonce) WHERE settled = 0;
CREATE INDEX transactions_intent ON transactions (intent) WHERE intent <> '';

CREATE TABLE attempts (
    transaction_id INTEGER NOT NULL REFERENCES transactions (id),
    number         INTEGER NOT NULL, -- from 0
    hash           BLOB    NOT NULL,
    raw            BLOB    NOT NULL,
    fee_cap        TEXT    NOT NULL,
    tip_cap        TEXT    NOT NULL,
    cancel         INTEGER NOT NULL,
    signed         INTEGER NOT NULL,
    sent           INTEGER NOT NULL,
    PRIMARY KEY (transaction_id, number)
) STRICT, WITHOUT ROWID;

-- The newest blocks that were worked through.
CREATE TABLE blocks (
    number      INTEGER PRIMARY KEY,
    hash        BLOB    NOT NULL,
    parent_hash BLOB    NOT NULL,
    l1_number   INTEGER NOT NULL,
    time        INTEGER NOT NULL -- seconds of Unix time
) STRICT;

CREATE TABLE key_values (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
