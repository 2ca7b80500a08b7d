package verification

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/livepeer/streamflow/core"
	"github.com/livepeer/streamflow/core/signing"
)

// bundleMagic begins every bundle. The number is the version of the format.
const bundleMagic = "LPEVIDENCE\x00\x01"

// Limits on a bundle.
const (
	maxBundleHeader = 4 << 20
	// MaxBundleBytes bounds the media in a bundle.
	MaxBundleBytes = 512 << 20
)

// ErrNotABundle is a file of another kind or version.
var ErrNotABundle = errors.New("the file is no bundle of evidence of this version")

// BundleError says what is wrong with a bundle.
type BundleError struct {
	Reason string
}

func (e *BundleError) Error() string { return "bundle of evidence: " + e.Reason }

func bundleErrorf(format string, args ...any) error {
	return &BundleError{Reason: fmt.Sprintf(format, args...)}
}

// Bundle is a result with all that a third party needs to judge it: the source, the
// job, what came back, the signatures, and what the node that made it found.
//
// As a file it is the magic, the length of the header in 4 bytes, big endian, the header
// in JSON (this struct), and the bytes of source and results one after the other.
// EvidenceSig covers what Evidence returns; all else is the word of the bundle's maker.
type Bundle struct {
	Made time.Time `json:"made"`
	Node string    `json:"node"` // version of the program that made it

	ChainID uint64 `json:"chainId"`
	// Orchestrator is the recipient of the payments, who signs.
	Orchestrator common.Address  `json:"orchestrator"`
	Sender       common.Address  `json:"sender"`
	ManifestID   core.ManifestID `json:"manifestId"`
	Seq          uint64          `json:"seq"`
	Round        int64           `json:"round"`

	Source  Media          `json:"source"`
	Results []BundleResult `json:"results"`

	// ResultSig is the signature that every orchestrator gives (wire.md 3), and
	// EvidenceSig that over signing.ResultEvidence; empty when there is none.
	ResultSig   []byte `json:"resultSig,omitempty"`
	EvidenceSig []byte `json:"evidenceSig,omitempty"`

	Policy  Policy  `json:"policy"`
	Plan    *Plan   `json:"plan,omitempty"` // nil when the content was not checked
	Verdict Verdict `json:"verdict"`
}

// Media is a piece of media in a bundle.
type Media struct {
	Ext  string      `json:"ext"` // ".ts", ".mp4"
	Size int         `json:"size"`
	Hash common.Hash `json:"hash"` // keccak-256
	Data []byte      `json:"-"`
}

// NewMedia describes bytes, which must not be changed any more.
func NewMedia(data []byte, ext string) Media {
	return Media{Ext: ext, Size: len(data), Hash: crypto.Keccak256Hash(data), Data: data}
}

// BundleResult is one rendition with what was asked for.
type BundleResult struct {
	Profile core.Profile `json:"profile"`
	Pixels  int64        `json:"pixels"` // as the orchestrator counted
	// Offset is that of Result, and not signed.
	Offset *time.Duration `json:"offset,omitempty"`
	Media
}

// Evidence is what EvidenceSig signs.
func (b *Bundle) Evidence() signing.ResultEvidence {
	e := signing.ResultEvidence{
		ChainID: b.ChainID, Recipient: b.Orchestrator, Sender: b.Sender, ManifestID: b.ManifestID, Seq: b.Seq,
		Source: b.Source.Hash, Round: b.Round,
	}
	for _, r := range b.Results {
		e.Results = append(e.Results, signing.EvidencedResult{Profile: r.Profile, Hash: r.Hash, Pixels: r.Pixels})
	}
	return e
}

// media are all pieces in the order of the file.
func (b *Bundle) media() []*Media {
	all := []*Media{&b.Source}
	for i := range b.Results {
		all = append(all, &b.Results[i].Media)
	}
	return all
}

// check says whether the sizes are within their limits.
func (b *Bundle) check() error {
	if len(b.Results) > core.MaxProfiles {
		return bundleErrorf("%d results, at most %d are possible", len(b.Results), core.MaxProfiles)
	}
	total := 0
	for _, m := range b.media() {
		if m.Size < 0 || m.Size > core.MaxSegmentBytes {
			return bundleErrorf("media of %d bytes, at most %d are possible", m.Size, core.MaxSegmentBytes)
		}
		if total += m.Size; total > MaxBundleBytes {
			return bundleErrorf("media of more than %d bytes", MaxBundleBytes)
		}
	}
	return nil
}

// WriteTo writes the bundle as a file. Errors are *BundleError and the writer's.
func (b *Bundle) WriteTo(w io.Writer) (int64, error) {
	for _, m := range b.media() {
		if len(m.Data) != m.Size {
			return 0, bundleErrorf("%d bytes of media that should have %d", len(m.Data), m.Size)
		}
	}
	if err := b.check(); err != nil {
		return 0, err
	}
	header, err := json.Marshal(b)
	if err != nil {
		return 0, fmt.Errorf("encode a bundle of evidence: %w", err)
	}
	if len(header) > maxBundleHeader {
		return 0, bundleErrorf("a header of %d bytes, at most %d are possible", len(header), maxBundleHeader)
	}
	head := binary.BigEndian.AppendUint32([]byte(bundleMagic), uint32(len(header)))
	parts := [][]byte{head, header}
	for _, m := range b.media() {
		parts = append(parts, m.Data)
	}
	var written int64
	for _, p := range parts {
		n, err := w.Write(p)
		written += int64(n)
		if err != nil {
			return written, fmt.Errorf("write a bundle of evidence: %w", err)
		}
	}
	return written, nil
}

// ReadBundle reads what WriteTo wrote. It takes as much memory as there are bytes,
// whatever the header says. Errors: ErrNotABundle, *BundleError, and the reader's.
func ReadBundle(r io.Reader) (*Bundle, error) {
	b, err := ReadBundleHeader(r)
	if err != nil {
		return nil, err
	}
	for _, m := range b.media() {
		if m.Data, err = readPiece(r, m.Size); err != nil {
			return nil, err
		}
	}
	if n, err := r.Read(make([]byte, 1)); n > 0 || err == nil {
		return nil, bundleErrorf("bytes behind its end")
	}
	return b, nil
}

// ReadBundleHeader reads all of a bundle but the bytes of its media, which follow.
// Errors are those of ReadBundle.
func ReadBundleHeader(r io.Reader) (*Bundle, error) {
	head := make([]byte, len(bundleMagic)+4)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(bundleMagic)]) != bundleMagic {
		return nil, errors.Join(ErrNotABundle, unexpected(err))
	}
	size := binary.BigEndian.Uint32(head[len(bundleMagic):])
	if size > maxBundleHeader {
		return nil, bundleErrorf("a header of %d bytes, at most %d are possible", size, maxBundleHeader)
	}
	header, err := readPiece(r, int(size))
	if err != nil {
		return nil, err
	}
	b := &Bundle{}
	if err := json.Unmarshal(header, b); err != nil {
		return nil, bundleErrorf("its header: %v", err)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	return b, nil
}

// unexpected is err unless it is the end of the file, which says nothing more.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}

func readPiece(r io.Reader, size int) ([]byte, error) {
	var piece bytes.Buffer
	n, err := io.CopyN(&piece, r, int64(size))
	if err == nil {
		return piece.Bytes(), nil
	}
	if errors.Is(err, io.EOF) {
		return nil, bundleErrorf("it ends after %d of %d bytes", n, size)
	}
	return nil, fmt.Errorf("read a bundle of evidence: %w", err)
}
