package rpc

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"
)

// MaxURLs bounds the endpoints of one client.
const MaxURLs = 16

// Config configures a Client.
type Config struct {
	// URLs of -ethUrl, in the order of preference among equals: http, https, ws
	// or wss, with user name, path and query as the provider gives them.
	URLs []string
	// ChainID that every endpoint must have. 0 takes that of the first of URLs
	// that answers.
	ChainID uint64
	// Timeout bounds one attempt at one endpoint.
	Timeout time.Duration
	// ProbeTimeout bounds one look at an endpoint's head.
	ProbeTimeout time.Duration
	// PollInterval is the time between two looks at an endpoint's head.
	PollInterval time.Duration
	// MaxLag is how many blocks an endpoint may be behind the others. It must
	// be more than what the chain grows by in PollInterval.
	MaxLag uint64
	// MaxResponse bounds the answer to one request, in bytes after unpacking.
	MaxResponse int64
	// MaxInFlight bounds the requests that run at one endpoint at a time; more
	// wait within their Timeout.
	MaxInFlight int
	// Transport of http and https; nil for one of the client's own.
	Transport http.RoundTripper
	Observer  Observer     // nil to observe nothing
	Log       *slog.Logger // nil to discard
}

// DefaultConfig has the values for Arbitrum One and Ethereum, without URLs.
// MaxLag is 15 s of Arbitrum's blocks.
func DefaultConfig() Config {
	return Config{
		Timeout:      10 * time.Second,
		ProbeTimeout: 5 * time.Second,
		PollInterval: 4 * time.Second,
		MaxLag:       60,
		MaxResponse:  32 << 20,
		MaxInFlight:  32,
	}
}

// URLError says why an endpoint's address was refused. URL is without secrets.
type URLError struct {
	URL    string
	Reason string
}

func (e *URLError) Error() string {
	return fmt.Sprintf("Ethereum endpoint %q: %s; expected http://, https://, ws:// or wss:// and a host (-ethUrl)", e.URL, e.Reason)
}

// Validate says what is missing or out of range. Errors of URLs are *URLError.
func (c Config) Validate() error {
	switch {
	case len(c.URLs) == 0:
		return &URLError{"", "no address is given"}
	case len(c.URLs) > MaxURLs:
		return fmt.Errorf("%d Ethereum endpoints; expected at most %d (-ethUrl)", len(c.URLs), MaxURLs)
	case c.Timeout <= 0 || c.ProbeTimeout <= 0 || c.PollInterval <= 0:
		return fmt.Errorf("ethereum endpoints: timeout %v, probe timeout %v and poll interval %v must be above 0",
			c.Timeout, c.ProbeTimeout, c.PollInterval)
	case c.MaxLag == 0:
		return fmt.Errorf("ethereum endpoints: greatest lag is 0 blocks; expected at least 1")
	case c.MaxResponse < 1<<10:
		return fmt.Errorf("ethereum endpoints: greatest response is %d bytes; expected at least 1024", c.MaxResponse)
	case c.MaxInFlight < 1:
		return fmt.Errorf("ethereum endpoints: requests in flight is %d; expected at least 1", c.MaxInFlight)
	}
	for _, raw := range c.URLs {
		if _, err := parseURL(raw); err != nil {
			return err
		}
	}
	return nil
}

func parseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	if err != nil {
		// The parser's message quotes the address, which may have a key in it.
		return nil, &URLError{"", "it is not a URL"}
	}
	switch u.Scheme {
	case "http", "https", "ws", "wss":
	case "":
		return nil, &URLError{redacted(u), "the scheme is missing"}
	default:
		return nil, &URLError{redacted(u), fmt.Sprintf("the scheme is %q", u.Scheme)}
	}
	if u.Hostname() == "" {
		return nil, &URLError{redacted(u), "the host is missing"}
	}
	return u, nil
}
