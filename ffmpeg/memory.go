package ffmpeg

// #include <malloc.h>
import "C"

import "runtime/debug"

// ReleaseMemory gives memory that nothing uses back to the system: the C
// library and Go keep what was freed for a while. It takes some milliseconds.
// Source: malloc_trim(3).
func ReleaseMemory() {
	debug.FreeOSMemory()
	C.malloc_trim(0)
}
