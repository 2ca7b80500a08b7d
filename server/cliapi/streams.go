package cliapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

// Stream is one of GET /api/v1/streams.
type Stream struct {
	Name core.ManifestID `json:"name"`
	// Policy by which its orchestrators are chosen; empty while none was.
	Policy  string    `json:"policy,omitempty"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"` // of a stream that is over
	// Orchestrator that made the last renditions, by its URI.
	Orchestrator string   `json:"orchestrator,omitempty"`
	Renditions   []string `json:"renditions"` // that viewers can choose from

	// Segments that came in; those Done have all their renditions, and those Failed
	// were given up. The others are under way.
	Segments uint64 `json:"segments"`
	Done     uint64 `json:"done"`
	Failed   uint64 `json:"failed"`
	// Attempts are submissions of segments to an orchestrator, Swaps those of them
	// that went to another one than the segment before.
	Attempts uint64 `json:"attempts"`
	Swaps    uint64 `json:"swaps"`
	// Redundant attempts were of segments that another orchestrator had from the start,
	// and Hedged of those with which another was late.
	Redundant uint64 `json:"redundant"`
	Hedged    uint64 `json:"hedged"`
	// Accepted results came back and nothing is known to be wrong with them; with -verify
	// none that is all of them. Rejected ones are not what was asked for, and of Unverified
	// ones nobody could tell: viewers see neither.
	Accepted   uint64 `json:"accepted"`
	Rejected   uint64 `json:"rejected"`
	Unverified uint64 `json:"unverified"`

	SourceBytes     uint64 `json:"sourceBytes"`
	TranscodedBytes uint64 `json:"transcodedBytes"`
}

// StreamList is GET /api/v1/streams: those that run in the order of their names,
// then those that ended last, the last one first.
type StreamList struct {
	Streams []Stream `json:"streams"`
}

// Choices is GET /api/v1/streams/{id}/choices: which orchestrators a stream was
// sent to of late, and why; the last choice first.
type Choices struct {
	Stream  core.ManifestID        `json:"stream"`
	Choices []choosing.Explanation `json:"choices"`
}

func (s *Server) listStreams(*http.Request) (any, error) {
	if s.cfg.Market.Streams == nil {
		return nil, errNoStreams()
	}
	list := StreamList{Streams: notNil(s.cfg.Market.Streams())}
	for i := range list.Streams {
		list.Streams[i].Renditions = notNil(list.Streams[i].Renditions)
	}
	return list, nil
}

func (s *Server) choices(r *http.Request) (any, error) {
	q := queryOf(r)
	limit := q.number("limit", defaultListLimit, 1, maxListLimit)
	if q.err != nil {
		return nil, q.err
	}
	if s.cfg.Market.Chooser == nil {
		return nil, errNoStreams()
	}
	id := core.ManifestID(r.PathValue("id"))
	list, ok := s.cfg.Market.Chooser.Explain(id)
	if !ok {
		return nil, &Error{codeNotFound, fmt.Sprintf("no stream %q runs or ended of late; GET /api/v1/streams lists them", shorten(string(id)))}
	}
	return Choices{Stream: id, Choices: notNil(page(list, 0, limit))}, nil
}
