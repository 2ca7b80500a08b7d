package ffmpeg

/*
#include <stdint.h>
#include "av.h"
*/
import "C"

import (
	"context"
	"io"
	"log/slog"
	"runtime/cgo"
	"sync"
	"unsafe"
)

// maxLogLines bounds what one broken source may write to the log.
const maxLogLines = 50

// pipes are the Go ends of a C session: it finds them by a cgo.Handle.
type pipes struct {
	in   *source // used by the session's own thread only
	outs []io.Writer
	log  *slog.Logger

	mu       sync.Mutex
	writeErr error // guarded by mu: the first error of any writer
	lines    int   // guarded by mu
}

func pipesOf(h C.uintptr_t) *pipes { return cgo.Handle(h).Value().(*pipes) }

//export lp_io_read
func lp_io_read(h C.uintptr_t, buf *C.uint8_t, size C.int) C.int {
	n, err := pipesOf(h).in.read(unsafe.Slice((*byte)(buf), int(size)))
	if err != nil {
		return -1
	}
	return C.int(n)
}

//export lp_io_seek
func lp_io_seek(h C.uintptr_t, offset C.int64_t, whence C.int) C.int64_t {
	at, err := pipesOf(h).in.seek(int64(offset), int(whence))
	if err != nil {
		return -1
	}
	return C.int64_t(at)
}

//export lp_io_size
func lp_io_size(h C.uintptr_t) C.int64_t { return C.int64_t(pipesOf(h).in.size()) }

// lp_io_write is called by the thread of each rendition for its own writer.
//
//export lp_io_write
func lp_io_write(h C.uintptr_t, rendition C.int, buf *C.uint8_t, size C.int) C.int {
	p := pipesOf(h)
	if _, err := p.outs[rendition].Write(unsafe.Slice((*byte)(buf), int(size))); err != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.writeErr == nil {
			p.writeErr = err
		}
		return -1
	}
	return 0
}

//export lp_io_log
func lp_io_log(h C.uintptr_t, level C.int, text *C.char) {
	p := pipesOf(h)
	p.mu.Lock()
	p.lines++
	over := p.lines > maxLogLines
	p.mu.Unlock()
	if over {
		return
	}
	l := slog.LevelDebug
	if level <= C.AV_LOG_ERROR {
		l = slog.LevelInfo // the source's fault mostly; an operator need not act
	}
	p.log.Log(context.Background(), l, "ffmpeg", "text", C.GoString(text))
}
