package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/livepeer/streamflow/core/market"
	"github.com/livepeer/streamflow/pm"
)

const marketColumns = `uri, node, address, price_per_unit, pixels_per_unit, face_value, rtt, version, capped, failures, problem, asked, answered`

// SaveMarket stores records, each in place of the earlier one of its URI, all or
// none of them.
func (s *Store) SaveMarket(ctx context.Context, records []market.Record) error {
	err := s.update(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return putAll(ctx, tx, `INSERT OR REPLACE INTO market (`+marketColumns+`)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, records, recordColumns)
	})
	if err != nil {
		return fmt.Errorf("store %d records of the market: %w", len(records), err)
	}
	return nil
}

func recordColumns(r market.Record) []any {
	var price pm.Price
	if r.Price != nil {
		price = *r.Price
	}
	return []any{
		r.URI, r.Node, r.Address, price.PricePerUnit, price.PixelsPerUnit, wei(r.FaceValue), int64(r.RTT), r.Version, r.Capped,
		unsigned(r.Failures), r.Problem, instant(r.Asked), instant(r.Answered),
	}
}

// Market returns all records, those that were asked last first.
func (s *Store) Market(ctx context.Context) ([]market.Record, error) {
	list, err := read(ctx, s.db, scanRecord, `SELECT `+marketColumns+` FROM market ORDER BY asked DESC, uri`)
	if err != nil {
		return nil, fmt.Errorf("read the records of the market: %w", err)
	}
	return list, nil
}

func scanRecord(row row) (r market.Record, err error) {
	var price pm.Price
	err = row.Scan(&r.URI, &r.Node, &r.Address, &price.PricePerUnit, &price.PixelsPerUnit, (*wei)(&r.FaceValue), (*int64)(&r.RTT),
		&r.Version, &r.Capped, (*unsigned)(&r.Failures), &r.Problem, (*instant)(&r.Asked), (*instant)(&r.Answered))
	if price != (pm.Price{}) {
		r.Price = &price
	}
	return r, err
}

// ForgetMarket deletes the records that were asked before a moment, and of the
// others all but the keep that were asked last.
func (s *Store) ForgetMarket(ctx context.Context, before time.Time, keep int) error {
	err := s.exec(ctx, `DELETE FROM market WHERE asked < ? OR uri NOT IN
		(SELECT uri FROM market ORDER BY asked DESC, uri LIMIT ?)`, instant(before), keep)
	if err != nil {
		return fmt.Errorf("forget old records of the market: %w", err)
	}
	return nil
}
