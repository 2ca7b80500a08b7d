// What the C files of the session share. See session.h for the whole.
#ifndef LP_INTERNAL_H
#define LP_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "av.h"
#include "io.h"
#include "session.h"

#define LP_TS_BASE ((AVRational){1, 90000}) // time base of all that is written
#define LP_US ((AVRational){1, 1000000})
// Fine enough to add up the lengths of audio packets without drift.
#define LP_FINE ((AVRational){1, 90000000})

// ---- fail.c: the first error wins ------------------------------------------

typedef struct lp_fail {
    pthread_mutex_t lock;
    lp_error first;     // guarded by lock
    atomic_int stop;    // set with the first error, or by lp_session_abort
} lp_fail;

// Records the error unless there is one, and tells all threads to stop.
// Always returns -1.
int lp_fail_set(lp_fail *f, int rendition, enum lp_code code, int averror, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

// ---- queue.c: from the decoder to one rendition ----------------------------

typedef struct lp_item {
    AVFrame *frame;     // a decoded frame, or NULL
    AVPacket *packet;   // audio for the muxer, or NULL; both NULL: the end
    struct lp_item *next;
} lp_item;

typedef struct lp_queue {
    pthread_mutex_t lock;
    pthread_cond_t change;
    lp_item *head, *tail;    // guarded by lock, as all below
    int frames, max_frames;
    int closed;
} lp_queue;

int lp_queue_init(lp_queue *q, int max_frames);
// Takes over frame or packet in any case. Waits for room for a frame; -1 when
// the queue was closed or there is no memory.
int lp_queue_push(lp_queue *q, AVFrame *frame, AVPacket *packet);
// Waits for the next item, which the caller frees; -1 when the queue was closed.
int lp_queue_pop(lp_queue *q, lp_item *item);
// Nobody waits any more; what is queued is dropped.
void lp_queue_close(lp_queue *q);
void lp_queue_destroy(lp_queue *q);

// ---- input.c: bytes to packets ---------------------------------------------

// What is known of the clock of one input stream.
typedef struct lp_clock {
    int64_t next;            // when the next packet is due, LP_FINE; AV_NOPTS_VALUE at first
    int64_t step;            // distance of the last two packets
    int64_t last_dts;        // of the last packet given out
} lp_clock;

typedef struct lp_input {
    AVFormatContext *fmt;
    AVIOContext *io;
    int video, audio;        // stream indexes, -1 if none
    unsigned known_streams;  // streams that the headers told of
    int64_t wrap_ref;        // last raw timestamp, unwrapped: the next is near it
    int64_t shift;           // added to all timestamps to close jumps, LP_FINE
    lp_clock clock[2];       // of video and audio
} lp_input;

int lp_input_open(lp_session *s);
// The next packet of the video or audio stream with continuous timestamps.
// 0, AVERROR_EOF, or -1 with the error set.
int lp_input_read(lp_session *s, AVPacket *pkt);
// The source's frame rate, 0/1 where the container tells none, or one of less than
// a frame in the longest time that a source may have.
AVRational lp_input_frame_rate(const lp_session *s);
void lp_input_close(lp_input *in);

// ---- decode.c: packets to frames -------------------------------------------

typedef struct lp_decoder {
    AVCodecContext *ctx;
    AVCodecParserContext *parser; // reads the size before the decoder does
    AVCodecContext *parser_ctx;
    AVFrame *frame;
    AVRational time_base;
    int64_t nominal;         // length of a frame by the frame rate, 0 when unknown
    int64_t first, last;     // times of the first and last frame, LP_TS_BASE
    int64_t step;            // distance of the last two frames
    int repaired;            // frames in a row whose time was made up
    int keys, packets;
    int draining;
    int refused;             // packets in a row that gave no frame but an error
    lp_decoded stats;
} lp_decoder;

int lp_decoder_open(lp_session *s);
int lp_decoder_packet(lp_session *s, AVPacket *pkt); // NULL: drain
void lp_decoder_close(lp_decoder *d);

// ---- audio.c: audio for the outputs ----------------------------------------

typedef struct lp_audio {
    AVCodecContext *dec, *enc;
    SwrContext *swr;
    AVAudioFifo *fifo;
    AVFrame *frame;
    AVPacket *packet;
    int64_t next_pts;        // of the next sample for the encoder, in 1/sample_rate
    int64_t start_pts;
    AVCodecParameters *par;  // of what the encoder makes
    int failed;              // audio that cannot be decoded is left out
} lp_audio;

int lp_audio_open(lp_session *s);
int lp_audio_packet(lp_session *s, AVPacket *pkt); // NULL: drain
void lp_audio_close(lp_audio *a);

// ---- scale.c ---------------------------------------------------------------

typedef struct lp_scaler {
    struct SwsContext *sws;
    int src_w, src_h, src_fmt, src_space, src_range;
    AVFrame *pixels;         // our memory
    AVFrame *out;            // a reference to it with the source's properties
} lp_scaler;

// Points *out to a frame of the given size: src itself when it fits.
int lp_scale(lp_scaler *sc, AVFrame *src, int w, int h, enum AVPixelFormat fmt, AVFrame **out);
void lp_scaler_close(lp_scaler *sc);

// The shape of a pixel that keeps src's shape as a picture of w x h.
AVRational lp_scaled_aspect(const AVFrame *src, int w, int h);
// Makes p a frame of the given kind that nobody else reads; its memory is kept
// when it fits.
int lp_blank_frame(AVFrame *p, int w, int h, enum AVPixelFormat fmt);

// ---- landing.c: main memory for the card to write to -----------------------

// lp_blank_frame in memory that the card of frame reaches by itself.
int lp_landing_frame(AVFrame *p, const AVFrame *frame);

// ---- graph.c: filters ------------------------------------------------------

typedef struct lp_graph {
    AVFilterGraph *graph;
    AVFilterContext *src, *sink;
    int w, h;
} lp_graph;

// A chain of filters, "name=arguments" with commas between, for frames like model.
int lp_graph_open(lp_graph *g, const AVFrame *model, AVRational time_base, const char *chain);
void lp_graph_close(lp_graph *g);

typedef struct lp_signature {
    lp_graph graph;
    int fd;                  // a file in memory that the filter writes to, -1
    int64_t frames;
    AVFrame *frame;
} lp_signature;

int lp_signature_frame(lp_rendition *r, AVFrame *frame);
int lp_signature_finish(lp_rendition *r);
void lp_signature_close(lp_signature *sig);

// ---- card.c: the graphics card ---------------------------------------------

// A chain of filters on the card, the frames that it takes, and memory for what
// it makes.
typedef struct lp_card_scaler {
    lp_graph graph;
    const void *device;
    enum AVPixelFormat format;
    AVFrame *pixels;
} lp_card_scaler;

typedef struct lp_card {
    lp_card_scaler scaler;
    AVFrame *scaled;         // on the card
    AVFrame *landed;         // the scaler's pixels with the frame's properties
} lp_card;

// A reference to the card, which stays open in this process. 0 or FFmpeg's error.
int lp_card_open(int index, AVBufferRef **device);
// After an error of the card: closes what stays open, so that the next
// lp_card_open begins anew.
void lp_card_forget(void);
// Whether it is worth asking a card to decode this.
int lp_card_decodes(const AVCodecParameters *par);
// Scales a frame of the card there, and brings it to main memory for encoders
// that read it from there.
int lp_card_frame(lp_rendition *r, AVFrame *frame, AVFrame **out);
void lp_card_close(lp_rendition *r);

// ---- grid.c: frame rate conversion -----------------------------------------

typedef struct lp_grid {
    AVRational rate;         // frames per second; 0/1 passes everything
    int anchored;
    int64_t origin;          // time of slot 0, LP_TS_BASE
    int64_t slot;            // of held
    AVFrame *held;           // the newest frame, not yet given out
    int started;
    int64_t emitted;
} lp_grid;

// ---- mux.c: packets to bytes -----------------------------------------------

typedef struct lp_muxer {
    AVFormatContext *fmt;
    AVIOContext *io;
    AVStream *video, *audio;
    int written_header;
    int64_t last_dts[2];     // by stream, in its time base
    AVPacket **early;        // audio that came before the header
    int early_count;
    uint8_t *mem;            // what was written so far, when it may be rewritten
    int64_t mem_size, mem_cap, mem_pos;
    int64_t bytes;
} lp_muxer;

int lp_muxer_open(lp_rendition *r, const AVCodecContext *enc);
int lp_muxer_write(lp_rendition *r, AVPacket *pkt, AVStream *st); // takes pkt's data over
int lp_muxer_audio(lp_rendition *r, AVPacket **pkt);
int lp_muxer_finish(lp_rendition *r);
void lp_muxer_close(lp_muxer *m);

// ---- encode.c --------------------------------------------------------------

#define LP_FED 512

typedef struct lp_encoder {
    AVCodecContext *ctx;
    AVPacket *packet;
    AVRational time_base;
    int64_t offset;          // LP_TS_BASE; added to what the encoder gives
    int64_t next_key;        // time of the next forced keyframe, LP_TS_BASE
    int64_t key_step;
    int64_t in, out;         // frames in, packets out
    int64_t fed[LP_FED];     // the last timestamps given in, LP_TS_BASE
    int64_t frame_ticks;     // nominal length of a frame, LP_TS_BASE
    int64_t first_pts, last_pts;
} lp_encoder;

int lp_encoder_open(lp_rendition *r, const AVFrame *model);
// frame->pts is in LP_TS_BASE (or, with a grid, its slot). NULL drains.
int lp_encoder_frame(lp_rendition *r, AVFrame *frame, int64_t when);
void lp_encoder_close(lp_encoder *e);

// ---- rendition.c -----------------------------------------------------------

struct lp_rendition {
    lp_session *session;
    int index;
    lp_rendition_config cfg;
    enum AVPixelFormat pix_fmt;
    AVDictionary *enc_opts, *mux_opts, *metadata;
    lp_queue queue;
    pthread_t thread;
    int running;
    // owned by the thread
    lp_grid grid;
    lp_scaler scaler;
    lp_card card;
    AVFrame *shot;           // the frame on its way to the encoder
    lp_encoder enc;
    lp_muxer mux;
    lp_signature sig;
    lp_rendition_result result;
};

int lp_rendition_start(lp_rendition *r);
int lp_rendition_frame(lp_rendition *r, const AVFrame *frame); // queues a reference
int lp_rendition_packet(lp_rendition *r, const AVPacket *pkt);
void lp_rendition_free(lp_rendition *r);

int lp_grid_frame(lp_rendition *r, AVFrame **frame);
int lp_grid_finish(lp_rendition *r);
// Scales, signs and encodes one frame of the output.
int lp_rendition_emit(lp_rendition *r, AVFrame *frame, int64_t pts, int64_t when);

// ---- session.c -------------------------------------------------------------

struct lp_session {
    lp_session_config cfg;
    lp_fail fail;
    lp_input in;
    lp_decoder dec;
    lp_audio audio;
    AVPacket **held_audio;   // audio that waits for the first frame of a clip
    int held_count;
    int64_t end;             // where the last frame ends, LP_TS_BASE; set before the queues end
    lp_rendition *renditions[LP_MAX_RENDITIONS];
    int count;
};

// Called by the decoder before the first frame goes anywhere.
int lp_session_first_frame(lp_session *s);

static inline int lp_stopped(lp_session *s) { return atomic_load_explicit(&s->fail.stop, memory_order_relaxed); }

// ---- log.c -----------------------------------------------------------------

// While registered, FFmpeg's messages from this thread and from threads that
// nobody claimed go to the session.
void lp_log_register(uintptr_t io);
void lp_log_unregister(uintptr_t io);
void lp_log_thread(uintptr_t io);

#endif
