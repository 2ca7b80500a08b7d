#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LP_AV_NO_NAMES
#include "av.h"
#include "pool.h"

struct lp_av_table lp_av;

static pthread_mutex_t load_lock = PTHREAD_MUTEX_INITIALIZER;
static int core_loaded, filter_loaded;

#define SONAME(lib, major) "lib" #lib ".so." AV_STRINGIFY(major)

// The name that the dynamic linker knows each library by.
static const char *soname(const char *lib)
{
    if (!strcmp(lib, "avutil"))
        return SONAME(avutil, LIBAVUTIL_VERSION_MAJOR);
    if (!strcmp(lib, "swresample"))
        return SONAME(swresample, LIBSWRESAMPLE_VERSION_MAJOR);
    if (!strcmp(lib, "avcodec"))
        return SONAME(avcodec, LIBAVCODEC_VERSION_MAJOR);
    if (!strcmp(lib, "avformat"))
        return SONAME(avformat, LIBAVFORMAT_VERSION_MAJOR);
    if (!strcmp(lib, "swscale"))
        return SONAME(swscale, LIBSWSCALE_VERSION_MAJOR);
    return SONAME(avfilter, LIBAVFILTER_VERSION_MAJOR);
}

void lp_av_open_codec(void) { dlopen(soname("avcodec"), RTLD_LAZY | RTLD_LOCAL); }

// Finds fn in lib, which stays loaded for the life of the process: FFmpeg
// keeps threads and callbacks that must not lose their code.
static void *find(const char *lib, const char *fn, lp_av_failure *why)
{
    const char *file = soname(lib);
    void *handle = dlopen(file, RTLD_LAZY | RTLD_LOCAL); // cheap when loaded already
    void *sym = handle ? dlsym(handle, fn) : NULL;

    if (!sym) {
        const char *reason = dlerror();
        snprintf(why->library, sizeof(why->library), "%s", file);
        snprintf(why->symbol, sizeof(why->symbol), "%s", handle ? fn : "");
        snprintf(why->reason, sizeof(why->reason), "%s", reason ? reason : "");
    }
    return sym;
}

// One function to find: where its pointer goes in lp_av.
struct wanted {
    const char *lib, *fn;
    size_t at;
};

#define X(lib, fn) {#lib, #fn, offsetof(struct lp_av_table, fn)},
static const struct wanted core_wanted[] = {LP_AV_CORE(X)};
static const struct wanted filter_wanted[] = {LP_AV_FILTER(X)};
#undef X

static int load(const struct wanted *list, size_t n, lp_av_failure *why)
{
    for (size_t i = 0; i < n; i++) {
        void *fn = find(list[i].lib, list[i].fn, why);
        if (!fn)
            return -1;
        memcpy((char *)&lp_av + list[i].at, &fn, sizeof(fn));
    }
    return 0;
}

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

int lp_av_load(lp_av_failure *why)
{
    int err = 0;

    memset(why, 0, sizeof(*why));
    pthread_mutex_lock(&load_lock);
    if (!core_loaded && !(err = load(core_wanted, LENGTH(core_wanted), why))) {
        setenv("SVT_LOG", "1", 0); // SVT-AV1 writes to stderr by itself: errors only
        lp_pool_open();
        core_loaded = 1;
    }
    pthread_mutex_unlock(&load_lock);
    return err;
}

int lp_av_load_filter(lp_av_failure *why)
{
    int err = lp_av_load(why);

    if (err)
        return err;
    pthread_mutex_lock(&load_lock);
    if (!filter_loaded && !(err = load(filter_wanted, LENGTH(filter_wanted), why)))
        filter_loaded = 1;
    pthread_mutex_unlock(&load_lock);
    return err;
}
