package flv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// maxHeaderOffset bounds what a file may put between its header and the first tag.
const maxHeaderOffset = 64 << 10

// Reader reads an FLV file of any origin. It holds at most one tag in memory, and never more than was really sent.
type Reader struct {
	r       io.Reader
	max     int
	unwrap  Unwrapper
	header  Header
	scratch [tagHeaderSize]byte
}

// NewReader reads the file header. maxTag bounds a tag's body in bytes, 1 to [MaxTagSize]; 0 means [MaxTagSize].
// Errors: [ErrMalformed], io.ErrUnexpectedEOF, those of r.
func NewReader(r io.Reader, maxTag int) (*Reader, error) {
	if maxTag <= 0 || maxTag > MaxTagSize {
		maxTag = MaxTagSize
	}
	f := &Reader{r: r, max: maxTag}
	head := f.scratch[:fileHeaderSize]
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, fmt.Errorf("read FLV header: %w", unexpected(err))
	}
	if !bytes.HasPrefix(head, []byte("FLV")) || head[3] != 1 {
		return nil, malformed("file starts with %q, expected FLV version 1", head[:4])
	}
	f.header = Header{Audio: head[4]&flagAudio != 0, Video: head[4]&flagVideo != 0}
	offset := binary.BigEndian.Uint32(head[5:])
	if offset < fileHeaderSize || offset > maxHeaderOffset {
		return nil, malformed("first tag at byte %d, expected %d to %d", offset, fileHeaderSize, maxHeaderOffset)
	}
	if _, err := io.CopyN(io.Discard, r, int64(offset)-fileHeaderSize+backPointerSize); err != nil {
		return nil, fmt.Errorf("read FLV header: %w", unexpected(err))
	}
	return f, nil
}

// Header returns what the file announced; writers of live streams often announce more or less than they send.
func (f *Reader) Header() Header {
	return f.header
}

// ReadTag returns the next audio, video or script tag; tags of other types are skipped. The timestamps are continuous.
// io.EOF is a clean end; io.ErrUnexpectedEOF an end within a tag. Other errors: [ErrMalformed], [ErrTooLarge], those of
// the underlying reader.
func (f *Reader) ReadTag() (Tag, error) {
	for {
		tag, err := f.readAnyTag()
		if err != nil {
			return Tag{}, err
		}
		switch tag.Type {
		case TagAudio, TagVideo, TagScript:
			return tag, nil
		}
	}
}

func (f *Reader) readAnyTag() (Tag, error) {
	head := f.scratch[:]
	if _, err := io.ReadFull(f.r, head); err != nil {
		if errors.Is(err, io.EOF) {
			return Tag{}, io.EOF
		}
		return Tag{}, fmt.Errorf("read tag header: %w", err)
	}
	const filtered, reserved = 0x20, 0xc0
	if head[0]&(filtered|reserved) != 0 {
		return Tag{}, malformed("tag type byte %#02x: encrypted tags are not supported", head[0])
	}
	size := int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	if size > f.max {
		return Tag{}, fmt.Errorf("%w: %d bytes, limit %d", ErrTooLarge, size, f.max)
	}
	ts := uint32(head[7])<<24 | uint32(head[4])<<16 | uint32(head[5])<<8 | uint32(head[6])
	tag := Tag{Type: TagType(head[0]), Timestamp: f.unwrap.Next(ts)}
	data, err := readExactly(f.r, size)
	if err != nil {
		return Tag{}, fmt.Errorf("read %s tag of %d bytes: %w", tag.Type, size, err)
	}
	tag.Data = data
	// The back pointer is not checked, since some writers fill it with zeros, and its absence at the end is no loss.
	if _, err := io.ReadFull(f.r, f.scratch[:backPointerSize]); err != nil &&
		!errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return Tag{}, fmt.Errorf("read back pointer: %w", err)
	}
	return tag, nil
}

// readExactly reads n bytes in growing steps, so that a length that nothing follows costs no memory.
func readExactly(r io.Reader, n int) ([]byte, error) {
	const step = 64 << 10
	if n <= step {
		data := make([]byte, n)
		_, err := io.ReadFull(r, data)
		return data, unexpected(err)
	}
	var buf bytes.Buffer
	buf.Grow(step)
	if _, err := io.CopyN(&buf, r, int64(n)); err != nil {
		return nil, unexpected(err)
	}
	return buf.Bytes(), nil
}

// unexpected turns an end of file where more was due into io.ErrUnexpectedEOF.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
