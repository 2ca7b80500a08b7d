package net_test

import (
	"strings"
	"testing"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
)

func jobVector(t *testing.T, name string) *pb.NotifySegment {
	var n pb.NotifySegment
	require.NoError(t, proto.Unmarshal(named(t, name).Hex, &n))
	return &n
}

// TestJobVectors reads the jobs that existing orchestrators send, and writes
// them again.
func TestJobVectors(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"NotifySegment job, off-chain orchestrator", "NotifySegment job, on-chain orchestrator, task 77"} {
		wire := jobVector(t, name)
		job, err := lpnet.JobFromPB(wire)
		require.NoError(t, err)
		require.NoError(t, job.Fault)
		require.Equal(t, wire.TaskId, job.ID)
		require.Equal(t, wire.Url, job.SourceURL)
		require.Equal(t, wire.OrchId, job.Task.OrchestratorID)
		require.Equal(t, core.SessionID("1a2b3c4d"), job.Task.SessionID)
		require.Len(t, job.Task.Profiles, 2)

		job.Task.Required.Capacities = nil // the orchestrator rebuilds them
		back := lpnet.JobToPB(job, time.Unix(wire.SegData.AuthToken.Expiration, 0).Add(-30*time.Minute))
		require.Empty(t, back.SegData.AuthToken.Token)
		wire.SegData.AuthToken.Token = nil
		wire.SegData.Capabilities.Constraints = &pb.Capabilities_Constraints{}
		require.True(t, proto.Equal(wire, back), "%v\n%v", wire, back)
	}
	wire := jobVector(t, "NotifySegment teardown")
	job, err := lpnet.JobFromPB(wire)
	require.NoError(t, err)
	require.Equal(t, &transcoding.Job{Ended: core.SessionID(wire.SegData.AuthToken.SessionId)}, job)
	require.True(t, proto.Equal(wire, lpnet.JobToPB(job, time.Now())))
}

func TestJobFaults(t *testing.T) {
	t.Parallel()
	for _, n := range []*pb.NotifySegment{
		nil, {}, {TaskId: 5}, {SegData: &pb.SegData{}}, {SegData: &pb.SegData{AuthToken: &pb.AuthToken{}}},
		{SegData: &pb.SegData{AuthToken: &pb.AuthToken{SessionId: strings.Repeat("x", 200)}}},
	} {
		_, err := lpnet.JobFromPB(n)
		require.ErrorIs(t, err, lpnet.ErrEmptyJob)
	}
	profile := []*pb.VideoProfile{{Name: "a", Width: 16, Height: 16}}
	tests := map[string]struct {
		n    *pb.NotifySegment
		want string
	}{
		"err_no_segment":    {&pb.NotifySegment{Url: "u"}, "Invalid argument: no profiles"},
		"err_duration":      {&pb.NotifySegment{Url: "u", SegData: &pb.SegData{Duration: -1, FullProfiles: profile}}, "invalid duration"},
		"err_encoder":       {&pb.NotifySegment{Url: "u", SegData: &pb.SegData{FullProfiles: []*pb.VideoProfile{{Encoder: 9}}}}, "unrecognized video codec"},
		"err_url":           {&pb.NotifySegment{Url: strings.Repeat("u", 5000), SegData: &pb.SegData{FullProfiles: profile}}, "source URL has 5000 bytes, at most 4096 are allowed"},
		"err_orchestrator":  {&pb.NotifySegment{Url: "u", OrchId: strings.Repeat("o", 500), SegData: &pb.SegData{FullProfiles: profile}}, "orchestrator id has 500 bytes, at most 128 are allowed"},
		"err_long_profiles": {&pb.NotifySegment{Url: "u", SegData: &pb.SegData{FullProfiles: make([]*pb.VideoProfile, 33)}}, "Too many outputs: 33 profiles, at most 32 are allowed"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.n.TaskId = 5
			job, err := lpnet.JobFromPB(tc.n)
			require.NoError(t, err)
			require.EqualError(t, job.Fault, tc.want)
			require.EqualValues(t, 5, job.ID)
			require.NotNil(t, job.Task)
			require.Positive(t, job.Task.Duration)
		})
	}
}

func FuzzJob(f *testing.F) {
	seed(f, "net.NotifySegment")
	f.Fuzz(func(t *testing.T, raw []byte) {
		var n pb.NotifySegment
		if proto.Unmarshal(raw, &n) != nil {
			return
		}
		job, err := lpnet.JobFromPB(&n)
		if err != nil || job.Fault != nil || job.Ended != "" {
			return
		}
		require.LessOrEqual(t, len(job.Task.Profiles), core.MaxProfiles)
		require.NotEmpty(t, job.Task.Profiles)
		require.Positive(t, job.Task.Duration)
		again, err := lpnet.JobFromPB(lpnet.JobToPB(job, time.Now()))
		require.NoError(t, err)
		require.NoError(t, again.Fault)
		require.Equal(t, job.Task.Profiles, again.Task.Profiles)
		require.Equal(t, job.Task.SessionID, again.Task.SessionID)
	})
}
