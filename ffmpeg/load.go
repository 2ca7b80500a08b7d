package ffmpeg

/*
#cgo pkg-config: libavformat libavcodec libavfilter libavutil libswscale libswresample
#cgo CFLAGS: -std=gnu11 -Wall -Wno-deprecated-declarations -O2
#cgo LDFLAGS: -Wl,--as-needed -ldl -lpthread -lm
#include "av.h"
*/
import "C"

import (
	"fmt"
	"strings"
)

// Load opens the FFmpeg libraries for this process. It takes about 50 ms the
// first time and nothing later; it may be called from any goroutine. The
// error is a *LoadError.
func Load() error {
	var why C.lp_av_failure
	if C.lp_av_load(&why) != 0 {
		return newLoadError(&why)
	}
	return nil
}

// LoadStepwise is Load that calls pause after libavcodec, which draws in most
// libraries, and in the end: the dynamic linker looks at most pages of what it loads,
// which can be given back before the rest comes.
func LoadStepwise(pause func()) error {
	C.lp_av_open_codec() // what is wrong with it, Load tells
	pause()
	err := Load()
	pause()
	return err
}

// loadFilter is Load for what needs libavfilter too.
func loadFilter() error {
	var why C.lp_av_failure
	if C.lp_av_load_filter(&why) != 0 {
		return newLoadError(&why)
	}
	return nil
}

// LoadError says which FFmpeg library could not be used.
type LoadError struct {
	Library string // file name, such as "libavcodec.so.59"
	Symbol  string // the function that it lacks, "" when the library itself is missing
	Reason  string // the dynamic linker's words
}

func newLoadError(why *C.lp_av_failure) *LoadError {
	return &LoadError{
		Library: C.GoString(&why.library[0]),
		Symbol:  C.GoString(&why.symbol[0]),
		Reason:  C.GoString(&why.reason[0]),
	}
}

// Package is the Debian package that holds the library.
func (e *LoadError) Package() string {
	name, major, ok := strings.Cut(e.Library, ".so.")
	if !ok {
		return e.Library
	}
	return name + major
}

func (e *LoadError) Error() string {
	if e.Symbol != "" {
		return fmt.Sprintf("FFmpeg library %s lacks %s: it is older than the one this program was built with; upgrade it (apt-get install %s)", e.Library, e.Symbol, e.Package())
	}
	return fmt.Sprintf("FFmpeg library %s cannot be loaded: %s; install it (apt-get install %s)", e.Library, e.Reason, e.Package())
}
