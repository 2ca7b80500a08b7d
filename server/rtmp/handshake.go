package rtmp

import (
	"crypto/rand"
	"fmt"
	"io"
	"time"
)

const (
	handshakeVersion = 3
	handshakeSize    = 1536
)

// handshake greets a client (RTMP 5.2). It answers in the plain form: S1 carries no digest and says so with a zero version,
// which clients that offer one accept, and S2 is C1 as it came.
func handshake(rw io.ReadWriter, now time.Time) error {
	var hello [1 + handshakeSize]byte // C0 and C1
	if _, err := io.ReadFull(rw, hello[:1]); err != nil {
		return err
	}
	// 6 and up were encrypted variants; text protocols start at 32 (RTMP 5.2.2).
	if hello[0] != handshakeVersion {
		return fmt.Errorf("%w: handshake version %d, expected %d", ErrProtocol, hello[0], handshakeVersion)
	}
	if _, err := io.ReadFull(rw, hello[1:]); err != nil {
		return err
	}
	var answer [1 + 2*handshakeSize]byte // S0, S1 and S2
	answer[0] = handshakeVersion
	ms := uint32(now.UnixMilli())
	answer[1], answer[2], answer[3], answer[4] = byte(ms>>24), byte(ms>>16), byte(ms>>8), byte(ms)
	if _, err := rand.Read(answer[9 : 1+handshakeSize]); err != nil {
		return fmt.Errorf("random handshake: %w", err)
	}
	copy(answer[1+handshakeSize:], hello[1:])
	if _, err := rw.Write(answer[:]); err != nil {
		return err
	}
	// C2 should be S1 again; clients with digests send something else, and nothing depends on it.
	_, err := io.ReadFull(rw, hello[1:])
	return err
}
