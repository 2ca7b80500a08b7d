package flv

import (
	"encoding/binary"
	"fmt"
	"io"
)

// The sizes of the container's fixed parts (FLV 10.1, E.2 and E.3).
const (
	fileHeaderSize  = 9
	tagHeaderSize   = 11
	backPointerSize = 4
)

// Header says which kinds of media a file announces.
type Header struct {
	Audio bool
	Video bool
}

// Writer writes an FLV file.
type Writer struct {
	w   io.Writer
	buf []byte
}

// NewWriter writes the file header and returns a writer for the tags. Each call makes exactly one Write on w.
func NewWriter(w io.Writer, header Header) (*Writer, error) {
	buf := []byte{'F', 'L', 'V', 1, header.flags(), 0, 0, 0, fileHeaderSize, 0, 0, 0, 0}
	if _, err := w.Write(buf); err != nil {
		return nil, fmt.Errorf("write FLV header: %w", err)
	}
	return &Writer{w: w}, nil
}

// WriteTag writes one tag. Only the low 32 bits of the timestamp fit the format. A body above [MaxTagSize] is
// [ErrTooLarge]; other errors are those of the underlying writer.
func (w *Writer) WriteTag(tag Tag) error {
	if len(tag.Data) > MaxTagSize {
		return fmt.Errorf("%w: %d bytes, at most %d fit", ErrTooLarge, len(tag.Data), MaxTagSize)
	}
	ts := uint32(tag.Timestamp)
	size := uint32(len(tag.Data))
	w.buf = append(w.buf[:0], byte(tag.Type), byte(size>>16), byte(size>>8), byte(size))
	w.buf = append(w.buf, byte(ts>>16), byte(ts>>8), byte(ts), byte(ts>>24), 0, 0, 0)
	w.buf = append(w.buf, tag.Data...)
	w.buf = binary.BigEndian.AppendUint32(w.buf, tagHeaderSize+size)
	if _, err := w.w.Write(w.buf); err != nil {
		return fmt.Errorf("write %s tag: %w", tag.Type, err)
	}
	return nil
}

func (h Header) flags() byte {
	var flags byte
	if h.Audio {
		flags |= flagAudio
	}
	if h.Video {
		flags |= flagVideo
	}
	return flags
}

const (
	flagAudio = 0x04
	flagVideo = 0x01
)
