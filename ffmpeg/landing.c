// Main memory that the graphics card writes to by itself. Into other memory the
// driver copies plane by plane, and each time the thread sleeps and must be
// woken, which takes longer than the copy on a machine with work to do.

#include "internal.h"
#include "nvidia.h"

// The header wants the CUDA SDK for two types.
#define CUDA_VERSION 1
typedef void *CUcontext;
typedef void *CUstream;
#include <libavutil/hwcontext_cuda.h>

// Encoders may read some bytes beyond the last row.
#define SPARE 64

static CUcontext context_of(const AVBufferRef *device)
{
    const AVHWDeviceContext *ctx = (const AVHWDeviceContext *)device->data;

    return ((const AVCUDADeviceContext *)ctx->hwctx)->cuda_ctx;
}

static void release(void *device, uint8_t *memory)
{
    AVBufferRef *ref = device;

    lp_nvidia_free(context_of(ref), memory);
    av_buffer_unref(&ref);
}

// A buffer of pinned memory, which keeps the card open; NULL when there is none.
static AVBufferRef *pinned(AVBufferRef *device, size_t size)
{
    AVBufferRef *ref = av_buffer_ref(device), *buf = NULL;
    uint8_t *memory = ref ? lp_nvidia_alloc(context_of(ref), size) : NULL;

    if (memory && (buf = av_buffer_create(memory, size, release, ref, 0)))
        return buf;
    if (memory)
        lp_nvidia_free(context_of(ref), memory);
    av_buffer_unref(&ref);
    return NULL;
}

int lp_landing_frame(AVFrame *p, const AVFrame *frame)
{
    const AVHWFramesContext *ctx = (const AVHWFramesContext *)frame->hw_frames_ctx->data;
    int w = frame->width, h = frame->height, size;

    if (p->buf[0] && p->width == w && p->height == h && p->format == ctx->sw_format && av_frame_is_writable(p) > 0)
        return 0;
    av_frame_unref(p);
    if ((size = av_image_get_buffer_size(ctx->sw_format, w, h, SPARE)) < 0)
        return size;
    if (!(p->buf[0] = pinned(ctx->device_ref, size + SPARE)))
        return lp_blank_frame(p, w, h, ctx->sw_format);
    p->width = w;
    p->height = h;
    p->format = ctx->sw_format;
    return av_image_fill_arrays(p->data, p->linesize, p->buf[0]->data, ctx->sw_format, w, h, SPARE);
}
