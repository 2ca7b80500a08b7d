package cliapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/reputation"
)

// HistoryBook is what is remembered of peers over time. It is implemented by
// reputation.Book.
type HistoryBook interface {
	// Records are copies, the latest first.
	Records() []reputation.Record
	// Forget deletes one, and says whether it was there.
	Forget(ctx context.Context, p reputation.Peer) (bool, error)
}

// HistoryList is GET /api/v1/orchestrators/history of a broadcaster, and GET
// /api/v1/broadcasters/history of an orchestrator on a chain: what this node has seen of
// them over time, of those first that it saw last.
type HistoryList struct {
	Histories []reputation.Export `json:"histories"`
	Total     int                 `json:"total"`
}

// Forgotten is DELETE /api/v1/orchestrators/history/{peer}, and the same of
// broadcasters.
type Forgotten struct {
	Peer reputation.Peer `json:"peer"`
}

// maxPeerBytes of a peer's name.
const maxPeerBytes = 2048

// historyPath is where the API has histories.
type historyPath struct {
	path string
	book HistoryBook  // nil on a node without it
	none func() error // why there is none
}

// historyPaths lists them.
func (s *Server) historyPaths() []historyPath {
	return []historyPath{
		{"/api/v1/orchestrators/history", s.cfg.Market.Histories, errNoStreams},
		{"/api/v1/broadcasters/history", s.cfg.Broadcasters, errNoBroadcasters},
	}
}

// historyRoutes lists what there is to do with histories.
func (s *Server) historyRoutes() (routes []route) {
	for _, h := range s.historyPaths() {
		routes = append(routes, route{"GET", h.path, s.answer(h.list)}, route{"DELETE", h.path + "/{peer}", s.answer(h.forget)})
	}
	return routes
}

func (h historyPath) list(r *http.Request) (any, error) {
	q := queryOf(r)
	offset, limit := q.paging()
	peer := peerOf(q.text("peer"))
	if q.err != nil {
		return nil, q.err
	}
	if h.book == nil {
		return nil, h.none()
	}
	all := h.book.Records()
	if peer != "" {
		var one []reputation.Record
		for _, record := range all {
			if record.Peer == peer || record.URI == string(peer) {
				one = append(one, record)
			}
		}
		all = one
	}
	list := HistoryList{Histories: []reputation.Export{}, Total: len(all)}
	for _, record := range page(all, offset, limit) {
		list.Histories = append(list.Histories, record.Export())
	}
	return list, nil
}

func (h historyPath) forget(r *http.Request) (any, error) {
	peer := peerOf(r.PathValue("peer"))
	if len(peer) > maxPeerBytes {
		return nil, invalid(fmt.Sprintf("peer %q: expected an address, or the URI of one that has none", shorten(string(peer))))
	}
	if h.book == nil {
		return nil, h.none()
	}
	known, err := h.book.Forget(r.Context(), peer)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, &Error{codeNotFound, fmt.Sprintf("nothing is remembered of %q; GET %s lists of whom there is", shorten(string(peer)), h.path)}
	}
	return Forgotten{Peer: peer}, nil
}

// errNoBroadcasters is why a node has no histories of broadcasters.
func errNoBroadcasters() error {
	return &Error{codeNoRole, "this node remembers no broadcasters; start it with -orchestrator, on a chain"}
}

// peerOf names a peer as histories do: an address by its checksum,
// anything else as it is.
func peerOf(text string) reputation.Peer {
	if addr, err := parseAddress(text); err == nil && addr != (common.Address{}) {
		return reputation.PeerOf(addr, "")
	}
	return reputation.Peer(text)
}
