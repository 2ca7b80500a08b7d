package core

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
)

// MaxManifestIDLen bounds a stream name in bytes. It becomes part of URLs,
// file names and log lines.
const MaxManifestIDLen = 256

// ManifestID names one stream of a broadcaster. It is chosen by the publisher
// or the auth webhook, and travels in SegData.manifestId (wire.md 2).
type ManifestID string

// SessionID names one agreement between a broadcaster and an orchestrator:
// the session_id of the auth token (wire.md 4).
type SessionID string

// ParseManifestID accepts 1 to MaxManifestIDLen bytes of letters, digits and
// "-_.~+=@:,!" that do not begin with a dot, so that an id is safe in a URL
// path and as a file name.
func ParseManifestID(s string) (ManifestID, error) {
	if s == "" {
		return "", &ManifestIDError{ID: s, Reason: "it is empty"}
	}
	if len(s) > MaxManifestIDLen {
		return "", &ManifestIDError{ID: s[:32] + "…", Reason: fmt.Sprintf("it has %d bytes, at most %d are allowed", len(s), MaxManifestIDLen)}
	}
	if s[0] == '.' {
		return "", &ManifestIDError{ID: s, Reason: "it begins with a dot"}
	}
	for _, r := range s {
		if !manifestRune(r) {
			return "", &ManifestIDError{ID: s, Reason: fmt.Sprintf("%q is not allowed; use letters, digits and -_.~+=@:,!", r)}
		}
	}
	return ManifestID(s), nil
}

func manifestRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.~+=@:,!", r)
}

// ManifestIDError says why a stream name was refused.
type ManifestIDError struct {
	ID     string
	Reason string
}

func (e *ManifestIDError) Error() string {
	return fmt.Sprintf("invalid stream name %q: %s", e.ID, e.Reason)
}

// RandomID returns n random bytes as 2n lower-case hex characters. Stream
// names that nobody chose have 4 bytes, stream keys 6 (features.md 2).
func RandomID(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand aborts the process instead
	return hex.EncodeToString(b)
}
