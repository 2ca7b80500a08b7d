package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/reputation"
)

// Reputations is a table with the records of one reputation.Book. It implements
// reputation.Store.
type Reputations struct {
	store *Store
	table string
	of    string // whom, in errors
}

// OrchestratorReputations is what a broadcaster remembers of orchestrators.
func (s *Store) OrchestratorReputations() Reputations {
	return Reputations{store: s, table: "orchestrator_histories", of: "orchestrators"}
}

// BroadcasterReputations is what an orchestrator remembers of broadcasters.
func (s *Store) BroadcasterReputations() Reputations {
	return Reputations{store: s, table: "broadcaster_histories", of: "broadcasters"}
}

const reputationColumns = `peer, uri, first_seen, last_seen, attempts, media, verdicts, tickets, paid,
	recent_bad, recent_scores, lasting_bad, lasting_scores`

// SaveRecords implements reputation.Store: all of the records or none.
func (r Reputations) SaveRecords(ctx context.Context, records []reputation.Record) error {
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

// Records implements reputation.Store.
func (r Reputations) Records(ctx context.Context) ([]reputation.Record, error) {
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

// ForgetRecords implements reputation.Store.
func (r Reputations) ForgetRecords(ctx context.Context, before time.Time, keep int) error {
	err := r.store.exec(ctx, `DELETE FROM `+r.table+` WHERE last_seen < ? OR peer NOT IN
		(SELECT peer FROM `+r.table+` ORDER BY last_seen DESC, peer LIMIT ?)`, instant(before), keep)
	if err != nil {
		return fmt.Errorf("forget old histories of %s: %w", r.of, err)
	}
	return nil
}

// counts is a column with a list of counts. A list that was stored by a program
// with fewer of them is read into the first ones.
type counts []uint64

// Value is what SQLite stores.
func (c counts) Value() (driver.Value, error) {
	b := make([]byte, 0, 8*len(c))
	for _, n := range c {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return b, nil
}

// Scan reads what Value wrote into the list that is there.
func (c counts) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok || len(b)%8 != 0 || len(b) > 8*len(c) {
		return fmt.Errorf("%v is not a list of up to %d counts", src, len(c))
	}
	for i := range len(b) / 8 {
		c[i] = binary.BigEndian.Uint64(b[8*i:])
	}
	return nil
}

// sketch is a column with a distribution of latency scores.
type sketch reputation.Sketch

// Value is what SQLite stores.
func (s sketch) Value() (driver.Value, error) { return reputation.Sketch(s).MarshalBinary() }

// Scan reads what Value wrote.
func (s *sketch) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("%T is not a distribution of latencies", src)
	}
	return (*reputation.Sketch)(s).UnmarshalBinary(b)
}
