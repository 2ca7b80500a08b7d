package earning_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/pm"
)

// Ten thousand sessions are a small matter. Not parallel: it measures memory.
func TestMemoryOfSessions(t *testing.T) { //nolint:paralleltest // it measures the process
	const sessions, most = 10_000, 2 << 10
	r := start(t, nil)
	defer r.Close()
	r.chain.set(func(c *chain) { c.gas = pm.RedeemGas{Single: 1, Rolling: pm.NewWei(1e12)} }) // hardly a ticket wins
	s := r.sender()
	a := s.session("s1")
	require.NoError(t, s.credit(a, 1))
	r.store.set(func(st *database) { st.frozen = true }) // it is not what is measured
	before := memory()
	for i := range sessions {
		a.Session = core.SessionID(fmt.Sprintf("%08x", i))
		require.NoError(t, r.Credit(t.Context(), a, s.payment(a, 1)))
	}
	require.NoError(t, r.Flush(t.Context(), a))
	each := (memory() - before) / sessions
	t.Logf("%d bytes for each of %d sessions, sender's own memory included", each, sessions)
	require.Less(t, each, int64(most))
	require.Len(t, r.Accounts(), sessions+1)
}

func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// What it costs to take a payment of one ticket, without its signature's check
// about 130 µs less.
func BenchmarkCredit(b *testing.B) {
	r := start(b, nil)
	defer r.Close()
	r.chain.set(func(c *chain) { c.gas = pm.RedeemGas{Single: 1, Rolling: pm.NewWei(1e12)} })
	s := r.sender()
	a := s.session("s1")
	params, err := r.Params(b.Context(), a)
	require.NoError(b, err)
	n := 0
	for b.Loop() {
		b.StopTimer()
		if n++; n%600 == 0 {
			params, err = r.Params(b.Context(), a)
			require.NoError(b, err)
		}
		p := s.under(params, a, 1)
		b.StartTimer()
		if err := r.Credit(b.Context(), a, p); err != nil {
			b.Fatal(err)
		}
		r.Debit(a, oneTicket/2)
	}
}
