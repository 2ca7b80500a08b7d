package node

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/core/pricing"
)

// A role's port answers before the node is there, and while it goes away.
func TestHealthOverANodesLife(t *testing.T) {
	t.Parallel()
	n := &node{}
	ask := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		n.serveHealth(w, httptest.NewRequest(http.MethodGet, "/healthz", nil))
		return w
	}
	require.ErrorIs(t, n.health(), errStarting)
	require.Equal(t, http.StatusServiceUnavailable, ask().Code)
	require.Contains(t, ask().Body.String(), errStarting.Error())

	n.up = true
	require.NoError(t, n.health())
	require.Equal(t, http.StatusOK, ask().Code)

	n.draining = true
	require.ErrorIs(t, n.health(), errDraining)
	require.Equal(t, http.StatusServiceUnavailable, ask().Code)
}

// An orchestrator that knows no price in wei can't take a session.
func TestHealthWithoutAQuote(t *testing.T) {
	t.Parallel()
	feed := new(quotes)
	book, err := pricing.New(pricing.Config{Default: *parseRate(t, "1e-12USD"), Feed: feed})
	require.NoError(t, err)
	m := &money{prices: book}
	require.ErrorIs(t, m.health(), pricing.ErrNoQuote)
	feed.say(2000, time.Time{})
	require.NoError(t, m.health())
	require.NoError(t, new(money).health(), "off chain")
}
