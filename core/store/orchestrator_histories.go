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

const orchestratorHistoryColumns = `peer, uri, first_seen, last_seen, attempts, media, verdicts, tickets, paid,
	recent_bad, recent_scores, lasting_bad, lasting_scores`

// SaveOrchestratorHistories stores records, each in place of the earlier one of
// its peer, all or none of them.
func (s *Store) SaveOrchestratorHistories(ctx context.Context, records []reputation.Record) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return putAll(ctx, tx, `INSERT OR REPLACE INTO orchestrator_histories (`+orchestratorHistoryColumns+`)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, records, orchestratorHistoryValues)
	})
	if err != nil {
		return fmt.Errorf("store the histories of %d orchestrators: %w", len(records), err)
	}
	return nil
}

func orchestratorHistoryValues(r reputation.Record) []any {
	return []any{
		string(r.Peer), r.URI, instant(r.First), instant(r.Last), counts(r.Attempts[:]), int64(r.Media), counts(r.Verdicts[:]),
		unsigned(r.Tickets), wei(r.Paid), r.Recent.Bad, sketch(r.Recent.Scores), r.Lasting.Bad, sketch(r.Lasting.Scores),
	}
}

// OrchestratorHistories returns all records, those with the latest Last first.
func (s *Store) OrchestratorHistories(ctx context.Context) ([]reputation.Record, error) {
	list, err := read(ctx, s.db, scanOrchestratorHistory, `SELECT `+orchestratorHistoryColumns+`
		FROM orchestrator_histories ORDER BY last_seen DESC, peer`)
	if err != nil {
		return nil, fmt.Errorf("read the histories of orchestrators: %w", err)
	}
	return list, nil
}

func scanOrchestratorHistory(row row) (r reputation.Record, err error) {
	attempts, verdicts := counts(r.Attempts[:]), counts(r.Verdicts[:])
	err = row.Scan((*string)(&r.Peer), &r.URI, (*instant)(&r.First), (*instant)(&r.Last), &attempts, (*int64)(&r.Media), &verdicts,
		(*unsigned)(&r.Tickets), (*wei)(&r.Paid), &r.Recent.Bad, (*sketch)(&r.Recent.Scores), &r.Lasting.Bad, (*sketch)(&r.Lasting.Scores))
	return r, err
}

// ForgetOrchestratorHistories deletes the records whose Last is before a moment,
// and of the others all but the keep latest.
func (s *Store) ForgetOrchestratorHistories(ctx context.Context, before time.Time, keep int) error {
	err := s.exec(ctx, `DELETE FROM orchestrator_histories WHERE last_seen < ? OR peer NOT IN
		(SELECT peer FROM orchestrator_histories ORDER BY last_seen DESC, peer LIMIT ?)`, instant(before), keep)
	if err != nil {
		return fmt.Errorf("forget old histories of orchestrators: %w", err)
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
