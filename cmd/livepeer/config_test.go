package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/cmd/livepeer/node"
	"github.com/livepeer/streamflow/core"
)

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func TestLoadPrecedence(t *testing.T) {
	file := writeFile(t, "lp.conf", "# a comment\nmaxAttempts 5\ndrainTimeout 7s\norchAddr from-file:1\n")
	t.Setenv("LP_DRAINTIMEOUT", "8s")
	t.Setenv("LP_ORCHADDR", "from-env:1")
	s, _, err := load([]string{"-broadcaster", "-config", file, "-orchAddr", "from-flag:1"}, nil)
	require.NoError(t, err)
	require.Equal(t, 5, s.maxAttempts, "the file wins over the default")
	require.Equal(t, 8*time.Second, s.drainTimeout, "the environment wins over the file")
	require.Equal(t, "from-flag:1", s.orchAddr, "a flag wins over the environment")
}

func TestLoadUnknownKeys(t *testing.T) {
	t.Parallel()
	file := writeFile(t, "lp.conf", "orchAdr x:1\n")
	cases := []struct {
		name    string
		args    []string
		env     []string
		where   string
		nearest string
	}{
		{name: "flag", args: []string{"-broadcaster", "-orchAdr", "x:1"}, where: "flag", nearest: "-orchAddr"},
		{name: "flag after a value that looks like one", args: []string{"-orchAddr", "-x", "-maxSesions=3"}, where: "flag", nearest: "-maxSessions"},
		{name: "environment", env: []string{"LP_ORCHSECRETT=x"}, where: "environment variable", nearest: "LP_ORCHSECRET"},
		{name: "file", args: []string{"-config", file}, where: "config file key", nearest: "orchAddr"},
		{name: "nothing near", args: []string{"-qqqqqqqqqqqq"}, where: "flag"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := load(c.args, c.env)
			var unknown *UnknownKeyError
			require.ErrorAs(t, err, &unknown)
			require.Equal(t, c.where, unknown.Where)
			require.Equal(t, c.nearest, unknown.Nearest)
		})
	}
	_, _, err := load([]string{"-orchAddr", "a:1", "-help"}, nil)
	require.ErrorIs(t, err, flag.ErrHelp)
	_, _, err = load([]string{"-broadcaster", "orch:8935"}, nil)
	require.Error(t, err, "an argument without a flag")
}

func TestConfig(t *testing.T) {
	t.Parallel()
	secret := writeFile(t, "secret", "s3cret\n")
	profiles := writeFile(t, "profiles.json", `[{"name":"a","width":320,"height":180,"bitrate":200000}]`)
	load := func(args ...string) (node.Config, error) {
		s, fs, err := load(args, nil)
		require.NoError(t, err)
		return s.config(fs)
	}

	c, err := load("-transcoder", "-orchAddr", "o:8935, p:8935,", "-orchSecret", secret)
	require.NoError(t, err)
	require.Equal(t, "s3cret", c.OrchSecret)
	require.Equal(t, []string{"o:8935", "p:8935"}, c.OrchAddrs)
	require.Equal(t, "127.0.0.1:6935", c.CLIAddr)

	c, err = load("-gateway", "-orchestrator", "-transcoder", "-transcodingOptions", profiles, "-maxSessions", "auto")
	require.NoError(t, err)
	require.True(t, c.Broadcaster)
	require.Equal(t, 0, c.MaxSessions)
	require.Equal(t, []core.Profile{{Name: "a", Width: 320, Height: 180, Bitrate: 200000}}, c.Profiles)
	require.Equal(t, []string{"https://127.0.0.1:8935"}, c.OrchAddrs, "a broadcaster uses the orchestrator in its own process")
	require.Equal(t, node.DefaultBroadcasterHTTPAddr, c.HTTPAddr)
}

func TestConfigErrors(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		args []string
		flag string
	}{
		{name: "no role", flag: "broadcaster"},
		{name: "unknown network", args: []string{"-broadcaster", "-orchAddr", "a:1", "-network", "mars"}, flag: "network"},
		{name: "broadcaster without orchestrators", args: []string{"-broadcaster"}, flag: "orchAddr"},
		{name: "transcoder without orchestrator", args: []string{"-transcoder", "-orchSecret", "x"}, flag: "orchAddr"},
		{name: "transcoder without secret", args: []string{"-transcoder", "-orchAddr", "x:1"}, flag: "orchSecret"},
		{name: "orchestrator without transcoders", args: []string{"-orchestrator"}, flag: "orchSecret"},
		{name: "sessions", args: []string{"-orchestrator", "-transcoder", "-maxSessions", "many"}, flag: "maxSessions"},
		{name: "auto sessions on a broadcaster", args: []string{"-broadcaster", "-orchAddr", "a:1", "-maxSessions", "auto"}, flag: "maxSessions"},
		{name: "unknown preset", args: []string{"-broadcaster", "-orchAddr", "a:1", "-transcodingOptions", "P720p30fps16x9,P1p"}, flag: "transcodingOptions"},
		{name: "missing profile file", args: []string{"-broadcaster", "-orchAddr", "a:1", "-transcodingOptions", "/nowhere/p.json"}, flag: "transcodingOptions"},
		{name: "no profile", args: []string{"-broadcaster", "-orchAddr", "a:1", "-transcodingOptions", " , "}, flag: "transcodingOptions"},
		{name: "block list", args: []string{"-broadcaster", "-orchAddr", "a:1", "-orchBlocklist", "0x12"}, flag: "orchBlocklist"},
		{name: "allow list", args: []string{"-broadcaster", "-orchAddr", "a:1", "-orchAllowlist", "ftp://x"}, flag: "orchAllowlist"},
		{name: "registry off chain", args: []string{"-broadcaster", "-orchAddr", "a:1", "-orchRegistry"}, flag: "orchRegistry"},
		{name: "registry of an orchestrator", args: []string{"-orchestrator", "-transcoder", "-network", "devnet", "-orchRegistry"}, flag: "orchRegistry"},
		{name: "chances", args: []string{"-broadcaster", "-orchAddr", "a:1", "-selectPriceWeight", "0.5"}, flag: "selectRandFreq"},
		{name: "performance", args: []string{"-broadcaster", "-orchAddr", "a:1", "-minPerfScore", "7"}, flag: "selectRandFreq"},
		{name: "services off chain", args: []string{"-broadcaster", "-orchAddr", "a:1", "-service", "GPUTranscoding"}, flag: "service"},
		{name: "regions beside a list", args: []string{"-broadcaster", "-network", "devnet", "-orchAddr", "a:1", "-region", "eu-west"}, flag: "service"},
		{name: "stake without unit", args: []string{"-broadcaster", "-network", "devnet", "-minStake", "1000"}, flag: "minStake"},
		{name: "minimum version", args: []string{"-broadcaster", "-orchAddr", "a:1", "-orchMinLivepeerVersion", "new"}, flag: "orchMinLivepeerVersion"},
		{name: "webhook", args: []string{"-broadcaster", "-orchWebhookUrl", "ftp://x"}, flag: "orchWebhookUrl"},
		{name: "open admin API", args: []string{"-broadcaster", "-orchAddr", "a:1", "-cliAddr", "0.0.0.0:5935"}, flag: "cliToken"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, fs, err := load(c.args, nil)
			require.NoError(t, err)
			_, err = s.config(fs)
			var bad *node.ConfigError
			require.ErrorAs(t, err, &bad)
			require.Equal(t, c.flag, bad.Flag)
		})
	}
}

func TestHelpAndConfigShowEveryFlag(t *testing.T) {
	t.Parallel()
	s, fs, err := load([]string{"-broadcaster", "-orchSecret", "hush", "-orchAddr", "a:1"}, nil)
	require.NoError(t, err)
	require.NotNil(t, s)
	var help, config bytes.Buffer
	printHelp(&help, fs)
	printConfig(&config, fs)
	fs.VisitAll(func(f *flag.Flag) { require.Contains(t, help.String(), "\n  -"+f.Name+" ", "flag in no group") })
	require.NotContains(t, config.String(), "hush")
	require.Contains(t, config.String(), "orchSecret ***")

	again, _, err := load([]string{"-config", writeFile(t, "printed.conf", config.String())}, nil)
	require.NoError(t, err, "what is printed can be read back")
	require.Equal(t, "a:1", again.orchAddr)
}
