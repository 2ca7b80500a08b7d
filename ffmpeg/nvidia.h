// Nvidia's driver, as far as FFmpeg does not speak to it for us.
#ifndef LP_NVIDIA_H
#define LP_NVIDIA_H

#include <stddef.h>

#define LP_NVIDIA_NO_LIBRARY -1 // its name is in missing
#define LP_NVIDIA_NO_DRIVER -2

// The number of cards, or one of the above. encode asks for the driver's
// encoder too.
int lp_nvidia_count(int encode, char *missing, int size);

// Main memory that the cards write to without the processor's help, for a
// context (CUcontext) of the driver; NULL when there is none to be had.
void *lp_nvidia_alloc(void *context, size_t size);
void lp_nvidia_free(void *context, void *memory);

#endif
