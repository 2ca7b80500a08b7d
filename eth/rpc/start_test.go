package rpc_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/stretchr/testify/require"

	"github.com/livepeer/streamflow/eth/rpc"
)

func contextWithTimeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func TestStart(t *testing.T) {
	t.Parallel()
	other := func(n *fakeNode) { n.chain = 5 }
	dead := func(n *fakeNode) { n.status = 503 }
	hung := func(n *fakeNode) { n.hung = true }
	tests := []struct {
		name    string
		chainID uint64
		change  []func(n *fakeNode)
		want    uint64 // chain id
		wrong   bool
		down    bool
	}{
		{name: "ok", chainID: chainID, change: []func(*fakeNode){nil}, want: chainID},
		{name: "one_of_two_is_other", chainID: chainID, change: []func(*fakeNode){other, nil}, want: chainID},
		{name: "one_of_two_is_hung", chainID: chainID, change: []func(*fakeNode){hung, nil}, want: chainID},
		{name: "takes_the_first", change: []func(*fakeNode){other, nil}, want: 5},
		{name: "takes_the_first_that_answers", change: []func(*fakeNode){dead, nil, other}, want: chainID},
		{name: "err_all_other", chainID: chainID, change: []func(*fakeNode){other, other}, wrong: true},
		{name: "err_all_dead", chainID: chainID, change: []func(*fakeNode){dead, hung}, down: true},
		{name: "err_dead_or_other", chainID: chainID, change: []func(*fakeNode){dead, other}, wrong: true, down: true},
		{name: "err_none_to_take_from", change: []func(*fakeNode){dead, dead}, down: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var nodes []*fakeNode
				for _, change := range tt.change {
					n := newNode(100)
					if change != nil {
						change(n)
					}
					nodes = append(nodes, n)
				}
				cfg := fakeConfig(nodes...)
				cfg.ChainID = tt.chainID
				c, err := rpc.New(cfg)
				require.NoError(t, err)
				defer c.Close()
				err = c.Start(t.Context())
				var wrong *rpc.WrongNetworkError
				var down *rpc.UnavailableError
				require.Equal(t, tt.wrong, errors.As(err, &wrong), "%v", err)
				require.Equal(t, tt.down, errors.As(err, &down), "%v", err)
				if tt.wrong {
					require.Equal(t, []uint64{chainID, 5}, []uint64{wrong.Want, wrong.Have})
				}
				if tt.wrong || tt.down {
					require.ErrorIs(t, c.Start(t.Context()), rpc.ErrClosed)
					return
				}
				require.NoError(t, err)
				id, err := c.ChainID(t.Context())
				require.NoError(t, err)
				require.Equal(t, tt.want, id.Uint64())
				require.ErrorIs(t, c.Start(t.Context()), rpc.ErrStarted)
			})
		})
	}
}

func TestLifetime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(100)
		c, err := rpc.New(fakeConfig(node))
		require.NoError(t, err)
		_, err = c.BlockNumber(t.Context())
		require.ErrorIs(t, err, rpc.ErrNotStarted)
		_, err = c.ChainID(t.Context())
		require.NoError(t, err, "the expected one is known at once")
		require.NoError(t, c.Start(t.Context()))
		node.change(func(n *fakeNode) { n.hung = true })
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
			require.ErrorIs(t, err, rpc.ErrClosed)
		})
		wg.Go(func() {
			err := c.SendTransaction(t.Context(), signedTransaction(t))
			require.ErrorIs(t, err, rpc.ErrClosed)
		})
		heads, err := c.Heads(t.Context())
		require.NoError(t, err)
		synctest.Wait()
		require.NoError(t, c.Close())
		wg.Wait()
		for range heads { // is closed
		}
		require.NoError(t, c.Close())
		_, err = c.Heads(t.Context())
		require.ErrorIs(t, err, rpc.ErrClosed)
		_, err = c.SubscribeFilterLogs(t.Context(), ethereum.FilterQuery{}, nil)
		require.ErrorIs(t, err, rpc.ErrNoSubscriptions)
	})
}

func TestStartIsCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		node := newNode(100)
		node.hung = true
		c, err := rpc.New(fakeConfig(node))
		require.NoError(t, err)
		ctx, cancel := contextWithTimeout(t, time.Second)
		defer cancel()
		require.ErrorIs(t, c.Start(ctx), context.DeadlineExceeded)
	})
}

func TestConfig(t *testing.T) {
	t.Parallel()
	secret := "0123456789abcdef"
	tests := []struct {
		name   string
		change func(cfg *rpc.Config)
		says   string // empty: no error
	}{
		{"ok", func(*rpc.Config) {}, ""},
		{"ok_secrets", func(c *rpc.Config) { c.URLs = []string{"wss://me:" + secret + "@host:8546/x?key=" + secret} }, ""},
		{"err_no_url", func(c *rpc.Config) { c.URLs = nil }, "no address"},
		{"err_empty_url", func(c *rpc.Config) { c.URLs = []string{""} }, "scheme is missing"},
		{"err_scheme", func(c *rpc.Config) { c.URLs = []string{"ftp://host/" + secret} }, `the scheme is "ftp"`},
		{"err_no_scheme", func(c *rpc.Config) { c.URLs = []string{"//host/" + secret} }, "scheme is missing"},
		{"err_no_host", func(c *rpc.Config) { c.URLs = []string{"http:///" + secret} }, "host is missing"},
		{"err_not_a_url", func(c *rpc.Config) { c.URLs = []string{"http://ho st/" + secret} }, "not a URL"},
		{"err_too_many", func(c *rpc.Config) { c.URLs = make([]string, 17) }, "at most 16"},
		{"err_timeout", func(c *rpc.Config) { c.Timeout = 0 }, "above 0"},
		{"err_lag", func(c *rpc.Config) { c.MaxLag = 0 }, "at least 1"},
		{"err_response", func(c *rpc.Config) { c.MaxResponse = 10 }, "at least 1024"},
		{"err_in_flight", func(c *rpc.Config) { c.MaxInFlight = 0 }, "at least 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := rpc.DefaultConfig()
			cfg.URLs = []string{"http://127.0.0.1:8545"}
			tt.change(&cfg)
			_, err := rpc.New(cfg)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, tt.says)
			require.NotContains(t, err.Error(), secret)
		})
	}
}

// Keys are in no error, log line or health, whatever an endpoint says.
func TestSecrets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const secret = "0123456789abcdef"
		var log lockedBuilder
		a, b := newNode(100), newNode(100)
		cfg := fakeConfig(a, b)
		cfg.URLs = append(cfg.URLs, "https://me:"+secret+"@nowhere/"+secret+"?key="+secret)
		cfg.Log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c := startFake(t, cfg)
		defer c.Close()
		a.change(func(n *fakeNode) { n.answer = `{"code":-32000,"message":"bad key ` + secret + `\nline"}` })
		b.change(func(n *fakeNode) { n.answer = a.answer })
		_, err := c.BalanceAt(t.Context(), common.Address{}, nil)
		require.ErrorContains(t, err, "bad key *** line")
		a.change(func(n *fakeNode) { n.status = 500 })
		b.change(func(n *fakeNode) { n.status = 500 })
		_, err = c.BalanceAt(t.Context(), common.Address{}, nil)
		var unavailable *rpc.UnavailableError
		require.ErrorAs(t, err, &unavailable)
		time.Sleep(time.Minute)
		_, err2 := c.BalanceAt(t.Context(), common.Address{}, nil)
		all := err.Error() + err2.Error() + log.String()
		for _, h := range c.Health() {
			all += h.Endpoint + h.Reason.Error()
		}
		require.NotContains(t, all, secret)
		require.Contains(t, log.String(), "https://nowhere")
		require.Contains(t, all, "no such host")
	})
}

type lockedBuilder struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuilder) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuilder) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
