package rpc

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"

	"github.com/ethereum/go-ethereum/common"
	lpnet "github.com/livepeer/streamflow/net"
)

// payment serves /payment: tickets without a segment (wire.md 5).
func (s *Server) payment(w http.ResponseWriter, r *http.Request) {
	header, payment, err := headers(r)
	if err != nil {
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	info, err := s.cfg.Orchestrator.Pay(r.Context(), header, payment)
	if err != nil {
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	raw, err := lpnet.EncodePaymentResult(info)
	if err != nil {
		s.log.Error("payment result not encoded", "peer", r.RemoteAddr, "err", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
	_, _ = w.Write(raw)
}

const maxRefreshBody = 4 << 10 // bytes

// refreshPayment serves /refresh-payment, with which live AI gateways renew the
// terms of a session that has a fixed price. No session of this node has one:
// prices are bound to the session by its token.
func (s *Server) refreshPayment(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Sender string `json:"sender"`
	}
	err := json.NewDecoder(io.LimitReader(r.Body, maxRefreshBody)).Decode(&req)
	if err != nil || !common.IsHexAddress(req.Sender) {
		jsonError(w, http.StatusBadRequest, "invalid sender")
		return
	}
	jsonError(w, http.StatusConflict, "fixed price not found for session")
}

func jsonError(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"message": message}})
}
