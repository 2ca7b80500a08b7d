// Audio for the outputs: the source's packets as they are, and an AAC version
// for renditions whose container does not take them, made once for all.

#include "internal.h"

#define AAC_BITRATE 128000
#define AAC_SAMPLES 1024

static int wants(const lp_session *s, int copy)
{
    for (int i = 0; i < s->count; i++)
        if (s->renditions[i]->cfg.copy_audio == copy)
            return 1;
    return 0;
}

static int give(lp_session *s, AVPacket *pkt, int copy)
{
    for (int i = 0; i < s->count; i++)
        if (s->renditions[i]->cfg.copy_audio == copy && lp_rendition_packet(s->renditions[i], pkt))
            return -1;
    return 0;
}

static int open_decoder(lp_audio *a, const AVStream *st)
{
    const AVCodec *codec = avcodec_find_decoder(st->codecpar->codec_id);

    if (!codec)
        return AVERROR_DECODER_NOT_FOUND;
    if (!(a->dec = avcodec_alloc_context3(codec)))
        return AVERROR(ENOMEM);
    if (avcodec_parameters_to_context(a->dec, st->codecpar) < 0)
        return AVERROR(EINVAL);
    a->dec->pkt_timebase = st->time_base;
    a->dec->thread_count = 1;
    return avcodec_open2(a->dec, codec, NULL);
}

// AAC takes the source's rate when it is one of its own, stereo at most.
static int aac_rate(int rate)
{
    static const int rates[] = {96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350};

    for (unsigned i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
        if (rates[i] == rate)
            return rate;
    return 48000;
}

static int open_encoder(lp_audio *a)
{
    const AVCodec *codec = avcodec_find_encoder_by_name("aac");
    int err;

    if (!codec)
        return AVERROR_ENCODER_NOT_FOUND;
    if (!(a->enc = avcodec_alloc_context3(codec)) || !(a->par = avcodec_parameters_alloc()))
        return AVERROR(ENOMEM);
    a->enc->sample_fmt = AV_SAMPLE_FMT_FLTP;
    a->enc->sample_rate = aac_rate(a->dec->sample_rate);
    a->enc->bit_rate = AAC_BITRATE;
    a->enc->time_base = (AVRational){1, a->enc->sample_rate};
    a->enc->flags |= AV_CODEC_FLAG_GLOBAL_HEADER; // muxers add ADTS headers where they need them
    av_channel_layout_default(&a->enc->ch_layout, a->dec->ch_layout.nb_channels > 1 ? 2 : 1);
    if ((err = avcodec_open2(a->enc, codec, NULL)) < 0 || (err = avcodec_parameters_from_context(a->par, a->enc)) < 0)
        return err;
    a->fifo = av_audio_fifo_alloc(a->enc->sample_fmt, a->enc->ch_layout.nb_channels, 4 * AAC_SAMPLES);
    return a->fifo ? 0 : AVERROR(ENOMEM);
}

int lp_audio_open(lp_session *s)
{
    lp_audio *a = &s->audio;
    int err;

    if (s->in.audio < 0 || !wants(s, 0))
        return 0;
    a->next_pts = a->start_pts = AV_NOPTS_VALUE;
    a->frame = av_frame_alloc();
    a->packet = av_packet_alloc();
    err = a->frame && a->packet ? open_decoder(a, s->in.fmt->streams[s->in.audio]) : AVERROR(ENOMEM);
    if (err >= 0)
        err = open_encoder(a);
    if (err == AVERROR(ENOMEM))
        return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, err, "no memory for audio");
    if (err < 0) {
        a->failed = 1; // a picture without sound is better than nothing
        avcodec_parameters_free(&a->par);
    }
    return 0;
}

static int receive_packets(lp_session *s)
{
    lp_audio *a = &s->audio;
    int err;

    while ((err = avcodec_receive_packet(a->enc, a->packet)) >= 0) {
        a->packet->time_base = a->enc->time_base;
        // The encoder's run-in lies before the segment, in the one before.
        err = a->packet->pts >= a->start_pts ? give(s, a->packet, 0) : 0;
        av_packet_unref(a->packet);
        if (err)
            return -1;
    }
    return 0;
}

// Encodes what is in the fifo, all of it at the end.
static int encode(lp_session *s, int all)
{
    lp_audio *a = &s->audio;

    while (av_audio_fifo_size(a->fifo) >= AAC_SAMPLES || (all && av_audio_fifo_size(a->fifo) > 0)) {
        AVFrame *f = a->frame;
        int err;

        av_frame_unref(f);
        f->nb_samples = av_audio_fifo_size(a->fifo) < AAC_SAMPLES ? av_audio_fifo_size(a->fifo) : AAC_SAMPLES;
        f->format = a->enc->sample_fmt;
        f->sample_rate = a->enc->sample_rate;
        if (av_channel_layout_copy(&f->ch_layout, &a->enc->ch_layout) < 0 || (err = av_frame_get_buffer(f, 0)) < 0)
            return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, 0, "no memory for audio");
        av_audio_fifo_read(a->fifo, (void **)f->data, f->nb_samples);
        f->pts = a->next_pts;
        a->next_pts += f->nb_samples;
        err = avcodec_send_frame(a->enc, f);
        av_frame_unref(f);
        if (err < 0 && err != AVERROR(EAGAIN))
            return lp_fail_set(&s->fail, -1, LP_ERR_ENGINE, err, "encoding audio");
        if (receive_packets(s))
            return -1;
    }
    return 0;
}

static int open_resampler(lp_audio *a, AVFrame *f)
{
    int err = swr_alloc_set_opts2(&a->swr, &a->enc->ch_layout, a->enc->sample_fmt, a->enc->sample_rate, &f->ch_layout,
                                  f->format, f->sample_rate, 0, NULL);
    return err < 0 ? err : swr_init(a->swr);
}

// Converts in (or what the resampler still has) into the fifo.
static int resample(lp_audio *a, AVFrame *in)
{
    int max = swr_get_out_samples(a->swr, in ? in->nb_samples : 0);
    AVFrame *out = av_frame_alloc();
    int err = AVERROR(ENOMEM);

    if (out && max > 0) {
        out->nb_samples = max;
        out->format = a->enc->sample_fmt;
        if (av_channel_layout_copy(&out->ch_layout, &a->enc->ch_layout) >= 0 && (err = av_frame_get_buffer(out, 0)) >= 0)
            err = swr_convert(a->swr, out->data, max, in ? (const uint8_t **)in->extended_data : NULL, in ? in->nb_samples : 0);
        if (err > 0)
            err = av_audio_fifo_write(a->fifo, (void **)out->data, err);
    } else if (out) {
        err = 0;
    }
    av_frame_free(&out);
    return err < 0 ? err : 0;
}

static int decode(lp_session *s, AVPacket *pkt)
{
    lp_audio *a = &s->audio;

    if (avcodec_send_packet(a->dec, pkt) < 0 && pkt)
        return 0; // one broken packet is a short silence
    while (avcodec_receive_frame(a->dec, a->frame) >= 0) {
        AVFrame *f = a->frame;
        int err = 0;

        if (a->next_pts == AV_NOPTS_VALUE) {
            int64_t t = f->best_effort_timestamp;
            t = t == AV_NOPTS_VALUE ? 0 : av_rescale_q(t, a->dec->pkt_timebase, a->enc->time_base);
            a->next_pts = a->start_pts = t;
        }
        if (!a->swr)
            err = open_resampler(a, f);
        if (err >= 0)
            err = resample(a, f);
        av_frame_unref(f);
        if (err == AVERROR(ENOMEM))
            return lp_fail_set(&s->fail, -1, LP_ERR_MEMORY, err, "no memory for audio");
        if (err >= 0 && encode(s, 0))
            return -1;
    }
    return 0;
}

static int drain(lp_session *s)
{
    lp_audio *a = &s->audio;

    if (decode(s, NULL))
        return -1;
    if (a->swr)
        resample(a, NULL);
    if (encode(s, 1))
        return -1;
    avcodec_send_frame(a->enc, NULL);
    return receive_packets(s);
}

int lp_audio_packet(lp_session *s, AVPacket *pkt)
{
    if (pkt) {
        pkt->time_base = s->in.fmt->streams[s->in.audio]->time_base;
        if (pkt->dts == AV_NOPTS_VALUE)
            pkt->dts = pkt->pts;
        if (pkt->pts == AV_NOPTS_VALUE)
            pkt->pts = pkt->dts;
        if (pkt->pts != AV_NOPTS_VALUE && give(s, pkt, 1))
            return -1;
    }
    if (!s->audio.enc || s->audio.failed)
        return 0;
    return pkt ? decode(s, pkt) : drain(s);
}

void lp_audio_close(lp_audio *a)
{
    avcodec_free_context(&a->dec);
    avcodec_free_context(&a->enc);
    swr_free(&a->swr);
    av_audio_fifo_free(a->fifo);
    a->fifo = NULL;
    av_frame_free(&a->frame);
    av_packet_free(&a->packet);
    avcodec_parameters_free(&a->par);
}
