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
	lpnet "github.com/livepeer/streamflow/net"
)

const (
	maxURIBody    = 8 << 10 // bytes
	fetchLimit    = 8 * time.Second
	minUploadTime = 20 * time.Second
	// readStep is how much is read, hashed and reserved at a time.
	readStep = 256 << 10
)

// body is a segment on its way in. It accounts for the bytes it holds.
type body struct {
	server *Server
	header *core.SegmentHeader
	taken  int64
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

// read returns the segment's bytes, which have the hash that its header names.
// Errors: errBodyTooLarge, errBodyRead, errBodyURL, errBodyHash,
// core.ErrOrchestratorBusy.
func (b *body) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	deadline := time.Now().Add(max(minUploadTime, 2*b.header.Duration))
	control := http.NewResponseController(w)
	if err := control.SetReadDeadline(deadline); err != nil {
		return nil, fmt.Errorf("%w: %w", errBodyRead, err)
	}
	source, hash, err := b.readAny(r)
	if err != nil {
		return nil, err
	}
	if hash != b.header.Hash {
		return nil, fmt.Errorf("%w: keccak-256 of the segment is %s, its header says %s", errBodyHash, hash, b.header.Hash)
	}
	if err := control.SetReadDeadline(time.Time{}); err != nil {
		return nil, fmt.Errorf("%w: %w", errBodyRead, err)
	}
	return source, nil
}

func (b *body) readAny(r *http.Request) ([]byte, common.Hash, error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), lpnet.URIContentType) {
		return b.fetch(r)
	}
	if r.ContentLength >= 0 {
		return b.readSized(r.Body, r.ContentLength)
	}
	return b.readChunked(r.Body)
}

// readSized hashes what has come while the rest is on its way.
func (b *body) readSized(r io.Reader, size int64) ([]byte, common.Hash, error) {
	if err := b.take(size); err != nil {
		return nil, common.Hash{}, err
	}
	data := make([]byte, size)
	hasher := crypto.NewKeccakState()
	for off := int64(0); off < size; {
		n, err := io.ReadFull(r, data[off:min(off+readStep, size)])
		if err != nil {
			return nil, common.Hash{}, fmt.Errorf("%w: after %d of %d bytes: %w", errBodyRead, off+int64(n), size, err)
		}
		_, _ = hasher.Write(data[off : off+int64(n)])
		off += int64(n)
	}
	var hash common.Hash
	_, _ = hasher.Read(hash[:])
	return data, hash, nil
}

func (b *body) readChunked(r io.Reader) ([]byte, common.Hash, error) {
	var buf bytes.Buffer
	for {
		if err := b.take(readStep); err != nil {
			return nil, common.Hash{}, err
		}
		n, err := io.CopyN(&buf, r, readStep)
		switch {
		case errors.Is(err, io.EOF):
			return buf.Bytes(), crypto.Keccak256Hash(buf.Bytes()), nil
		case err != nil:
			return nil, common.Hash{}, fmt.Errorf("%w: after %d bytes: %w", errBodyRead, int64(buf.Len())+n, err)
		case buf.Len() > core.MaxSegmentBytes:
			return nil, common.Hash{}, errBodyTooLarge
		}
	}
}

// fetch gets a segment that the broadcaster has put elsewhere.
func (b *body) fetch(r *http.Request) ([]byte, common.Hash, error) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, maxURIBody+1))
	if err != nil {
		return nil, common.Hash{}, fmt.Errorf("%w: %w", errBodyRead, err)
	}
	if len(raw) > maxURIBody {
		return nil, common.Hash{}, fmt.Errorf("%w: URL of more than %d bytes", errBodyURL, maxURIBody)
	}
	ctx, cancel := context.WithTimeout(r.Context(), fetchLimit)
	defer cancel()
	url := strings.TrimSpace(string(raw))
	data, err := b.server.cfg.Fetcher.Fetch(ctx, url, lpnet.PeerAddr(r.RemoteAddr), core.MaxSegmentBytes)
	if err != nil {
		return nil, common.Hash{}, fmt.Errorf("%w: %w", errBodyURL, err)
	}
	if err := b.take(int64(len(data))); err != nil {
		return nil, common.Hash{}, err
	}
	return data, crypto.Keccak256Hash(data), nil
}
