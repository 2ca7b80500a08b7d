package store

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/reputation"
)

// SaveOrchestratorHistories stores records, each in place of the earlier one of
// its peer, all or none of them.
func (s *Store) SaveOrchestratorHistories(ctx context.Context, records []reputation.Record) error {
	return s.orchestrators().save(ctx, records)
}

// OrchestratorHistories returns all records, those with the latest Last first.
func (s *Store) OrchestratorHistories(ctx context.Context) ([]reputation.Record, error) {
	return s.orchestrators().all(ctx)
}

// ForgetOrchestratorHistories deletes the records whose Last is before a moment,
// and of the others all but the keep latest.
func (s *Store) ForgetOrchestratorHistories(ctx context.Context, before time.Time, keep int) error {
	return s.orchestrators().forget(ctx, before, keep)
}

func (s *Store) orchestrators() reputations {
	return reputations{store: s, table: "orchestrator_histories", of: "orchestrators"}
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
