package net

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	"github.com/livepeer/streamflow/net/pb"
)

// Bounds on an orchestrator's words in a job, in bytes.
const (
	maxSourceURLLen      = 4096
	maxOrchestratorIDLen = 128
)

// taskTokenLife is the expiration, from now on, in the token of a task.
// Transcoders do not check it.
const taskTokenLife = 30 * time.Minute

// SourcePath is where an orchestrator serves the source of a task. Its parts
// are escaped.
func SourcePath(session core.SessionID, seq uint64) string {
	return fmt.Sprintf("/stream/%s/%d%s", url.PathEscape(string(session)), seq, SourceSuffix)
}

// JobToPB converts a job for a transcoder. The token of its SegData names the
// session and is otherwise empty: no transcoder needs the broadcaster's.
func JobToPB(j *transcoding.Job, now time.Time) *pb.NotifySegment {
	if j.Ended != "" {
		return &pb.NotifySegment{SegData: &pb.SegData{AuthToken: &pb.AuthToken{SessionId: string(j.Ended)}}}
	}
	return &pb.NotifySegment{
		Url:      j.SourceURL,
		SegData:  TaskToPB(j.Task, &core.AuthToken{SessionID: j.Task.SessionID, Expiration: now.Add(taskTokenLife)}),
		TaskId:   j.ID,
		Profiles: []byte(retiredProfiles),
		OrchId:   j.Task.OrchestratorID,
	}
}

// ErrEmptyJob: a message that is neither a task nor the end of a session.
var ErrEmptyJob = errors.New("job names neither a source nor a session")

// JobFromPB reads what an orchestrator tells a transcoder. It returns
// ErrEmptyJob for a message that can be passed over. A task that makes no sense
// is a job with its Fault set.
func JobFromPB(n *pb.NotifySegment) (*transcoding.Job, error) {
	session := n.GetSegData().GetAuthToken().GetSessionId()
	if n.GetUrl() == "" {
		if session == "" || len(session) > maxSessionIDLen {
			return nil, ErrEmptyJob
		}
		return &transcoding.Job{Ended: core.SessionID(session)}, nil
	}
	job := &transcoding.Job{ID: n.GetTaskId(), SourceURL: n.GetUrl()}
	task, err := TaskFromPB(n.GetSegData())
	switch {
	case err != nil:
		job.Fault = err
	case len(n.GetUrl()) > maxSourceURLLen:
		job.Fault = fmt.Errorf("source URL has %d bytes, at most %d are allowed", len(n.GetUrl()), maxSourceURLLen)
	case len(n.GetOrchId()) > maxOrchestratorIDLen:
		job.Fault = fmt.Errorf("orchestrator id has %d bytes, at most %d are allowed", len(n.GetOrchId()), maxOrchestratorIDLen)
	case len(task.Profiles) == 0:
		job.Fault = &core.TranscodeError{Code: core.InvalidArgument, Detail: "no profiles"}
	}
	if job.Fault != nil {
		job.Task = &core.Task{Duration: core.DefaultSegmentDuration}
		return job, nil
	}
	task.OrchestratorID = n.GetOrchId()
	job.Task = task
	return job, nil
}
