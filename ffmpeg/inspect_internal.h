// What inspect.c and inspect_frames.c share.
#ifndef LP_INSPECT_INTERNAL_H
#define LP_INSPECT_INTERNAL_H

#include "inspect.h"
#include "internal.h"

typedef struct lp_inspector {
    lp_session *s;
    const lp_look *look;
    lp_inspection *out;
    int w, h;                // of the last picture
    int64_t due;             // when the next picture is due, LP_TS_BASE
    int64_t frame_length;    // LP_TS_BASE, 0 when unknown
    int seen_key;
    int64_t origin;          // time of the first keyframe, LP_TS_BASE
    // packets from the last keyframe on that the decoder has not got
    AVPacket **held;
    int held_count, held_cap;
    int decoding;            // the decoder has the packets before them
    // the last frames that were decoded, newest last, and their times
    AVFrame *recent[LP_MAX_AROUND + 1];
    int64_t recent_time[LP_MAX_AROUND + 1];
    int recent_count;
    // of each time: whether its frame was found, and the frames after it that
    // are still to come
    int found[LP_MAX_TIMES];
    int after[LP_MAX_TIMES];
    int sample_cap;
    lp_scaler scalers[LP_MAX_VIEWS];
} lp_inspector;

int lp_inspect_open(lp_inspector *in);
// A picture from the first keyframe on, its time, and whether it is a keyframe.
int lp_inspect_packet(lp_inspector *in, AVPacket *pkt, int64_t pts, int key);
int lp_inspect_end(lp_inspector *in);
void lp_inspect_close(lp_inspector *in);

#endif
