package pm

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
)

// Secret is the key from which a recipient's numbers derive. Whoever knows it
// can pay the recipient with tickets that never win. It must outlive restarts:
// without it, tickets that have won cannot be redeemed.
type Secret [32]byte

// NewSecret returns a random secret.
func NewSecret() Secret {
	var s Secret
	rand.Read(s[:]) // never fails: crypto/rand aborts the process instead
	return s
}

// hidden stands for a secret wherever one is printed.
const hidden = "(secret)"

// String keeps the secret out of logs.
func (Secret) String() string { return hidden }

// GoString keeps the secret out of logs.
func (Secret) GoString() string { return hidden }

// Format keeps the secret out of logs, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// LogValue keeps the secret out of logs.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
