package worker

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// The index of a frameInputEnd tells whether the input is good.
const (
	inputWhole  uint8 = iota
	inputBroken       // nothing that is made of it counts
)

// errInputBroken ends a job whose input broke off. The parent knows why.
var errInputBroken = errors.New("input broke off")

// jobInput reads the input of a job from the connection as it is asked for.
type jobInput struct {
	c     *frameConn
	left  int // bytes of the current frame
	ended bool
	// broke says that the input ended as broken, with the connection in order.
	broke  bool
	waited time.Duration // for input that had not come yet
	err    error         // of the connection; not io.EOF
}

// Read returns io.EOF at the end of the job's input.
func (in *jobInput) Read(p []byte) (int, error) {
	if in.err != nil {
		return 0, in.err
	}
	for in.left == 0 {
		if in.broke {
			return 0, errInputBroken
		}
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
	begin := time.Now()
	h, err := in.c.next()
	in.waited += time.Since(begin)
	if err != nil {
		return fmt.Errorf("read input: %w", noEOF(err))
	}
	switch h.typ {
	case frameInput:
		in.left = h.size
	case frameInputEnd:
		in.ended, in.broke = true, h.index == inputBroken
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

// broken returns why the input is not whole, if it is not: an engine may have
// taken that for the end of its input.
func (in *jobInput) broken() error {
	if in.broke {
		return errInputBroken
	}
	return in.err
}

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
