package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/reputation"
)

const reputationColumns = `peer, uri, first_seen, last_seen, attempts, media, verdicts, tickets, paid,
	recent_bad, recent_scores, lasting_bad, lasting_scores`

// reputations is a table with the records of a reputation.Book.
type reputations struct {
	store *Store
	table string
	of    string // whom, in errors
}

func (r reputations) save(ctx context.Context, records []reputation.Record) error {
	err := r.store.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return putAll(ctx, tx, `INSERT OR REPLACE INTO `+r.table+` (`+reputationColumns+`)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, records, reputationValues)
	})
	if err != nil {
		return fmt.Errorf("store the histories of %d %s: %w", len(records), r.of, err)
	}
	return nil
}

func reputationValues(r reputation.Record) []any {
	return []any{
		string(r.Peer), r.URI, instant(r.First), instant(r.Last), counts(r.Attempts[:]), int64(r.Media), counts(r.Verdicts[:]),
		unsigned(r.Tickets), wei(r.Paid), r.Recent.Bad, sketch(r.Recent.Scores), r.Lasting.Bad, sketch(r.Lasting.Scores),
	}
}

func (r reputations) all(ctx context.Context) ([]reputation.Record, error) {
	list, err := read(ctx, r.store.db, scanReputation, `SELECT `+reputationColumns+`
		FROM `+r.table+` ORDER BY last_seen DESC, peer`)
	if err != nil {
		return nil, fmt.Errorf("read the histories of %s: %w", r.of, err)
	}
	return list, nil
}

func scanReputation(row row) (r reputation.Record, err error) {
	attempts, verdicts := counts(r.Attempts[:]), counts(r.Verdicts[:])
	err = row.Scan((*string)(&r.Peer), &r.URI, (*instant)(&r.First), (*instant)(&r.Last), &attempts, (*int64)(&r.Media), &verdicts,
		(*unsigned)(&r.Tickets), (*wei)(&r.Paid), &r.Recent.Bad, (*sketch)(&r.Recent.Scores), &r.Lasting.Bad, (*sketch)(&r.Lasting.Scores))
	return r, err
}

func (r reputations) forget(ctx context.Context, before time.Time, keep int) error {
	err := r.store.exec(ctx, `DELETE FROM `+r.table+` WHERE last_seen < ? OR peer NOT IN
		(SELECT peer FROM `+r.table+` ORDER BY last_seen DESC, peer LIMIT ?)`, instant(before), keep)
	if err != nil {
		return fmt.Errorf("forget old histories of %s: %w", r.of, err)
	}
	return nil
}
