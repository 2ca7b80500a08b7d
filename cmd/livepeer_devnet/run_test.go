package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/chain"
)

// TestRun: a chain with contracts, until standard input ends.
func TestRun(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "devnet.json")
	stdin, alive := io.Pipe()
	lines, stdout := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(t.Context(), []string{"-addr", "127.0.0.1:0", "-blockTime", "0", "-file", file, "-followStdin"}, stdin, stdout, io.Discard)
		stdout.Close()
	}()
	out := bufio.NewScanner(lines)
	require.True(t, out.Scan())
	url := out.Text()
	require.True(t, strings.HasPrefix(url, "ws://127.0.0.1:"), url)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var found struct {
		WS        string
		Contracts chain.Contracts
	}
	require.NoError(t, json.Unmarshal(text, &found))
	require.Equal(t, url, found.WS)
	require.NotEmpty(t, found.Contracts)
	for _, name := range found.Contracts.Names() {
		require.True(t, out.Scan())
		require.Equal(t, []string{name, found.Contracts[name].Hex()}, strings.Fields(out.Text()))
	}
	alive.Close()
	require.False(t, out.Scan(), out.Text())
	require.Equal(t, exitOK, <-code)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args []string
		code int
		text string
	}{
		"help":          {[]string{"-help"}, exitOK, "Example:"},
		"unknown flag":  {[]string{"-adr", "x"}, exitUsage, "-adr"},
		"argument":      {[]string{"x"}, exitUsage, `"x"`},
		"not loopback":  {[]string{"-addr", "0.0.0.0:0"}, exitUsage, "loopback"},
		"no rounds":     {[]string{"-roundLength", "0"}, exitUsage, "at least 1"},
		"nowhere to go": {[]string{"-addr", "127.0.0.1:0", "-file", "/nowhere/devnet.json"}, exitFailed, "/nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var errOut bytes.Buffer
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			require.Equal(t, c.code, run(ctx, c.args, strings.NewReader(""), io.Discard, &errOut))
			require.Contains(t, errOut.String(), c.text)
		})
	}
}
