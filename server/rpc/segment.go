package rpc

import (
	"context"
	"net/http"
	"time"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/transcoding"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/pm"
)

// answerTimeout bounds how long a broadcaster may take to read an answer.
const answerTimeout = 60 * time.Second

// segment serves /segment, any method (wire.md 5, 17). What can be refused
// before the body is read is; then the upload is acknowledged with the status
// 200, and the result follows on the same response. The work on a body that
// comes fast begins while it is read.
func (s *Server) segment(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	header, payment, err := headers(r)
	if err != nil {
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	if r.ContentLength > core.MaxSegmentBytes {
		s.refused(r, header, errBodyTooLarge)
		refuse(w, errBodyTooLarge)
		return
	}
	admission, err := s.cfg.Orchestrator.Admit(r.Context(), header, payment)
	if err != nil {
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	defer admission.Release()
	body := &body{server: s, admission: admission, began: began}
	defer body.release()
	to := s.delivery(r, header)
	run := transcoding.NewRun(func(ctx context.Context, source *core.Source) *core.SegmentAnswer {
		return admission.Transcode(ctx, source, to)
	})
	defer run.Stop()
	source, err := body.read(w, r, func(early *core.Source) { run.Begin(r.Context(), early) })
	if err != nil {
		run.Abandon()
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	if err := admission.Booked(r.Context()); err != nil {
		run.Abandon()
		s.refused(r, header, err)
		refuse(w, err)
		return
	}
	if to.Inline {
		w.Header().Set(lpnet.InlineHeaderName, lpnet.InlineVersion)
	}
	w.WriteHeader(http.StatusOK)
	control := http.NewResponseController(w)
	if err := control.Flush(); err != nil {
		s.refused(r, header, err)
		return
	}
	answer := run.Finish(r.Context(), source)
	_ = control.SetWriteDeadline(time.Now().Add(answerTimeout))
	s.answer(w, r, answer, to.Inline)
}

// headers decodes the two headers of a segment; header is nil with an error.
// The payment is nil off chain.
func headers(r *http.Request) (*core.SegmentHeader, *pm.Payment, error) {
	payment, err := lpnet.DecodePaymentHeader(r.Header.Get(lpnet.PaymentHeaderName))
	if err != nil {
		return nil, nil, err
	}
	header, err := lpnet.DecodeSegmentHeader(r.Header.Get(lpnet.SegmentHeaderName))
	if err != nil {
		return nil, nil, err
	}
	return header, payment, nil
}

// answer writes the result, and the renditions behind it when they go inline.
// An answer that does not get through reads as a failure at the other end.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, answer *core.SegmentAnswer, inline bool) {
	raw, err := lpnet.EncodeSegmentAnswer(answer)
	if err != nil {
		s.log.Error("answer not encoded", "seq", answer.Seq, "peer", r.RemoteAddr, "err", err)
		return
	}
	parts := [][]byte{raw}
	if inline {
		parts[0] = append(lpnet.AppendInlinePrefix(make([]byte, 0, len(raw)+4), len(raw)), raw...)
		for _, rendition := range answer.Renditions {
			parts = append(parts, rendition.Data, rendition.PerceptualHash)
		}
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			s.log.Info("broadcaster left before the answer", "seq", answer.Seq, "peer", r.RemoteAddr, "err", err)
			return
		}
	}
}

func (s *Server) refused(r *http.Request, h *core.SegmentHeader, reason error) {
	log := s.log.With("peer", r.RemoteAddr, "path", r.URL.Path)
	if h != nil {
		log = log.With("manifest", h.ManifestID, "seq", h.Seq)
		if h.Token != nil {
			log = log.With("session", h.Token.SessionID)
		}
	}
	log.Info("request refused", "reason", reason)
}
