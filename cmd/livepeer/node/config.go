// Package node is the composition root: it builds the roles that a
// configuration asks for out of the core packages and their adapters, starts
// them in order, and stops them in reverse.
//
// Each role has a file of its own: broadcaster.go, orchestrator.go,
// transcoder.go and redeemer.go. What pays and is paid is in payments.go,
// paying.go and earning.go. A process may have several; a broadcaster and an orchestrator
// in one process talk over the network like any other two.
package node

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

// Roles of a node. At least one is set.
type Roles struct {
	Broadcaster  bool
	Orchestrator bool
	// Transcoder beside Orchestrator transcodes in local worker processes;
	// alone it makes a standalone transcoder.
	Transcoder bool
	// Redeemer redeems the winning tickets of an orchestrator's nodes.
	Redeemer bool
}

// Standalone says whether the node is a transcoder that serves orchestrators
// elsewhere.
func (r Roles) Standalone() bool { return r.Transcoder && !r.Orchestrator }

func (r Roles) String() string { return strings.Join(r.names(), "+") }

func (r Roles) names() []string {
	names := []string{}
	for _, role := range []struct {
		on   bool
		name string
	}{{r.Broadcaster, "broadcaster"}, {r.Orchestrator, "orchestrator"}, {r.Transcoder, "transcoder"}, {r.Redeemer, "redeemer"}} {
		if role.on {
			names = append(names, role.name)
		}
	}
	return names
}

// Config is everything that a node is started with. The fields carry the names
// of their flags, which doc/config.md describes.
type Config struct {
	Roles
	ChainConfig
	PaymentConfig
	SelectionConfig
	VerificationConfig
	Version string
	Network string
	NodeID  string
	DataDir string

	RTMPAddr    string
	HTTPAddr    string // the broadcaster's listener, or the orchestrator's when there is no broadcaster
	CLIAddr     string
	CLIToken    string
	ServiceAddr string

	OrchAddrs      []string
	OrchSecret     string
	AuthWebhookURL string
	Nodes          []string // further URIs of an orchestrator

	MaxSessions     int // 0 is auto: as many as the transcoders have room for
	MaxAttempts     int
	Profiles        []core.Profile
	HTTPIngest      bool
	HTTPIngestSet   bool // somebody set -httpIngest, so that it counts on a public address too
	CurrentManifest bool

	Nvidia            string
	TestTranscoder    bool
	X264Preset        string
	WorkerMemoryLimit int64 // bytes
	AllowPrivateURLs  bool

	Monitor          bool
	MetricsPerStream bool
	DrainTimeout     time.Duration
}

// Ports that a role listens on when no address is given (features.md 1).
const (
	DefaultRTMPAddr            = "127.0.0.1:1935"
	DefaultBroadcasterHTTPAddr = "127.0.0.1:9935"
	DefaultOrchestratorPort    = "8935"
	defaultBroadcasterCLIAddr  = "127.0.0.1:5935"
	defaultOrchestratorCLIAddr = "127.0.0.1:7935"
	defaultTranscoderCLIAddr   = "127.0.0.1:6935"
)

// ConfigError says which setting is wrong, and what to do about it.
type ConfigError struct {
	Flag   string // name of the flag without its dash
	Reason string
}

func (e *ConfigError) Error() string { return fmt.Sprintf("-%s: %s", e.Flag, e.Reason) }

// Complete fills in what depends on other settings: the addresses of the
// roles and the node's name.
func (c *Config) Complete() {
	if c.CLIAddr == "" {
		switch {
		case c.Broadcaster:
			c.CLIAddr = defaultBroadcasterCLIAddr
		case c.Orchestrator:
			c.CLIAddr = defaultOrchestratorCLIAddr
		default:
			c.CLIAddr = defaultTranscoderCLIAddr
		}
	}
	c.SelectionPolicy = cmp.Or(c.SelectionPolicy, choosing.Live)
	if c.RTMPAddr == "" {
		c.RTMPAddr = DefaultRTMPAddr
	}
	if c.HTTPAddr == "" && c.Broadcaster {
		c.HTTPAddr = DefaultBroadcasterHTTPAddr
	}
	if c.Broadcaster && c.Orchestrator && len(c.OrchAddrs) == 0 && c.OrchWebhookURL == "" {
		c.OrchAddrs = []string{c.serviceURI()}
	}
}

// endpoint is an address as users write it: [scheme://]host[:port][/].
type endpoint struct{ scheme, host, port string }

func parseEndpoint(s string) endpoint {
	var e endpoint
	rest := s
	if scheme, after, ok := strings.Cut(s, "://"); ok {
		e.scheme, rest = scheme, after
	}
	rest = strings.TrimSuffix(rest, "/")
	host, port, err := net.SplitHostPort(rest)
	if err != nil {
		host = rest
	}
	e.host, e.port = host, port
	return e
}

// orchestratorEndpoint is where the orchestrator listens: what -httpAddr says
// where there is no broadcaster that has it, else the port of -serviceAddr on
// all interfaces, or on loopback beside a broadcaster.
func (c *Config) orchestratorEndpoint() endpoint {
	if c.HTTPAddr != "" && !c.Broadcaster {
		return parseEndpoint(c.HTTPAddr)
	}
	service := parseEndpoint(c.ServiceAddr)
	e := endpoint{scheme: service.scheme, port: cmp.Or(service.port, DefaultOrchestratorPort)}
	if c.Broadcaster {
		e.host = "127.0.0.1"
	}
	return e
}

// plaintext says whether the orchestrator's port is served without TLS.
func (c *Config) plaintext() bool { return c.orchestratorEndpoint().scheme == "http" }

// orchestratorListen is the host:port that the orchestrator listens on.
func (c *Config) orchestratorListen() string {
	e := c.orchestratorEndpoint()
	return net.JoinHostPort(e.host, cmp.Or(e.port, DefaultOrchestratorPort))
}

// serviceURI is the address that an orchestrator announces.
func (c *Config) serviceURI() string {
	listen, service := c.orchestratorEndpoint(), parseEndpoint(c.ServiceAddr)
	host := service.host
	if host == "" && c.Broadcaster {
		host = "127.0.0.1"
	} else if host == "" {
		host = outboundHost()
	}
	port := cmp.Or(service.port, listen.port, DefaultOrchestratorPort)
	scheme := cmp.Or(service.scheme, listen.scheme, "https")
	return scheme + "://" + net.JoinHostPort(host, port)
}

// outboundHost is the address that this machine speaks from. Nothing is sent.
func outboundHost() string {
	conn, err := net.DialUDP("udp", nil, &net.UDPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 9}) // TEST-NET-1, RFC 5737
	if err != nil {
		return "127.0.0.1"
	}
	defer conn.Close()
	host, _, err := net.SplitHostPort(conn.LocalAddr().String())
	if err != nil {
		return "127.0.0.1"
	}
	return host
}

// Validate reports every setting that can't work, joined into one error of
// *ConfigError.
func (c *Config) Validate() error {
	var errs []error
	bad := func(flag, format string, args ...any) {
		errs = append(errs, &ConfigError{Flag: flag, Reason: fmt.Sprintf(format, args...)})
	}
	if !c.Broadcaster && !c.Orchestrator && !c.Transcoder && !c.onChain() {
		bad("broadcaster", "no role is given; start with -broadcaster, -orchestrator or -transcoder, or several of them")
	}
	c.validateChain(bad)
	c.validatePayments(bad)
	c.validateSelection(bad)
	if c.Standalone() && len(c.OrchAddrs) == 0 {
		bad("orchAddr", "a standalone transcoder needs the host:port of its orchestrator, such as -orchAddr orch.example.org:8935")
	}
	if c.Standalone() && c.OrchSecret == "" {
		bad("orchSecret", "a standalone transcoder needs the secret that its orchestrator was started with")
	}
	if c.Orchestrator && !c.Transcoder && c.OrchSecret == "" {
		bad("orchSecret", "an orchestrator without -transcoder takes remote transcoders and needs a secret that they share with it; add -orchSecret, or -transcoder to transcode on this machine")
	}
	if c.MaxSessions < 0 {
		bad("maxSessions", "%d is negative; use a number, or auto on an orchestrator", c.MaxSessions)
	}
	if c.MaxSessions == 0 && !c.Orchestrator {
		bad("maxSessions", "auto is for orchestrators; use a number above 0")
	}
	if err := checkURL(c.AuthWebhookURL); err != nil {
		bad("authWebhookUrl", "%v", err)
	}
	if !isLoopback(c.CLIAddr) && c.CLIToken == "" {
		bad("cliToken", "the admin API at -cliAddr %s is reachable from other machines and needs a token; set -cliToken, or listen on 127.0.0.1", c.CLIAddr)
	}
	if c.DrainTimeout < 0 {
		bad("drainTimeout", "%v is negative", c.DrainTimeout)
	}
	return errors.Join(errs...)
}

func checkURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil {
		return fmt.Errorf("%q is not a URL: %w", s, err)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return fmt.Errorf("%q is not a URL of the form http(s)://host/path", s)
	}
	return nil
}

// isLoopback says whether only this machine can reach a listener at addr.
func isLoopback(addr string) bool {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
