package core

import (
	"io"
	"time"
)

// When a source is given out before it is whole. Whoever works on it holds a
// worker and a place in a session meanwhile.
const (
	// arrivalSample is how many bytes show how fast they come.
	arrivalSample = 64 << 10
	// arrivalSoon is within what time all must be expected.
	arrivalSoon = 100 * time.Millisecond
	// arrivalLimit is how long those that have it wait for the rest.
	arrivalLimit = 500 * time.Millisecond
	// arrivalStep is how much is taken at a time at most, and arrivalSample at
	// least, as far as there is so much.
	arrivalStep = 128 << 10
)

// Arrival takes the bytes of a segment in as they come. It belongs to one
// goroutine, which reads all of it with Read and ends with Confirm or Fail.
type Arrival struct {
	began  time.Time
	data   []byte
	filled int
	source *Source     // given out before the whole was there; nil if it was not
	late   *time.Timer // ends source
}

// NewArrival takes in size bytes, and makes room for all of them. They are on
// their way since began, which may be earlier than now.
func NewArrival(size int, began time.Time) *Arrival {
	return &Arrival{began: began, data: make([]byte, size)}
}

// Read takes the next bytes from r, and returns them; io.EOF when all are
// there. They are shown to readers of the source, but for the last, which
// Confirm shows. A reader that ends too early gives io.ErrUnexpectedEOF.
func (a *Arrival) Read(r io.Reader) ([]byte, error) {
	if a.filled == len(a.data) {
		return nil, io.EOF
	}
	next := a.data[a.filled:min(a.filled+arrivalStep, len(a.data))]
	n, err := io.ReadAtLeast(r, next, min(arrivalSample, len(next)))
	a.filled += n
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	if a.source != nil && a.filled < len(a.data) {
		a.source.grow(a.data[:a.filled:a.filled])
	}
	return next[:n], nil
}

// Filled is how many bytes have come.
func (a *Arrival) Filled() int { return a.filled }

// Soon says that part of the bytes are there and that, as fast as they come,
// the rest is a matter of an instant: work on the source may begin with Early.
func (a *Arrival) Soon() bool {
	if a.source != nil || a.filled < arrivalSample || a.filled == len(a.data) {
		return false
	}
	took, rest := time.Since(a.began).Seconds(), float64(len(a.data)-a.filled)
	return took*rest/float64(a.filled) <= arrivalSoon.Seconds()
}

// Early gives the source out before it is whole. It fails with ErrSourceLate
// when that takes more than half a second; Confirm gives another one then.
func (a *Arrival) Early() *Source {
	s := &Source{size: len(a.data), settled: make(chan struct{}), data: a.data[:a.filled:a.filled]}
	a.source = s
	a.late = time.AfterFunc(arrivalLimit, func() { s.settle(nil, ErrSourceLate) })
	return s
}

// Confirm says that all bytes are there and are the right ones. It returns the
// whole source: the one that Early gave out, unless that was late.
func (a *Arrival) Confirm() *Source {
	if a.source != nil {
		a.late.Stop()
		if a.source.settle(a.data, nil) {
			return a.source
		}
	}
	return NewSource(a.data)
}

// Fail says that the source will never be whole, and why.
func (a *Arrival) Fail(err error) {
	if a.source != nil {
		a.late.Stop()
		a.source.settle(nil, err)
	}
}
