-- What a broadcaster has seen of orchestrators.
CREATE TABLE market (
    uri             TEXT    PRIMARY KEY,
    node            TEXT    NOT NULL,
    address         BLOB    NOT NULL,
    price_per_unit  INTEGER NOT NULL,
    pixels_per_unit INTEGER NOT NULL, -- 0 for no price
    face_value      TEXT    NOT NULL,
    rtt             INTEGER NOT NULL, -- nanoseconds
    version         TEXT    NOT NULL,
    capped          INTEGER NOT NULL,
    failures        INTEGER NOT NULL,
    problem         TEXT    NOT NULL,
    asked           INTEGER NOT NULL,
    answered        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX market_asked ON market (asked);
