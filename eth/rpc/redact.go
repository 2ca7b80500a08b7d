package rpc

import (
	"net/url"
	"strings"
	"unicode"
)

// redacted is a URL without what may be a secret: user, path, query, fragment.
func redacted(u *url.URL) string {
	if u.Host == "" {
		return u.Scheme + "://"
	}
	return u.Scheme + "://" + u.Host
}

const (
	// maxText bounds a foreign text in an error, in bytes.
	maxText = 300
	// minSecret is the shortest part of a URL that is taken for a key: "v3" and
	// "rpc" are parts of paths and words of messages too.
	minSecret = 6
)

// scrubber takes the secrets of one URL out of foreign texts, which may quote
// them.
type scrubber struct{ secrets []string }

func newScrubber(u *url.URL) scrubber {
	parts := strings.FieldsFunc(u.EscapedPath()+"/"+u.Path, func(r rune) bool { return r == '/' })
	for _, values := range u.Query() {
		parts = append(parts, values...)
	}
	password, _ := u.User.Password()
	parts = append(parts, u.RawQuery, u.User.Username(), password)
	var s scrubber
	for _, p := range parts {
		if len(p) >= minSecret {
			s.secrets = append(s.secrets, p)
		}
	}
	return s
}

// clean returns text in one short line without secrets.
func (s scrubber) clean(text string) string {
	for _, secret := range s.secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}
