package rpc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/orchestrator"
	lpnet "github.com/livepeer/streamflow/net"
)

const (
	maxURIBody    = 8 << 10 // bytes
	fetchLimit    = 8 * time.Second
	minUploadTime = 20 * time.Second
	// readStep is how much of a body of unknown size is reserved at a time.
	readStep = 256 << 10
)

// body is a segment on its way in. It accounts for the bytes it holds.
type body struct {
	server    *Server
	admission *orchestrator.Admission
	began     time.Time                // of the request
	control   *http.ResponseController // set by read
	taken     int64
}

// release gives the bytes back, when the segment is done with.
func (b *body) release() { b.server.bodies.give(b.taken) }

// take reserves n more bytes; core.ErrOrchestratorBusy when there are too many
// segments in the node already.
func (b *body) take(n int64) error {
	if !b.server.bodies.take(n) {
		return core.ErrOrchestratorBusy
	}
	b.taken += n
	return nil
}

// read returns the segment, which has the hash that its header names. When the
// rest of it is about to come, it is handed to soon before; that one fails if
// read does, or with core.ErrSourceLate. Errors: errBodyTooLarge, errBodyRead,
// errBodyURL, errBodyHash, core.ErrOrchestratorBusy; of a proof that follows
// core.ErrProofMissing, those of lpnet.DecodeSegmentProof and Admission.Prove.
func (b *body) read(w http.ResponseWriter, r *http.Request, soon func(*core.Source)) (*core.Source, error) {
	b.control = http.NewResponseController(w)
	deadline := time.Now().Add(max(minUploadTime, 2*b.admission.Header().Duration))
	if err := b.control.SetReadDeadline(deadline); err != nil {
		return nil, fmt.Errorf("%w: %w", errBodyRead, err)
	}
	return b.readAny(r, soon)
}

func (b *body) readAny(r *http.Request, soon func(*core.Source)) (*core.Source, error) {
	byURL := strings.HasPrefix(r.Header.Get("Content-Type"), lpnet.URIContentType)
	if !byURL && r.ContentLength >= 0 {
		return b.readSized(r, soon)
	}
	read := func() ([]byte, error) { return b.readChunked(r.Body) }
	if byURL {
		read = func() ([]byte, error) { return b.fetch(r) }
	}
	data, err := read()
	if err != nil {
		return nil, err
	}
	if err := b.accept(r, crypto.Keccak256Hash(data)); err != nil {
		return nil, err
	}
	return core.NewSource(data), nil
}

// accept decides about a segment that is there as a whole. It is the last that
// can go wrong before the segment is confirmed.
func (b *body) accept(r *http.Request, hash common.Hash) error {
	header := b.admission.Header()
	if header.HashFollows {
		if err := b.prove(r); err != nil {
			return err
		}
	}
	if hash != header.Hash {
		return fmt.Errorf("%w: keccak-256 of the segment is %s, the broadcaster says %s", errBodyHash, hash, header.Hash)
	}
	if err := b.control.SetReadDeadline(time.Time{}); err != nil {
		return fmt.Errorf("%w: %w", errBodyRead, err)
	}
	return nil
}

// prove reads the trailer of a request whose segment is there.
func (b *body) prove(r *http.Request) error {
	if _, err := io.Copy(io.Discard, r.Body); err != nil { // to its end, where trailers are
		return fmt.Errorf("%w: behind the segment: %w", errBodyRead, err)
	}
	proof, err := lpnet.DecodeSegmentProof(r.Trailer.Get(lpnet.ProofTrailerName))
	if err != nil {
		return err
	}
	return b.admission.Prove(proof)
}

// readSized hashes what has come while the rest is on its way.
func (b *body) readSized(r *http.Request, soon func(*core.Source)) (*core.Source, error) {
	if err := b.take(r.ContentLength); err != nil {
		return nil, err
	}
	arrival := core.NewArrival(int(r.ContentLength), b.began)
	if err := b.arrive(r, arrival, soon); err != nil {
		arrival.Fail(err)
		return nil, err
	}
	return arrival.Confirm(), nil
}

// arrive reads all of a segment and accepts it.
func (b *body) arrive(r *http.Request, arrival *core.Arrival, soon func(*core.Source)) error {
	hasher := crypto.NewKeccakState()
	for {
		part, err := arrival.Read(r.Body)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("%w: after %d of %d bytes: %w", errBodyRead, arrival.Filled(), r.ContentLength, err)
		}
		if arrival.Soon() {
			soon(arrival.Early())
		}
		_, _ = hasher.Write(part)
	}
	var hash common.Hash
	_, _ = hasher.Read(hash[:])
	return b.accept(r, hash)
}

func (b *body) readChunked(r io.Reader) ([]byte, error) {
	var buf bytes.Buffer
	for {
		if err := b.take(readStep); err != nil {
			return nil, err
		}
		n, err := io.CopyN(&buf, r, readStep)
		switch {
		case errors.Is(err, io.EOF):
			return buf.Bytes(), nil
		case err != nil:
			return nil, fmt.Errorf("%w: after %d bytes: %w", errBodyRead, int64(buf.Len())+n, err)
		case buf.Len() > core.MaxSegmentBytes:
			return nil, errBodyTooLarge
		}
	}
}

// fetch gets a segment that the broadcaster has put elsewhere.
func (b *body) fetch(r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxURIBody+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBodyRead, err)
	}
	if len(raw) > maxURIBody {
		return nil, fmt.Errorf("%w: URL of more than %d bytes", errBodyURL, maxURIBody)
	}
	ctx, cancel := context.WithTimeout(r.Context(), fetchLimit)
	defer cancel()
	url := strings.TrimSpace(string(raw))
	data, err := b.server.cfg.Fetcher.Fetch(ctx, url, lpnet.PeerAddr(r.RemoteAddr), core.MaxSegmentBytes)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBodyURL, err)
	}
	if err := b.take(int64(len(data))); err != nil {
		return nil, err
	}
	return data, nil
}
