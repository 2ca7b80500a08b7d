// FFmpeg as this package sees it: the stock headers, with every function
// behind a table that lp_av_load fills with dlopen.
//
// C files of this package include this header and no FFmpeg header, and then
// read as ordinary FFmpeg code. To use one more function, add it to
// LP_AV_CORE (or LP_AV_FILTER) and to av_names.h; a test compares the two.
// Functions that FFmpeg defines inline in its headers and that call its
// libraries (av_err2str and the like) must not be used: they would link them.
//
// Everything that differs between FFmpeg 5.1 and 7.1 is at the end.
#ifndef LP_AV_H
#define LP_AV_H

#include <stdarg.h>
#include <stdint.h>

#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavformat/avformat.h>
#include <libavutil/audio_fifo.h>
#include <libavutil/channel_layout.h>
#include <libavutil/dict.h>
#include <libavutil/error.h>
#include <libavutil/hwcontext.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mathematics.h>
#include <libavutil/mem.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

// X(library, function) for all that is loaded at once.
#define LP_AV_CORE(X)                       \
    X(avutil, av_audio_fifo_alloc)          \
    X(avutil, av_audio_fifo_free)           \
    X(avutil, av_audio_fifo_read)           \
    X(avutil, av_audio_fifo_size)           \
    X(avutil, av_audio_fifo_write)          \
    X(avutil, av_buffer_create)             \
    X(avutil, av_buffer_ref)                \
    X(avutil, av_buffer_unref)              \
    X(avutil, av_channel_layout_copy)       \
    X(avutil, av_channel_layout_default)    \
    X(avutil, av_channel_layout_uninit)     \
    X(avutil, av_dict_count)                \
    X(avutil, av_dict_free)                 \
    X(avutil, av_dict_get)                  \
    X(avutil, av_dict_set)                  \
    X(avutil, av_dict_set_int)              \
    X(avutil, av_frame_alloc)               \
    X(avutil, av_frame_copy_props)          \
    X(avutil, av_frame_free)                \
    X(avutil, av_frame_get_buffer)          \
    X(avutil, av_frame_is_writable)         \
    X(avutil, av_frame_move_ref)            \
    X(avutil, av_frame_ref)                 \
    X(avutil, av_frame_clone)               \
    X(avutil, av_frame_unref)               \
    X(avutil, av_free)                      \
    X(avutil, av_freep)                     \
    X(avutil, av_get_bytes_per_sample)      \
    X(avutil, av_get_media_type_string)     \
    X(avutil, av_get_pix_fmt)               \
    X(avutil, av_get_pix_fmt_name)          \
    X(avutil, av_hwdevice_ctx_create)       \
    X(avutil, av_hwframe_transfer_data)     \
    X(avutil, av_hwframe_ctx_alloc)         \
    X(avutil, av_hwframe_ctx_init)          \
    X(avutil, av_hwframe_get_buffer)        \
    X(avutil, av_image_check_size2)         \
    X(avutil, av_image_fill_arrays)         \
    X(avutil, av_image_get_buffer_size)     \
    X(avutil, av_log_format_line2)          \
    X(avutil, av_log_set_callback)          \
    X(avutil, av_log_set_level)             \
    X(avutil, av_malloc)                    \
    X(avutil, av_mallocz)                   \
    X(avutil, av_memdup)                    \
    X(avutil, av_opt_set)                   \
    X(avutil, av_opt_set_int)               \
    X(avutil, av_pix_fmt_desc_get)          \
    X(avutil, av_realloc)                   \
    X(avutil, av_reduce)                    \
    X(avutil, av_rescale_q)                 \
    X(avutil, av_rescale_q_rnd)             \
    X(avutil, av_rescale_rnd)               \
    X(avutil, av_samples_set_silence)       \
    X(avutil, av_strdup)                    \
    X(avutil, av_strerror)                  \
    X(avutil, avutil_version)               \
    X(swresample, swr_alloc_set_opts2)      \
    X(swresample, swr_convert)              \
    X(swresample, swr_free)                 \
    X(swresample, swr_get_delay)            \
    X(swresample, swr_get_out_samples)      \
    X(swresample, swr_init)                 \
    X(avcodec, av_bsf_alloc)                \
    X(avcodec, av_bsf_free)                 \
    X(avcodec, av_bsf_get_by_name)          \
    X(avcodec, av_bsf_init)                 \
    X(avcodec, av_bsf_receive_packet)       \
    X(avcodec, av_bsf_send_packet)          \
    X(avcodec, av_get_audio_frame_duration2) \
    X(avcodec, av_new_packet)               \
    X(avcodec, av_packet_alloc)             \
    X(avcodec, av_packet_clone)             \
    X(avcodec, av_packet_copy_props)        \
    X(avcodec, av_packet_free)              \
    X(avcodec, av_packet_from_data)         \
    X(avcodec, av_packet_get_side_data)     \
    X(avcodec, av_packet_make_refcounted)   \
    X(avcodec, av_packet_move_ref)          \
    X(avcodec, av_packet_new_side_data)     \
    X(avcodec, av_packet_ref)               \
    X(avcodec, av_packet_rescale_ts)        \
    X(avcodec, av_packet_unref)             \
    X(avcodec, av_parser_close)             \
    X(avcodec, av_parser_init)              \
    X(avcodec, av_parser_parse2)            \
    X(avcodec, avcodec_alloc_context3)      \
    X(avcodec, avcodec_descriptor_get)      \
    X(avcodec, avcodec_find_decoder)        \
    X(avcodec, avcodec_find_decoder_by_name) \
    X(avcodec, avcodec_find_encoder)        \
    X(avcodec, avcodec_find_encoder_by_name) \
    X(avcodec, avcodec_flush_buffers)       \
    X(avcodec, avcodec_free_context)        \
    X(avcodec, avcodec_get_hw_config)       \
    X(avcodec, avcodec_get_name)            \
    X(avcodec, avcodec_open2)               \
    X(avcodec, avcodec_parameters_alloc)    \
    X(avcodec, avcodec_parameters_copy)     \
    X(avcodec, avcodec_parameters_free)     \
    X(avcodec, avcodec_parameters_from_context) \
    X(avcodec, avcodec_parameters_to_context) \
    X(avcodec, avcodec_receive_frame)       \
    X(avcodec, avcodec_receive_packet)      \
    X(avcodec, avcodec_send_frame)          \
    X(avcodec, avcodec_send_packet)         \
    X(avcodec, avcodec_version)             \
    X(avformat, av_find_input_format)       \
    X(avformat, av_guess_format)            \
    X(avformat, av_guess_frame_rate)        \
    X(avformat, av_interleaved_write_frame) \
    X(avformat, av_read_frame)              \
    X(avformat, av_write_frame)             \
    X(avformat, av_write_trailer)           \
    X(avformat, avformat_alloc_context)     \
    X(avformat, avformat_alloc_output_context2) \
    X(avformat, avformat_close_input)       \
    X(avformat, avformat_find_stream_info)  \
    X(avformat, avformat_free_context)      \
    X(avformat, avformat_new_stream)        \
    X(avformat, avformat_open_input)        \
    X(avformat, avformat_query_codec)       \
    X(avformat, avformat_version)           \
    X(avformat, avformat_write_header)      \
    X(avformat, avio_alloc_context)         \
    X(avformat, avio_context_free)          \
    X(avformat, avio_flush)                 \
    X(swscale, sws_alloc_context)           \
    X(swscale, sws_freeContext)             \
    X(swscale, sws_getCoefficients)         \
    X(swscale, sws_init_context)            \
    X(swscale, sws_isSupportedInput)        \
    X(swscale, sws_scale)                   \
    X(swscale, sws_setColorspaceDetails)

// Loaded by lp_av_load_filter when a job needs a filter: libavfilter draws in
// most of FFmpeg's dependencies, which a plain transcode does without.
#define LP_AV_FILTER(X)                     \
    X(avfilter, av_buffersink_get_frame)    \
    X(avfilter, av_buffersink_get_hw_frames_ctx) \
    X(avfilter, av_buffersrc_add_frame_flags) \
    X(avfilter, av_buffersrc_parameters_alloc) \
    X(avfilter, av_buffersrc_parameters_set) \
    X(avfilter, avfilter_get_by_name)       \
    X(avfilter, avfilter_graph_alloc)       \
    X(avfilter, avfilter_graph_alloc_filter) \
    X(avfilter, avfilter_graph_config)      \
    X(avfilter, avfilter_graph_create_filter) \
    X(avfilter, avfilter_graph_free)        \
    X(avfilter, avfilter_init_str)          \
    X(avfilter, avfilter_link)

// The functions, under their own names.
struct lp_av_table {
#define X(lib, fn) __typeof__(fn) *fn;
    LP_AV_CORE(X)
    LP_AV_FILTER(X)
#undef X
};

extern struct lp_av_table lp_av;

// Why loading failed; zeroed on success.
typedef struct lp_av_failure {
    char library[64];  // file name, such as "libavcodec.so.59"
    char symbol[64];   // the function that the library lacks, or ""
    char reason[256];  // the dynamic linker's words
} lp_av_failure;

// lp_av_load loads all of LP_AV_CORE; lp_av_load_filter that and LP_AV_FILTER.
// Both may be called from any thread, any number of times. 0 or -1.
int lp_av_load(lp_av_failure *why);
// lp_av_open_codec loads libavcodec and the libraries that it needs, if it can.
void lp_av_open_codec(void);
int lp_av_load_filter(lp_av_failure *why);

#ifndef LP_AV_NO_NAMES
#include "av_names.h"
#endif

// ---- Differences between FFmpeg 5.1 and 7.1 --------------------------------

// The buffer of AVIOContext's write callback became const in FFmpeg 7.0.
#if LIBAVFORMAT_VERSION_MAJOR >= 61
#define LP_AVIO_CONST const
#else
#define LP_AVIO_CONST
#endif

// AVFrame.duration replaced pkt_duration in FFmpeg 6.0.
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
static inline int64_t lp_frame_duration(const AVFrame *f) { return f->duration; }
#else
static inline int64_t lp_frame_duration(const AVFrame *f) { return f->pkt_duration; }
#endif

#endif
