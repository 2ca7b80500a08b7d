package ffmpeg

import (
	"context"
	"errors"
	"io"
	"slices"
)

// sourceChunk is the unit in which a source is kept, 1 MiB.
const sourceChunk = 1 << 20

// errInputTooLarge says that the source has more bytes than the limits allow.
var errInputTooLarge = errors.New("the source is too large")

// source gives a job's bytes to the demuxer. Transport streams are read
// through; for formats that are sought (MP4 may have its index at the end)
// the bytes are kept, and a place that has not arrived yet is waited for.
//
// Until forget is called the bytes of any source are kept, up to keepMax, so
// that it can be read a second time.
type source struct {
	ctx context.Context // of the one job
	r   io.Reader
	max int64

	pos    int64 // where the demuxer reads
	total  int64 // bytes taken from r
	chunks [][]byte
	whole  []byte // all bytes, when the caller has them in memory already
	eof    bool
	err    error

	seekable bool
	kept     bool // chunks hold all that was read
}

// keepMax bounds what is kept of a source that is not sought. Segments without
// video, for whose sake it is kept, are far smaller.
const keepMax = 32 << 20

func newSource(ctx context.Context, r io.Reader, limit int64) (*source, error) {
	s := &source{ctx: ctx, r: r, max: limit, kept: true}
	if b, ok := r.(interface{ sourceBytes() []byte }); ok {
		s.whole, s.eof, s.total = b.sourceBytes(), true, int64(len(b.sourceBytes()))
		if s.total > limit {
			return nil, errInputTooLarge
		}
	}
	for s.total < 12 && !s.eof {
		if err := s.fetch(); err != nil {
			return nil, err
		}
	}
	head := make([]byte, 12)
	n := s.copyAt(head, 0)
	s.seekable = isMP4(head[:n])
	return s, nil
}

// memory is a source that is in memory as a whole; it is not copied.
type memory struct{ data []byte }

// FromBytes is an input for Transcode of bytes that the caller has in memory
// and does not change meanwhile. It saves a copy.
func FromBytes(data []byte) io.Reader { return &memory{data} }

func (m *memory) sourceBytes() []byte { return m.data }

// Read is there for the interface; the engine takes the bytes directly.
func (m *memory) Read(p []byte) (int, error) {
	if len(m.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p, m.data)
	m.data = m.data[n:]
	return n, nil
}

// isMP4 knows the box types that files of the MP4 family begin with
// (ISO/IEC 14496-12, QuickTime File Format).
func isMP4(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	return slices.Contains([]string{"ftyp", "styp", "moov", "mdat", "moof", "sidx", "free", "skip", "wide", "pnot", "emsg", "uuid"}, string(head[4:8]))
}

// fetch takes more bytes from the reader and keeps them.
func (s *source) fetch() error {
	if s.eof {
		return nil
	}
	last := len(s.chunks) - 1
	if last < 0 || len(s.chunks[last]) == cap(s.chunks[last]) {
		s.chunks = append(s.chunks, make([]byte, 0, sourceChunk))
		last++
	}
	c := s.chunks[last]
	n, err := s.readFrom(c[len(c):cap(c)])
	s.chunks[last] = c[:len(c)+n]
	return err
}

// readFrom reads at least one byte unless the reader has ended.
func (s *source) readFrom(p []byte) (int, error) {
	for range 100 {
		if err := s.ctx.Err(); err != nil {
			return 0, err
		}
		n, err := s.r.Read(p)
		s.total += int64(n)
		if s.total > s.max {
			return 0, errInputTooLarge
		}
		if errors.Is(err, io.EOF) {
			s.eof, err = true, nil
		}
		if n > 0 || s.eof || err != nil {
			return n, err
		}
	}
	return 0, io.ErrNoProgress
}

// copyAt copies what is kept from off on.
func (s *source) copyAt(p []byte, off int64) int {
	if s.whole != nil {
		return copy(p, s.whole[min(off, int64(len(s.whole))):])
	}
	i := int(off / sourceChunk)
	if i >= len(s.chunks) {
		return 0
	}
	c := s.chunks[i]
	return copy(p, c[min(off%sourceChunk, int64(len(c))):])
}

// read is the demuxer's: 0 bytes and no error is the end.
func (s *source) read(p []byte) (n int, err error) {
	defer func() {
		s.pos += int64(n)
		if err != nil {
			s.err = err
		}
	}()
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	if s.total > keepMax && s.pos >= s.total {
		s.forget()
	}
	if !s.kept {
		if s.pos < s.total && len(s.chunks) > 0 {
			n = s.copyAt(p, s.pos)
			return n, nil
		}
		s.chunks = nil
		if s.eof {
			return 0, nil
		}
		return s.readFrom(p)
	}
	for {
		if n = s.copyAt(p, s.pos); n > 0 || s.eof {
			return n, nil
		}
		if err := s.fetch(); err != nil {
			return 0, err
		}
	}
}

// forget lets go of what is kept once it has been read, unless it may be
// sought or is the caller's memory.
func (s *source) forget() {
	if !s.seekable && s.whole == nil {
		s.kept = false
	}
}

// seek moves to a place that may not have arrived yet.
func (s *source) seek(off int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		off += s.pos
	case io.SeekEnd:
		for !s.eof {
			if err := s.fetch(); err != nil {
				s.err = err
				return 0, err
			}
		}
		off += s.total
	}
	if off < 0 || off > s.max {
		return 0, errors.New("seek outside of the source")
	}
	s.pos = off
	return off, nil
}

// size is the length of the whole if it is known, else -1.
func (s *source) size() int64 {
	if s.eof {
		return s.total
	}
	return -1
}

// rewind makes the source readable from its start again; false when its bytes
// are no longer there.
func (s *source) rewind() bool {
	if !s.kept {
		return false
	}
	s.pos = 0
	return true
}

// copyTo writes all of the source.
func (s *source) copyTo(w io.Writer) (int64, error) {
	buf := make([]byte, 64<<10)
	var total int64
	for {
		n, err := s.read(buf)
		if n == 0 || err != nil {
			return total, err
		}
		if _, err := w.Write(buf[:n]); err != nil {
			return total, err
		}
		total += int64(n)
	}
}
