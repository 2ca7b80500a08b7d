// Is there a graphics card, and what it needs? Independent of FFmpeg.
#ifndef LP_NVIDIA_H
#define LP_NVIDIA_H

#define LP_NVIDIA_NO_LIBRARY -1 // its name is in missing
#define LP_NVIDIA_NO_DRIVER -2

// The number of cards, or one of the above.
int lp_nvidia_count(char *missing, int size);

#endif
