package rpc_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/pm"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

// meter is a Payments that counts debits.
type meter struct {
	orchestrator.Free
	debits atomic.Int32
	credit func()
}

func (m *meter) Debit(orchestrator.Account, int64) { m.debits.Add(1) }

func (m *meter) Credit(context.Context, orchestrator.Account, *pm.Payment) error {
	if m.credit != nil {
		m.credit()
	}
	return nil
}

// Parts of a segment whose rest is expected at once when the first is there.
var (
	firstPart = make([]byte, 2<<20)
	lastPart  = []byte("the last bytes")
)

// upload is a segment under way.
type upload struct {
	body *io.PipeWriter
	done chan response // one; code 0 for a request that broke
}

// upload begins to send a segment of firstPart and lastPart.
func (n *node) upload(ctx context.Context, token *core.AuthToken, hash common.Hash) *upload {
	n.t.Helper()
	reader, writer := io.Pipe()
	req := n.request(exchange{seg: func(s *pb.SegData) { s.Hash = hash[:] }}, token).WithContext(ctx)
	req.ContentLength, req.Body, req.GetBody = int64(len(firstPart)+len(lastPart)), reader, nil
	u := &upload{body: writer, done: make(chan response, 1)}
	go func() {
		resp, err := n.http.Do(req)
		if err != nil {
			reader.CloseWithError(err)
			u.done <- response{}
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		u.done <- response{resp.StatusCode, body, resp.Header}
	}()
	return u
}

func (u *upload) write(t *testing.T, part []byte) {
	t.Helper()
	_, err := u.body.Write(part)
	require.NoError(t, err)
}

// finish writes the last part.
func (u *upload) finish(t *testing.T) {
	t.Helper()
	u.write(t, lastPart)
	require.NoError(t, u.body.Close())
}

// early is a pool whose work begins with the first bytes.
type early struct {
	began chan struct{} // one for each task
	ended chan error    // why each source was lost; nil for a whole one
	calls atomic.Int32
}

func newEarly() *early { return &early{began: make(chan struct{}, 9), ended: make(chan error, 9)} }

func (e *early) transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	e.calls.Add(1)
	if _, err := task.Source.At(ctx, 0); err != nil {
		return nil, err
	}
	e.began <- struct{}{}
	err := task.Source.Wait(ctx)
	e.ended <- err
	if err != nil {
		return nil, &core.TranscodeError{Code: core.InvalidVideo, Detail: "half a segment"}
	}
	return copySource(ctx, task)
}

func requireRenditions(t *testing.T, r response) {
	t.Helper()
	require.Equal(t, 200, r.code, string(r.body))
	var result pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(r.body, &result))
	require.Empty(t, result.GetError())
	require.Len(t, result.GetData().GetSegments(), 2)
}

// The work on a segment begins while it arrives. Whatever the end of it is, a
// broadcaster gets what it gets for one that was read before.
func TestWorkBeginsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	whole := crypto.Keccak256Hash(firstPart, lastPart)
	tests := map[string]struct {
		hash common.Hash
		code int
		text string
	}{
		"ok":       {hash: whole, code: 200},
		"err_hash": {hash: crypto.Keccak256Hash(source), code: 403, text: "Forbidden\n"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pool, pay := newEarly(), &meter{}
			n := start(t, options{pool: pool.transcode, orch: func(cfg *orchestrator.Config) { cfg.Payments = pay }})
			token := n.token()
			u := n.upload(t.Context(), token, tc.hash)
			u.write(t, firstPart)
			<-pool.began
			require.Empty(t, u.done, "no status before the segment is whole")
			u.finish(t)
			got := <-u.done
			if tc.code == 200 {
				requireRenditions(t, got)
				require.EqualValues(t, 1, pay.debits.Load())
				return
			}
			require.Equal(t, tc.code, got.code)
			require.Equal(t, tc.text, string(got.body))
			require.Error(t, <-pool.ended)
			require.Zero(t, pay.debits.Load())
			_, kept := n.store.Size()
			require.Zero(t, kept, "nothing is stored")

			u = n.upload(t.Context(), token, whole)
			u.write(t, firstPart)
			u.finish(t)
			requireRenditions(t, <-u.done)
			require.EqualValues(t, 1, pay.debits.Load(), "the next segment of the session is fine")
		})
	}
}

// A broadcaster that leaves in the middle of an upload ends the source, and not
// the worker that has it.
func TestCutUploadEndsTheSource(t *testing.T) {
	t.Parallel()
	pool, pay := newEarly(), &meter{}
	var canceled atomic.Bool
	n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
		defer func() { canceled.Store(ctx.Err() != nil) }()
		return pool.transcode(ctx, task)
	}, orch: func(cfg *orchestrator.Config) { cfg.Payments = pay }})
	ctx, leave := context.WithCancel(t.Context())
	u := n.upload(ctx, n.token(), crypto.Keccak256Hash(firstPart, lastPart))
	u.write(t, firstPart)
	<-pool.began
	leave()
	require.Error(t, <-pool.ended)
	require.Zero(t, (<-u.done).code)
	require.Eventually(t, func() bool { live, _ := n.orch.Sessions(); return live == 0 }, eventually, tick)
	require.False(t, canceled.Load())
	require.Zero(t, pay.debits.Load())
	require.EqualValues(t, 1, pool.calls.Load())
}

// A segment that comes fast and then stalls is given up, and done from its start
// when all of it is there.
func TestStalledUpload(t *testing.T) {
	t.Parallel()
	pool, pay := newEarly(), &meter{}
	n := start(t, options{pool: pool.transcode, orch: func(cfg *orchestrator.Config) { cfg.Payments = pay }})
	u := n.upload(t.Context(), n.token(), crypto.Keccak256Hash(firstPart, lastPart))
	u.write(t, firstPart)
	<-pool.began
	require.ErrorIs(t, <-pool.ended, core.ErrSourceLate)
	u.finish(t)
	requireRenditions(t, <-u.done)
	require.NoError(t, <-pool.ended)
	require.EqualValues(t, 2, pool.calls.Load())
	require.EqualValues(t, 1, pay.debits.Load())
}

// A segment that comes slowly takes no worker while it does.
func TestSlowUploadTakesNoWorker(t *testing.T) {
	t.Parallel()
	pool := newEarly()
	admitted := make(chan struct{})
	n := start(t, options{pool: pool.transcode, orch: func(cfg *orchestrator.Config) {
		cfg.Payments = &meter{credit: func() {
			<-time.After(20 * time.Millisecond) // what the first bytes take at least
			close(admitted)
		}}
	}})
	ctx, leave := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	req := n.request(exchange{}, n.token()).WithContext(ctx)
	req.ContentLength, req.Body, req.GetBody = 8<<20, reader, nil
	failed := make(chan error, 1)
	go func() {
		resp, err := n.http.Do(req)
		if err == nil {
			resp.Body.Close()
		}
		failed <- err
	}()
	_, err := writer.Write(firstPart[:128<<10])
	require.NoError(t, err)
	<-admitted
	leave()
	require.Error(t, <-failed)
	require.Eventually(t, func() bool { live, _ := n.orch.Sessions(); return live == 0 }, eventually, tick)
	require.Zero(t, pool.calls.Load())
}

// A fault of this node in work that began early ends the one request.
func TestFaultInEarlyWorkStaysInside(t *testing.T) {
	t.Parallel()
	began := make(chan struct{})
	n := start(t, options{pool: func(context.Context, *core.Task) (*core.Transcoded, error) {
		close(began)
		panic(errors.New("a bug"))
	}})
	u := n.upload(t.Context(), n.token(), crypto.Keccak256Hash(firstPart, lastPart))
	u.write(t, firstPart)
	<-began
	u.finish(t)
	require.Empty(t, (<-u.done).body)
	require.Equal(t, http.StatusNotFound, n.get("GET", "/none", "").code, "and the node goes on")
}
