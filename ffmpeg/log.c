// FFmpeg has one log for the whole process. Messages from a thread of a
// session go to that session, those of threads that FFmpeg and its encoders
// start to the session that was registered last.

#include <stdio.h>
#include <string.h>

#include "internal.h"

#define MAX_SESSIONS 64

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t sessions[MAX_SESSIONS]; // guarded by log_lock, in order of registration
static int session_count;
static int installed;
static _Thread_local uintptr_t thread_session;

static uintptr_t find_session(void)
{
    for (int i = 0; i < session_count; i++)
        if (sessions[i] == thread_session)
            return thread_session;
    return session_count ? sessions[session_count - 1] : 0;
}

static void log_line(void *ctx, int level, const char *fmt, va_list args)
{
    char line[512];
    int prefix = 1;
    uintptr_t io;

    if (level > AV_LOG_WARNING)
        return;
    av_log_format_line2(ctx, level, fmt, args, line, sizeof(line), &prefix);
    line[strcspn(line, "\r\n")] = 0;
    // The lock is held over the call so that the session cannot go meanwhile.
    pthread_mutex_lock(&log_lock);
    if (line[0] && (io = find_session()))
        lp_io_log(io, level, line);
    pthread_mutex_unlock(&log_lock);
}

void lp_log_register(uintptr_t io)
{
    pthread_mutex_lock(&log_lock);
    if (!installed) {
        av_log_set_level(AV_LOG_WARNING);
        av_log_set_callback(log_line);
        installed = 1;
    }
    if (session_count < MAX_SESSIONS)
        sessions[session_count++] = io;
    pthread_mutex_unlock(&log_lock);
    lp_log_thread(io);
}

void lp_log_thread(uintptr_t io) { thread_session = io; }

void lp_log_unregister(uintptr_t io)
{
    pthread_mutex_lock(&log_lock);
    for (int i = 0; i < session_count; i++) {
        if (sessions[i] != io)
            continue;
        memmove(&sessions[i], &sessions[i + 1], (session_count - i - 1) * sizeof(sessions[0]));
        session_count--;
        break;
    }
    pthread_mutex_unlock(&log_lock);
    lp_log_thread(0);
}
