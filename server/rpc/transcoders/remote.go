package transcoders

import (
	"context"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// outBuffer is how many jobs may wait for a transcoder's stream. A task beyond
// them waits with its caller; the end of a session is passed over, since a
// transcoder that is so far behind forgets idle sessions by itself.
const outBuffer = 64

// remote is one registered transcoder. It implements transcoding.Member and
// does not change after it has joined.
type remote struct {
	service      *Service
	addr         string // of the registration's connection
	host         string // addr without its port
	token        string // secret of the registration, "" for existing transcoders
	capacity     int
	capabilities *core.Capabilities
	out          chan *pb.NotifySegment
	gone         chan struct{} // closed when the registration is over
}

func (r *remote) ID() string { return r.addr }

func (r *remote) Capacity() int { return r.capacity }

func (r *remote) Capabilities() *core.Capabilities { return r.capabilities }

// Transcode tells the transcoder of the task, whose source may still arrive, and
// waits for its result.
func (r *remote) Transcode(ctx context.Context, task *core.Task) (*core.Transcoded, error) {
	s := r.service
	t := s.tasks.open(r, task)
	defer s.tasks.close(t)
	own := *task
	if own.OrchestratorID == "" {
		own.OrchestratorID = s.cfg.OrchestratorID
	}
	job := &transcoding.Job{ID: t.id, Task: &own, SourceURL: s.cfg.ServiceURI + t.path + "?token=" + t.sourceToken}
	select {
	case r.out <- lpnet.JobToPB(job, time.Now()):
	case <-r.gone:
		return nil, transcoding.ErrMemberGone
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	return r.await(ctx, t)
}

// await waits for the task's outcome as long as one that counts can come.
func (r *remote) await(ctx context.Context, t *openTask) (*core.Transcoded, error) {
	settled := t.task.Source.Settled()
	for {
		var err error
		select {
		case o := <-t.outcome:
			return o.out, o.err
		case <-settled:
			if err = t.task.Source.Err(); err != nil {
				return nil, err
			}
			settled = nil // it is whole
			continue
		case <-r.gone:
			err = transcoding.ErrMemberGone
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		select {
		case o := <-t.outcome: // the last thing that it did
			return o.out, o.err
		default:
			return nil, err
		}
	}
}

// EndSession sends the teardown of a session (wire.md 10).
func (r *remote) EndSession(id core.SessionID) {
	select {
	case r.out <- lpnet.JobToPB(&transcoding.Job{Ended: id}, time.Now()):
	default:
		r.service.cfg.Log.Debug("end of session not sent, too many jobs wait", "transcoder", r.addr, "session", id)
	}
}

func (r *remote) hasToken(token string) bool {
	return r.token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(r.token)) == 1
}

// sent says whether a request is this transcoder's, as far as can be known:
// by the secret of its registration if it has one, else by its address.
func (r *remote) sent(req *http.Request) bool {
	if r.token != "" {
		return r.hasToken(req.Header.Get(lpnet.RegistrationTokenHeader))
	}
	return r.service.cfg.AnyAddress || r.host == hostOf(req.RemoteAddr)
}

// hostOf is the address without its port, in one spelling for IPv4 and IPv4
// mapped to IPv6.
func hostOf(addr string) string {
	if ap, err := netip.ParseAddrPort(addr); err == nil {
		return ap.Addr().Unmap().String()
	}
	if host, _, err := net.SplitHostPort(addr); err == nil {
		return host
	}
	return addr
}
