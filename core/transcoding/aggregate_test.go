package transcoding_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
)

// TestPoolCapabilitiesVectors follows the recorded steps of two transcoders
// joining and leaving an orchestrator.
func TestPoolCapabilitiesVectors(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/aggregation.json")
	require.NoError(t, err)
	var vectors struct {
		Aggregation []struct {
			Step       string
			Bitstring  []string
			Capacities map[core.Capability]uint32
		}
	}
	require.NoError(t, json.Unmarshal(data, &vectors))
	require.Len(t, vectors.Aggregation, 5)

	pool := transcoding.NewPool(transcoding.PoolConfig{})
	a := &fakeMember{id: "A", capacity: 7, caps: core.NewCapabilities("", 0, 1, 12, 15)}
	b := &fakeMember{id: "B", capacity: 3, caps: core.NewCapabilities("", 0, 1, 12, 70)}
	var memberA, memberB *transcoding.Membership
	steps := map[string]func(){
		"no transcoder":        func() {},
		"A {0,1,12,15} joined": func() { memberA = pool.Join(a) },
		"B {0,1,12,70} joined": func() { memberB = pool.Join(b) },
		"A left":               func() { memberA.Leave() },
		"B left":               func() { memberB.Leave() },
	}
	for _, v := range vectors.Aggregation {
		require.Contains(t, steps, v.Step)
		steps[v.Step]()
		got := pool.Capabilities()
		require.Equal(t, bits(t, v.Bitstring), got.Bits.List(), v.Step)
		require.Equal(t, v.Capacities, got.Capacities, v.Step)
	}
}

// bits reads a recorded bit string. Trailing zero words, which the recording
// keeps after a capability went away, mean nothing.
func bits(t *testing.T, words []string) []core.Capability {
	var s core.CapabilitySet
	for _, w := range words {
		n, err := strconv.ParseUint(w, 10, 64)
		require.NoError(t, err)
		s = append(s, n)
	}
	return s.List()
}

func TestPoolCapabilitiesBase(t *testing.T) {
	t.Parallel()
	base := core.NewCapabilities("", core.DefaultCapabilities()...)
	pool := transcoding.NewPool(transcoding.PoolConfig{Version: "0.9.1-x", Base: base})
	require.Equal(t, core.DefaultCapabilities(), pool.Capabilities().Bits.List())
	require.Equal(t, "0.9.1-x", pool.Capabilities().Version)

	silent := pool.Join(&fakeMember{id: "said nothing of its capabilities", capacity: 5})
	require.EqualValues(t, 2, pool.Capabilities().Capacities[core.CapH264])
	pool.Join(&fakeMember{id: "hevc", capacity: 5, caps: core.NewCapabilities("", core.CapHEVCDecode)})
	require.EqualValues(t, 1, pool.Capabilities().Capacities[core.CapHEVCDecode])
	silent.Leave()
	require.EqualValues(t, 1, pool.Capabilities().Capacities[core.CapH264])
	require.True(t, pool.Capabilities().Bits.Has(core.CapHEVCDecode))
}
