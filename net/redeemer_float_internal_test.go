package net

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/livepeer/streamflow/core/signing"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// fakeRedeemer is a redeemer in memory.
type fakeRedeemer struct {
	pb.TicketRedeemerClient

	mu      sync.Mutex
	float   uint64
	down    bool
	asked   int
	streams map[*fakeStream]bool
}

var errDown = errors.New("redeemer is down")

func (f *fakeRedeemer) MaxFloat(context.Context, *pb.MaxFloatReq, ...grpc.CallOption) (*pb.MaxFloatUpdate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if f.down {
		return nil, errDown
	}
	return &pb.MaxFloatUpdate{MaxFloat: pm.NewWei(f.float).Int().Bytes()}, nil
}

func (f *fakeRedeemer) MonitorMaxFloat(ctx context.Context, _ *pb.MaxFloatReq, _ ...grpc.CallOption) (grpc.ServerStreamingClient[pb.MaxFloatUpdate], error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		return nil, errDown
	}
	s := &fakeStream{ctx: ctx, updates: make(chan *pb.MaxFloatUpdate, 1), gone: make(chan struct{})}
	f.streams[s] = true
	context.AfterFunc(ctx, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.streams, s)
	})
	return s, nil
}

// set changes the float and tells, as existing redeemers do.
func (f *fakeRedeemer) set(v uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.float = v
	for s := range f.streams {
		s.updates <- &pb.MaxFloatUpdate{MaxFloat: pm.NewWei(v).Int().Bytes()}
	}
}

func (f *fakeRedeemer) setDown(down bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = down
	if down {
		for s := range f.streams {
			close(s.gone)
			delete(f.streams, s)
		}
	}
}

func (f *fakeRedeemer) state() (asked, streams int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked, len(f.streams)
}

type fakeStream struct {
	grpc.ServerStreamingClient[pb.MaxFloatUpdate]
	ctx     context.Context
	updates chan *pb.MaxFloatUpdate
	gone    chan struct{}
}

func (s *fakeStream) Recv() (*pb.MaxFloatUpdate, error) {
	select {
	case u := <-s.updates:
		return u, nil
	case <-s.gone:
		return nil, io.EOF
	case <-s.ctx.Done():
		return nil, status.FromContextError(s.ctx.Err()).Err()
	}
}

func (s *fakeStream) Trailer() metadata.MD { return nil }

// floatTest runs a client of a fake redeemer in a bubble.
func floatTest(t *testing.T, test func(t *testing.T, c *RedeemerClient, f *fakeRedeemer)) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, err := NewRedeemerClient(RedeemerClientConfig{Addr: "127.0.0.1:1", Signer: signing.Offchain{}})
		require.NoError(t, err)
		f := &fakeRedeemer{float: 5, streams: make(map[*fakeStream]bool)}
		c.client = f
		require.NoError(t, c.Start(t.Context()))
		test(t, c, f)
		require.NoError(t, c.Close())
		synctest.Wait()
		_, streams := f.state()
		require.Zero(t, streams)
	})
}

func requireFloat(t *testing.T, c *RedeemerClient, want uint64) {
	t.Helper()
	v, err := c.MaxFloat(t.Context(), common.Address{1})
	require.NoError(t, err)
	require.Equal(t, pm.NewWei(want), v)
}

func TestMaxFloatFollowsChanges(t *testing.T) {
	floatTest(t, func(t *testing.T, c *RedeemerClient, f *fakeRedeemer) {
		requireFloat(t, c, 5)
		synctest.Wait()
		for v := range uint64(3) {
			f.set(v)
			synctest.Wait()
			requireFloat(t, c, v)
		}
		asked, streams := f.state()
		require.Equal(t, 2, asked, "once before it subscribed, and once after")
		require.Equal(t, 1, streams)
		// A change that nobody tells of is seen when the subscription is renewed.
		f.mu.Lock()
		f.float = 77
		f.mu.Unlock()
		time.Sleep(floatRefresh + time.Second)
		synctest.Wait()
		requireFloat(t, c, 77)
	})
}

func TestMaxFloatWhileTheRedeemerIsAway(t *testing.T) {
	floatTest(t, func(t *testing.T, c *RedeemerClient, f *fakeRedeemer) {
		requireFloat(t, c, 5)
		synctest.Wait()
		f.setDown(true)
		time.Sleep(floatAge - time.Second)
		requireFloat(t, c, 5)
		time.Sleep(2 * time.Second)
		_, err := c.MaxFloat(t.Context(), common.Address{1})
		require.ErrorIs(t, err, errDown, "an old answer is none")
		f.setDown(false)
		f.set(6)
		requireFloat(t, c, 6)
		time.Sleep(floatRetryMax + time.Second)
		synctest.Wait()
		_, streams := f.state()
		require.Equal(t, 1, streams, "it is followed again")
	})
}

func TestMaxFloatOfIdleSendersIsForgotten(t *testing.T) {
	floatTest(t, func(t *testing.T, c *RedeemerClient, f *fakeRedeemer) {
		requireFloat(t, c, 5)
		time.Sleep(floatIdle + floatRefresh + time.Second)
		synctest.Wait()
		_, streams := f.state()
		require.Zero(t, streams)
		require.Empty(t, c.floats)
		for i := range maxFloats + 10 {
			_, err := c.MaxFloat(t.Context(), common.BigToAddress(pm.NewWei(uint64(i)).Int()))
			require.NoError(t, err)
		}
		require.Len(t, c.floats, maxFloats)
	})
}

func TestRedeemerAddress(t *testing.T) {
	t.Parallel()
	for addr, ok := range map[string]bool{
		"127.0.0.1:8935": true, "https://redeemer.example:8935": true, "[::1]:8935": true,
		"": false, "redeemer.example": false, "http://127.0.0.1:8935": false, "https://a:1/path": false, "::": false,
	} {
		c, err := NewRedeemerClient(RedeemerClientConfig{Addr: addr, Signer: signing.Offchain{}})
		if !ok {
			require.ErrorIs(t, err, ErrRedeemerURL, addr)
			continue
		}
		require.NoError(t, err, addr)
		require.NoError(t, c.Close())
	}
}
