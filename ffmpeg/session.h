// One transcode: one decode, any number of renditions, each in its own thread.
//
//   lp_session_new -> lp_session_open -> lp_session_add ... -> lp_session_run -> lp_session_free
//
// lp_session_abort may be called from any thread at any time in between; all
// else belongs to one caller. The Go side decides every option; this code
// carries them out.
#ifndef LP_SESSION_H
#define LP_SESSION_H

#include <stdint.h>

#define LP_MAX_RENDITIONS 32

// What went wrong, as far as the caller must tell cases apart. The rest is
// LP_ERR_ENGINE with FFmpeg's own error number.
enum lp_code {
    LP_OK = 0,
    LP_ERR_ENGINE,          // FFmpeg failed: see averror
    LP_ERR_ABORTED,         // lp_session_abort
    LP_ERR_INPUT,           // the reader failed or gave too much
    LP_ERR_OUTPUT,          // a writer failed
    LP_ERR_MEMORY,
    LP_ERR_NO_MEDIA,        // not a known format, or nothing to decode in it
    LP_ERR_NO_KEYFRAME,     // video without any keyframe
    LP_ERR_INPUT_CODEC,     // a codec that has no decoder
    LP_ERR_PIXEL_FORMAT,    // cannot be converted to what an encoder takes
    LP_ERR_RESOLUTION,      // beyond the limits
    LP_ERR_RUNAWAY,         // more frames or time than the limits allow
    LP_ERR_ENCODER,         // no such encoder
    LP_ERR_MUXER,           // no such format, or it does not take the codec
    LP_ERR_OPTION,          // an encoder or muxer option was not taken
    LP_ERR_FILTER,          // a filter graph could not be made
    LP_ERR_DEVICE,          // the graphics card refused
};

typedef struct lp_error {
    enum lp_code code;
    int averror;       // FFmpeg's error number, 0 if none
    int rendition;     // whose fault it was, -1 for the source's
    char text[240];    // for the log
} lp_error;

// Bounds on what a source may make the session do.
typedef struct lp_limits {
    int64_t max_pixels;      // width x height of a decoded frame
    int max_side;            // width or height of a decoded frame
    int64_t max_duration_us; // length of the timeline of frames
    int64_t max_frames;      // decoded frames
    int64_t max_output;      // bytes of one rendition
    int64_t probe_bytes;     // read to learn what the streams are
    int64_t probe_us;
} lp_limits;

typedef struct lp_session_config {
    uintptr_t io;            // handle that the callbacks of io.h get
    int seekable;            // the source can be sought (MP4)
    int threads;             // of the decoder
    int cuda_device;         // -1 for software
    int64_t clip_from_us;    // the part from..to of the source, counted from
    int64_t clip_to_us;      // its first frame; to = 0 for all
    int no_video;            // leave the source's video out
    int no_trial;            // learn what the streams are without decoding any of them
    lp_limits limits;
} lp_session_config;

// What the source is, from its headers and first packets.
typedef struct lp_source {
    char format[32];         // FFmpeg's demuxer name
    int has_video, has_audio;
    int video_codec;         // enum AVCodecID
    char video_codec_name[32];
    char pix_fmt[32];        // "" when unknown
    int width, height;       // 0 when unknown
    int fps_num, fps_den;    // 0/0 when unknown
    int video_profile, video_level;
    const uint8_t *video_extradata; // belongs to the session
    int video_extradata_size;
    int bit_depth;
    int audio_codec;
    char audio_codec_name[32];
    int audio_profile;
    const uint8_t *audio_extradata;
    int audio_extradata_size;
} lp_source;

// What all packets of the source tell (lp_session_scan).
typedef struct lp_scan {
    int video_packets, video_keys, audio_packets;
    int64_t duration_us;     // of video, or of audio when there is none
} lp_scan;

typedef struct lp_rendition_config {
    const char *encoder;     // FFmpeg's encoder name
    const char *format;      // "mpegts" or "mp4"
    const char *pix_fmt;
    const char *card_scale;  // filters for frames on the graphics card, "" for none
    int card_encode;         // the encoder takes frames there
    int width, height;
    int fps_num, fps_den;    // frame rate to convert to, 0/1 to keep the source's
    int anchored;            // the grid of frames begins at the first frame, not at time 0
    int rate_num, rate_den;  // frame rate to tell the encoder
    int64_t key_us;          // distance of forced keyframes, 0 for the first only
    int copy_audio;          // 0: encode to AAC
    int signature;           // make an MPEG-7 signature
    int queue;               // frames that may wait for this rendition
} lp_rendition_config;

typedef struct lp_rendition_result {
    int64_t frames, pixels, bytes, duration_us;
    uint8_t *signature;      // belongs to the session
    int64_t signature_size;
} lp_rendition_result;

typedef struct lp_decoded {
    int64_t frames, pixels;
    int64_t on_card;         // frames that the graphics card decoded
    int damaged;             // packets that the decoder refused
} lp_decoded;

typedef struct lp_session lp_session;
typedef struct lp_rendition lp_rendition;

// All fail with NULL when there is no memory.
lp_session *lp_session_new(const lp_session_config *cfg);
// Reads as much of the source as it takes to know its streams.
int lp_session_open(lp_session *s, lp_source *src);
// Reads all packets without decoding. Nothing can be run after it.
int lp_session_scan(lp_session *s, lp_scan *scan);
lp_rendition *lp_session_add(lp_session *s, const lp_rendition_config *cfg);
// Options for the encoder and for the muxer; metadata for the container. 0 or -1.
int lp_rendition_encoder_option(lp_rendition *r, const char *key, const char *value);
int lp_rendition_muxer_option(lp_rendition *r, const char *key, const char *value);
int lp_rendition_metadata(lp_rendition *r, const char *key, const char *value);
// Blocks until all is written or something has failed; 0 or -1.
int lp_session_run(lp_session *s, lp_decoded *decoded);
void lp_rendition_result_get(const lp_rendition *r, lp_rendition_result *out);
// The first error of the session.
void lp_session_error(lp_session *s, lp_error *out);
void lp_session_abort(lp_session *s);
void lp_session_free(lp_session *s);

#endif
