// Frame rate conversion on a grid of slots.
//
// Slot n is the time n/rate, counted from the origin of the source's clock
// and not from the segment's first frame: so each segment of a stream fills
// just the slots that converting the whole stream would fill between the same
// two moments, from the slot of its first frame up to the slot of the next
// segment's first frame. A slot shows the last frame that is due in it; a slot
// without a frame repeats the one before.
//
// When source and rendition have the same rate, the grid begins at the
// segment's first frame instead: the frames keep their times exactly, and the
// small errors of clocks that count milliseconds do not matter.

#include "internal.h"

// A frame is due in slot n when it comes less than this part of a slot before
// n+1. The number is away from the fractions at which frames of the usual rates
// fall (halves, thirds, quarters, fifths), where an error of one tick of the
// clock would decide.
#define EDGE_NUM 643
#define EDGE_DEN 1000

static int64_t floor_div(__int128 a, __int128 b)
{
    return (int64_t)(a / b - (a % b < 0));
}

static int64_t slot_of(const lp_grid *g, int64_t t)
{
    __int128 num = (__int128)(t - g->origin) * g->rate.num, den = (__int128)LP_TS_BASE.den * g->rate.den;

    if (g->anchored)
        return floor_div(2 * num + den, 2 * den);
    return floor_div(EDGE_DEN * num + EDGE_NUM * den, EDGE_DEN * den);
}

static int64_t slot_time(const lp_grid *g, int64_t slot)
{
    return g->origin + av_rescale_q(slot, (AVRational){g->rate.den, g->rate.num}, LP_TS_BASE);
}

// Gives out held for all slots before end.
static int fill(lp_rendition *r, int64_t end)
{
    lp_grid *g = &r->grid;

    for (; g->slot < end; g->slot++) {
        if (lp_stopped(r->session))
            return -1;
        if (lp_rendition_emit(r, g->held, g->slot, slot_time(g, g->slot)))
            return -1;
        g->emitted++;
    }
    return 0;
}

int lp_grid_frame(lp_rendition *r, AVFrame **frame)
{
    lp_grid *g = &r->grid;
    int64_t slot;
    int err;

    if (!g->rate.num) {
        err = lp_rendition_emit(r, *frame, (*frame)->pts, (*frame)->pts);
        av_frame_free(frame);
        return err;
    }
    if (!g->started) {
        g->started = 1;
        g->origin = g->anchored ? (*frame)->pts : 0;
        g->slot = slot_of(g, (*frame)->pts);
    }
    slot = slot_of(g, (*frame)->pts);
    if (g->held && slot > g->slot && fill(r, slot))
        return -1;
    av_frame_free(&g->held);
    g->held = *frame;
    *frame = NULL;
    return 0;
}

int lp_grid_finish(lp_rendition *r)
{
    lp_grid *g = &r->grid;
    int64_t end;
    int err;

    if (!g->held)
        return 0;
    end = slot_of(g, r->session->end);
    // A rendition without any frame would be of no use to anyone.
    if (end <= g->slot && !g->emitted)
        end = g->slot + 1;
    err = fill(r, end);
    av_frame_free(&g->held);
    return err;
}
