// From packets to frames with rising timestamps, handed to every rendition.

#include <stdio.h>

#include "internal.h"

// A source that ends with more undecodable packets than this has not just been
// cut off: it changed into something else, and what came before is not all.
#define MAX_REFUSED 8

// The source codecs of the network (wire.md 8) and AV1.
static int decodable(enum AVCodecID id)
{
    return id == AV_CODEC_ID_H264 || id == AV_CODEC_ID_HEVC || id == AV_CODEC_ID_VP8 || id == AV_CODEC_ID_VP9 ||
           id == AV_CODEC_ID_AV1;
}

static enum AVPixelFormat pick_format(AVCodecContext *ctx, const enum AVPixelFormat *fmts)
{
    const enum AVPixelFormat *p;

    for (p = fmts; *p != AV_PIX_FMT_NONE; p++)
        if (*p == AV_PIX_FMT_CUDA && ctx->hw_device_ctx)
            return *p;
    for (p = fmts; *p != AV_PIX_FMT_NONE; p++)
        if (!(av_pix_fmt_desc_get(*p)->flags & AV_PIX_FMT_FLAG_HWACCEL))
            return *p;
    return AV_PIX_FMT_NONE;
}

static int too_large(const lp_limits *l, int w, int h)
{
    return w > l->max_side || h > l->max_side || (int64_t)w * h > l->max_pixels;
}

// Gives the card to the decoder. There, frames are of a pool of fixed size, of
// which FFmpeg says that more than 32 may fail: threads would each take one
// more. What waits for the slowest rendition comes on top of the decoder's own.
static int use_card(lp_session *s, const AVCodecParameters *par)
{
    lp_decoder *d = &s->dec;
    int err;

    if (s->cfg.cuda_device < 0 || !lp_card_decodes(par))
        return 0;
    err = lp_card_open(s->cfg.cuda_device, &d->ctx->hw_device_ctx);
    if (err < 0)
        return lp_fail_set(&s->fail, -1, LP_ERR_DEVICE, err, "graphics card %d cannot be opened", s->cfg.cuda_device);
    d->ctx->thread_count = 1;
    for (int i = 0; i < s->count; i++)
        if (d->ctx->extra_hw_frames < s->renditions[i]->cfg.queue)
            d->ctx->extra_hw_frames = s->renditions[i]->cfg.queue;
    return 0;
}

static int open_parser(lp_decoder *d, const AVCodecParameters *par)
{
    if (!(d->parser = av_parser_init(par->codec_id)))
        return 0; // a codec without a parser has its size in the container
    d->parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    if (!(d->parser_ctx = avcodec_alloc_context3(NULL)))
        return AVERROR(ENOMEM);
    return avcodec_parameters_to_context(d->parser_ctx, par);
}

int lp_decoder_open(lp_session *s)
{
    lp_decoder *d = &s->dec;
    const AVStream *st = s->in.fmt->streams[s->in.video];
    const AVCodecParameters *par = st->codecpar;
    const AVCodec *codec = decodable(par->codec_id) ? avcodec_find_decoder(par->codec_id) : NULL;
    AVRational rate = lp_input_frame_rate(s);
    int err;

    if (!codec)
        return lp_fail_set(&s->fail, -1, LP_ERR_INPUT_CODEC, 0, "there is no decoder for %s", avcodec_get_name(par->codec_id));
    if (too_large(&s->cfg.limits, par->width, par->height))
        return lp_fail_set(&s->fail, -1, LP_ERR_RESOLUTION, 0, "the source has %dx%d pixels", par->width, par->height);
    if (!(d->ctx = avcodec_alloc_context3(codec)) || (!d->frame && !(d->frame = av_frame_alloc())))
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for the decoder");
    if ((err = avcodec_parameters_to_context(d->ctx, par)) < 0 || (err = open_parser(d, par)) < 0)
        return lp_fail_set(&s->fail, -1, LP_ERR_ENGINE, err, "decoder parameters");
    d->ctx->pkt_timebase = d->time_base = st->time_base;
    d->ctx->thread_count = s->cfg.threads;
    d->ctx->get_format = pick_format;
    d->ctx->max_pixels = s->cfg.limits.max_pixels;
    if (use_card(s, par))
        return -1;
    if ((err = avcodec_open2(d->ctx, codec, NULL)) < 0)
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, err, "the decoder for %s does not open", codec->name);
    d->nominal = rate.num > 0 && rate.den > 0 ? av_rescale_q(1, (AVRational){rate.den, rate.num}, LP_TS_BASE) : 0;
    return 0;
}

// The time of the decoder's frame on LP_TS_BASE: later than the one before.
static int64_t frame_time(lp_decoder *d)
{
    int64_t t = d->frame->best_effort_timestamp;
    int64_t len = av_rescale_q(lp_frame_duration(d->frame), d->time_base, LP_TS_BASE);
    int first = d->last == AV_NOPTS_VALUE;

    if (d->nominal > 0)
        len = d->nominal;
    else if (len <= 0)
        len = d->step > 0 ? d->step : 3600;
    t = t == AV_NOPTS_VALUE ? (first ? 0 : d->last + len) : av_rescale_q(t, d->time_base, LP_TS_BASE);
    if (!first && t <= d->last) {
        // One late frame is squeezed in before the next; a row of them gets a
        // clock of its own.
        t = d->last + (d->repaired++ ? len : len / 8 + 1);
    } else {
        d->repaired = 0;
    }
    if (first)
        d->first = t;
    else
        d->step = t - d->last;
    d->last = t;
    return t;
}

// Where the last frame ends: where the next segment's first frame is due.
static int64_t end_time(const lp_decoder *d)
{
    int64_t off = d->step - d->nominal;

    if (d->last == AV_NOPTS_VALUE)
        return 0;
    if (d->step <= 0 || (d->nominal > 0 && off <= d->nominal / 4 && -off <= d->nominal / 4))
        return d->last + (d->nominal > 0 ? d->nominal : 3600);
    return d->last + d->step;
}

static int in_clip(lp_session *s, int64_t t)
{
    int64_t us = av_rescale_q(t - s->dec.first, LP_TS_BASE, LP_US);

    return us >= s->cfg.clip_from_us && (!s->cfg.clip_to_us || us < s->cfg.clip_to_us);
}

static int deliver(lp_session *s)
{
    lp_decoder *d = &s->dec;
    const lp_limits *l = &s->cfg.limits;
    AVFrame *f = d->frame;

    if (too_large(l, f->width, f->height))
        return lp_fail_set(&s->fail, -1, LP_ERR_RESOLUTION, 0, "a frame has %dx%d pixels", f->width, f->height);
    f->pts = frame_time(d);
    d->stats.frames++;
    d->stats.pixels += (int64_t)f->width * f->height;
    d->stats.on_card += f->format == AV_PIX_FMT_CUDA;
    if (d->stats.frames > l->max_frames)
        return lp_fail_set(&s->fail, -1, LP_ERR_RUNAWAY, 0, "the source has more than %lld frames", (long long)l->max_frames);
    if (f->pts - d->first > av_rescale_q(l->max_duration_us, LP_US, LP_TS_BASE))
        return lp_fail_set(&s->fail, -1, LP_ERR_RUNAWAY, 0, "the source's frames spread over more than %lld s",
                           (long long)(l->max_duration_us / 1000000));
    if (d->stats.frames == 1 && lp_session_first_frame(s))
        return -1;
    if (!in_clip(s, f->pts))
        return 0;
    for (int i = 0; i < s->count; i++)
        if (lp_rendition_frame(s->renditions[i], f))
            return -1;
    return 0;
}

static void damaged(lp_decoder *d)
{
    d->stats.damaged++;
    d->refused++;
}

static int receive(lp_session *s)
{
    lp_decoder *d = &s->dec;
    int err;

    while ((err = avcodec_receive_frame(d->ctx, d->frame)) >= 0) {
        if (!d->draining) // a frame that was only waiting proves nothing
            d->refused = 0;
        err = deliver(s);
        av_frame_unref(d->frame);
        if (err)
            return -1;
    }
    if (err == AVERROR(ENOMEM))
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, err, "no memory for a frame");
    if (err != AVERROR(EAGAIN) && err != AVERROR_EOF)
        damaged(d);
    return 0;
}

// Looks at a keyframe's headers for the size, before memory is spent on it.
static int check_size(lp_session *s, const AVPacket *pkt)
{
    lp_decoder *d = &s->dec;
    uint8_t *out;
    int size;

    if (!d->parser || !(pkt->flags & AV_PKT_FLAG_KEY))
        return 0;
    av_parser_parse2(d->parser, d->parser_ctx, &out, &size, pkt->data, pkt->size, pkt->pts, pkt->dts, pkt->pos);
    if (too_large(&s->cfg.limits, d->parser->coded_width, d->parser->coded_height))
        return lp_fail_set(&s->fail, -1, LP_ERR_RESOLUTION, 0, "the source has %dx%d pixels", d->parser->coded_width,
                           d->parser->coded_height);
    return 0;
}

static void close_codec(lp_decoder *d)
{
    avcodec_free_context(&d->ctx);
    av_parser_close(d->parser);
    d->parser = NULL;
    avcodec_free_context(&d->parser_ctx);
}

// The stream goes on in another codec.
static int switch_codec(lp_session *s)
{
    avcodec_send_packet(s->dec.ctx, NULL);
    if (receive(s))
        return -1;
    close_codec(&s->dec);
    return lp_decoder_open(s);
}

static int drain(lp_session *s)
{
    lp_decoder *d = &s->dec;

    d->draining = 1;
    avcodec_send_packet(d->ctx, NULL);
    if (receive(s))
        return -1;
    s->end = end_time(d);
    if (s->cfg.clip_to_us) {
        int64_t to = d->first + av_rescale_q(s->cfg.clip_to_us, LP_US, LP_TS_BASE);
        s->end = s->end < to ? s->end : to;
    }
    if (d->refused > MAX_REFUSED)
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, 0, "the last %d video packets could not be decoded", d->refused);
    if (d->stats.frames)
        return 0;
    if (d->packets && !d->keys)
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_KEYFRAME, 0, "none of %d video packets is a keyframe", d->packets);
    return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, 0, "none of %d video packets could be decoded", d->packets);
}

int lp_decoder_packet(lp_session *s, AVPacket *pkt)
{
    lp_decoder *d = &s->dec;
    int err;

    if (!pkt)
        return drain(s);
    if (s->in.fmt->streams[pkt->stream_index]->codecpar->codec_id != d->ctx->codec_id && switch_codec(s))
        return -1;
    d->packets++;
    d->keys += !!(pkt->flags & AV_PKT_FLAG_KEY);
    if (check_size(s, pkt))
        return -1;
    d->time_base = s->in.fmt->streams[pkt->stream_index]->time_base;
    while ((err = avcodec_send_packet(d->ctx, pkt)) == AVERROR(EAGAIN)) {
        if (receive(s))
            return -1;
        if (lp_stopped(s))
            return lp_fail_set(&s->fail, -1, LP_ERR_ABORTED, 0, "stopped");
    }
    if (err == AVERROR(ENOMEM))
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, err, "no memory for the decoder");
    if (err < 0)
        damaged(d);
    return receive(s);
}

void lp_decoder_close(lp_decoder *d)
{
    close_codec(d);
    av_frame_free(&d->frame);
}
