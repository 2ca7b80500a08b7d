// From the caller's bytes to packets with a continuous timeline.

#include <string.h>

#include "internal.h"

#define IO_BUFFER (64 * 1024)

// A step of the clock beyond this is a new timeline, not a pause.
#define MAX_PAUSE (10 * INT64_C(90000000))
#define MAX_BACK (1 * INT64_C(90000000))
// No clock shows more seconds than this, not even one that counts from 1970.
#define MAX_SECONDS INT64_C(4000000000)

// What the network's sources are made of. The rest of FFmpeg's formats and
// codecs is not offered to strangers' bytes.
static const char formats[] = "mpegts,mov,flv,matroska";
static const char codecs[] =
    "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,"
    "aac,aac_latm,mp3,mp3float,mp2,mp2float,mp1,mp1float,ac3,eac3,opus,libopus,vorbis,flac,dca,pcm_s16le,pcm_s16be,"
    "h264_cuvid,hevc_cuvid";

static int io_read(void *opaque, uint8_t *buf, int size)
{
    lp_session *s = opaque;
    int n;

    if (lp_stopped(s))
        return AVERROR_EXIT;
    n = lp_io_read(s->cfg.io, buf, size);
    if (n < 0) {
        lp_fail_set(&s->fail, -1, LP_ERR_INPUT, 0, "the source could not be read");
        return AVERROR(EIO);
    }
    return n ? n : AVERROR_EOF;
}

static int64_t io_seek(void *opaque, int64_t offset, int whence)
{
    lp_session *s = opaque;
    int64_t at;

    if (lp_stopped(s))
        return AVERROR_EXIT;
    if (whence & AVSEEK_SIZE)
        at = lp_io_size(s->cfg.io);
    else
        at = lp_io_seek(s->cfg.io, offset, whence & ~AVSEEK_FORCE);
    return at < 0 ? AVERROR(ESPIPE) : at;
}

static int interrupted(void *opaque) { return lp_stopped(opaque); }

// A source that names other files gets none.
static int refuse_open(AVFormatContext *fmt, AVIOContext **io, const char *url, int flags, AVDictionary **opts)
{
    return AVERROR(EPERM);
}

static int open_format(lp_session *s)
{
    lp_input *in = &s->in;
    AVDictionary *opts = NULL;
    uint8_t *buf = av_malloc(IO_BUFFER);
    int err;

    // https://ffmpeg.org/doxygen/5.1/aviobuf_8c.html avio_alloc_context
    if (buf)
        in->io = avio_alloc_context(buf, IO_BUFFER, 0, s, io_read, NULL, s->cfg.seekable ? io_seek : NULL);
    if (!in->io) {
        av_free(buf);
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for the input");
    }
    if (!(in->fmt = avformat_alloc_context()))
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for the input");
    in->fmt->pb = in->io;
    in->fmt->io_open = refuse_open;
    in->fmt->interrupt_callback = (AVIOInterruptCB){interrupted, s};
    in->fmt->max_streams = 32;
    av_dict_set(&opts, "format_whitelist", formats, 0);
    av_dict_set(&opts, "codec_whitelist", codecs, 0);
    av_dict_set_int(&opts, "probesize", s->cfg.limits.probe_bytes, 0);
    av_dict_set_int(&opts, "analyzeduration", s->cfg.limits.probe_us, 0);
    av_dict_set_int(&opts, "correct_ts_overflow", 0, 0); // done in unwrap
    err = avformat_open_input(&in->fmt, NULL, NULL, &opts); // frees fmt when it fails
    av_dict_free(&opts);
    if (err == AVERROR(ENOMEM)) // said of sizes that are lies
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, 0, "the source's headers ask for absurd amounts of memory");
    if (err < 0)
        return lp_fail_set(&s->fail, -1, LP_ERR_NO_MEDIA, err, "the source is in no known format");
    return 0;
}

// Bounds the decoders that avformat_find_stream_info opens for a look.
static int find_streams(lp_session *s)
{
    AVFormatContext *fmt = s->in.fmt;
    unsigned n = fmt->nb_streams;
    AVDictionary **opts = n ? av_mallocz(n * sizeof(*opts)) : NULL;

    if (n && !opts)
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for the input");
    for (unsigned i = 0; i < n; i++) {
        av_dict_set_int(&opts[i], "max_pixels", s->cfg.limits.max_pixels, 0);
        if (s->cfg.no_trial)
            av_dict_set(&opts[i], "skip_frame", "all", 0);
    }
    avformat_find_stream_info(fmt, opts); // its errors leave streams without parameters, which is seen later
    for (unsigned i = 0; i < n; i++)
        av_dict_free(&opts[i]);
    av_free(opts);
    if (lp_stopped(s))
        return lp_fail_set(&s->fail, -1, LP_ERR_ABORTED, 0, "stopped while reading the headers");
    return 0;
}

static int pick_stream(AVFormatContext *fmt, enum AVMediaType type)
{
    int found = -1;

    for (unsigned i = 0; i < fmt->nb_streams; i++) {
        AVStream *st = fmt->streams[i];
        if (st->codecpar->codec_type != type || st->disposition & AV_DISPOSITION_ATTACHED_PIC)
            continue;
        // One that is announced but empty gives way to one that is there.
        if (found < 0 || (type == AVMEDIA_TYPE_VIDEO && !fmt->streams[found]->codecpar->width && st->codecpar->width) ||
            (type == AVMEDIA_TYPE_AUDIO && !fmt->streams[found]->codecpar->sample_rate && st->codecpar->sample_rate))
            found = i;
    }
    return found;
}

int lp_input_open(lp_session *s)
{
    lp_input *in = &s->in;

    if (open_format(s) || find_streams(s))
        return -1;
    if (!s->cfg.no_video)
        in->video = pick_stream(in->fmt, AVMEDIA_TYPE_VIDEO);
    in->audio = pick_stream(in->fmt, AVMEDIA_TYPE_AUDIO);
    in->known_streams = in->fmt->nb_streams;
    if (in->audio >= 0 && !in->fmt->streams[in->audio]->codecpar->sample_rate)
        in->audio = -1; // promised, but nothing of it was seen
    for (unsigned i = 0; i < in->known_streams; i++)
        if ((int)i != in->video && (int)i != in->audio)
            in->fmt->streams[i]->discard = AVDISCARD_ALL;
    return 0;
}

// Timestamps that run over their number of bits go on upwards.
static int64_t unwrap(lp_input *in, int64_t ts, int bits)
{
    int64_t range, d;

    if (ts == AV_NOPTS_VALUE || bits < 8 || bits > 60)
        return ts;
    if (in->wrap_ref == AV_NOPTS_VALUE)
        in->wrap_ref = ts;
    range = INT64_C(1) << bits;
    d = (ts - in->wrap_ref) % range;
    if (d < -range / 2)
        d += range;
    else if (d >= range / 2)
        d -= range;
    return in->wrap_ref + d;
}

// Keeps absurd numbers from overflowing what is computed with them.
static int64_t sane(int64_t ts, AVRational base)
{
    int64_t sec = ts == AV_NOPTS_VALUE ? 0 : av_rescale_q(ts, base, (AVRational){1, 1});

    return sec > MAX_SECONDS || sec < -MAX_SECONDS ? AV_NOPTS_VALUE : ts;
}

static int64_t packet_length(const lp_clock *c, const AVPacket *pkt, const AVStream *st)
{
    int64_t len = av_rescale_q(pkt->duration, st->time_base, LP_FINE);

    if (len <= 0 && st->codecpar->codec_type == AVMEDIA_TYPE_AUDIO && st->codecpar->sample_rate > 0)
        len = av_rescale_q(av_get_audio_frame_duration2(st->codecpar, pkt->size), (AVRational){1, st->codecpar->sample_rate},
                           LP_FINE);
    return len > 0 && len <= MAX_PAUSE ? len : c->step;
}

// A packet without any time comes when it is due. Video is left to the decoder,
// which knows the order of its frames.
static void make_times(lp_clock *c, AVPacket *pkt, const AVStream *st, int64_t len)
{
    if (c->next == AV_NOPTS_VALUE)
        return;
    if (st->codecpar->codec_type == AVMEDIA_TYPE_AUDIO)
        pkt->dts = pkt->pts = av_rescale_q(c->next, LP_FINE, st->time_base);
    c->next += len;
}

// Puts the packet on the session's timeline.
static void set_times(lp_input *in, lp_clock *c, AVPacket *pkt, const AVStream *st)
{
    int64_t dts, due = c->next, len = packet_length(c, pkt, st);

    pkt->dts = unwrap(in, sane(pkt->dts, st->time_base), st->pts_wrap_bits);
    pkt->pts = unwrap(in, sane(pkt->pts, st->time_base), st->pts_wrap_bits);
    dts = pkt->dts != AV_NOPTS_VALUE ? pkt->dts : pkt->pts;
    if (dts == AV_NOPTS_VALUE) {
        make_times(c, pkt, st, len);
        return;
    }
    in->wrap_ref = dts;
    dts = av_rescale_q(dts, st->time_base, LP_FINE) + in->shift;
    if (due != AV_NOPTS_VALUE && (dts - due > MAX_PAUSE || due - dts > MAX_BACK)) {
        in->shift += due - dts;
        dts = due;
    } else if (c->last_dts != AV_NOPTS_VALUE && dts > c->last_dts) {
        c->step = dts - c->last_dts;
    }
    if (in->shift) {
        int64_t shift = av_rescale_q(in->shift, LP_FINE, st->time_base);
        if (pkt->dts != AV_NOPTS_VALUE)
            pkt->dts += shift;
        if (pkt->pts != AV_NOPTS_VALUE)
            pkt->pts += shift;
    }
    c->last_dts = dts;
    c->next = dts + len;
}

int lp_input_read(lp_session *s, AVPacket *pkt)
{
    lp_input *in = &s->in;
    int err;

    for (;;) {
        if (lp_stopped(s))
            return lp_fail_set(&s->fail, -1, LP_ERR_ABORTED, 0, "stopped");
        err = av_read_frame(in->fmt, pkt);
        if (lp_stopped(s)) {
            av_packet_unref(pkt);
            return lp_fail_set(&s->fail, -1, LP_ERR_ABORTED, 0, "stopped");
        }
        // A broken tail ends the source; what came before it counts. That goes
        // for ENOMEM too, which demuxers return for sizes that are lies.
        if (err < 0)
            return AVERROR_EOF;
        AVStream *st = in->fmt->streams[pkt->stream_index];
        // A stream that appears later replaces the one of its kind.
        if ((unsigned)pkt->stream_index >= in->known_streams) {
            if (st->codecpar->codec_type == AVMEDIA_TYPE_VIDEO && !s->cfg.no_video)
                in->video = pkt->stream_index;
            else if (in->audio >= 0 && st->codecpar->codec_id == in->fmt->streams[in->audio]->codecpar->codec_id)
                in->audio = pkt->stream_index;
            in->known_streams = pkt->stream_index + 1;
        }
        if (pkt->size > 0 && (pkt->stream_index == in->video || pkt->stream_index == in->audio)) {
            set_times(in, &in->clock[pkt->stream_index == in->audio], pkt, st);
            return 0;
        }
        av_packet_unref(pkt);
    }
}

void lp_input_close(lp_input *in)
{
    avformat_close_input(&in->fmt);
    if (in->io) {
        av_freep(&in->io->buffer);
        avio_context_free(&in->io);
    }
}

AVRational lp_input_frame_rate(const lp_session *s)
{
    AVRational rate = av_guess_frame_rate(s->in.fmt, s->in.fmt->streams[s->in.video], NULL);
    int longest = (int)(s->cfg.limits.max_duration_us / 1000000); // 0 for a session that transcodes nothing

    if (rate.num <= 0 || rate.den <= 0 || (longest && av_cmp_q(rate, av_make_q(1, longest + 1)) < 0))
        return (AVRational){0, 1};
    return rate;
}
