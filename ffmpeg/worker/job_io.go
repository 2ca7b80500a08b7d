package worker

import (
	"errors"
	"fmt"
	"io"
)

// jobInput reads the input of a job from the connection as it is asked for.
type jobInput struct {
	c     *frameConn
	left  int // bytes of the current frame
	ended bool
	err   error // not io.EOF
}

// Read returns io.EOF at the end of the job's input.
func (in *jobInput) Read(p []byte) (int, error) {
	if in.err != nil {
		return 0, in.err
	}
	for in.left == 0 {
		if in.ended {
			return 0, io.EOF
		}
		if in.err = in.advance(); in.err != nil {
			return 0, in.err
		}
	}
	n, err := in.c.r.Read(p[:min(len(p), in.left)])
	in.left -= n
	if err != nil {
		in.err = fmt.Errorf("read input: %w", noEOF(err))
	}
	return n, in.err
}

func (in *jobInput) advance() error {
	h, err := in.c.next()
	if err != nil {
		return fmt.Errorf("read input: %w", noEOF(err))
	}
	switch h.typ {
	case frameInput:
		in.left = h.size
	case frameInputEnd:
		in.ended = true
	default:
		return protocolErrorf("frame of type %d where input was due", h.typ)
	}
	return nil
}

// noEOF keeps a lost connection from looking like the end of the input.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// broken returns the connection's error, if it had one: an engine may have
// taken it for the end of its input.
func (in *jobInput) broken() error { return in.err }

// drain skips the rest of the input, also tags of a stream that failed.
func (in *jobInput) drain() error {
	if in.err != nil {
		return in.err
	}
	if _, err := in.c.r.Discard(in.left); err != nil {
		return fmt.Errorf("skip input: %w", err)
	}
	in.left = 0
	for !in.ended {
		h, err := in.c.next()
		if err != nil {
			return fmt.Errorf("skip input: %w", err)
		}
		switch h.typ {
		case frameInput, frameTag:
			err = in.c.discard(h)
		case frameInputEnd:
			in.ended = true
		default:
			err = protocolErrorf("frame of type %d where input was due", h.typ)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// jobOutput sends what an engine writes. Writes to one output come one at a
// time; different outputs may be written concurrently.
type jobOutput struct {
	c     *frameConn
	index uint8
	size  int
}

func (o *jobOutput) Write(p []byte) (int, error) {
	if err := o.c.writeData(frameOutput, o.index, p); err != nil {
		return 0, err
	}
	o.size += len(p)
	return len(p), nil
}
