package ffmpeg

// #include <malloc.h>
// #include "pool.h"
import "C"

import "runtime/debug"

// ReleaseMemory gives memory that nothing uses back to the system: the C
// library and Go keep what was freed for a while. It takes some milliseconds.
// Source: malloc_trim(3).
func ReleaseMemory() {
	debug.FreeOSMemory()
	C.lp_pool_release()
	C.malloc_trim(0)
}
