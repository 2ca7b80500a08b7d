package ask

import (
	"bufio"
	"errors"
	"io"
)

// maxLineBytes of an answer.
const maxLineBytes = 4096

var errLongLine = errors.New("the line is too long")

// lineReader gives out one line for each Read, since each question has a buffer
// of its own that would swallow the answers to the next ones.
type lineReader struct {
	in *bufio.Reader
	// fallback is given out, again and again, when there is no more.
	fallback string
	ended    bool
}

func newLineReader(in io.Reader) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(in, maxLineBytes)}
}

func (l *lineReader) Read(b []byte) (int, error) {
	line, err := l.in.ReadSlice('\n')
	if err != nil && len(line) == 0 {
		l.ended = true
		line = []byte(l.fallback + "\n")
	}
	if len(line) > len(b) {
		return 0, errLongLine
	}
	return copy(b, line), nil
}
