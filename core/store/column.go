package store

import (
	"database/sql/driver"
	"fmt"
	"math/big"
	"time"

	"github.com/livepeer/streamflow/pm"
)

// wei is a column with an amount: its number of wei as text.
type wei pm.Wei

// Value is what SQLite stores.
func (w wei) Value() (driver.Value, error) { return pm.Wei(w).Int().String(), nil }

// Scan reads what Value wrote.
func (w *wei) Scan(src any) error {
	text, ok := src.(string)
	v, parsed := new(big.Int).SetString(text, 10)
	if !ok || !parsed {
		return fmt.Errorf("amount %v is not a number", src)
	}
	amount, ok := pm.WeiFromInt(v)
	if !ok {
		return fmt.Errorf("amount %s is out of range", text)
	}
	*w = wei(amount)
	return nil
}

// instant is a column with a time: nanoseconds of Unix time, 0 for none.
type instant time.Time

// Value is what SQLite stores.
func (i instant) Value() (driver.Value, error) {
	if time.Time(i).IsZero() {
		return int64(0), nil
	}
	return time.Time(i).UnixNano(), nil
}

// Scan reads what Value wrote.
func (i *instant) Scan(src any) error {
	ns, ok := src.(int64)
	if !ok {
		return fmt.Errorf("time %v is not a number", src)
	}
	*i = instant{}
	if ns != 0 {
		*i = instant(time.Unix(0, ns).UTC())
	}
	return nil
}

// blob is a column with bytes. Nothing is stored as an empty blob, not as NULL.
type blob []byte

// Value is what SQLite stores.
func (b blob) Value() (driver.Value, error) { return append([]byte{}, b...), nil }

// Scan reads what Value wrote; an empty blob becomes nil.
func (b *blob) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("%T is not a blob", src)
	}
	*b = append(blob(nil), data...)
	return nil
}
