package rtmp

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

const (
	// maxAddress bounds the address that a client asks for, in bytes.
	maxAddress = 8 << 10
	// maxElement bounds a manifest id or a stream key, in bytes.
	maxElement = 256
)

// address is what a client's connect and publish or play commands say together. Clients split an address between the two
// in many ways: "app" with "stream?query", "app/x" with "stream", "app?query" with nothing, nothing with "app/stream".
type address struct {
	tcURL  string // of the connect command: scheme, host and app; may be missing
	app    string
	stream string // of the publish or play command
	host   string // where the client came in, if tcURL does not say
	scheme string // likewise
}

// request reads the address. The path is <manifest>[/<key>], behind an optional first element "stream" or "live"; such an
// element that is the only one is the manifest itself. Errors: ErrBadName with a text for the client.
func (a address) request() (Request, error) {
	if len(a.tcURL)+len(a.app)+len(a.stream) > maxAddress {
		return Request{}, badName("The stream's address is longer than 8192 bytes.")
	}
	app, appQuery, _ := strings.Cut(a.app, "?")
	stream, streamQuery, _ := strings.Cut(a.stream, "?")
	for _, prefix := range []string{"flv:", "mp4:"} {
		// FFmpeg and Flash mark the container of a recorded file this way.
		stream = strings.TrimPrefix(stream, prefix)
	}
	elements := strings.FieldsFunc(app+"/"+stream, func(r rune) bool { return r == '/' })
	query := strings.Join(nonEmpty(appQuery, streamQuery), "&")

	req := Request{URL: a.url(elements, query)}
	// What cannot be parsed is left out; the handler still has it in URL.
	req.Query, _ = url.ParseQuery(query)
	if len(elements) > 1 && (elements[0] == "stream" || elements[0] == "live") {
		elements = elements[1:]
	}
	if len(elements) > 2 {
		return Request{}, badName("The stream's address has too many elements, expected rtmp://host/<manifest>/<key>.")
	}
	for i, target := range []*string{&req.ManifestID, &req.StreamKey} {
		if i >= len(elements) {
			break
		}
		name, err := elementName(elements[i])
		if err != nil {
			return Request{}, err
		}
		*target = name
	}
	return req, nil
}

// url puts the address together as its user wrote it.
func (a address) url(elements []string, query string) string {
	scheme, host := a.scheme, a.host
	if u, err := url.Parse(a.tcURL); err == nil && u.Host != "" {
		scheme, host = u.Scheme, u.Host
	}
	full := scheme + "://" + host + "/" + strings.Join(elements, "/")
	if query != "" {
		full += "?" + query
	}
	return full
}

// elementName decodes an element of the path and checks that it can name something.
func elementName(element string) (string, error) {
	name, err := url.PathUnescape(element)
	if err != nil {
		name = element
	}
	bad := len(name) > maxElement || name == "." || name == ".." || !utf8.ValidString(name) ||
		strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == '/' || r == '\\' })
	if bad {
		return "", badName("The stream's name is not usable, expected up to 256 letters, digits, '-', '_' or '.'.")
	}
	return name, nil
}

func badName(text string) error {
	return RefusalError{Err: ErrBadName, Text: text}
}

func nonEmpty(values ...string) []string {
	var kept []string
	for _, v := range values {
		if v != "" {
			kept = append(kept, v)
		}
	}
	return kept
}
