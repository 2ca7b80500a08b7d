// Callbacks into Go: where the bytes come from and where they go, and FFmpeg's
// log. All take the io handle of lp_session_config.
#ifndef LP_IO_H
#define LP_IO_H

#include <stdint.h>

// Reads 1 to size bytes; 0 at the end, -1 when reading failed.
int lp_io_read(uintptr_t io, uint8_t *buf, int size);
// The new offset, or -1: no such place. size asks for the length of the whole.
int64_t lp_io_seek(uintptr_t io, int64_t offset, int whence);
int64_t lp_io_size(uintptr_t io);
// 0, or -1 when writing failed.
int lp_io_write(uintptr_t io, int rendition, uint8_t *buf, int size);
void lp_io_log(uintptr_t io, int level, char *text);

#endif
