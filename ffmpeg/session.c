// The session: opens the source, starts the renditions, and feeds them from
// the caller's thread.

#include <stdio.h>
#include <string.h>

#include "internal.h"

// Audio packets that may wait for the first video frame of a clip.
#define MAX_HELD 8192

lp_session *lp_session_new(const lp_session_config *cfg)
{
    lp_session *s = av_mallocz(sizeof(*s));

    if (!s)
        return NULL;
    s->cfg = *cfg;
    if (pthread_mutex_init(&s->fail.lock, NULL)) {
        av_free(s);
        return NULL;
    }
    s->fail.first.rendition = -1;
    s->in.video = s->in.audio = -1;
    s->in.wrap_ref = AV_NOPTS_VALUE;
    for (int i = 0; i < 2; i++)
        s->in.clock[i].next = s->in.clock[i].last_dts = AV_NOPTS_VALUE;
    s->dec.last = AV_NOPTS_VALUE;
    lp_log_register(cfg->io);
    return s;
}

static void describe_video(lp_session *s, lp_source *src)
{
    AVStream *st = s->in.fmt->streams[s->in.video];
    const AVCodecParameters *par = st->codecpar;
    AVRational rate = lp_input_frame_rate(s);
    const char *fmt = par->format >= 0 ? av_get_pix_fmt_name(par->format) : NULL;

    src->has_video = 1;
    src->video_codec = par->codec_id;
    snprintf(src->video_codec_name, sizeof(src->video_codec_name), "%s", avcodec_get_name(par->codec_id));
    snprintf(src->pix_fmt, sizeof(src->pix_fmt), "%s", fmt ? fmt : "");
    if (fmt)
        src->bit_depth = av_pix_fmt_desc_get(par->format)->comp[0].depth;
    src->width = par->width;
    src->height = par->height;
    src->fps_num = rate.num;
    src->fps_den = rate.den;
    src->video_profile = par->profile;
    src->video_level = par->level;
    src->video_extradata = par->extradata;
    src->video_extradata_size = par->extradata_size;
}

static void describe_audio(lp_session *s, lp_source *src)
{
    const AVCodecParameters *par = s->in.fmt->streams[s->in.audio]->codecpar;

    src->has_audio = 1;
    src->audio_codec = par->codec_id;
    snprintf(src->audio_codec_name, sizeof(src->audio_codec_name), "%s", avcodec_get_name(par->codec_id));
    src->audio_profile = par->profile;
    src->audio_extradata = par->extradata;
    src->audio_extradata_size = par->extradata_size;
}

int lp_session_open(lp_session *s, lp_source *src)
{
    memset(src, 0, sizeof(*src));
    lp_log_thread(s->cfg.io);
    if (lp_input_open(s))
        return -1;
    snprintf(src->format, sizeof(src->format), "%s", s->in.fmt->iformat->name);
    if (s->in.video >= 0)
        describe_video(s, src);
    if (s->in.audio >= 0)
        describe_audio(s, src);
    return 0;
}

// The length of a stream by its packets' times.
typedef struct span {
    int64_t first, end;
    int any;
} span;

static void span_add(span *sp, const AVPacket *pkt, const AVStream *st)
{
    int64_t t = pkt->pts != AV_NOPTS_VALUE ? pkt->pts : pkt->dts, end;

    if (t == AV_NOPTS_VALUE)
        return;
    end = av_rescale_q(t + (pkt->duration > 0 ? pkt->duration : 0), st->time_base, LP_US);
    t = av_rescale_q(t, st->time_base, LP_US);
    if (!sp->any || t < sp->first)
        sp->first = t;
    if (!sp->any || end > sp->end)
        sp->end = end;
    sp->any = 1;
}

int lp_session_scan(lp_session *s, lp_scan *scan)
{
    AVPacket *pkt = av_packet_alloc();
    span spans[2] = {0};
    int err;

    memset(scan, 0, sizeof(*scan));
    if (!pkt)
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a packet");
    while (!(err = lp_input_read(s, pkt))) {
        int video = pkt->stream_index == s->in.video;
        scan->video_packets += video;
        scan->video_keys += video && pkt->flags & AV_PKT_FLAG_KEY;
        scan->audio_packets += !video;
        span_add(&spans[video], pkt, s->in.fmt->streams[pkt->stream_index]);
        av_packet_unref(pkt);
    }
    av_packet_free(&pkt);
    scan->duration_us = spans[1].any ? spans[1].end - spans[1].first : spans[0].end - spans[0].first;
    return err == AVERROR_EOF ? 0 : -1;
}

static int copy_strings(lp_rendition *r, const lp_rendition_config *cfg)
{
    r->cfg.encoder = av_strdup(cfg->encoder);
    r->cfg.format = av_strdup(cfg->format);
    r->cfg.pix_fmt = av_strdup(cfg->pix_fmt);
    r->cfg.card_scale = av_strdup(cfg->card_scale);
    return r->cfg.encoder && r->cfg.format && r->cfg.pix_fmt && r->cfg.card_scale ? 0 : -1;
}

lp_rendition *lp_session_add(lp_session *s, const lp_rendition_config *cfg)
{
    lp_rendition *r = s->count < LP_MAX_RENDITIONS ? av_mallocz(sizeof(*r)) : NULL;

    if (!r)
        return NULL;
    if (lp_queue_init(&r->queue, cfg->queue)) {
        av_free(r);
        return NULL;
    }
    r->session = s;
    r->index = s->count;
    r->cfg = *cfg;
    r->pix_fmt = av_get_pix_fmt(cfg->pix_fmt);
    if (copy_strings(r, cfg)) {
        lp_rendition_free(r);
        return NULL;
    }
    s->renditions[s->count++] = r;
    return r;
}

int lp_rendition_encoder_option(lp_rendition *r, const char *key, const char *value)
{
    return av_dict_set(&r->enc_opts, key, value, 0) < 0 ? -1 : 0;
}

int lp_rendition_muxer_option(lp_rendition *r, const char *key, const char *value)
{
    return av_dict_set(&r->mux_opts, key, value, 0) < 0 ? -1 : 0;
}

int lp_rendition_metadata(lp_rendition *r, const char *key, const char *value)
{
    return av_dict_set(&r->metadata, key, value, 0) < 0 ? -1 : 0;
}

// Passes audio on, but not before the first frame says where a clip begins.
static int on_audio(lp_session *s, AVPacket *pkt)
{
    int clip = s->cfg.clip_from_us > 0 || s->cfg.clip_to_us > 0;

    if (clip && s->in.video >= 0 && !s->dec.stats.frames) {
        if (!s->held_audio && !(s->held_audio = av_mallocz(MAX_HELD * sizeof(*s->held_audio))))
            return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for audio");
        if (s->held_count < MAX_HELD && (s->held_audio[s->held_count] = av_packet_clone(pkt)))
            s->held_count++;
        return 0;
    }
    if (clip && pkt->pts != AV_NOPTS_VALUE) {
        int64_t us = av_rescale_q(pkt->pts, s->in.fmt->streams[s->in.audio]->time_base, LP_US) -
                     av_rescale_q(s->dec.first, LP_TS_BASE, LP_US);
        if (us < s->cfg.clip_from_us || (s->cfg.clip_to_us && us >= s->cfg.clip_to_us))
            return 0;
    }
    return lp_audio_packet(s, pkt);
}

int lp_session_first_frame(lp_session *s)
{
    int err = 0;

    for (int i = 0; i < s->held_count; i++) {
        if (!err)
            err = on_audio(s, s->held_audio[i]);
        av_packet_free(&s->held_audio[i]);
    }
    s->held_count = 0;
    return err;
}

static int feed(lp_session *s)
{
    AVPacket *pkt = av_packet_alloc();
    int err;

    if (!pkt)
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for a packet");
    while (!(err = lp_input_read(s, pkt))) {
        if (pkt->stream_index == s->in.video)
            err = lp_decoder_packet(s, pkt);
        else
            err = on_audio(s, pkt);
        av_packet_unref(pkt);
        if (err)
            break;
    }
    av_packet_free(&pkt);
    if (err != AVERROR_EOF || (s->in.video >= 0 && lp_decoder_packet(s, NULL)) || lp_audio_packet(s, NULL))
        return -1;
    return 0;
}

// The end of the source, or of the work: every thread is waited for.
static void join(lp_session *s, int ok)
{
    for (int i = 0; i < s->count; i++) {
        lp_rendition *r = s->renditions[i];
        if (!r->running)
            continue;
        if (!ok || lp_queue_push(&r->queue, NULL, NULL))
            lp_queue_close(&r->queue);
    }
    // While the renditions finish, the decoder's frames are of no more use.
    lp_decoder_close(&s->dec);
    for (int i = 0; i < s->count; i++) {
        if (s->renditions[i]->running)
            pthread_join(s->renditions[i]->thread, NULL);
        s->renditions[i]->running = 0;
    }
}

int lp_session_run(lp_session *s, lp_decoded *decoded)
{
    int err = 0;

    lp_log_thread(s->cfg.io);
    if ((s->in.video >= 0 && lp_decoder_open(s)) || lp_audio_open(s))
        return -1;
    for (int i = 0; i < s->count && !err; i++)
        err = lp_rendition_start(s->renditions[i]);
    if (!err)
        err = feed(s);
    *decoded = s->dec.stats;
    join(s, !err);
    return err || lp_stopped(s) ? -1 : 0;
}

void lp_session_error(lp_session *s, lp_error *out)
{
    pthread_mutex_lock(&s->fail.lock);
    *out = s->fail.first;
    if (out->code == LP_OK && lp_stopped(s))
        out->code = LP_ERR_ABORTED;
    pthread_mutex_unlock(&s->fail.lock);
}

void lp_session_abort(lp_session *s)
{
    atomic_store(&s->fail.stop, 1);
    for (int i = 0; i < s->count; i++)
        lp_queue_close(&s->renditions[i]->queue);
}

void lp_session_free(lp_session *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->held_count; i++)
        av_packet_free(&s->held_audio[i]);
    av_freep(&s->held_audio);
    for (int i = 0; i < s->count; i++)
        lp_rendition_free(s->renditions[i]);
    if (s->fail.first.code == LP_ERR_DEVICE)
        lp_card_forget();
    lp_audio_close(&s->audio);
    lp_decoder_close(&s->dec);
    lp_input_close(&s->in);
    lp_log_unregister(s->cfg.io);
    pthread_mutex_destroy(&s->fail.lock);
    av_free(s);
}
