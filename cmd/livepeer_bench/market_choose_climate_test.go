package main

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestHeldOutWorlds plays small worlds of the other kinds: the default rule is the
// best in all of them.
func TestHeldOutWorlds(t *testing.T) {
	t.Parallel()
	o, err := parseChooseOptions(strings.Fields("-orchestrators 60 -streams 3 -worlds 1 -span 1h"))
	require.NoError(t, err)
	c, err := compareRules(t.Context(), o)
	require.NoError(t, err)
	require.Len(t, c.HeldOut, len(climates()))
	require.NoError(t, c.judge())
	for _, h := range c.HeldOut {
		require.Len(t, h.Rules, len(simRules()), h.Climate)
	}
	last := c.HeldOut[len(c.HeldOut)-1].Rules
	last[0].Combined = last[1].Combined
	require.ErrorIs(t, c.judge(), errChoice)
	require.ErrorContains(t, c.judge(), "two speeds")
}

// What a climate does to orchestrators.
func TestClimates(t *testing.T) {
	t.Parallel()
	const n, span = 40, 3 * time.Hour
	random := func() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }
	worlds := map[string]*world{}
	for _, c := range climates() {
		w, again := c.world(7, n, span), c.world(7, n, span)
		for i := range w.peers {
			require.Equal(t, again.peers[i].prices, w.peers[i].prices, c.name)
			require.Equal(t, again.peers[i].climateAt(time.Hour, random()), w.peers[i].climateAt(time.Hour, random()), c.name)
			require.Equal(t, again.peers[i].climate.away, w.peers[i].climate.away, c.name)
		}
		worlds[c.name] = w
	}
	slow := func(name string, i int, at time.Duration) float64 {
		return worlds[name].peers[i].climateAt(at, random())
	}
	require.Equal(t, 1.0, slow("others", 0, time.Hour))
	require.InDelta(t, 2.6, slow("day and night", 0, span/6), 1e-9, "evening of the first region")
	require.Equal(t, 1.0, slow("day and night", 0, span/2), "its night")
	require.NotEqual(t, slow("day and night", 0, span/6), slow("day and night", 1, span/6))
	drift := slow("slow drift", 0, span/2)
	require.InDelta(t, drift*drift, slow("slow drift", 0, span), 1e-9)
	require.Greater(t, len(worlds["price war"].prices()), 5*len(worlds["others"].prices()))

	outage := worlds["regional outage"].peers
	require.NotEmpty(t, outage[0].climate.away, "this seed has one in the first region")
	at := outage[0].climate.away[0][0]
	for i := 0; i < n; i += 4 {
		require.Equal(t, trouble{down: true, hangs: true}, outage[i].troubleAt(at), "all of it")
	}
	cold, one := 0, worlds["two speeds"].peers[0]
	one.climate.cold = .25
	for r, k := random(), 0; k < 1000; k++ {
		if one.climateAt(0, r) > 1 {
			cold++
		}
	}
	require.InDelta(t, 250, cold, 60)
}

// prices are all that are asked for in the world.
func (w *world) prices() (all []priceStep) {
	for _, p := range w.peers {
		all = append(all, p.prices...)
	}
	return all
}
