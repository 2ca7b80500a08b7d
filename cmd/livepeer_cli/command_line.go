package main

import (
	"errors"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/livepeer/streamflow/cmd/livepeer_cli/admin"
	"github.com/livepeer/streamflow/cmd/livepeer_cli/input"
)

// Where a node's admin API is unless told otherwise: orchestrators and
// transcoders have one port, broadcasters another.
const (
	defaultHost     = "127.0.0.1"
	orchestratorAPI = "7935"
	broadcasterAPI  = "5935"
)

const maxTokenBytes = 4096

// doubleDashes lets the flags that go-livepeer's tool has be written its way,
// with one dash.
func doubleDashes(args []string) []string {
	args = slices.Clone(args)
	for i, arg := range args {
		name, _, _ := strings.Cut(arg, "=")
		if name == "-http" || name == "-host" {
			args[i] = "-" + arg
		}
	}
	return args
}

// joinUnits makes one argument of "100" and "LPT".
func joinUnits(args []string) []string {
	var joined []string
	for _, arg := range args {
		last := len(joined) - 1
		if last >= 0 && isUnit(arg) && isNumber(joined[last]) {
			joined[last] += " " + arg
			continue
		}
		joined = append(joined, arg)
	}
	return joined
}

func isUnit(text string) bool {
	return slices.Contains([]string{"lpt", "lptu", "eth", "gwei", "wei", "usd"}, strings.ToLower(text))
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789.") == "" }

// nodes says where to look for the node.
func (c *cli) nodes() ([]*url.URL, error) {
	if c.node != "" && (c.httpPort != "" || c.host != "") {
		return nil, input.Errorf("--node has host and port: leave --http and --host out")
	}
	texts := []string{c.node}
	if c.node == "" {
		texts = c.ports()
	}
	var nodes []*url.URL
	for _, text := range texts {
		node, err := admin.ParseNode(text)
		if err != nil {
			return nil, input.Errorf("--node: %v", err)
		}
		nodes = append(nodes, node)
	}
	return nodes, nil
}

// ports are the addresses that --host and --http stand for. As in go-livepeer's
// tool, --http may have the host too.
func (c *cli) ports() []string {
	host := c.host
	if host == "" {
		host = defaultHost
	}
	switch {
	case strings.Contains(c.httpPort, ":"):
		return []string{c.httpPort}
	case c.httpPort != "":
		return []string{host + ":" + c.httpPort}
	}
	return []string{host + ":" + orchestratorAPI, host + ":" + broadcasterAPI}
}

// readToken takes the token from the flag or the environment, where a file may
// stand for its content.
func (c *cli) readToken() (string, error) {
	text := c.token
	if text == "" {
		text = c.env("LP_CLITOKEN")
	}
	if text == "" {
		return "", nil
	}
	f, err := os.Open(text)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrInvalid) {
		if strings.ContainsRune(text, os.PathSeparator) {
			return "", input.Errorf("--token names a file that is not there; give a file that has the token, or the token itself")
		}
		return text, nil
	}
	if err != nil {
		return "", input.Errorf("the file of --token cannot be read; check who may read it")
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxTokenBytes+1))
	token := strings.TrimSpace(string(b))
	if err != nil || token == "" || len(b) > maxTokenBytes {
		return "", input.Errorf("the file of --token has no token of at most %d bytes", maxTokenBytes)
	}
	return token, nil
}
