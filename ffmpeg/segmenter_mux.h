// A segment of a live stream from packets that are encoded already: a muxer
// that writes to memory. No transcoding, no thread; see segmenter_mux.go.
#ifndef LP_SEGMENTER_MUX_H
#define LP_SEGMENTER_MUX_H

#include "av.h"

// Times of lp_mux are in 1/LP_MUX_CLOCK seconds.
#define LP_MUX_CLOCK 90000

typedef struct lp_mux lp_mux;

typedef struct lp_mux_stream {
    int codec;               // enum AVCodecID
    const uint8_t *config;   // decoder configuration, NULL for none
    int config_size;
    int width, height;       // video, pixels
    int pix_fmt;             // video, enum AVPixelFormat
    int sample_rate;         // audio, Hz
    int channels;            // audio
    int frame_size;          // audio, samples in a packet, 0 when it varies
} lp_mux_stream;

// What a parser says of one packet; 0, or -1 for pix_fmt, where it says nothing.
typedef struct lp_mux_format {
    int width, height, pix_fmt;
    int sample_rate, channels, frame_size;
} lp_mux_format;

// lp_mux_quiet keeps FFmpeg from writing to standard error: what matters comes
// back as errors, and a live stream would repeat the rest every two seconds.
void lp_mux_quiet(void);

// lp_mux_new opens a muxer for the short name of a format, such as "mpegts",
// whose output is at most max_bytes. NULL when there is none, or no memory.
lp_mux *lp_mux_new(const char *format, int64_t max_bytes);

// lp_mux_add adds a stream; the index is that of the call. 0 or AVERROR.
int lp_mux_add(lp_mux *m, const lp_mux_stream *s);

// lp_mux_start writes the header, with options as in "key=value:key=value".
int lp_mux_start(lp_mux *m, const char *options);

// lp_mux_write writes one packet. dts must rise in each stream.
int lp_mux_write(lp_mux *m, int stream, int64_t pts, int64_t dts, int64_t duration, int key, const uint8_t *data,
                 int size);

// lp_mux_finish writes the end and lends the whole output, which lives until
// lp_mux_free. 0 or AVERROR.
int lp_mux_finish(lp_mux *m, const uint8_t **data, int64_t *size);

// lp_mux_free frees m, which may be NULL.
void lp_mux_free(lp_mux *m);

// lp_mux_look parses one packet. 0 or AVERROR.
int lp_mux_look(int codec, const uint8_t *config, int config_size, const uint8_t *data, int size, lp_mux_format *out);

// The name of a pixel format, and the words of an AVERROR.
const char *lp_mux_pix_fmt_name(int pix_fmt);
void lp_mux_error(int averror, char *buf, int size);

#endif
