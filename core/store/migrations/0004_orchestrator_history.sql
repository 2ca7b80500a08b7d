-- How orchestrators have worked for a broadcaster.
CREATE TABLE orchestrator_histories (
    peer           TEXT    PRIMARY KEY, -- address, or URI off chain
    uri            TEXT    NOT NULL,
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

CREATE INDEX orchestrator_histories_last_seen ON orchestrator_histories (last_seen);
