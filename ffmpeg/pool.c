// Memory for the pictures that encoders keep (pool.h).
//
// x264 takes each with memalign(3), in a few sizes by the hundred, and frees all
// of them with the segment. The C library gives such blocks back to the system,
// which has to clear them again for the next segment's encoder, or keeps them in
// a heap that becomes full of holes. Here they are kept by their size. memalign
// and free take the place of the C library's for the whole process, and leave to
// it all that is not a large block taken while the pool is open.
// https://www.gnu.org/software/libc/manual/html_node/Replacing-malloc.html

#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "pool.h"

// The address sanitizer has a memalign and free of its own.
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

#define SPACE (64ULL << 30) // of addresses, not of memory
#define SMALLEST (256 << 10)
#define PAGE 4096
#define MAX_BLOCKS 8192

typedef struct block {
    char *at;
    size_t size;
    int used;
    int resident; // may have memory behind it
} block;

extern void *__libc_memalign(size_t align, size_t size);
extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *p, size_t size);
extern void __libc_free(void *p);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *space;       // set once, before which nothing is in the pool
static block blocks[MAX_BLOCKS]; // guarded by lock, as all below; by address
static int count;
static char *next;        // where the next block may begin

static int in_pool(const void *p)
{
    return space && (uintptr_t)p - (uintptr_t)space < SPACE;
}

static block *find(const char *p)
{
    int low = 0, high = count;

    while (low < high) {
        int middle = (low + high) / 2;
        if (blocks[middle].at < p)
            low = middle + 1;
        else
            high = middle;
    }
    return &blocks[low];
}

// A free block of just that size, best one that has memory.
static block *reuse(size_t align, size_t size)
{
    block *found = NULL;

    for (block *b = blocks; b < blocks + count; b++) {
        if (b->used || b->size != size || (uintptr_t)b->at % align)
            continue;
        if (b->resident)
            return b;
        found = found ? found : b;
    }
    return found;
}

static void release(void)
{
    for (block *b = blocks; b < blocks + count; b++) {
        if (b->used || !b->resident)
            continue;
        madvise(b->at, b->size, MADV_DONTNEED);
        b->resident = 0;
    }
}

static block *append(size_t align, size_t size)
{
    char *at = (char *)(((uintptr_t)next + align - 1) & ~(uintptr_t)(align - 1));

    if (count == MAX_BLOCKS || size > SPACE - (size_t)(at - space))
        return NULL;
    next = at + size;
    blocks[count] = (block){.at = at, .size = size};
    return &blocks[count++];
}

static void *take(size_t align, size_t size)
{
    block *b;

    pthread_mutex_lock(&lock);
    if (!(b = reuse(align, size)) || !b->resident) {
        // Another mix of sizes than before: what is kept of that one goes.
        release();
        if (!b)
            b = append(align, size);
    }
    if (b)
        b->used = b->resident = 1;
    pthread_mutex_unlock(&lock);
    return b ? b->at : NULL;
}

void *memalign(size_t align, size_t size)
{
    void *p = NULL;

    if (space && size >= SMALLEST && size < SPACE && align >= sizeof(void *) && !(align & (align - 1)))
        p = take(align > PAGE ? align : PAGE, (size + PAGE - 1) & ~(size_t)(PAGE - 1));
    return p ? p : __libc_memalign(align, size);
}

void free(void *p)
{
    if (!in_pool(p)) {
        __libc_free(p);
        return;
    }
    pthread_mutex_lock(&lock);
    find(p)->used = 0;
    pthread_mutex_unlock(&lock);
}

void *realloc(void *p, size_t size)
{
    size_t had;
    void *to;

    if (!in_pool(p))
        return __libc_realloc(p, size);
    pthread_mutex_lock(&lock);
    had = find(p)->size;
    pthread_mutex_unlock(&lock);
    if ((to = __libc_malloc(size))) {
        memcpy(to, p, had < size ? had : size);
        free(p);
    }
    return to;
}

void lp_pool_open(void)
{
    pthread_mutex_lock(&lock);
    if (!space) {
        char *got = mmap(NULL, SPACE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (got != MAP_FAILED)
            space = next = got;
    }
    pthread_mutex_unlock(&lock);
}

void lp_pool_release(void)
{
    pthread_mutex_lock(&lock);
    release();
    pthread_mutex_unlock(&lock);
}

#else

void lp_pool_open(void) {}
void lp_pool_release(void) {}

#endif
