-- How work for broadcasters went, at an orchestrator. Columns are those of
-- orchestrator_histories.
CREATE TABLE broadcaster_histories (
    peer           TEXT    PRIMARY KEY, -- address
    uri            TEXT    NOT NULL,    -- empty
    first_seen     INTEGER NOT NULL,
    last_seen      INTEGER NOT NULL,
    attempts       BLOB    NOT NULL, -- counts by kind, 8 bytes each
    media          INTEGER NOT NULL, -- nanoseconds
    verdicts       BLOB    NOT NULL, -- counts by verdict, 8 bytes each
    tickets        INTEGER NOT NULL,
    paid           TEXT    NOT NULL,
    recent_bad     REAL    NOT NULL,
    recent_scores  BLOB    NOT NULL,
    lasting_bad    REAL    NOT NULL,
    lasting_scores BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX broadcaster_histories_last_seen ON broadcaster_histories (last_seen);
