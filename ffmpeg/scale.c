// Size and pixel format conversion on the CPU.

#include <string.h>

#include "internal.h"

static int is_full_range(const AVFrame *f)
{
    switch (f->format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return 1;
    }
    return f->color_range == AVCOL_RANGE_JPEG;
}

// The same samples under the name without a range.
static enum AVPixelFormat plain_format(enum AVPixelFormat fmt)
{
    switch (fmt) {
    case AV_PIX_FMT_YUVJ420P:
        return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ422P:
        return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ444P:
        return AV_PIX_FMT_YUV444P;
    default:
        return fmt;
    }
}

// Bicubic, as the ffmpeg program scales by default. The range is kept: full
// stays full (https://ffmpeg.org/ffmpeg-scaler.html).
static int open_scaler(lp_scaler *sc, const AVFrame *src, int w, int h, enum AVPixelFormat fmt)
{
    const int *coef;
    int full = is_full_range(src), rgb;

    sws_freeContext(sc->sws);
    if (!(sc->sws = sws_alloc_context()))
        return AVERROR(ENOMEM);
    av_opt_set_int(sc->sws, "srcw", src->width, 0);
    av_opt_set_int(sc->sws, "srch", src->height, 0);
    av_opt_set_int(sc->sws, "src_format", plain_format(src->format), 0);
    av_opt_set_int(sc->sws, "dstw", w, 0);
    av_opt_set_int(sc->sws, "dsth", h, 0);
    av_opt_set_int(sc->sws, "dst_format", fmt, 0);
    av_opt_set_int(sc->sws, "sws_flags", SWS_BICUBIC, 0);
    rgb = !!(av_pix_fmt_desc_get(src->format)->flags & AV_PIX_FMT_FLAG_RGB);
    coef = sws_getCoefficients(src->colorspace == AVCOL_SPC_UNSPECIFIED ? SWS_CS_DEFAULT : (int)src->colorspace);
    sws_setColorspaceDetails(sc->sws, coef, full || rgb, coef, full && !rgb, 0, 1 << 16, 1 << 16);
    sc->src_w = src->width;
    sc->src_h = src->height;
    sc->src_fmt = src->format;
    sc->src_space = src->colorspace;
    sc->src_range = src->color_range;
    return sws_init_context(sc->sws, NULL, NULL);
}

static int same_source(const lp_scaler *sc, const AVFrame *src)
{
    return sc->sws && sc->src_w == src->width && sc->src_h == src->height && sc->src_fmt == src->format &&
           sc->src_space == (int)src->colorspace && sc->src_range == (int)src->color_range;
}

// Pixels of our own that nobody reads any more. Encoders copy what they are
// given, so that mostly the same memory serves every frame.
int lp_blank_frame(AVFrame *p, int w, int h, enum AVPixelFormat fmt)
{
    if (p->buf[0] && p->width == w && p->height == h && p->format == fmt && av_frame_is_writable(p) > 0)
        return 0;
    av_frame_unref(p);
    p->width = w;
    p->height = h;
    p->format = fmt;
    return av_frame_get_buffer(p, 0);
}

AVRational lp_scaled_aspect(const AVFrame *src, int w, int h)
{
    AVRational in = src->sample_aspect_ratio, out = {0, 1};

    if (in.num > 0 && in.den > 0)
        av_reduce(&out.num, &out.den, (int64_t)in.num * src->width * h, (int64_t)in.den * src->height * w, 65535);
    return out;
}

int lp_scale(lp_scaler *sc, AVFrame *src, int w, int h, enum AVPixelFormat fmt, AVFrame **result)
{
    int err;

    *result = src;
    if (src->width == w && src->height == h && plain_format(src->format) == fmt)
        return 0;
    if (!sws_isSupportedInput(plain_format(src->format)))
        return AVERROR(EINVAL);
    if ((!sc->out && !(sc->out = av_frame_alloc())) || (!sc->pixels && !(sc->pixels = av_frame_alloc())))
        return AVERROR(ENOMEM);
    av_frame_unref(sc->out);
    if (!same_source(sc, src) && (err = open_scaler(sc, src, w, h, fmt)) < 0)
        return err;
    if ((err = lp_blank_frame(sc->pixels, w, h, fmt)) < 0)
        return err;
    err = sws_scale(sc->sws, (const uint8_t *const *)src->data, src->linesize, 0, src->height, sc->pixels->data,
                    sc->pixels->linesize);
    if (err < 0 || (err = av_frame_ref(sc->out, sc->pixels)) < 0 || (err = av_frame_copy_props(sc->out, src)) < 0)
        return err;
    sc->out->sample_aspect_ratio = lp_scaled_aspect(src, w, h);
    *result = sc->out;
    return 0;
}

void lp_scaler_close(lp_scaler *sc)
{
    sws_freeContext(sc->sws);
    sc->sws = NULL;
    av_frame_free(&sc->out);
    av_frame_free(&sc->pixels);
}
