package admin

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"
)

// dialTimeout is how long a node's address may take to take a connection while
// one of several is chosen.
const dialTimeout = 2 * time.Second

// errAddress says that a text is not where a node can be.
var errAddress = errors.New("expected the node's -cliAddr, such as http://127.0.0.1:7935 or 127.0.0.1:7935; a token belongs in --token")

// ParseNode reads the address of a node: host:port, or an http or https URL.
func ParseNode(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		(u.Scheme != "http" && u.Scheme != "https") {
		return nil, errAddress // without the text, which may have a password
	}
	u.Path = strings.TrimRight(u.Path, "/")
	return u, nil
}

// find chooses the first node that takes connections. One alone is taken as it
// is; its error is better when a request meets it.
func (c *Client) find(ctx context.Context) (*url.URL, error) {
	if len(c.nodes) == 1 {
		return c.nodes[0], nil
	}
	missing := &UnreachableError{Err: errors.New("no address was given")}
	for _, node := range c.nodes {
		dialer := net.Dialer{Timeout: dialTimeout}
		conn, err := dialer.DialContext(ctx, "tcp", hostPort(node))
		if err == nil {
			return node, conn.Close()
		}
		missing.Nodes, missing.Err = append(missing.Nodes, node.String()), reason(err)
	}
	return nil, missing
}

func hostPort(u *url.URL) string {
	if u.Port() != "" {
		return u.Host
	}
	if u.Scheme == "https" {
		return net.JoinHostPort(u.Hostname(), "443")
	}
	return net.JoinHostPort(u.Hostname(), "80")
}

// reason takes the request's URL off an error of the network.
func reason(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return context.DeadlineExceeded
	}
	return err
}
