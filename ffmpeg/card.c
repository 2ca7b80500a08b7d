// The graphics card: opened once in a process, scales what it decoded, and
// gives it back to main memory when the encoder works there.
//
// What takes long to open stays open from one segment to the next: the card
// itself, and scalers, each of which has the driver compile its programs.

#include <stdio.h>
#include <string.h>

#include "internal.h"

// Enough for the renditions of some streams.
#define MAX_IDLE 16

// A worker process uses one card only.
static struct {
    pthread_mutex_t lock;
    AVBufferRef *device;     // guarded by lock, as all below
    int index;
    struct {
        lp_card_scaler scaler;
        char *chain;
    } idle[MAX_IDLE];        // scalers that no session uses, the oldest first
    int idle_count;
} opened = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void close_scaler(lp_card_scaler *sc)
{
    lp_graph_close(&sc->graph);
    av_frame_free(&sc->pixels);
}

// With the lock: takes scaler i out.
static lp_card_scaler remove_idle(int i)
{
    lp_card_scaler sc = opened.idle[i].scaler;

    av_free(opened.idle[i].chain);
    opened.idle_count--;
    memmove(&opened.idle[i], &opened.idle[i + 1], (opened.idle_count - i) * sizeof(opened.idle[0]));
    return sc;
}

// With the lock: closes the oldest until n are left.
static void keep_idle(int n)
{
    while (opened.idle_count > n) {
        lp_card_scaler sc = remove_idle(0);
        close_scaler(&sc);
    }
}

static void close_card(void)
{
    keep_idle(0);
    av_buffer_unref(&opened.device);
}

// https://ffmpeg.org/doxygen/5.1/hwcontext_8h.html (av_hwdevice_ctx_create)
int lp_card_open(int index, AVBufferRef **device)
{
    char name[16];
    int err = 0;

    pthread_mutex_lock(&opened.lock);
    if (opened.device && opened.index != index)
        close_card();
    if (!opened.device) {
        snprintf(name, sizeof(name), "%d", index);
        err = av_hwdevice_ctx_create(&opened.device, AV_HWDEVICE_TYPE_CUDA, name, NULL, 0);
        opened.index = index;
    }
    if (err >= 0 && !(*device = av_buffer_ref(opened.device)))
        err = AVERROR(ENOMEM);
    pthread_mutex_unlock(&opened.lock);
    return err;
}

void lp_card_forget(void)
{
    pthread_mutex_lock(&opened.lock);
    close_card();
    pthread_mutex_unlock(&opened.lock);
}

// Cards decode 4:2:0, H.264 with 8 bits only. FFmpeg's usual decoder of AV1 is
// one for the CPU.
// https://developer.nvidia.com/video-encode-and-decode-gpu-support-matrix-new
int lp_card_decodes(const AVCodecParameters *par)
{
    const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(par->format);

    if (par->codec_id == AV_CODEC_ID_AV1)
        return 0;
    if (!d)
        return 1;
    return d->log2_chroma_w == 1 && d->log2_chroma_h == 1 && (par->codec_id != AV_CODEC_ID_H264 || d->comp[0].depth == 8);
}

static int fail_card(lp_rendition *r, int err, const char *what)
{
    return lp_fail_set(&r->session->fail, r->index, LP_ERR_DEVICE, err, "graphics card: %s", what);
}

static const AVHWFramesContext *on_card(const AVFrame *frame)
{
    return (const AVHWFramesContext *)frame->hw_frames_ctx->data;
}

static int fits(const lp_card_scaler *sc, const AVFrame *frame)
{
    return sc->graph.graph && sc->graph.w == frame->width && sc->graph.h == frame->height &&
           sc->device == on_card(frame)->device_ref->data && sc->format == on_card(frame)->sw_format;
}

static lp_card_scaler find_scaler(const char *chain, const AVFrame *frame)
{
    lp_card_scaler found = {0};

    pthread_mutex_lock(&opened.lock);
    for (int i = 0; i < opened.idle_count && !found.graph.graph; i++)
        if (!strcmp(opened.idle[i].chain, chain) && fits(&opened.idle[i].scaler, frame))
            found = remove_idle(i);
    pthread_mutex_unlock(&opened.lock);
    return found;
}

// Leaves a scaler to the next session.
static void leave_scaler(lp_card_scaler *sc, const char *chain)
{
    char *copy = sc->graph.graph ? av_strdup(chain) : NULL;

    if (!copy) {
        close_scaler(sc);
        return;
    }
    pthread_mutex_lock(&opened.lock);
    keep_idle(MAX_IDLE - 1);
    opened.idle[opened.idle_count].scaler = *sc;
    opened.idle[opened.idle_count++].chain = copy;
    pthread_mutex_unlock(&opened.lock);
    *sc = (lp_card_scaler){0};
}

static int open_scaler(lp_rendition *r, const AVFrame *frame)
{
    lp_card_scaler *sc = &r->card.scaler;
    int err;

    leave_scaler(sc, r->cfg.card_scale);
    *sc = find_scaler(r->cfg.card_scale, frame);
    if (sc->graph.graph)
        return 0;
    sc->device = on_card(frame)->device_ref->data;
    sc->format = on_card(frame)->sw_format;
    err = lp_graph_open(&sc->graph, frame, LP_TS_BASE, r->cfg.card_scale);
    return err < 0 ? fail_card(r, err, "the scaler does not open") : 0;
}

static int scale(lp_rendition *r, AVFrame *frame)
{
    lp_card *c = &r->card;
    int err;

    if (!fits(&c->scaler, frame) && open_scaler(r, frame))
        return -1;
    av_frame_unref(c->scaled);
    err = av_buffersrc_add_frame_flags(c->scaler.graph.src, frame, AV_BUFFERSRC_FLAG_KEEP_REF);
    if (err < 0 || (err = av_buffersink_get_frame(c->scaler.graph.sink, c->scaled)) < 0) {
        lp_graph_close(&c->scaler.graph);
        return fail_card(r, err, "scaling");
    }
    c->scaled->sample_aspect_ratio = lp_scaled_aspect(frame, r->cfg.width, r->cfg.height);
    return 0;
}

static int land(lp_rendition *r, AVFrame *frame)
{
    lp_card *c = &r->card;
    AVFrame **pixels = &c->scaler.pixels;
    int err;

    av_frame_unref(c->landed);
    if (!*pixels && !(*pixels = av_frame_alloc()))
        return fail_card(r, AVERROR(ENOMEM), "no memory for a frame");
    if ((err = lp_landing_frame(*pixels, frame)) < 0)
        return fail_card(r, err, "no memory for a frame");
    err = av_hwframe_transfer_data(*pixels, frame, 0);
    if (err < 0 || (err = av_frame_ref(c->landed, *pixels)) < 0 || (err = av_frame_copy_props(c->landed, frame)) < 0)
        return fail_card(r, err, "bringing a frame to main memory");
    return 0;
}

int lp_card_frame(lp_rendition *r, AVFrame *frame, AVFrame **out)
{
    lp_card *c = &r->card;

    if ((!c->scaled && !(c->scaled = av_frame_alloc())) || (!c->landed && !(c->landed = av_frame_alloc())))
        return fail_card(r, AVERROR(ENOMEM), "no memory for a frame");
    if (r->cfg.card_scale[0]) {
        if (scale(r, frame))
            return -1;
        frame = c->scaled;
    }
    *out = frame;
    if (r->cfg.card_encode)
        return 0;
    *out = c->landed;
    return land(r, frame);
}

void lp_card_close(lp_rendition *r)
{
    lp_card *c = &r->card;

    av_frame_free(&c->scaled);
    av_frame_free(&c->landed);
    leave_scaler(&c->scaler, r->cfg.card_scale);
}
