package roguetest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// segment is POST /segment (wire.md 5): the orchestrator behind does the work.
func (p *Proxy) segment(w http.ResponseWriter, r *http.Request) {
	mode, now := p.act()
	done := Exchange{Mode: mode, Began: time.Now()}
	if h, err := lpnet.DecodeSegmentHeader(r.Header.Get(lpnet.SegmentHeaderName)); err == nil {
		done.Manifest, done.Seq = h.ManifestID, h.Seq
	}
	defer func() {
		done.Ended = time.Now()
		p.record.exchange(done)
	}()
	switch now {
	case Hanging:
		p.harm(&done)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	case Refusing:
		p.harm(&done)
		answer := core.WireErrorOf(core.ErrOrchestratorBusy)
		lpnet.SetErrorHeaders(w.Header(), answer)
		http.Error(w, answer.Text, http.StatusForbidden)
		return
	case Lying:
		p.harm(&done)
		done.Whole = p.lie(w, r) == nil
		return
	default:
	}
	resp, err := p.forward(r)
	if err != nil {
		p.log.Info("the orchestrator behind does not answer", "err", err)
		panic(http.ErrAbortHandler)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		p.refusal(w, resp)
		return
	}
	job := &job{proxy: p, now: now, exchange: &done, inline: !p.cfg.ByURL && r.Header.Get(lpnet.InlineHeaderName) == lpnet.InlineVersion}
	if err := job.answer(r.Context(), w, resp); err != nil {
		p.log.Info("segment not answered", "seq", done.Seq, "mode", mode, "err", err)
		panic(http.ErrAbortHandler) // what is begun can't be taken back
	}
	done.Whole = true
}

// harm notes that the mode has done something.
func (p *Proxy) harm(e *Exchange) {
	e.Harmed = true
	p.record.harmed(e.Mode)
}

// forward sends a request to the orchestrator behind while it comes in, with the
// trailers that end it.
func (p *Proxy) forward(r *http.Request) (*http.Response, error) {
	req, err := http.NewRequestWithContext(r.Context(), r.Method, p.target.JoinPath(r.URL.Path).String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header = r.Header.Clone()
	req.Header.Set(lpnet.InlineHeaderName, lpnet.InlineVersion)
	req.ContentLength = r.ContentLength
	if len(r.Trailer) > 0 {
		req.Trailer = r.Trailer.Clone()
	}
	req.Body = &trailed{ReadCloser: r.Body, from: r, to: req}
	return p.client.Do(req)
}

// trailed is the body of a request which is passed on; its trailers are there
// when it ends.
type trailed struct {
	io.ReadCloser
	from, to *http.Request
}

func (t *trailed) Read(b []byte) (int, error) {
	n, err := t.ReadCloser.Read(b)
	if errors.Is(err, io.EOF) {
		for name, values := range t.from.Trailer {
			t.to.Trailer[name] = values
		}
	}
	return n, err
}

// lie blames the source (wire.md 6).
func (p *Proxy) lie(w http.ResponseWriter, r *http.Request) error {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	text := core.WireText(&core.TranscodeError{Code: core.InvalidVideo})
	raw, err := proto.Marshal(&pb.TranscodeResult{Result: &pb.TranscodeResult_Error{Error: text}})
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}

// refusal passes on what is no 200.
func (p *Proxy) refusal(w http.ResponseWriter, resp *http.Response) {
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	if terms := resp.Header.Get(lpnet.InfoHeaderName); terms != "" {
		w.Header().Set(lpnet.InfoHeaderName, p.renamed(terms))
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = io.Copy(w, resp.Body) // who asked may have left
}

// renamed are terms in a header, see rename; none when they can't be read.
func (p *Proxy) renamed(terms string) string {
	var info pb.OrchestratorInfo
	raw, err := base64.StdEncoding.DecodeString(terms)
	if err != nil || proto.Unmarshal(raw, &info) != nil {
		return ""
	}
	p.rename(&info)
	if raw, err = proto.Marshal(&info); err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(raw)
}

// job is one segment that the orchestrator behind has taken.
type job struct {
	proxy    *Proxy
	now      Mode // what the mode comes to
	exchange *Exchange
	inline   bool // the renditions go behind the answer
}

// answer does what the mode says with the answer in resp.
func (j *job) answer(ctx context.Context, w http.ResponseWriter, resp *http.Response) error {
	if j.inline {
		w.Header().Set(lpnet.InlineHeaderName, lpnet.InlineVersion)
	}
	w.WriteHeader(http.StatusOK)
	if err := http.NewResponseController(w).Flush(); err != nil {
		return err
	}
	if j.now == Dying {
		j.proxy.harm(j.exchange)
		reset(ctx)
	}
	a, err := j.proxy.read(ctx, resp)
	if err != nil {
		return fmt.Errorf("answer of the orchestrator behind: %w", err)
	}
	before := j.proxy.past.swap(j.exchange.Manifest, a)
	if len(a.media) > 0 && j.now != Honest && j.now != Mute {
		if a, err = j.spoil(ctx, a, before); err != nil {
			return err
		}
	}
	raw, err := j.proxy.encode(a, j.inline)
	if err != nil {
		return err
	}
	_, err = w.Write(raw)
	return err
}
