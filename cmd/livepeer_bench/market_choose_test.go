package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestChoose plays a small world twice: the table is the same, and the default
// rule the best.
func TestChoose(t *testing.T) {
	t.Parallel()
	play := func() string {
		var out bytes.Buffer
		require.NoError(t, runChoose(t.Context(), strings.Fields("-orchestrators 40 -streams 3 -worlds 1 -heldout 0 -span 1h"), &out))
		return out.String()
	}
	first := play()
	require.Equal(t, first, play())
	require.Contains(t, first, "policy live")
}

func TestChooseOptions(t *testing.T) {
	t.Parallel()
	for name, args := range map[string]string{
		"err_orchestrators": "-orchestrators 3",
		"err_streams":       "-streams 0",
		"err_worlds":        "-worlds 0",
		"err_heldout":       "-heldout -1",
		"err_span":          "-span 1m",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parseChooseOptions(strings.Fields(args))
			require.Error(t, err)
		})
	}
}

func TestWorldHasItsKinds(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	for _, p := range newWorld(1, 200, simLongest).peers {
		count[p.kind.name]++
	}
	for _, k := range orchestratorKinds() {
		require.InDelta(t, k.share*200, count[k.name], 1, k.name)
	}
}
