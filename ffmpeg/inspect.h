// A look into a segment: what its packets tell, and a few decoded frames.
//
//   lp_session_new -> lp_inspect_only -> lp_session_open -> lp_inspect -> lp_inspection_free -> lp_session_free
#ifndef LP_INSPECT_H
#define LP_INSPECT_H

#include "session.h"

#define LP_MAX_TIMES 16
#define LP_MAX_VIEWS 64
#define LP_MAX_AROUND 8

typedef struct lp_view {
    int width, height;       // the frame is scaled to
    int x, y, w, h;          // what is kept of it
    int alone;               // not of the frames around
} lp_view;

typedef struct lp_look {
    int64_t times_us[LP_MAX_TIMES]; // from the first frame on, rising
    int times;
    int around;              // frames before and after each
    lp_view views[LP_MAX_VIEWS];
    int view_count;
    int all;                 // decode everything
} lp_look;

typedef struct lp_frame_fact {
    int64_t pts;             // in 1/90000 s
    int64_t pos;             // in the order of the packets, to sort by
    int key, bytes;
} lp_frame_fact;

typedef struct lp_sample {
    int index, step;
    int64_t time_us;         // from the first frame on
    int key, width, height;
    uint8_t *luma;           // the views, one after the other
} lp_sample;

typedef struct lp_inspection {
    lp_frame_fact *frames;
    int64_t frame_count;
    int64_t pixels, bytes;   // of all pictures, of their packets
    int width, height, size_changes;
    int profile;
    char pix_fmt[32];        // "" when unknown
    int64_t leading;         // pictures before the first keyframe
    int64_t decoded_frames, decoded_pixels;
    int damaged;
    lp_sample *samples;
    int sample_count;
    size_t view_size[2];     // bytes of the views of one sample: around, and at a time
    int audio_streams, sample_rate, channels;
    int64_t audio_packets, audio_bytes, audio_first_us, audio_duration_us;
    // private
    int64_t frame_cap;
    int64_t audio_end_us;
} lp_inspection;

// The session is for lp_inspect and nothing else: it is opened with less work, and
// does not know the format of the pixels before.
void lp_inspect_only(lp_session *s);
// Reads the source to its end; 0 or -1. Nothing can be run after it.
int lp_inspect(lp_session *s, const lp_look *look, lp_inspection *out);
void lp_inspection_free(lp_inspection *out);

#endif
