-- Amounts on accounts are blobs: pm.Credit in binary. Numbers of blocks and
-- rounds, and counts, are the 64 bits of unsigned ones.

-- Since when a transaction is settled; 0 while it is not.
ALTER TABLE transactions ADD COLUMN settled_at INTEGER NOT NULL DEFAULT 0;
UPDATE transactions SET settled_at = created WHERE settled = 1;

-- Winning tickets.
CREATE TABLE tickets (
    hash          BLOB    PRIMARY KEY,
    recipient     BLOB    NOT NULL,
    sender        BLOB    NOT NULL,
    face_value    TEXT    NOT NULL,
    win_prob      BLOB    NOT NULL, -- of 2^256-1, 32 bytes big endian
    sender_nonce  INTEGER NOT NULL,
    rand_hash     BLOB    NOT NULL,
    created_round INTEGER NOT NULL,
    created_hash  BLOB    NOT NULL,
    sig           BLOB    NOT NULL,
    rand          BLOB    NOT NULL,
    params_expire INTEGER NOT NULL, -- a block
    state         TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'redeemed', 'lost')),
    reason        TEXT    NOT NULL,
    received      INTEGER NOT NULL,
    changed       INTEGER NOT NULL,
    intent        TEXT    NOT NULL,
    tx_id         INTEGER NOT NULL, -- in transactions; 0 for none
    tx_hash       BLOB    NOT NULL,
    paid          TEXT    NOT NULL,
    gas           INTEGER NOT NULL,
    fee           TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Those that expire first come first.
CREATE INDEX tickets_state ON tickets (state, created_round);
CREATE INDEX tickets_sender ON tickets (sender, state, created_round);
CREATE INDEX tickets_transaction ON tickets (tx_id) WHERE tx_id <> 0;

-- What is known of the tickets under a commitment.
CREATE TABLE nonces (
    commitment BLOB    PRIMARY KEY,
    seen       BLOB    NOT NULL, -- bits
    count      INTEGER NOT NULL, -- of the bits that are set
    expires    INTEGER NOT NULL  -- a block
) STRICT, WITHOUT ROWID;

CREATE INDEX nonces_expires ON nonces (expires);

-- Accounts of senders with this orchestrator. They change with every segment,
-- and are looked for by time once in a while: an index would cost more than it
-- gives.
CREATE TABLE incomes (
    sender          BLOB    NOT NULL,
    session         TEXT    NOT NULL,
    price_per_unit  INTEGER NOT NULL,
    pixels_per_unit INTEGER NOT NULL,
    balance         BLOB    NOT NULL,
    changed         INTEGER NOT NULL,
    PRIMARY KEY (sender, session)
) STRICT, WITHOUT ROWID;

-- Accounts of this broadcaster with orchestrators.
CREATE TABLE spendings (
    orchestrator    BLOB    NOT NULL,
    session         TEXT    NOT NULL,
    uri             TEXT    NOT NULL,
    token           BLOB    NOT NULL,
    expiration      INTEGER NOT NULL, -- of the token
    price_per_unit  INTEGER NOT NULL,
    pixels_per_unit INTEGER NOT NULL,
    balance         BLOB    NOT NULL,
    changed         INTEGER NOT NULL,
    PRIMARY KEY (orchestrator, session)
) STRICT, WITHOUT ROWID;

-- What each day brought and cost.
CREATE TABLE days (
    day        INTEGER NOT NULL, -- its first moment, UTC
    direction  TEXT    NOT NULL,
    peer       BLOB    NOT NULL,
    segments   INTEGER NOT NULL,
    pixels     INTEGER NOT NULL,
    work       BLOB    NOT NULL,
    tickets    INTEGER NOT NULL,
    value      BLOB    NOT NULL,
    winners    INTEGER NOT NULL,
    face_value TEXT    NOT NULL,
    redeemed   TEXT    NOT NULL,
    gas        TEXT    NOT NULL,
    PRIMARY KEY (day, direction, peer)
) STRICT, WITHOUT ROWID;

-- What is known of senders.
CREATE TABLE histories (
    sender     BLOB    PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    sessions   INTEGER NOT NULL,
    abandoned  INTEGER NOT NULL,
    segments   INTEGER NOT NULL,
    refused    INTEGER NOT NULL,
    defaults   INTEGER NOT NULL,
    defaulted  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The operator's word on peers.
CREATE TABLE rules (
    peer    BLOB    PRIMARY KEY,
    allow   INTEGER NOT NULL,
    note    TEXT    NOT NULL,
    changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
