#include "segmenter_mux.h"

#include <string.h>

#include "internal.h"

#define IO_BUFFER (32 * 1024)

struct lp_mux {
    AVFormatContext *fmt;
    AVIOContext *io;
    AVPacket *pkt;
    int started;
    // What has been written, and where the next write goes; pos <= size.
    uint8_t *mem;
    int64_t size, cap, pos, max;
};

static int mem_write(void *opaque, LP_AVIO_CONST uint8_t *buf, int n)
{
    lp_mux *m = opaque;
    int64_t end = m->pos + n;

    if (end > m->max)
        return AVERROR(EFBIG);
    if (end > m->cap) {
        int64_t cap = end + end / 2 + IO_BUFFER;
        uint8_t *mem = av_realloc(m->mem, cap);
        if (!mem)
            return AVERROR(ENOMEM);
        m->mem = mem;
        m->cap = cap;
    }
    memcpy(m->mem + m->pos, buf, n);
    m->pos = end;
    if (end > m->size)
        m->size = end;
    return n;
}

static int64_t mem_seek(void *opaque, int64_t offset, int whence)
{
    lp_mux *m = opaque;

    if (whence & AVSEEK_SIZE)
        return m->size;
    whence &= ~AVSEEK_FORCE;
    if (whence == SEEK_CUR)
        offset += m->pos;
    else if (whence == SEEK_END)
        offset += m->size;
    if (offset < 0 || offset > m->size)
        return AVERROR(EINVAL);
    return m->pos = offset;
}

void lp_mux_quiet(void)
{
    // The first registration installs the callback, which drops what belongs
    // to no session.
    lp_log_register(0);
    lp_log_unregister(0);
}

// https://ffmpeg.org/doxygen/5.1/group__lavf__encoding.html
lp_mux *lp_mux_new(const char *format, int64_t max_bytes)
{
    lp_mux *m = av_mallocz(sizeof(*m));
    uint8_t *buf = NULL;

    if (!m)
        return NULL;
    m->max = max_bytes;
    if (!(m->pkt = av_packet_alloc()))
        goto fail;
    if (avformat_alloc_output_context2(&m->fmt, NULL, format, NULL) < 0)
        goto fail;
    if (!(buf = av_malloc(IO_BUFFER)))
        goto fail;
    if (!(m->io = avio_alloc_context(buf, IO_BUFFER, 1, m, NULL, mem_write, mem_seek)))
        goto fail;
    m->fmt->pb = m->io;
    m->fmt->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT;
    // Times stay those of the publisher, in every segment of a stream.
    m->fmt->avoid_negative_ts = AVFMT_AVOID_NEG_TS_DISABLED;
    m->fmt->max_delay = 0;
    return m;
fail:
    if (!m->io)
        av_free(buf);
    lp_mux_free(m);
    return NULL;
}

int lp_mux_add(lp_mux *m, const lp_mux_stream *s)
{
    AVStream *st = avformat_new_stream(m->fmt, NULL);
    AVCodecParameters *par;

    if (!st)
        return AVERROR(ENOMEM);
    par = st->codecpar;
    par->codec_id = s->codec;
    par->codec_type = s->sample_rate > 0 ? AVMEDIA_TYPE_AUDIO : AVMEDIA_TYPE_VIDEO;
    st->time_base = (AVRational){1, LP_MUX_CLOCK};
    if (s->config_size > 0) {
        par->extradata = av_mallocz(s->config_size + AV_INPUT_BUFFER_PADDING_SIZE);
        if (!par->extradata)
            return AVERROR(ENOMEM);
        memcpy(par->extradata, s->config, s->config_size);
        par->extradata_size = s->config_size;
    }
    if (par->codec_type == AVMEDIA_TYPE_VIDEO) {
        par->width = s->width;
        par->height = s->height;
        par->format = s->pix_fmt;
        return 0;
    }
    par->sample_rate = s->sample_rate;
    par->frame_size = s->frame_size;
    av_channel_layout_default(&par->ch_layout, s->channels);
    return 0;
}

static int parse_options(AVDictionary **dict, const char *options)
{
    char key[64], value[128];

    while (*options) {
        size_t k = strcspn(options, "="), v;
        if (options[k] != '=' || k >= sizeof(key))
            return AVERROR(EINVAL);
        v = strcspn(options + k + 1, ":");
        if (v >= sizeof(value))
            return AVERROR(EINVAL);
        memcpy(key, options, k);
        key[k] = 0;
        memcpy(value, options + k + 1, v);
        value[v] = 0;
        if (av_dict_set(dict, key, value, 0) < 0)
            return AVERROR(ENOMEM);
        options += k + 1 + v;
        options += *options == ':';
    }
    return 0;
}

int lp_mux_start(lp_mux *m, const char *options)
{
    AVDictionary *dict = NULL;
    int ret = parse_options(&dict, options);

    if (ret >= 0)
        ret = avformat_write_header(m->fmt, &dict);
    if (ret >= 0 && av_dict_count(dict) > 0)
        ret = AVERROR_OPTION_NOT_FOUND;
    av_dict_free(&dict);
    if (ret < 0)
        return ret;
    m->started = 1;
    return 0;
}

int lp_mux_write(lp_mux *m, int stream, int64_t pts, int64_t dts, int64_t duration, int key, const uint8_t *data,
                 int size)
{
    AVPacket *pkt = m->pkt;
    int ret;

    // av_write_frame does not keep a packet that owns no buffer, and copies
    // what it must keep, so the data need only live until it returns.
    pkt->data = (uint8_t *)data;
    pkt->size = size;
    pkt->stream_index = stream;
    pkt->pts = pts;
    pkt->dts = dts;
    pkt->duration = duration;
    pkt->flags = key ? AV_PKT_FLAG_KEY : 0;
    av_packet_rescale_ts(pkt, (AVRational){1, LP_MUX_CLOCK}, m->fmt->streams[stream]->time_base);
    ret = av_write_frame(m->fmt, pkt);
    av_packet_unref(pkt);
    return ret < 0 ? ret : 0;
}

int lp_mux_finish(lp_mux *m, const uint8_t **data, int64_t *size)
{
    int ret = av_write_trailer(m->fmt);

    m->started = 0;
    if (ret < 0)
        return ret;
    avio_flush(m->io);
    if (m->io->error < 0)
        return m->io->error;
    *data = m->mem;
    *size = m->size;
    return 0;
}

void lp_mux_free(lp_mux *m)
{
    if (!m)
        return;
    // A muxer frees what it has allocated with its trailer.
    if (m->started)
        av_write_trailer(m->fmt);
    avformat_free_context(m->fmt);
    if (m->io)
        av_freep(&m->io->buffer);
    avio_context_free(&m->io);
    av_packet_free(&m->pkt);
    av_free(m->mem);
    av_free(m);
}

static uint8_t *padded(const uint8_t *data, int size)
{
    uint8_t *p = av_mallocz((size_t)size + AV_INPUT_BUFFER_PADDING_SIZE);

    if (p && size > 0)
        memcpy(p, data, size);
    return p;
}

// https://ffmpeg.org/doxygen/5.1/group__lavc__parsing.html
int lp_mux_look(int codec, const uint8_t *config, int config_size, const uint8_t *data, int size, lp_mux_format *out)
{
    AVCodecParserContext *parser = NULL;
    AVCodecContext *ctx = NULL;
    uint8_t *copy = NULL, *frame = NULL;
    int frame_size = 0, ret = AVERROR(ENOMEM);

    memset(out, 0, sizeof(*out));
    out->pix_fmt = AV_PIX_FMT_NONE;
    if (!(parser = av_parser_init(codec))) {
        ret = AVERROR_DECODER_NOT_FOUND;
        goto end;
    }
    parser->flags |= PARSER_FLAG_COMPLETE_FRAMES;
    if (!(ctx = avcodec_alloc_context3(NULL)) || !(copy = padded(data, size)))
        goto end;
    ctx->codec_id = codec;
    if (config_size > 0) {
        if (!(ctx->extradata = padded(config, config_size)))
            goto end;
        ctx->extradata_size = config_size;
    }
    ret = av_parser_parse2(parser, ctx, &frame, &frame_size, copy, size, AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
    if (ret < 0)
        goto end;
    ret = 0;
    out->width = parser->width > 0 ? parser->width : ctx->width;
    out->height = parser->height > 0 ? parser->height : ctx->height;
    out->pix_fmt = parser->format >= 0 ? parser->format : ctx->pix_fmt;
    out->sample_rate = ctx->sample_rate;
    out->channels = ctx->ch_layout.nb_channels;
    out->frame_size = parser->duration > 0 ? parser->duration : ctx->frame_size;
end:
    av_free(copy);
    if (ctx)
        av_freep(&ctx->extradata);
    avcodec_free_context(&ctx);
    if (parser)
        av_parser_close(parser);
    return ret;
}

const char *lp_mux_pix_fmt_name(int pix_fmt)
{
    const char *name = av_get_pix_fmt_name(pix_fmt);

    return name ? name : "";
}

void lp_mux_error(int averror, char *buf, int size) { av_strerror(averror, buf, size); }
