#include <stdarg.h>
#include <stdio.h>

#include "internal.h"

int lp_fail_set(lp_fail *f, int rendition, enum lp_code code, int averror, const char *fmt, ...)
{
    va_list args;
    int n;

    pthread_mutex_lock(&f->lock);
    if (f->first.code == LP_OK) {
        f->first.code = averror == AVERROR(ENOMEM) ? LP_ERR_MEMORY : code;
        f->first.averror = averror;
        f->first.rendition = rendition;
        va_start(args, fmt);
        n = vsnprintf(f->first.text, sizeof(f->first.text), fmt, args);
        va_end(args);
        if (averror < 0 && n >= 0 && n + 3 < (int)sizeof(f->first.text)) {
            char why[AV_ERROR_MAX_STRING_SIZE] = "";
            av_strerror(averror, why, sizeof(why));
            snprintf(f->first.text + n, sizeof(f->first.text) - n, ": %s", why);
        }
    }
    atomic_store(&f->stop, 1);
    pthread_mutex_unlock(&f->lock);
    return -1;
}
