package discovery

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// MaxEntries bounds the orchestrators of one source.
const MaxEntries = 8192

// TrustedScore is the score of an orchestrator that the operator has named.
const TrustedScore = 1.0

// Source lists orchestrators.
type Source interface {
	// Orchestrators returns the ones known now, at most MaxEntries. It does not
	// keep the caller waiting for longer than a first list takes to load.
	Orchestrators(ctx context.Context) ([]Entry, error)
}

// Entry is one orchestrator of a source.
type Entry struct {
	// URI as ParseURI returns it.
	URI string
	// Score is 0 for an orchestrator that nobody vouches for, 1 and above for
	// one that the operator trusts. With one in between it is not used.
	Score float64
	// Claims are what a chain says of those registered with this URI; none off
	// chain. They are for reading.
	Claims []Claim
}

// URIError says why an orchestrator's address was refused.
type URIError struct {
	URI    string
	Reason string
}

func (e *URIError) Error() string {
	return fmt.Sprintf("orchestrator address %q: %s; expected https://host:port", e.URI, e.Reason)
}

// maxURILen and maxHostLen bound an address and its host and port in bytes: a
// host name has at most 253.
const (
	maxURILen  = 512
	maxHostLen = 260
)

// ParseURI reads an orchestrator's address and returns it as scheme, host and
// port. A missing scheme is https (wire.md 1). Errors are *URIError.
func ParseURI(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", &URIError{s, "it is empty"}
	}
	if len(s) > maxURILen {
		return "", &URIError{s[:64] + "…", fmt.Sprintf("it has %d bytes, at most %d are allowed", len(s), maxURILen)}
	}
	raw := s
	if !strings.Contains(s, "://") {
		raw = "https://" + s
	}
	u, err := url.Parse(raw)
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return "", &URIError{redacted(s), err.Error()}
	}
	if reason := unusable(u); reason != "" {
		return "", &URIError{redacted(s), reason}
	}
	return u.Scheme + "://" + strings.ToLower(u.Host), nil
}

func unusable(u *url.URL) string {
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Sprintf("the scheme is %q", u.Scheme)
	case u.User != nil:
		return "it contains a user name"
	case u.Hostname() == "":
		return "it names no host"
	case len(u.Host) > maxHostLen:
		return fmt.Sprintf("the host has %d bytes, at most %d are allowed", len(u.Host), maxHostLen)
	case strings.ContainsFunc(u.Host, foreignInHost):
		return "the host has characters that no host name has (names in other scripts are written as xn--…)"
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return "something follows the port"
	}
	if strings.HasSuffix(u.Host, ":") {
		return "the port is empty"
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.Atoi(p); err != nil || n < 1 || n > 65535 {
			return fmt.Sprintf("the port is %q", p)
		}
	}
	return ""
}

// foreignInHost says whether a character is in no host name, address or port.
func foreignInHost(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._:[]", r)
}

// redacted cuts credentials out of an address that goes into an error.
func redacted(s string) string {
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		return "…" + s[i:]
	}
	return s
}

// Static is a list of orchestrators that does not change: -orchAddr.
type Static struct {
	entries []Entry
}

// ParseList reads -orchAddr: addresses separated by commas. They are trusted
// (features.md 5). Errors are *URIError.
func ParseList(list string) (*Static, error) {
	s := &Static{}
	seen := make(map[string]bool)
	for part := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		uri, err := ParseURI(part)
		if err != nil {
			return nil, err
		}
		if seen[uri] {
			continue
		}
		seen[uri] = true
		if len(s.entries) == MaxEntries {
			return nil, fmt.Errorf("list of orchestrators is too long: at most %d are allowed", MaxEntries)
		}
		s.entries = append(s.entries, Entry{URI: uri, Score: TrustedScore})
	}
	return s, nil
}

// Orchestrators returns the list.
func (s *Static) Orchestrators(context.Context) ([]Entry, error) {
	return append([]Entry(nil), s.entries...), nil
}
