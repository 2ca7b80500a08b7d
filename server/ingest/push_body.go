package ingest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	// firstRead is how much of a body is reserved before any of it has come: a
	// length that is announced costs nothing until the bytes follow.
	firstRead = 4 << 20
	// unknownRead is the same for a body of unknown length.
	unknownRead = 256 << 10
	// readPiece is read at most at a time: one piece is hashed while the next
	// comes.
	readPiece = 128 << 10
)

// bodyReader reads the bodies of pushes within bounds.
type bodyReader struct {
	limit  int64               // of one body
	budget *semaphore.Weighted // bytes of all bodies together
	idle   time.Duration       // without a byte
	total  time.Duration       // for a whole body
}

// body is what was pushed.
type body struct {
	data []byte
	hash *bodyHash // of data
}

// read returns the body and a function that gives its bytes back to the budget
// when its hash is ready. It is hashed while it comes and after.
func (b *bodyReader) read(w http.ResponseWriter, r *http.Request) (read body, release func(), refused *refusal) {
	if r.ContentLength > b.limit {
		return body{}, nil, b.tooLarge(r.ContentLength)
	}
	if r.ContentLength == 0 {
		return body{}, nil, badRequest("the segment is empty")
	}
	held := int64(0)
	hash := newBodyHash()
	release = func() {
		hash.digest.Sum()
		b.budget.Release(held)
	}
	data, refused := b.fill(w, r, &held, hash.add)
	hash.end()
	if refused == nil && len(data) == 0 {
		refused = badRequest("the segment is empty")
	}
	if refused != nil {
		release()
		return body{}, nil, refused
	}
	return body{data, hash}, release, nil
}

// fill reads all of a body and shows it piece by piece. held is how much of the
// budget it has taken, also with a refusal.
func (b *bodyReader) fill(w http.ResponseWriter, r *http.Request, held *int64, show func([]byte)) (data []byte, refused *refusal) {
	clock := readClock{rc: http.NewResponseController(w), idle: b.idle, end: time.Now().Add(b.total)}
	defer clock.stop()
	for int64(len(data)) != r.ContentLength {
		if len(data) == cap(data) {
			size := b.grow(int64(cap(data)), r.ContentLength)
			if !b.budget.TryAcquire(size - *held) {
				return nil, &refusal{status: http.StatusServiceUnavailable, text: "too many segments are being pushed at this time; try again"}
			}
			*held = size
			data = append(make([]byte, 0, size), data...)
		}
		clock.tick()
		n, err := r.Body.Read(data[len(data):min(cap(data), len(data)+readPiece)])
		data = data[:len(data)+n]
		if n > 0 {
			show(data[len(data)-n:])
		}
		if int64(len(data)) > b.limit {
			return nil, b.tooLarge(int64(len(data)))
		}
		if errors.Is(err, io.EOF) && (r.ContentLength < 0 || int64(len(data)) == r.ContentLength) {
			break
		}
		if err != nil {
			return nil, b.broken(err, len(data))
		}
	}
	return data, nil
}

// grow is the next size of a buffer that is full: exact for most bodies whose
// length is known, and never much more than what has come.
func (b *bodyReader) grow(size, length int64) int64 {
	if length > 0 {
		return min(length, max(firstRead, 2*size))
	}
	return min(b.limit+1, max(unknownRead, 2*size))
}

func (b *bodyReader) tooLarge(n int64) *refusal {
	return &refusal{status: http.StatusRequestEntityTooLarge, text: fmt.Sprintf("the segment has %d bytes or more, at most %d are allowed", n, b.limit)}
}

func (b *bodyReader) broken(err error, got int) *refusal {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &refusal{status: http.StatusRequestTimeout, cause: err,
			text: fmt.Sprintf("the segment came too slowly: %d bytes, then none for %v, or not all within %v", got, b.idle, b.total)}
	}
	return &refusal{status: http.StatusBadRequest, text: fmt.Sprintf("the segment broke off after %d bytes", got), cause: err}
}

// readClock moves a connection's read deadline on as bytes come.
type readClock struct {
	rc   *http.ResponseController
	idle time.Duration
	end  time.Time
	set  time.Time // when it was moved last
}

func (c *readClock) tick() {
	now := time.Now()
	if now.Sub(c.set) < c.idle/8 {
		return
	}
	c.set = now
	next := now.Add(c.idle)
	if next.After(c.end) {
		next = c.end
	}
	c.rc.SetReadDeadline(next) // a writer that cannot is limited by its server
}

func (c *readClock) stop() { c.rc.SetReadDeadline(time.Time{}) }
