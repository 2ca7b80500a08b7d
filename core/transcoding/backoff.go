package transcoding

import (
	"math/rand/v2"
	"time"
)

// Waiting times between attempts to register: the first attempt after an
// interruption comes at once, and the interval never exceeds 60 s (wire.md 10).
const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 60 * time.Second
)

// backoff returns how long to wait before attempt n, counted from 0 after the
// last success. From the second on it doubles, less up to a third, so that many
// transcoders do not come back to a restarted orchestrator in step.
func backoff(n int) time.Duration {
	if n == 0 {
		return rand.N(100 * time.Millisecond)
	}
	d := min(firstBackoff<<min(n-1, 10), maxBackoff)
	return d - rand.N(d/3)
}
