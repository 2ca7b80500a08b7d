// libavfilter, for what has no other home: scaling on the graphics card and
// the MPEG-7 signature.

#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"

#define MAX_SIGNATURE (16 * 1024 * 1024)

static int add_source(lp_graph *g, const AVFrame *model, AVRational time_base)
{
    AVBufferSrcParameters *par = av_buffersrc_parameters_alloc();
    int err;

    g->src = avfilter_graph_alloc_filter(g->graph, avfilter_get_by_name("buffer"), "in");
    if (!par || !g->src) {
        av_free(par);
        return AVERROR(ENOMEM);
    }
    par->format = model->format;
    par->width = model->width;
    par->height = model->height;
    par->time_base = time_base;
    par->sample_aspect_ratio = model->sample_aspect_ratio;
    par->hw_frames_ctx = model->hw_frames_ctx; // referenced by the call
    err = av_buffersrc_parameters_set(g->src, par);
    av_free(par);
    return err < 0 ? err : avfilter_init_str(g->src, NULL);
}

// One "name=arguments", linked behind *last, whose place it takes.
static int add_filter(lp_graph *g, const char *text, AVFilterContext **last)
{
    const char *args = strchr(text, '=');
    AVFilterContext *f = NULL;
    char name[32];
    int err;

    snprintf(name, sizeof(name), "%.*s", args ? (int)(args - text) : (int)strlen(text), text);
    if (!avfilter_get_by_name(name))
        return AVERROR_FILTER_NOT_FOUND;
    err = avfilter_graph_create_filter(&f, avfilter_get_by_name(name), name, args ? args + 1 : NULL, NULL, g->graph);
    if (err < 0 || (err = avfilter_link(*last, 0, f, 0)) < 0)
        return err;
    *last = f;
    return 0;
}

static int add_chain(lp_graph *g, const char *chain)
{
    AVFilterContext *last = g->src;
    char *text = av_strdup(chain), *rest = NULL;
    int err = text ? 0 : AVERROR(ENOMEM);

    for (char *f = text ? strtok_r(text, ",", &rest) : NULL; f && err >= 0; f = strtok_r(NULL, ",", &rest))
        err = add_filter(g, f, &last);
    av_free(text);
    if (err < 0)
        return err;
    err = avfilter_graph_create_filter(&g->sink, avfilter_get_by_name("buffersink"), "out", NULL, NULL, g->graph);
    if (err < 0 || (err = avfilter_link(last, 0, g->sink, 0)) < 0)
        return err;
    return avfilter_graph_config(g->graph, NULL);
}

int lp_graph_open(lp_graph *g, const AVFrame *model, AVRational time_base, const char *chain)
{
    int err;

    if (!(g->graph = avfilter_graph_alloc()))
        return AVERROR(ENOMEM);
    av_opt_set(g->graph, "threads", "1", 0);
    g->w = model->width;
    g->h = model->height;
    err = add_source(g, model, time_base);
    if (err >= 0)
        err = add_chain(g, chain);
    if (err < 0)
        lp_graph_close(g);
    return err;
}

void lp_graph_close(lp_graph *g)
{
    if (g->graph)
        avfilter_graph_free(&g->graph);
    g->src = g->sink = NULL;
}

static int fail_signature(lp_rendition *r, int err, const char *what)
{
    return lp_fail_set(&r->session->fail, r->index, LP_ERR_FILTER, err, "MPEG-7 signature: %s", what);
}

// https://ffmpeg.org/ffmpeg-filters.html#signature-1. The filter counts time
// in 16 bits of time base, so frames are simply numbered.
static int open_signature(lp_rendition *r, const AVFrame *model)
{
    lp_signature *sig = &r->sig;
    AVRational base = {1, (r->cfg.rate_num + r->cfg.rate_den / 2) / r->cfg.rate_den};
    char chain[96];
    int err;

    if (base.den < 1)
        base.den = 1;
    if ((sig->fd = memfd_create("signature", MFD_CLOEXEC)) < 0) {
        sig->fd = 0;
        return fail_signature(r, 0, "no file in memory");
    }
    snprintf(chain, sizeof(chain), "signature=format=binary:filename=/proc/self/fd/%d", sig->fd);
    if ((err = lp_graph_open(&sig->graph, model, base, chain)) < 0)
        return fail_signature(r, err, "the filter does not open");
    if (!(sig->frame = av_frame_alloc()))
        return fail_signature(r, AVERROR(ENOMEM), "no memory");
    return 0;
}

static int pull(lp_rendition *r)
{
    int err;

    while ((err = av_buffersink_get_frame(r->sig.graph.sink, r->sig.frame)) >= 0)
        av_frame_unref(r->sig.frame);
    if (err != AVERROR(EAGAIN) && err != AVERROR_EOF)
        return fail_signature(r, err, "filtering");
    return 0;
}

// The filter reads from main memory only.
static int to_memory(const AVFrame *frame, AVFrame *out)
{
    if (frame->hw_frames_ctx)
        return av_hwframe_transfer_data(out, frame, 0);
    return av_frame_ref(out, frame);
}

int lp_signature_frame(lp_rendition *r, AVFrame *frame)
{
    AVFrame *mine = av_frame_alloc();
    int err = mine ? to_memory(frame, mine) : AVERROR(ENOMEM);

    if (err < 0)
        fail_signature(r, err, "no frame");
    else if (!r->sig.graph.graph)
        err = open_signature(r, mine);
    if (err >= 0) {
        mine->pts = r->sig.frames++;
        if ((err = av_buffersrc_add_frame_flags(r->sig.graph.src, mine, 0)) < 0)
            fail_signature(r, err, "filtering");
        else
            err = pull(r);
    }
    av_frame_free(&mine);
    return err < 0 ? -1 : 0;
}

int lp_signature_finish(lp_rendition *r)
{
    lp_signature *sig = &r->sig;
    struct stat st;
    int err;

    if ((err = av_buffersrc_add_frame_flags(sig->graph.src, NULL, 0)) < 0)
        return fail_signature(r, err, "finishing");
    if (pull(r))
        return -1;
    lp_graph_close(&sig->graph);
    if (fstat(sig->fd, &st) || st.st_size <= 0 || st.st_size > MAX_SIGNATURE)
        return fail_signature(r, 0, "the filter wrote none");
    if (!(r->result.signature = av_malloc(st.st_size)))
        return fail_signature(r, AVERROR(ENOMEM), "no memory");
    r->result.signature_size = pread(sig->fd, r->result.signature, st.st_size, 0);
    if (r->result.signature_size != st.st_size)
        return fail_signature(r, 0, "it could not be read back");
    return 0;
}

void lp_signature_close(lp_signature *sig)
{
    lp_graph_close(&sig->graph);
    av_frame_free(&sig->frame);
    if (sig->fd > 0)
        close(sig->fd);
    sig->fd = 0;
}
