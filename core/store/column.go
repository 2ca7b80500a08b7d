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

// unsigned is a column with a number of 64 bits. SQLite's are signed, so that
// those from 2^63 on, which no block, round or count comes to, are kept but sort
// first: a foreign number must never break a transaction.
type unsigned uint64

// Value is what SQLite stores.
func (u unsigned) Value() (driver.Value, error) { return int64(u), nil }

// Scan reads what Value wrote.
func (u *unsigned) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("%v is not a number", src)
	}
	*u = unsigned(n)
	return nil
}

// credit is a column with an amount on an account.
type credit pm.Credit

// Value is what SQLite stores.
func (c credit) Value() (driver.Value, error) { return pm.Credit(c).MarshalBinary() }

// Scan reads what Value wrote.
func (c *credit) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("%T is not a blob", src)
	}
	return (*pm.Credit)(c).UnmarshalBinary(data)
}

// winProb is a column with a probability: its number of 2^256-1 as 32 bytes.
type winProb pm.WinProb

// Value is what SQLite stores.
func (p winProb) Value() (driver.Value, error) {
	return pm.WinProb(p).Int().FillBytes(make([]byte, 32)), nil
}

// Scan reads what Value wrote.
func (p *winProb) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok || len(data) != 32 {
		return fmt.Errorf("%v is not a probability of 32 bytes", src)
	}
	v, _ := pm.WinProbFromInt(new(big.Int).SetBytes(data)) // 32 bytes are in range
	*p = winProb(v)
	return nil
}
