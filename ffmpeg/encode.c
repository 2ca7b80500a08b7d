// From frames of the right size and rate to packets on the muxer's clock.

#include "internal.h"

static int fail_encoder(lp_rendition *r, enum lp_code code, int err, const char *what)
{
    return lp_fail_set(&r->session->fail, r->index, code, err, "encoder %s: %s", r->cfg.encoder, what);
}

// What the picture is, as the encoder is told: from the first frame.
static void describe(lp_rendition *r, AVCodecContext *ctx, const AVFrame *model)
{
    ctx->width = model->width;
    ctx->height = model->height;
    ctx->pix_fmt = model->hw_frames_ctx ? model->format : r->pix_fmt;
    ctx->sample_aspect_ratio = model->sample_aspect_ratio;
    ctx->color_range = model->color_range;
    ctx->color_primaries = model->color_primaries;
    ctx->color_trc = model->color_trc;
    ctx->colorspace = model->colorspace == AVCOL_SPC_RGB ? AVCOL_SPC_UNSPECIFIED : model->colorspace;
    ctx->chroma_sample_location = model->chroma_location;
    ctx->framerate = (AVRational){r->cfg.rate_num, r->cfg.rate_den};
    ctx->time_base = r->enc.time_base;
}

static int open_codec(lp_rendition *r, const AVFrame *model)
{
    lp_encoder *e = &r->enc;
    const AVCodec *codec = avcodec_find_encoder_by_name(r->cfg.encoder);
    const AVOutputFormat *format = av_guess_format(r->cfg.format, NULL, NULL);
    AVDictionary *opts = NULL;
    const AVDictionaryEntry *left;
    int err;

    if (!codec)
        return fail_encoder(r, LP_ERR_ENCODER, 0, "this FFmpeg has none of that name");
    if (!format)
        return lp_fail_set(&r->session->fail, r->index, LP_ERR_MUXER, 0, "this FFmpeg has no format %s", r->cfg.format);
    if (!(e->ctx = avcodec_alloc_context3(codec)) || !(e->packet = av_packet_alloc()))
        return fail_encoder(r, LP_ERR_MEMORY, 0, "no memory");
    describe(r, e->ctx, model);
    if (format->flags & AVFMT_GLOBALHEADER)
        e->ctx->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    if (model->hw_frames_ctx && !(e->ctx->hw_frames_ctx = av_buffer_ref(model->hw_frames_ctx)))
        return fail_encoder(r, LP_ERR_MEMORY, 0, "no memory");
    for (left = NULL; (left = av_dict_get(r->enc_opts, "", left, AV_DICT_IGNORE_SUFFIX));)
        av_dict_set(&opts, left->key, left->value, 0);
    err = avcodec_open2(e->ctx, codec, &opts);
    if (err >= 0 && (left = av_dict_get(opts, "", NULL, AV_DICT_IGNORE_SUFFIX)))
        fail_encoder(r, LP_ERR_OPTION, AVERROR_OPTION_NOT_FOUND, left->key);
    else if (err < 0)
        fail_encoder(r, r->session->cfg.cuda_device >= 0 ? LP_ERR_DEVICE : LP_ERR_OPTION, err, "it does not open");
    av_dict_free(&opts);
    return lp_stopped(r->session) ? -1 : 0;
}

int lp_encoder_open(lp_rendition *r, const AVFrame *model)
{
    lp_encoder *e = &r->enc;
    AVRational rate = {r->cfg.rate_num, r->cfg.rate_den};

    if (r->grid.rate.num)
        e->time_base = (AVRational){r->grid.rate.den, r->grid.rate.num};
    else
        e->time_base = LP_TS_BASE;
    e->offset = r->grid.rate.num && r->grid.anchored ? r->grid.origin : 0;
    e->frame_ticks = av_rescale_q(1, (AVRational){rate.den, rate.num}, LP_TS_BASE);
    e->key_step = av_rescale_q(r->cfg.key_us, LP_US, LP_TS_BASE);
    if (open_codec(r, model))
        return -1;
    return lp_muxer_open(r, e->ctx);
}

// By how much the packets before the first frame's time are decoded earlier
// than each other: a frame, or one tick where frames come irregularly.
static int64_t lead_step(const lp_rendition *r)
{
    const lp_encoder *e = &r->enc;
    int64_t gap = e->fed[1] - e->fed[0];

    if (r->grid.rate.num)
        return e->frame_ticks;
    for (int64_t i = 1; i + 1 < e->in && i < 8; i++) {
        int64_t d = e->fed[i + 1] - e->fed[i] - gap;
        if (d > gap / 8 || -d > gap / 8)
            return 1;
    }
    return e->in > 2 && gap > 0 ? gap : 1;
}

// Encoders count the decoding times of the first packets back from the first
// frame by the distances of the frames after it: with a varying frame rate, or
// few frames, they run into the segment before. Here packet n is decoded when
// frame n-delay is shown, and those before that at steps as small as need be.
static int64_t decode_time(const lp_rendition *r, int64_t pts, int64_t dts)
{
    const lp_encoder *e = &r->enc;
    int64_t n = e->out - e->ctx->has_b_frames;

    if (e->in - n > LP_FED || (n < 0 && e->in > LP_FED))
        return dts;
    dts = n >= 0 ? e->fed[n % LP_FED] : e->fed[0] + n * lead_step(r);
    return dts <= pts ? dts : pts;
}

static int write_packet(lp_rendition *r)
{
    lp_encoder *e = &r->enc;
    AVPacket *pkt = e->packet;

    pkt->pts = av_rescale_q(pkt->pts, e->time_base, LP_TS_BASE) + e->offset;
    pkt->dts = av_rescale_q(pkt->dts, e->time_base, LP_TS_BASE) + e->offset;
    pkt->dts = decode_time(r, pkt->pts, pkt->dts);
    pkt->duration = e->frame_ticks;
    if (!e->out || pkt->pts < e->first_pts)
        e->first_pts = pkt->pts;
    if (!e->out || pkt->pts > e->last_pts)
        e->last_pts = pkt->pts;
    e->out++;
    r->result.frames++;
    r->result.pixels += (int64_t)e->ctx->width * e->ctx->height;
    r->result.duration_us = av_rescale_q(e->last_pts - e->first_pts + e->frame_ticks, LP_TS_BASE, LP_US);
    return lp_muxer_write(r, pkt, r->mux.video);
}

static int drain_packets(lp_rendition *r)
{
    lp_encoder *e = &r->enc;
    int err;

    while ((err = avcodec_receive_packet(e->ctx, e->packet)) >= 0) {
        err = write_packet(r);
        av_packet_unref(e->packet);
        if (err)
            return -1;
        if (lp_stopped(r->session))
            return -1;
    }
    if (err != AVERROR(EAGAIN) && err != AVERROR_EOF)
        return fail_encoder(r, LP_ERR_ENGINE, err, "encoding");
    return 0;
}

int lp_encoder_frame(lp_rendition *r, AVFrame *frame, int64_t when)
{
    lp_encoder *e = &r->enc;
    int err;

    if (frame) {
        // The source's own picture type must not bind the encoder.
        frame->pict_type = AV_PICTURE_TYPE_NONE;
        if (!e->in)
            e->next_key = when;
        if (!e->in || (e->key_step > 0 && when >= e->next_key)) {
            frame->pict_type = AV_PICTURE_TYPE_I;
            while (e->key_step > 0 && e->next_key <= when)
                e->next_key += e->key_step;
        }
        e->fed[e->in % LP_FED] = when;
        e->in++;
    }
    while ((err = avcodec_send_frame(e->ctx, frame)) == AVERROR(EAGAIN))
        if (drain_packets(r))
            return -1;
    if (err < 0 && err != AVERROR_EOF)
        return fail_encoder(r, LP_ERR_ENGINE, err, "a frame was refused");
    return drain_packets(r);
}

void lp_encoder_close(lp_encoder *e)
{
    avcodec_free_context(&e->ctx);
    av_packet_free(&e->packet);
}
