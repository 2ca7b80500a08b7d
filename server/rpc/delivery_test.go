package rpc_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/nettest"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/livepeer/streamflow/server/rpc"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

// A broadcaster's own store gets the renditions, with results inline or not.
func TestRenditionsIntoAStore(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]core.StorageKind{"s3": core.StorageS3, "gcs": core.StorageGCS} {
		for mode, change := range map[string]func(cfg *lpnet.OrchestratorClientConfig){"inline": nil, "by_url": noInline} {
			t.Run(name+"_"+mode, func(t *testing.T) {
				t.Parallel()
				n := start(t, options{})
				store := nettest.NewObjectStore(t, kind, false)
				c := newClient(t, change)
				info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
				require.NoError(t, err)
				sub := submission(info, 3, source)
				sub.PerceptualHash = true
				sub.Storage = []core.ObjectStorage{store.Describe("stream/1"), {Kind: core.StorageDirect}}
				result, err := c.Submit(t.Context(), sub)
				require.NoError(t, err, store.Refusals())
				require.Equal(t, "a rendition of 25 bytes or more: "+string(source), string(result.Renditions[0].Data))
				require.Equal(t, "perceptual hash of a", string(result.Renditions[0].PerceptualHash))
				require.Equal(t, 4, store.Uploads())
				ts, _ := store.Get("stream/1/a/3.ts")
				require.Equal(t, nettest.Object{ContentType: "video/mp2t", Data: result.Renditions[0].Data}, ts)
				mp4, _ := store.Get("stream/1/ffmpeg_640x360_800000/3.mp4")
				require.Equal(t, nettest.Object{ContentType: "video/mp4", Data: result.Renditions[1].Data}, mp4)
				_, ok := store.Get("stream/1/a/3.ts.phash")
				require.True(t, ok)
				_, stored := n.store.Size()
				require.Zero(t, stored, "nothing is kept here")
			})
		}
	}
}

// What existing broadcasters see: the URL in the result is that of the store.
func TestResultNamesTheStore(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	store := nettest.NewObjectStore(t, core.StorageS3, false)
	req := n.request(exchange{seg: func(s *pb.SegData) {
		s.Storage = lpnet.StorageToPB([]core.ObjectStorage{store.Describe("p")})
	}}, n.token())
	req.Header.Set(lpnet.InlineHeaderName, lpnet.InlineVersion)
	resp := n.do(req)
	require.Equal(t, 200, resp.code)
	require.Empty(t, resp.header.Get(lpnet.InlineHeaderName))
	var result pb.TranscodeResult
	require.NoError(t, proto.Unmarshal(resp.body, &result))
	segments := result.GetData().GetSegments()
	require.Len(t, segments, 2)
	require.Equal(t, store.URL+"/media/p/P240p30fps16x9/0.ts", segments[0].GetUrl())
	require.Equal(t, store.URL+"/media/p/P360p30fps16x9/0.ts", segments[1].GetUrl())
}

// A store that fails for good gives an error, never data without segments.
func TestFailingStore(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	c := newClient(t, nil)
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	tests := []struct {
		name     string
		failures []int
		change   func(s *core.ObjectStorage)
		text     string // "" for success
	}{
		{name: "ok_after_500", failures: []int{500}},
		{name: "err_403", failures: []int{403, 403}, text: "HTTP status 403"},
		{name: "err_no_store", change: func(s *core.ObjectStorage) { s.Host = "http://127.0.0.1:1" }, text: "connection refused"},
		{name: "err_metadata_service", change: func(s *core.ObjectStorage) { s.Host = "http://169.254.169.254/" }, text: "not allowed for this peer"},
		{name: "err_scheme", change: func(s *core.ObjectStorage) { s.Host = "ftp://127.0.0.1" }, text: "not a plain http or https URL"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake := nettest.NewObjectStore(t, core.StorageS3, false)
			fake.FailNext(tt.failures...)
			store := fake.Describe("p")
			if tt.change != nil {
				tt.change(&store)
			}
			sub := submission(info, 0, source)
			sub.Storage = []core.ObjectStorage{store}
			result, err := c.Submit(t.Context(), sub)
			if tt.text == "" {
				require.NoError(t, err)
				return
			}
			var remote *core.RemoteError
			require.ErrorAs(t, err, &remote)
			require.Contains(t, remote.Text, tt.text)
			require.NotContains(t, remote.Text, store.Policy)
			require.Nil(t, result)
		})
	}
}

// A node without an uploader keeps results itself, as before.
func TestWithoutUploader(t *testing.T) {
	t.Parallel()
	n := start(t, options{server: func(cfg *rpc.Config) { cfg.Stores = nil }})
	store := nettest.NewObjectStore(t, core.StorageS3, false)
	c := newClient(t, noInline)
	info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	sub := submission(info, 0, source)
	sub.Storage = []core.ObjectStorage{store.Describe("p")}
	_, err = c.Submit(t.Context(), sub)
	require.NoError(t, err)
	require.Zero(t, store.Uploads())
}

// The source goes into the orchestrator's store, and only its URL to the
// orchestrator itself.
func TestSourceIntoAStore(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]core.StorageKind{"s3": core.StorageS3, "gcs": core.StorageGCS} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got atomic.Pointer[[]byte]
			n := start(t, options{pool: func(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
				whole, err := task.Source.Bytes(ctx)
				if err != nil {
					return nil, err
				}
				got.Store(&whole)
				return copySource(ctx, task)
			}})
			store := nettest.NewObjectStore(t, kind, false)
			c := newClient(t, nil)
			info, err := c.Info(t.Context(), n.uri, core.JobRequest{})
			require.NoError(t, err)
			info.Storage = []core.ObjectStorage{store.Describe("session")}
			sub := submission(info, 5, source)
			sub.Segment.Info.Container = core.MP4
			result, err := c.Submit(t.Context(), sub)
			require.NoError(t, err, store.Refusals())
			require.Len(t, result.Renditions, 2)
			require.Equal(t, source, *got.Load(), "the hash in the header is that of the media")
			stored, _ := store.Get("session/source/5.mp4")
			require.Equal(t, nettest.Object{ContentType: "video/mp4", Data: source}, stored)

			store.FailNext(http.StatusForbidden)
			_, err = c.Submit(t.Context(), sub)
			var status *lpnet.StoreStatusError
			require.ErrorAs(t, err, &status)
			require.Equal(t, 403, status.Code)
		})
	}
}

// An orchestrator may not send the source to where it is not itself.
func TestSourceStoreMayNotLeadInside(t *testing.T) {
	t.Parallel()
	n := start(t, options{})
	store := nettest.NewObjectStore(t, core.StorageS3, false)
	info, err := newClient(t, nil).Info(t.Context(), n.uri, core.JobRequest{})
	require.NoError(t, err)
	info.URI, info.Storage = "https://203.0.113.1:8935", []core.ObjectStorage{store.Describe("a")}
	_, err = newClient(t, nil).Submit(t.Context(), submission(info, 0, source))
	require.ErrorIs(t, err, lpnet.ErrForbiddenAddress)
	require.Zero(t, store.Uploads())
}
