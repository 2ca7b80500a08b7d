package cliapi

import (
	"net/http"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/broadcaster/choosing"
)

// MarketConfig has the ports of what a broadcaster knows of orchestrators and of
// what they did for its streams. A nil port belongs to a part that the node does
// not have; its resources answer with the code no_role.
type MarketConfig struct {
	// Streams are those that run, and those that ended last; nil on a node that is
	// no broadcaster.
	Streams func() []Stream
	// Chooser chooses orchestrators for streams.
	Chooser Chooser
	// Histories are what is remembered of orchestrators.
	Histories HistoryBook
	// Table is what orchestrators offer now.
	Table func() Market
	// Evidence is what is kept of results that were rejected.
	Evidence EvidenceFiles
}

// Chooser chooses orchestrators for streams. It is implemented by
// choosing.Chooser.
type Chooser interface {
	// Explain returns the last choices of a stream, the last one first; ok is false
	// when the stream is not known.
	Explain(id core.ManifestID) (list []choosing.Explanation, ok bool)
	// Policies returns copies of all policies, and the name of the default one.
	Policies() (all choosing.Policies, preset string)
}

// PolicyList is GET /api/v1/policies: by what rules orchestrators are chosen. The
// policies are in the form of the file of -selectionPolicies.
type PolicyList struct {
	Default  string            `json:"default"` // of streams that ask for none
	Policies choosing.Policies `json:"policies"`
}

// marketRoutes lists the resources of the market.
func (s *Server) marketRoutes() []route {
	return []route{
		{"GET", "/api/v1/streams", s.answer(s.listStreams)},
		{"GET", "/api/v1/streams/{id}/choices", s.answer(s.choices)},
		{"GET", "/api/v1/policies", s.answer(s.policies)},
		{"GET", "/api/v1/market", s.answer(s.market)},
		{"GET", "/api/v1/evidence", s.answer(s.listEvidence)},
		{"GET", "/api/v1/evidence/{name}", s.downloadEvidence},
	}
}

func (s *Server) policies(*http.Request) (any, error) {
	c := s.cfg.Market.Chooser
	if c == nil {
		return nil, errNoStreams()
	}
	all, preset := c.Policies()
	return PolicyList{Default: preset, Policies: all}, nil
}

// errNoStreams is why a node without a broadcaster refuses what belongs to one.
func errNoStreams() error {
	return &Error{codeNoRole, "this node has no streams for which orchestrators are chosen; start it with -broadcaster"}
}
