// Decodes of a segment what it takes to show the frames that are asked for.
//
// Packets wait until it is known that one of these frames is among them or
// depends on them, and those from one keyframe to the next go unseen when none
// is. Frames that no other one needs are skipped unless they are near.

#include <stdlib.h>
#include <string.h>

#include "inspect_internal.h"

int lp_inspect_open(lp_inspector *in)
{
    if (lp_decoder_open(in->s))
        return -1;
    in->frame_length = in->s->dec.nominal;
    return 0;
}

static int64_t wanted_time(const lp_inspector *in, int i)
{
    return in->origin + av_rescale_q(in->look->times_us[i], LP_US, LP_TS_BASE);
}

// How far from a wanted time a frame may be and yet be taken for it. Times are in
// the middle of frames, if they are chosen well.
static int64_t near_by(const lp_inspector *in)
{
    int64_t len = in->frame_length > 0 ? in->frame_length : 3600;

    return len * in->look->around + len * 5 / 8;
}

// Whether any frame is still wanted that is shown before the time end.
static int wanted_before(const lp_inspector *in, int64_t end)
{
    for (int i = 0; i < in->look->times; i++)
        if (in->after[i] || (!in->found[i] && wanted_time(in, i) < end))
            return 1;
    return 0;
}

// Whether a frame is all that is wanted, so that nothing after it need be decoded to
// have it out.
static int wanted_alone(const lp_inspector *in, int64_t pts)
{
    int64_t end = pts + (in->frame_length > 0 ? in->frame_length : 3600);

    for (int i = 0; i < in->look->times; i++)
        if (!in->found[i] && (wanted_time(in, i) < pts || wanted_time(in, i) >= end))
            return 0;
    return !in->look->around;
}

static int wanted_near(const lp_inspector *in, int64_t pts)
{
    int64_t reach = near_by(in);

    for (int i = 0; i < in->look->times; i++)
        if (llabs(wanted_time(in, i) - pts) <= reach)
            return 1;
    return 0;
}

static int make_views(lp_inspector *in, AVFrame *frame, int around, uint8_t *to)
{
    const lp_view *last = NULL;
    AVFrame *gray = NULL;

    for (int i = 0; i < in->look->view_count; i++) {
        const lp_view *v = &in->look->views[i];
        int err = 0;

        if (v->alone && around)
            continue;
        if (!last || last->width != v->width || last->height != v->height)
            err = lp_scale(&in->scalers[i], frame, v->width, v->height, AV_PIX_FMT_GRAY8, &gray);
        last = v;
        if (err < 0)
            return lp_fail_set(&in->s->fail, -1, LP_ERR_PIXEL_FORMAT, err, "a frame cannot be scaled to %dx%d", v->width, v->height);
        for (int y = 0; y < v->h; y++, to += v->w)
            memcpy(to, gray->data[0] + (int64_t)(v->y + y) * gray->linesize[0] + v->x, v->w);
    }
    return 0;
}

static int take(lp_inspector *in, AVFrame *frame, int64_t time, int index, int step)
{
    lp_inspection *out = in->out;
    lp_sample *sample;

    if (out->sample_count == in->sample_cap) {
        int cap = in->sample_cap ? 2 * in->sample_cap : 16;
        lp_sample *more = realloc(out->samples, cap * sizeof(*more));
        if (!more)
            return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for samples");
        out->samples = more;
        in->sample_cap = cap;
    }
    sample = &out->samples[out->sample_count];
    *sample = (lp_sample){
        .index = index, .step = step, .width = frame->width, .height = frame->height,
        .key = frame->pict_type == AV_PICTURE_TYPE_I,
        .time_us = av_rescale_q(time - in->origin, LP_TS_BASE, LP_US),
        .luma = malloc(out->view_size[step == 0] + 1),
    };
    if (!sample->luma)
        return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a sample");
    out->sample_count++;
    return make_views(in, frame, step != 0, sample->luma);
}

// Takes the newest frame for a time, and those before it.
static int take_recent(lp_inspector *in, int index)
{
    in->found[index] = 1;
    for (int i = 0; i < in->recent_count; i++)
        if (take(in, in->recent[i], in->recent_time[i], index, i + 1 - in->recent_count))
            return -1;
    return 0;
}

static int remember(lp_inspector *in, AVFrame *frame, int64_t time)
{
    AVFrame *oldest = NULL;

    if (in->recent_count == in->look->around + 1) {
        oldest = in->recent[0];
        av_frame_unref(oldest);
        memmove(in->recent, in->recent + 1, (in->recent_count - 1) * sizeof(in->recent[0]));
        memmove(in->recent_time, in->recent_time + 1, (in->recent_count - 1) * sizeof(in->recent_time[0]));
        in->recent_count--;
    }
    if (!oldest && !(oldest = av_frame_alloc()))
        return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a frame");
    av_frame_move_ref(oldest, frame);
    in->recent[in->recent_count] = oldest;
    in->recent_time[in->recent_count++] = time;
    return 0;
}

static void forget_recent(lp_inspector *in)
{
    while (in->recent_count)
        av_frame_free(&in->recent[--in->recent_count]);
}

static int on_frame(lp_inspector *in, AVFrame *frame)
{
    lp_decoder *d = &in->s->dec;
    const lp_limits *l = &in->s->cfg.limits;
    int64_t time = frame->best_effort_timestamp;

    if (frame->width > l->max_side || frame->height > l->max_side)
        return lp_fail_set(&in->s->fail, -1, LP_ERR_RESOLUTION, 0, "a frame has %dx%d pixels", frame->width, frame->height);
    in->out->decoded_frames++;
    in->out->decoded_pixels += (int64_t)frame->width * frame->height;
    if (time == AV_NOPTS_VALUE || frame->flags & AV_FRAME_FLAG_CORRUPT)
        return 0;
    time = av_rescale_q(time, d->time_base, LP_TS_BASE) - av_rescale_q(in->s->in.shift, LP_FINE, LP_TS_BASE);
    for (int i = 0; i < in->look->times; i++) {
        if (!in->found[i] && time > wanted_time(in, i)) {
            if (take_recent(in, i))
                return -1;
            in->after[i] = in->look->around;
        }
        if (in->after[i]) {
            if (take(in, frame, time, i, in->look->around - in->after[i] + 1))
                return -1;
            in->after[i]--;
        }
    }
    return remember(in, frame, time);
}

static int receive(lp_inspector *in)
{
    lp_decoder *d = &in->s->dec;
    int err;

    while ((err = avcodec_receive_frame(d->ctx, d->frame)) >= 0) {
        err = on_frame(in, d->frame);
        av_frame_unref(d->frame);
        if (err)
            return -1;
    }
    if (err != AVERROR(EAGAIN) && err != AVERROR_EOF)
        in->out->damaged++;
    return 0;
}

static int decode(lp_inspector *in, AVPacket *pkt, int64_t pts)
{
    AVCodecContext *ctx = in->s->dec.ctx;
    int err;

    ctx->skip_frame = in->look->all || wanted_near(in, pts) ? AVDISCARD_DEFAULT : AVDISCARD_NONREF;
    while ((err = avcodec_send_packet(ctx, pkt)) == AVERROR(EAGAIN)) {
        if (receive(in))
            return -1;
        if (lp_stopped(in->s))
            return lp_fail_set(&in->s->fail, -1, LP_ERR_ABORTED, 0, "stopped");
    }
    if (err < 0)
        in->out->damaged++;
    in->decoding = 1;
    return receive(in);
}

static void drop_held(lp_inspector *in)
{
    for (int i = 0; i < in->held_count; i++)
        av_packet_free(&in->held[i]);
    in->held_count = 0;
}

static int decode_held(lp_inspector *in)
{
    int err = 0;

    for (int i = 0; i < in->held_count && !err; i++)
        err = decode(in, in->held[i], (int64_t)(intptr_t)in->held[i]->opaque);
    drop_held(in);
    return err;
}

// The frames up to the time end are out; what they were wanted for is settled.
static int settle(lp_inspector *in, int64_t end)
{
    if (in->decoding) {
        avcodec_send_packet(in->s->dec.ctx, NULL);
        if (receive(in))
            return -1;
        avcodec_flush_buffers(in->s->dec.ctx);
    }
    for (int i = 0; i < in->look->times; i++) {
        in->after[i] = 0;
        if (!in->found[i] && wanted_time(in, i) < end && take_recent(in, i))
            return -1;
    }
    in->decoding = 0;
    forget_recent(in);
    return 0;
}

static int hold(lp_inspector *in, AVPacket *pkt, int64_t pts)
{
    AVPacket *copy;

    if (in->held_count == in->held_cap) {
        int cap = in->held_cap ? 2 * in->held_cap : 64;
        AVPacket **more = realloc(in->held, cap * sizeof(*more));
        if (!more)
            return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for packets");
        in->held = more;
        in->held_cap = cap;
    }
    if (!(copy = av_packet_clone(pkt)))
        return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a packet");
    copy->opaque = (void *)(intptr_t)pts;
    in->held[in->held_count++] = copy;
    return 0;
}

int lp_inspect_packet(lp_inspector *in, AVPacket *pkt, int64_t pts, int key)
{
    if (in->look->all)
        return decode(in, pkt, pts);
    if (key) {
        // A few frames are decoded for the sake of the one after them, more are not.
        int go_on = wanted_before(in, pts) || (in->held_count <= in->look->around && wanted_before(in, pts + near_by(in)));
        if (go_on && decode_held(in))
            return -1;
        // What is still to come out does so together with what follows.
        if (in->decoding && !go_on && settle(in, pts))
            return -1;
        drop_held(in);
    }
    if (!wanted_before(in, INT64_MAX))
        return 0;
    if (hold(in, pkt, pts))
        return -1;
    if (!wanted_before(in, pts + near_by(in)))
        return 0;
    if (decode_held(in))
        return -1;
    return key && wanted_alone(in, pts) ? settle(in, INT64_MAX) : 0;
}

int lp_inspect_end(lp_inspector *in)
{
    if (wanted_before(in, INT64_MAX) && decode_held(in))
        return -1;
    return settle(in, INT64_MAX);
}

void lp_inspect_close(lp_inspector *in)
{
    drop_held(in);
    free(in->held);
    forget_recent(in);
    for (int i = 0; i < LP_MAX_VIEWS; i++)
        lp_scaler_close(&in->scalers[i]);
}
