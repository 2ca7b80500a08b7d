#include "nvidia.h"

#include <dlfcn.h>
#include <stdio.h>

// CUDA driver API: https://docs.nvidia.com/cuda/cuda-driver-api/
typedef int (*cu_init)(unsigned flags);
typedef int (*cu_count)(int *count);
typedef int (*cu_push)(void *context);
typedef int (*cu_pop)(void **context);
typedef int (*cu_alloc)(void **memory, size_t size, unsigned flags);
typedef int (*cu_free)(void *memory);

#define CU_PORTABLE 1 // CU_MEMHOSTALLOC_PORTABLE

int lp_nvidia_count(int encode, char *missing, int size)
{
    static const char *const libraries[] = {"libcuda.so.1", "libnvcuvid.so.1", "libnvidia-encode.so.1"}; // the last to encode
    void *cuda = NULL;
    cu_init init;
    cu_count get_count;
    int n = 0;

    for (int i = 0; i < (encode ? 3 : 2); i++) {
        void *lib = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
        if (!lib) {
            snprintf(missing, size, "%s", libraries[i]);
            return LP_NVIDIA_NO_LIBRARY;
        }
        if (!i)
            cuda = lib;
    }
    *(void **)&init = dlsym(cuda, "cuInit");
    *(void **)&get_count = dlsym(cuda, "cuDeviceGetCount");
    if (!init || !get_count || init(0) || get_count(&n))
        return LP_NVIDIA_NO_DRIVER;
    return n;
}

typedef struct cu_memory {
    cu_push push;
    cu_pop pop;
    cu_alloc alloc;
    cu_free release;
} cu_memory;

static int find_memory(cu_memory *m)
{
    void *cuda = dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL); // it is open, and stays

    if (!cuda)
        return -1;
    *(void **)&m->push = dlsym(cuda, "cuCtxPushCurrent_v2");
    *(void **)&m->pop = dlsym(cuda, "cuCtxPopCurrent_v2");
    *(void **)&m->alloc = dlsym(cuda, "cuMemHostAlloc");
    *(void **)&m->release = dlsym(cuda, "cuMemFreeHost");
    return m->push && m->pop && m->alloc && m->release ? 0 : -1;
}

void *lp_nvidia_alloc(void *context, size_t size)
{
    void *memory = NULL, *popped;
    cu_memory m;

    if (find_memory(&m) || m.push(context))
        return NULL;
    if (m.alloc(&memory, size, CU_PORTABLE))
        memory = NULL;
    m.pop(&popped);
    return memory;
}

void lp_nvidia_free(void *context, void *memory)
{
    void *popped;
    cu_memory m;

    if (find_memory(&m) || m.push(context))
        return;
    m.release(memory);
    m.pop(&popped);
}
