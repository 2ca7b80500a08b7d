// What the packets of a segment tell. Frames are in inspect_frames.c.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inspect_internal.h"

// The time of a picture on its own clock: closing jumps is for those who go on
// with the timeline, here they are what is looked for.
static int64_t picture_time(lp_session *s, const AVPacket *pkt, const AVStream *st, int64_t due)
{
    int64_t t = pkt->pts != AV_NOPTS_VALUE ? pkt->pts : pkt->dts;

    if (t == AV_NOPTS_VALUE)
        return due;
    return av_rescale_q(t, st->time_base, LP_TS_BASE) - av_rescale_q(s->in.shift, LP_FINE, LP_TS_BASE);
}

// Reads the headers of a picture: whether a decoder can begin with it, and its size.
static int parse_picture(lp_inspector *in, const AVPacket *pkt, int *key)
{
    lp_decoder *d = &in->s->dec;
    const lp_limits *l = &in->s->cfg.limits;
    lp_inspection *out = in->out;
    int w = d->ctx->width, h = d->ctx->height, size;
    uint8_t *data;

    *key = !!(pkt->flags & AV_PKT_FLAG_KEY);
    if (d->parser) {
        av_parser_parse2(d->parser, d->parser_ctx, &data, &size, pkt->data, pkt->size, pkt->pts, pkt->dts, pkt->pos);
        if (d->parser->width > 0 && d->parser->height > 0) {
            w = d->parser->width;
            h = d->parser->height;
        }
        // A container's word for a keyframe does not do where the picture says no.
        if (d->parser->key_frame == 0)
            *key = 0;
    }
    if (w > l->max_side || h > l->max_side || (int64_t)w * h > l->max_pixels ||
        (d->parser && (d->parser->coded_width > l->max_side || d->parser->coded_height > l->max_side)))
        return lp_fail_set(&in->s->fail, -1, LP_ERR_RESOLUTION, 0, "a picture has %dx%d pixels", w, h);
    out->size_changes += out->frame_count && (w != in->w || h != in->h);
    in->w = w;
    in->h = h;
    if (!out->frame_count) {
        out->width = w;
        out->height = h;
    }
    return 0;
}

static int add_picture(lp_inspector *in, int64_t pts, int key, int bytes)
{
    lp_inspection *out = in->out;
    const lp_limits *l = &in->s->cfg.limits;

    if (out->frame_count >= l->max_frames)
        return lp_fail_set(&in->s->fail, -1, LP_ERR_RUNAWAY, 0, "there are more than %lld pictures", (long long)l->max_frames);
    if (out->frame_count == out->frame_cap) {
        int64_t cap = out->frame_cap ? 2 * out->frame_cap : 256;
        lp_frame_fact *more = realloc(out->frames, cap * sizeof(*more));
        if (!more)
            return lp_fail_set(&in->s->fail, -1, LP_ERR_MEMORY, 0, "no memory for the list of pictures");
        out->frames = more;
        out->frame_cap = cap;
    }
    out->frames[out->frame_count] = (lp_frame_fact){pts, out->frame_count, key, bytes};
    out->frame_count++;
    out->pixels += (int64_t)in->w * in->h;
    return 0;
}

static int on_video(lp_inspector *in, AVPacket *pkt)
{
    lp_session *s = in->s;
    const AVStream *st = s->in.fmt->streams[pkt->stream_index];
    int64_t pts = picture_time(s, pkt, st, in->due);
    int key;

    if (st->codecpar->codec_id != s->dec.ctx->codec_id)
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, 0, "the codec changes in the middle");
    if (parse_picture(in, pkt, &key) || add_picture(in, pts, key, pkt->size))
        return -1;
    in->due = pts + (in->frame_length > 0 ? in->frame_length : 3600);
    in->out->bytes += pkt->size;
    if (key && !in->seen_key) {
        in->seen_key = 1;
        in->origin = pts;
    }
    if (!in->seen_key) {
        in->out->leading++;
        return 0;
    }
    s->dec.time_base = st->time_base;
    return lp_inspect_packet(in, pkt, pts, key);
}

static void on_audio(lp_inspector *in, const AVPacket *pkt)
{
    lp_inspection *out = in->out;
    const AVStream *st = in->s->in.fmt->streams[pkt->stream_index];
    int64_t t = pkt->pts != AV_NOPTS_VALUE ? pkt->pts : pkt->dts, len = pkt->duration;

    if (len <= 0 && st->codecpar->sample_rate > 0)
        len = av_rescale_q(av_get_audio_frame_duration2(st->codecpar, pkt->size), (AVRational){1, st->codecpar->sample_rate},
                           st->time_base);
    if (t != AV_NOPTS_VALUE) {
        int64_t from = av_rescale_q(t, st->time_base, LP_US) - av_rescale_q(in->s->in.shift, LP_FINE, LP_US);
        int64_t to = from + av_rescale_q(len, st->time_base, LP_US);
        if (!out->audio_packets || from < out->audio_first_us)
            out->audio_first_us = from;
        if (!out->audio_packets || to > out->audio_end_us)
            out->audio_end_us = to;
    }
    out->audio_packets++;
    out->audio_bytes += pkt->size;
    out->audio_duration_us = out->audio_end_us - out->audio_first_us;
}

static void describe(lp_inspector *in)
{
    lp_session *s = in->s;
    lp_inspection *out = in->out;

    for (unsigned i = 0; i < s->in.fmt->nb_streams; i++)
        out->audio_streams += s->in.fmt->streams[i]->codecpar->codec_type == AVMEDIA_TYPE_AUDIO;
    if (s->in.audio >= 0) {
        const AVCodecParameters *par = s->in.fmt->streams[s->in.audio]->codecpar;
        out->sample_rate = par->sample_rate;
        out->channels = par->ch_layout.nb_channels;
    }
    for (int i = 0; i < in->look->view_count; i++) {
        const lp_view *v = &in->look->views[i];
        out->view_size[1] += (size_t)v->w * v->h;
        out->view_size[0] += v->alone ? 0 : (size_t)v->w * v->h;
    }
}

// What the decoder found, or else the parser, or the container.
static void describe_video(lp_inspector *in)
{
    const lp_decoder *d = &in->s->dec;
    const AVCodecParameters *par = in->s->in.fmt->streams[in->s->in.video]->codecpar;
    const AVCodecContext *parsed = d->parser_ctx ? d->parser_ctx : d->ctx;
    int fmt = in->out->decoded_frames ? d->ctx->pix_fmt : AV_PIX_FMT_NONE;
    const char *name;

    if (fmt == AV_PIX_FMT_NONE && d->parser)
        fmt = d->parser->format;
    if (fmt == AV_PIX_FMT_NONE)
        fmt = par->format;
    name = fmt >= 0 ? av_get_pix_fmt_name(fmt) : NULL;
    snprintf(in->out->pix_fmt, sizeof(in->out->pix_fmt), "%s", name ? name : "");
    in->out->profile = in->out->decoded_frames ? d->ctx->profile : parsed->profile >= 0 ? parsed->profile : par->profile;
}

static int by_time(const void *a, const void *b)
{
    const lp_frame_fact *x = a, *y = b;

    if (x->pts != y->pts)
        return x->pts < y->pts ? -1 : 1;
    return x->pos < y->pos ? -1 : x->pos > y->pos;
}

static int read_packets(lp_inspector *in, AVPacket *pkt)
{
    int err;

    while (!(err = lp_input_read(in->s, pkt))) {
        int video = pkt->stream_index == in->s->in.video;
        if (!video)
            on_audio(in, pkt);
        err = video ? on_video(in, pkt) : 0;
        av_packet_unref(pkt);
        if (err)
            return -1;
    }
    return err == AVERROR_EOF ? 0 : -1;
}

void lp_inspect_only(lp_session *s) { s->cfg.no_trial = 1; }

int lp_inspect(lp_session *s, const lp_look *look, lp_inspection *out)
{
    lp_inspector in = {.s = s, .look = look, .out = out};
    AVPacket *pkt = av_packet_alloc();
    int err;

    lp_log_thread(s->cfg.io);
    memset(out, 0, sizeof(*out));
    if (!pkt)
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a packet");
    s->cfg.threads = 1; // more of them decode frames that nobody asked for
    describe(&in);
    err = s->in.video >= 0 ? lp_inspect_open(&in) : 0;
    if (!err)
        err = read_packets(&in, pkt);
    if (!err && s->in.video >= 0)
        err = lp_inspect_end(&in);
    if (!err && s->in.video >= 0)
        describe_video(&in);
    lp_inspect_close(&in);
    av_packet_free(&pkt);
    if (!err && out->frame_count)
        qsort(out->frames, out->frame_count, sizeof(*out->frames), by_time);
    return err || lp_stopped(s) ? -1 : 0;
}

void lp_inspection_free(lp_inspection *out)
{
    for (int i = 0; i < out->sample_count; i++)
        free(out->samples[i].luma);
    free(out->samples);
    free(out->frames);
    memset(out, 0, sizeof(*out));
}
