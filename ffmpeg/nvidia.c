#include "nvidia.h"

#include <dlfcn.h>
#include <stdio.h>

// CUDA driver API: https://docs.nvidia.com/cuda/cuda-driver-api/
typedef int (*cu_init)(unsigned flags);
typedef int (*cu_count)(int *count);

int lp_nvidia_count(char *missing, int size)
{
    static const char *const libraries[] = {"libcuda.so.1", "libnvcuvid.so.1", "libnvidia-encode.so.1"};
    void *cuda = NULL;
    cu_init init;
    cu_count get_count;
    int n = 0;

    for (unsigned i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++) {
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
