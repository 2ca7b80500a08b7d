// From packets to the bytes of a rendition. MPEG-TS leaves as it is written;
// MP4 is kept until its index has been put in front.

#include <string.h>

#include "internal.h"

#define IO_BUFFER (16 * 1024)
#define MAX_EARLY 8192

static int fail_muxer(lp_rendition *r, enum lp_code code, int err, const char *what)
{
    return lp_fail_set(&r->session->fail, r->index, code, err, "%s output: %s", r->cfg.format, what);
}

static int give_out(lp_rendition *r, uint8_t *buf, int size)
{
    if (lp_stopped(r->session))
        return AVERROR_EXIT;
    if (lp_io_write(r->session->cfg.io, r->index, buf, size) < 0) {
        fail_muxer(r, LP_ERR_OUTPUT, 0, "the writer failed");
        return AVERROR(EIO);
    }
    r->result.bytes += size;
    return size;
}

static int too_much(lp_rendition *r, int64_t size)
{
    return size > r->session->cfg.limits.max_output && fail_muxer(r, LP_ERR_RUNAWAY, 0, "the rendition is too large");
}

static int stream_write(void *opaque, LP_AVIO_CONST uint8_t *buf, int size)
{
    lp_rendition *r = opaque;

    if (too_much(r, r->result.bytes + size))
        return AVERROR(EFBIG);
    return give_out(r, (uint8_t *)buf, size);
}

static int mem_write(void *opaque, LP_AVIO_CONST uint8_t *buf, int size)
{
    lp_rendition *r = opaque;
    lp_muxer *m = &r->mux;
    int64_t end = m->mem_pos + size;

    if (too_much(r, end))
        return AVERROR(EFBIG);
    if (end > m->mem_cap) {
        int64_t cap = end + end / 2 + IO_BUFFER;
        uint8_t *mem = av_realloc(m->mem, cap);
        if (!mem)
            return AVERROR(ENOMEM);
        m->mem = mem;
        m->mem_cap = cap;
    }
    memcpy(m->mem + m->mem_pos, buf, size);
    m->mem_pos = end;
    if (end > m->mem_size)
        m->mem_size = end;
    return size;
}

static int64_t seek_in(int64_t *pos, int64_t size, int64_t offset, int whence)
{
    if (whence & AVSEEK_SIZE)
        return size;
    whence &= ~AVSEEK_FORCE;
    if (whence == SEEK_CUR)
        offset += *pos;
    else if (whence == SEEK_END)
        offset += size;
    if (offset < 0 || offset > size)
        return AVERROR(EINVAL);
    return *pos = offset;
}

static int64_t mem_seek(void *opaque, int64_t offset, int whence)
{
    lp_muxer *m = &((lp_rendition *)opaque)->mux;
    return seek_in(&m->mem_pos, m->mem_size, offset, whence);
}

// The muxer's second look at what it has written, to move it.
typedef struct mem_reader {
    lp_muxer *mux;
    int64_t pos;
} mem_reader;

static int reader_read(void *opaque, uint8_t *buf, int size)
{
    mem_reader *rd = opaque;
    int64_t left = rd->mux->mem_size - rd->pos;

    if (left <= 0)
        return AVERROR_EOF;
    if (size > left)
        size = left;
    memcpy(buf, rd->mux->mem + rd->pos, size);
    rd->pos += size;
    return size;
}

static int64_t reader_seek(void *opaque, int64_t offset, int whence)
{
    mem_reader *rd = opaque;
    return seek_in(&rd->pos, rd->mux->mem_size, offset, whence);
}

static int reopen(AVFormatContext *fmt, AVIOContext **io, const char *url, int flags, AVDictionary **opts)
{
    lp_rendition *r = fmt->opaque;
    mem_reader *rd;
    uint8_t *buf;

    if (flags != AVIO_FLAG_READ || !r->mux.mem)
        return AVERROR(EPERM);
    rd = av_mallocz(sizeof(*rd));
    buf = av_malloc(IO_BUFFER);
    if (rd && buf) {
        rd->mux = &r->mux;
        *io = avio_alloc_context(buf, IO_BUFFER, 0, rd, reader_read, NULL, reader_seek);
    }
    if (!rd || !buf || !*io) {
        av_free(rd);
        av_free(buf);
        return AVERROR(ENOMEM);
    }
    return 0;
}

static int reclose(AVFormatContext *fmt, AVIOContext *io)
{
    av_free(io->opaque);
    av_freep(&io->buffer);
    avio_context_free(&io);
    return 0;
}

static int open_io(lp_rendition *r)
{
    lp_muxer *m = &r->mux;
    int whole = !strcmp(r->cfg.format, "mp4"); // it goes back in what it wrote
    uint8_t *buf = av_malloc(IO_BUFFER);

    if (buf)
        m->io = avio_alloc_context(buf, IO_BUFFER, 1, r, NULL, whole ? mem_write : stream_write, whole ? mem_seek : NULL);
    if (!m->io) {
        av_free(buf);
        return fail_muxer(r, LP_ERR_MEMORY, 0, "no memory");
    }
    m->fmt->pb = m->io;
    m->fmt->opaque = r;
    m->fmt->io_open = reopen;
    m->fmt->io_close2 = reclose;
    return 0;
}

static AVStream *add_stream(lp_rendition *r, const AVCodecParameters *par, AVRational base)
{
    AVStream *st = avformat_new_stream(r->mux.fmt, NULL);

    if (!st || avcodec_parameters_copy(st->codecpar, par) < 0) {
        fail_muxer(r, LP_ERR_MEMORY, 0, "no memory");
        return NULL;
    }
    st->codecpar->codec_tag = 0;
    st->time_base = base;
    return st;
}

static int add_video(lp_rendition *r, const AVCodecContext *enc)
{
    AVCodecParameters *par = avcodec_parameters_alloc();
    AVStream *st = NULL;

    if (par && avcodec_parameters_from_context(par, enc) >= 0)
        st = add_stream(r, par, LP_TS_BASE);
    avcodec_parameters_free(&par);
    if (!st)
        return fail_muxer(r, LP_ERR_MEMORY, 0, "no memory");
    // Players of Apple's take HEVC in MP4 under this name only.
    if (enc->codec_id == AV_CODEC_ID_HEVC && !strcmp(r->cfg.format, "mp4"))
        st->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
    st->sample_aspect_ratio = enc->sample_aspect_ratio;
    st->avg_frame_rate = enc->framerate;
    r->mux.video = st;
    return 0;
}

static int add_audio(lp_rendition *r)
{
    lp_session *s = r->session;
    const AVCodecParameters *par = NULL;
    AVRational base = {1, 1};

    if (s->in.audio < 0 || s->audio.failed)
        return 0;
    if (r->cfg.copy_audio) {
        par = s->in.fmt->streams[s->in.audio]->codecpar;
        base = s->in.fmt->streams[s->in.audio]->time_base;
    } else if ((par = s->audio.par)) {
        base = (AVRational){1, par->sample_rate};
    }
    if (par && !(r->mux.audio = add_stream(r, par, base)))
        return -1;
    return 0;
}

static int write_header(lp_rendition *r)
{
    lp_muxer *m = &r->mux;
    AVDictionary *opts = r->mux_opts;
    const AVDictionaryEntry *left;
    int err;

    r->mux_opts = NULL;
    m->fmt->metadata = r->metadata;
    r->metadata = NULL;
    m->fmt->max_delay = 0;
    m->fmt->avoid_negative_ts = 0; // the source's clock is kept, whatever it shows
    err = avformat_write_header(m->fmt, &opts);
    left = av_dict_get(opts, "", NULL, AV_DICT_IGNORE_SUFFIX);
    if (err < 0)
        fail_muxer(r, LP_ERR_MUXER, err, "it does not take these streams");
    else if (left)
        fail_muxer(r, LP_ERR_OPTION, AVERROR_OPTION_NOT_FOUND, left->key);
    m->written_header = err >= 0;
    av_dict_free(&opts);
    return lp_stopped(r->session) ? -1 : 0;
}

int lp_muxer_open(lp_rendition *r, const AVCodecContext *enc)
{
    lp_muxer *m = &r->mux;
    int err = avformat_alloc_output_context2(&m->fmt, NULL, r->cfg.format, NULL);

    if (err < 0)
        return fail_muxer(r, LP_ERR_MUXER, err, "this FFmpeg cannot write it");
    m->last_dts[0] = m->last_dts[1] = AV_NOPTS_VALUE;
    if (open_io(r) || (enc && add_video(r, enc)) || add_audio(r) || write_header(r))
        return -1;
    for (int i = 0; i < m->early_count; i++) {
        err = lp_muxer_write(r, m->early[i], m->audio);
        av_packet_free(&m->early[i]);
        if (err)
            return -1;
    }
    m->early_count = 0;
    return 0;
}

// Audio that is copied may be broken in the source. The muxer tells of it with
// whatever packet it is given next.
static int broken_audio(const lp_muxer *m, int err)
{
    return m->audio && (err == AVERROR_INVALIDDATA || err == AVERROR_PATCHWELCOME);
}

// pkt has the time base that was asked of the stream: LP_TS_BASE for video,
// that of its source for audio.
int lp_muxer_write(lp_rendition *r, AVPacket *pkt, AVStream *st)
{
    lp_muxer *m = &r->mux;
    int64_t *last = &m->last_dts[st == m->audio];
    int err;

    if (st == m->video)
        av_packet_rescale_ts(pkt, LP_TS_BASE, st->time_base);
    else
        av_packet_rescale_ts(pkt, pkt->time_base, st->time_base);
    // Muxers refuse a clock that does not rise.
    if (*last != AV_NOPTS_VALUE && pkt->dts <= *last)
        pkt->dts = *last + 1;
    if (pkt->pts < pkt->dts)
        pkt->pts = pkt->dts;
    *last = pkt->dts;
    pkt->stream_index = st->index;
    pkt->pos = -1;
    err = av_interleaved_write_frame(m->fmt, pkt);
    if (lp_stopped(r->session))
        return -1;
    if (err < 0 && !broken_audio(m, err))
        return fail_muxer(r, LP_ERR_ENGINE, err, "writing");
    if (st == m->video && !m->mem) // a picture is worth sending
        avio_flush(m->io);
    return lp_stopped(r->session) ? -1 : 0;
}

int lp_muxer_audio(lp_rendition *r, AVPacket **pkt)
{
    lp_muxer *m = &r->mux;

    if (m->written_header)
        return m->audio ? lp_muxer_write(r, *pkt, m->audio) : 0;
    if (!m->early && !(m->early = av_mallocz(MAX_EARLY * sizeof(*m->early))))
        return fail_muxer(r, LP_ERR_MEMORY, 0, "no memory");
    if (m->early_count < MAX_EARLY) { // minutes of audio before the first frame are let go
        m->early[m->early_count++] = *pkt;
        *pkt = NULL;
    }
    return 0;
}

int lp_muxer_finish(lp_rendition *r)
{
    lp_muxer *m = &r->mux;
    int err;

    // What waits to be put in order goes first: the trailer would stop at the
    // first broken packet.
    while (broken_audio(m, err = av_interleaved_write_frame(m->fmt, NULL)))
        if (lp_stopped(r->session))
            return -1;
    if (err >= 0)
        err = av_write_trailer(m->fmt);
    if (lp_stopped(r->session))
        return -1;
    if (err < 0) // an index that lacks what the source's audio should have told
        return fail_muxer(r, broken_audio(m, err) ? LP_ERR_NO_MEDIA : LP_ERR_ENGINE, err, "finishing");
    avio_flush(m->io);
    for (int64_t at = 0; at < m->mem_size; at += 1 << 20) {
        int64_t n = m->mem_size - at < 1 << 20 ? m->mem_size - at : 1 << 20;
        if (give_out(r, m->mem + at, n) < 0)
            return -1;
    }
    return lp_stopped(r->session) ? -1 : 0;
}

void lp_muxer_close(lp_muxer *m)
{
    for (int i = 0; i < m->early_count; i++)
        av_packet_free(&m->early[i]);
    av_freep(&m->early);
    avformat_free_context(m->fmt);
    m->fmt = NULL;
    if (m->io) {
        av_freep(&m->io->buffer);
        avio_context_free(&m->io);
    }
    av_freep(&m->mem);
}
