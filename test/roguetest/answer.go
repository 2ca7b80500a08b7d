package roguetest

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"

	"google.golang.org/protobuf/proto"

	"github.com/livepeer/streamflow/core"
	lpnet "github.com/livepeer/streamflow/net"
	"github.com/livepeer/streamflow/net/pb"
)

// answer is the result of a segment with its renditions. It is not changed once
// made.
type answer struct {
	result *pb.TranscodeResult
	media  []medium // as many as the result says; none for an error
}

type medium struct{ data, hash []byte }

// segments are what the result says of its renditions.
func (a *answer) segments() []*pb.TranscodedSegmentData { return a.result.GetData().GetSegments() }

// clone is an answer that can be changed.
func (a *answer) clone() *answer {
	return &answer{result: proto.CloneOf(a.result), media: slices.Clone(a.media)}
}

// read takes an answer in, with renditions behind it or at their URLs (wire.md 6).
func (p *Proxy) read(ctx context.Context, resp *http.Response) (*answer, error) {
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	a := &answer{result: new(pb.TranscodeResult)}
	inline := resp.Header.Get(lpnet.InlineHeaderName) == lpnet.InlineVersion
	var behind []byte
	if inline {
		const prefix = 4
		if len(raw) < prefix || uint64(len(raw)-prefix) < uint64(binary.BigEndian.Uint32(raw)) {
			return nil, io.ErrUnexpectedEOF
		}
		end := prefix + int(binary.BigEndian.Uint32(raw))
		raw, behind = raw[prefix:end], raw[end:]
	}
	if err := proto.Unmarshal(raw, a.result); err != nil {
		return nil, err
	}
	p.rename(a.result.GetInfo())
	for _, s := range a.segments() {
		var m medium
		if inline {
			m.data, behind, err = take(behind, s.GetInlineBytes())
			if err == nil {
				m.hash, behind, err = take(behind, s.GetInlinePerceptualHashBytes())
			}
		} else {
			m.data, err = p.fetch(ctx, s.GetUrl())
			if err == nil && s.GetPerceptualHashUrl() != "" {
				m.hash, err = p.fetch(ctx, s.GetPerceptualHashUrl())
			}
		}
		if err != nil {
			return nil, err
		}
		a.media = append(a.media, m)
	}
	return a, nil
}

func take(b []byte, n uint64) (head, rest []byte, err error) {
	if n > uint64(len(b)) {
		return nil, nil, io.ErrUnexpectedEOF
	}
	return b[:n:n], b[n:], nil
}

func (p *Proxy) fetch(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("rendition at %s: %s", url, resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// encode is the body of a response: the answer with its renditions behind it, or
// with the URLs at which the proxy has them.
func (p *Proxy) encode(a *answer, inline bool) ([]byte, error) {
	result := proto.CloneOf(a.result)
	for i, s := range result.GetData().GetSegments() {
		m := a.media[i]
		s.Url, s.PerceptualHashUrl = "", ""
		s.InlineBytes, s.InlinePerceptualHashBytes = uint64(len(m.data)), uint64(len(m.hash))
		if inline {
			continue
		}
		s.InlineBytes, s.InlinePerceptualHashBytes = 0, 0
		s.Url = p.uri + p.shelf.put(m.data)
		if len(m.hash) > 0 {
			s.PerceptualHashUrl = p.uri + p.shelf.put(m.hash)
		}
	}
	raw, err := proto.Marshal(result)
	if err != nil || !inline {
		return raw, err
	}
	raw = append(lpnet.AppendInlinePrefix(nil, len(raw)), raw...)
	for _, m := range a.media {
		raw = append(append(raw, m.data...), m.hash...)
	}
	return raw, nil
}

// past has the newest answer of each stream.
type past struct {
	mu      sync.Mutex
	answers map[core.ManifestID]*answer // guarded by mu
}

func newPast() *past { return &past{answers: make(map[core.ManifestID]*answer)} }

// swap puts an answer in, unless it is an error, and returns the one before; nil
// if there was none.
func (p *past) swap(stream core.ManifestID, a *answer) *answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.answers[stream]
	if len(a.media) > 0 {
		p.answers[stream] = a
	}
	return before
}
