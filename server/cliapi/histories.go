package cliapi

import (
	"fmt"
	"net/http"

	"github.com/ethereum/go-ethereum/common"

	"github.com/livepeer/streamflow/core/reputation"
)

// HistoryList is GET /api/v1/orchestrators/history: what this node has seen of
// orchestrators over time, of those first that it saw last.
type HistoryList struct {
	Histories []reputation.Export `json:"histories"`
	Total     int                 `json:"total"`
}

// Forgotten is DELETE /api/v1/orchestrators/history/{peer}.
type Forgotten struct {
	Peer reputation.Peer `json:"peer"`
}

// maxPeerBytes of a peer's name.
const maxPeerBytes = 2048

func (s *Server) listHistories(r *http.Request) (any, error) {
	q := queryOf(r)
	offset, limit := q.paging()
	peer := peerOf(q.text("peer"))
	if q.err != nil {
		return nil, q.err
	}
	if s.cfg.Market.Histories == nil {
		return nil, errNoStreams()
	}
	all := s.cfg.Market.Histories.Records()
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

func (s *Server) forgetHistory(r *http.Request) (any, error) {
	peer := peerOf(r.PathValue("peer"))
	if len(peer) > maxPeerBytes {
		return nil, invalid(fmt.Sprintf("peer %q: expected an orchestrator's address, or its URI where it has none", shorten(string(peer))))
	}
	if s.cfg.Market.Histories == nil {
		return nil, errNoStreams()
	}
	known, err := s.cfg.Market.Histories.Forget(r.Context(), peer)
	if err != nil {
		return nil, err
	}
	if !known {
		return nil, &Error{codeNotFound, fmt.Sprintf("nothing is remembered of %q; GET /api/v1/orchestrators/history lists of whom there is", shorten(string(peer)))}
	}
	return Forgotten{Peer: peer}, nil
}

// peerOf names an orchestrator as histories do: an address by its checksum,
// anything else as it is.
func peerOf(text string) reputation.Peer {
	if addr, err := parseAddress(text); err == nil && addr != (common.Address{}) {
		return reputation.PeerOf(addr, "")
	}
	return reputation.Peer(text)
}
