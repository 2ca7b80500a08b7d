package node

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name             string
		cfg              Config
		service, listen  string
		http, cli        string
		plain            bool
		orchestratorsOfB []string
	}{
		{
			name:    "all in one",
			cfg:     Config{Roles: Roles{Broadcaster: true, Orchestrator: true, Transcoder: true}},
			service: "https://127.0.0.1:8935", listen: "127.0.0.1:8935",
			http: "127.0.0.1:9935", cli: "127.0.0.1:5935", orchestratorsOfB: []string{"https://127.0.0.1:8935"},
		},
		{
			name:    "all in one, other ports",
			cfg:     Config{Roles: Roles{Broadcaster: true, Orchestrator: true}, ServiceAddr: "127.0.0.1:7777", HTTPAddr: "0.0.0.0:80"},
			service: "https://127.0.0.1:7777", listen: "127.0.0.1:7777",
			http: "0.0.0.0:80", cli: "127.0.0.1:5935", orchestratorsOfB: []string{"https://127.0.0.1:7777"},
		},
		{
			name:    "orchestrator behind a public name",
			cfg:     Config{Roles: Roles{Orchestrator: true}, ServiceAddr: "orch.example.org:9000"},
			service: "https://orch.example.org:9000", listen: ":9000", cli: "127.0.0.1:7935",
		},
		{
			name:    "orchestrator that listens elsewhere than it announces",
			cfg:     Config{Roles: Roles{Orchestrator: true}, ServiceAddr: "orch.example.org:443", HTTPAddr: "127.0.0.1:9000"},
			service: "https://orch.example.org:443", listen: "127.0.0.1:9000", http: "127.0.0.1:9000", cli: "127.0.0.1:7935",
		},
		{
			name:    "plaintext orchestrator",
			cfg:     Config{Roles: Roles{Orchestrator: true}, ServiceAddr: "127.0.0.1:9000", HTTPAddr: "http://127.0.0.1:9000"},
			service: "http://127.0.0.1:9000", listen: "127.0.0.1:9000", plain: true, http: "http://127.0.0.1:9000", cli: "127.0.0.1:7935",
		},
		{
			name:    "plaintext by the service's URI",
			cfg:     Config{Roles: Roles{Orchestrator: true}, ServiceAddr: "http://10.0.0.1:9000/"},
			service: "http://10.0.0.1:9000", listen: ":9000", plain: true, cli: "127.0.0.1:7935",
		},
		{
			name: "transcoder",
			cfg:  Config{Roles: Roles{Transcoder: true}, OrchAddrs: []string{"o:1"}},
			cli:  "127.0.0.1:6935", orchestratorsOfB: []string{"o:1"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.cfg.Complete()
			if c.cfg.Orchestrator {
				require.Equal(t, c.service, c.cfg.serviceURI())
				require.Equal(t, c.listen, c.cfg.orchestratorListen())
				require.Equal(t, c.plain, c.cfg.plaintext())
			}
			require.Equal(t, c.http, c.cfg.HTTPAddr)
			require.Equal(t, c.cli, c.cfg.CLIAddr)
			require.Equal(t, c.orchestratorsOfB, c.cfg.OrchAddrs)
		})
	}
}

func TestIsLoopback(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"127.0.0.1:1": true, "localhost:1": true, "[::1]:1": true, "127.9.9.9:0": true,
		"0.0.0.0:1": false, ":1": false, "[::]:1": false, "10.0.0.1:1": false, "127.0.0.1": false, "example.org:1": false,
	} {
		require.Equal(t, want, isLoopback(addr), addr)
	}
}

// An orchestrator on a devnet has a price, so that payments can be tried at once.
func TestDevnetPrice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ network, set, want string }{
		{Devnet, "", devnetPrice}, {Devnet, "7", "7"}, {Devnet, "0", "0"}, {ArbitrumOne, "", ""}, {ArbitrumOne, "7", "7"},
	} {
		cfg := Config{Network: c.network}
		cfg.PricePerUnit = c.set
		require.Equal(t, c.want, cfg.price(), "%+v", c)
	}
}
