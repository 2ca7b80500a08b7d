package ingest

import (
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/livepeer/streamflow/core"
)

// configurationHeader carries a Configuration as JSON.
const configurationHeader = "Livepeer-Transcode-Configuration"

// policyHeader names a selection policy: the same as selectionPolicy in the other
// header, for those who send no JSON.
const policyHeader = "Livepeer-Selection-Policy"

// pushRequest is what the address and the headers of a push say.
type pushRequest struct {
	id            core.ManifestID // of the address
	seq           uint64
	container     core.Container
	duration      time.Duration // 0 when not given
	width, height int           // 0 when not given
	clip          *core.Clip
	multipart     bool           // renditions are wanted in the reply
	header        *Configuration // nil when not given
}

// route is what a publisher is authorised by.
type route struct{ address, asked core.ManifestID }

func (p *pushRequest) route() route {
	r := route{address: p.id}
	if p.header != nil {
		r.asked = p.header.ManifestID
	}
	return r
}

// refusal is an answer other than 200.
type refusal struct {
	status int
	text   string // for the publisher
	cause  error  // for the log; may be nil
}

func badRequest(format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, text: fmt.Sprintf(format, args...)}
}

// parsePush reads all but the body. The order of the checks is that of the
// existing network: method, extension, configuration, address, other headers.
func parsePush(r *http.Request) (*pushRequest, *refusal) {
	if r.Method != http.MethodPut && r.Method != http.MethodPost {
		return nil, &refusal{status: http.StatusMethodNotAllowed,
			text: fmt.Sprintf("http push request wrong method=%s url=%s host=%s", r.Method, r.URL, r.Host)}
	}
	p := &pushRequest{multipart: r.Header.Get("Accept") == "multipart/mixed"}
	switch ext := path.Ext(r.URL.Path); ext {
	case ".ts":
		p.container = core.MPEGTS
	case ".mp4":
		p.container = core.MP4
	default:
		return nil, badRequest("ignoring file extension: %s", ext)
	}
	if text := r.Header.Get(configurationHeader); text != "" {
		c, err := ParseConfiguration([]byte(text))
		if err != nil {
			return nil, badRequest("failed to parse transcode config header: %q", err.Error())
		}
		p.header = c
	}
	if refused := p.parsePolicy(r.Header.Get(policyHeader)); refused != nil {
		return nil, refused
	}
	if refused := p.parsePath(r.URL.Path); refused != nil {
		return nil, refused
	}
	return p, p.parseHeaders(r.Header)
}

// parsePolicy adds the policy to the publisher's configuration.
func (p *pushRequest) parsePolicy(name string) *refusal {
	if name == "" {
		return nil
	}
	if p.header == nil {
		p.header = &Configuration{}
	}
	if own := p.header.SelectionPolicy; own != "" && own != name {
		return badRequest("%s is %q, but selectionPolicy in %s is %q: leave one of them out", policyHeader, name, configurationHeader, own)
	}
	p.header.SelectionPolicy = name
	return nil
}

// parsePath reads /live/<name>/<number>.<ext>. As in the existing network,
// stream/ may stand before the name, and what is no number is number 0.
func (p *pushRequest) parsePath(address string) *refusal {
	parts := strings.Split(strings.TrimPrefix(address, "/live/"), "/")
	if len(parts) == 3 && parts[0] == "stream" {
		parts = parts[1:]
	}
	if len(parts) != 2 {
		return badRequest("invalid push address %q: expected /live/<stream name>/<number>.ts or .mp4", address)
	}
	id, err := core.ParseManifestID(parts[0])
	if err != nil {
		return badRequest("invalid push address %q: %v", address, err)
	}
	p.id = id
	if n, err := strconv.ParseUint(strings.TrimSuffix(parts[1], path.Ext(parts[1])), 10, 62); err == nil {
		p.seq = n
	}
	return nil
}

func (p *pushRequest) parseHeaders(h http.Header) *refusal {
	var refused *refusal
	if p.duration, refused = milliseconds(h, "Content-Duration"); refused != nil {
		return refused
	}
	if refused = p.parseResolution(h.Get("Content-Resolution")); refused != nil {
		return refused
	}
	if h.Get("Content-Slice-From") == "" && h.Get("Content-Slice-To") == "" {
		return nil
	}
	clip := &core.Clip{}
	if clip.From, refused = milliseconds(h, "Content-Slice-From"); refused != nil {
		return refused
	}
	if clip.To, refused = milliseconds(h, "Content-Slice-To"); refused != nil {
		return refused
	}
	if h.Get("Content-Slice-To") == "" {
		clip.To = p.duration
		if clip.To == 0 {
			clip.To = core.DefaultSegmentDuration
		}
	}
	if clip.From >= clip.To {
		return badRequest("Invalid slice config from=%s to=%s", clip.From, clip.To)
	}
	p.clip = clip
	return nil
}

// parseResolution reads WxH, which stands in where the bytes do not tell.
func (p *pushRequest) parseResolution(s string) *refusal {
	if s == "" {
		return nil
	}
	w, h, ok := strings.Cut(s, "x")
	width, errW := strconv.ParseUint(w, 10, 16)
	height, errH := strconv.ParseUint(h, 10, 16)
	if !ok || errW != nil || errH != nil || width > core.MaxDimension || height > core.MaxDimension {
		return badRequest("invalid Content-Resolution %q: expected width and height in pixels, such as 1280x720", s)
	}
	p.width, p.height = int(width), int(height)
	return nil
}

// milliseconds reads a header that is 0 to MaxSegmentDuration; absent is 0.
func milliseconds(h http.Header, name string) (time.Duration, *refusal) {
	s := h.Get(name)
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 32)
	d := time.Duration(n) * time.Millisecond
	if err != nil || d > core.MaxSegmentDuration {
		return 0, badRequest("invalid %s %q: expected whole milliseconds from 0 to %d", name, s, core.MaxSegmentDuration.Milliseconds())
	}
	return d, nil
}
