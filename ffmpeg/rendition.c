// One rendition: its thread takes frames from the queue, brings them to its
// frame rate and size, encodes and writes them.

#include <stdio.h>

#include "internal.h"

static int fail_rendition(lp_rendition *r, enum lp_code code, int err, const char *what)
{
    return lp_fail_set(&r->session->fail, r->index, code, err, "%s", what);
}

int lp_rendition_frame(lp_rendition *r, const AVFrame *frame)
{
    AVFrame *ref = av_frame_clone(frame);

    if (!ref)
        return fail_rendition(r, LP_ERR_MEMORY, 0, "no memory for a frame");
    if (lp_queue_push(&r->queue, ref, NULL))
        return fail_rendition(r, LP_ERR_ABORTED, 0, "the rendition has stopped");
    return 0;
}

int lp_rendition_packet(lp_rendition *r, const AVPacket *pkt)
{
    AVPacket *ref = av_packet_clone(pkt);

    if (!ref)
        return fail_rendition(r, LP_ERR_MEMORY, 0, "no memory for a packet");
    if (lp_queue_push(&r->queue, NULL, ref))
        return fail_rendition(r, LP_ERR_ABORTED, 0, "the rendition has stopped");
    return 0;
}

int lp_rendition_emit(lp_rendition *r, AVFrame *frame, int64_t pts, int64_t when)
{
    AVFrame *scaled;
    int err;

    if (frame->format == AV_PIX_FMT_CUDA && lp_card_frame(r, frame, &frame))
        return -1;
    if (frame->format == AV_PIX_FMT_CUDA) {
        scaled = frame;
    } else if ((err = lp_scale(&r->scaler, frame, r->cfg.width, r->cfg.height, r->pix_fmt, &scaled)) < 0) {
        return fail_rendition(r, LP_ERR_PIXEL_FORMAT, err, "the source's pixel format");
    }
    // The frame may be shared with other renditions: its time is set on a
    // reference of our own.
    av_frame_unref(r->shot);
    if ((err = av_frame_ref(r->shot, scaled)) < 0)
        return fail_rendition(r, LP_ERR_MEMORY, err, "no memory for a frame");
    r->shot->pts = pts;
    if (!r->enc.ctx && lp_encoder_open(r, r->shot))
        return -1;
    if ((r->enc.ctx->pix_fmt == AV_PIX_FMT_CUDA) != (r->shot->format == AV_PIX_FMT_CUDA))
        return fail_rendition(r, LP_ERR_DEVICE, 0, "the source changed to what the graphics card decodes, or from it");
    if (r->cfg.signature && lp_signature_frame(r, r->shot))
        return -1;
    err = lp_encoder_frame(r, r->shot, when);
    av_frame_unref(r->shot);
    return err;
}

static int finish(lp_rendition *r)
{
    if (r->cfg.width) {
        if (lp_grid_finish(r) || !r->enc.ctx)
            return fail_rendition(r, LP_ERR_NO_MEDIA, 0, "there was no frame for the rendition");
        if (lp_encoder_frame(r, NULL, 0) || (r->cfg.signature && lp_signature_finish(r)))
            return -1;
    }
    return lp_muxer_finish(r);
}

static int work(lp_rendition *r)
{
    lp_item it;
    int err = 0;

    if (!(r->shot = av_frame_alloc()))
        return fail_rendition(r, LP_ERR_MEMORY, 0, "no memory for a frame");
    if (!r->cfg.width && lp_muxer_open(r, NULL))
        return -1;
    while (!err) {
        if (lp_stopped(r->session) || lp_queue_pop(&r->queue, &it))
            return -1;
        if (!it.frame && !it.packet)
            return finish(r);
        if (it.frame)
            err = lp_grid_frame(r, &it.frame);
        else
            err = lp_muxer_audio(r, &it.packet);
        av_frame_free(&it.frame);
        av_packet_free(&it.packet);
    }
    return err;
}

static void *run(void *arg)
{
    lp_rendition *r = arg;

    lp_log_thread(r->session->cfg.io);
    if (work(r)) {
        fail_rendition(r, LP_ERR_ABORTED, 0, "stopped");
        lp_queue_close(&r->queue); // the decoder must not wait for us
    }
    // What the encoder keeps is large; the slowest rendition needs it no more.
    lp_encoder_close(&r->enc);
    return NULL;
}

int lp_rendition_start(lp_rendition *r)
{
    r->grid.rate = (AVRational){r->cfg.fps_num, r->cfg.fps_den};
    r->grid.anchored = r->cfg.anchored;
    if (pthread_create(&r->thread, NULL, run, r))
        return fail_rendition(r, LP_ERR_MEMORY, 0, "no thread for the rendition");
    r->running = 1;
    return 0;
}

void lp_rendition_result_get(const lp_rendition *r, lp_rendition_result *out)
{
    *out = r->result;
}

void lp_rendition_free(lp_rendition *r)
{
    av_frame_free(&r->grid.held);
    av_frame_free(&r->shot);
    lp_scaler_close(&r->scaler);
    lp_card_close(r);
    lp_encoder_close(&r->enc);
    lp_signature_close(&r->sig);
    lp_muxer_close(&r->mux);
    av_freep(&r->result.signature);
    av_dict_free(&r->enc_opts);
    av_dict_free(&r->mux_opts);
    av_dict_free(&r->metadata);
    lp_queue_destroy(&r->queue);
    av_free((char *)r->cfg.encoder);
    av_free((char *)r->cfg.format);
    av_free((char *)r->cfg.pix_fmt);
    av_free((char *)r->cfg.card_scale);
    av_free(r);
}
