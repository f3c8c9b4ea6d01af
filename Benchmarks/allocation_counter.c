// SPDX-License-Identifier: MIT

// Counts heap allocations of a program that it is preloaded into, in a file that others may read meanwhile.
//
// ALLOCATION_COUNTS names the file; its layout is `struct counts`. Allocations are told apart by who asked for them:
// libcurl with the libraries below it, or the program with the Swift runtime. Where they were asked for is kept too,
// as return addresses found by frame pointers, which Swift code has and libcurl has not.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

enum { FRAMES = 16, SITES = 8192, RANGES = 32 };

struct site {
    _Atomic uint64_t key;
    _Atomic uint64_t calls;
    _Atomic uint64_t bytes;
    uint64_t frames[FRAMES];
};

struct counts {
    _Atomic uint64_t program_calls;
    _Atomic uint64_t program_bytes;
    _Atomic uint64_t library_calls;
    _Atomic uint64_t library_bytes;
    struct site sites[SITES];
};

static struct counts *counts;
static struct { uintptr_t start, end; } library[RANGES];
static int libraries;
static __thread int busy;
static __thread uintptr_t stack_end;

static int note_library(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    (void)context;
    static const char *const program[] = {"libswift", "lib_Foundation", "libFoundation", "libc.so", "libdispatch",
                                          "libBlocksRuntime", "ld-linux", "vdso", "allocation_counter"};
    if (info->dlpi_name == NULL || info->dlpi_name[0] == 0) return 0;
    for (size_t i = 0; i < sizeof program / sizeof *program; i++)
        if (strstr(info->dlpi_name, program[i]) != NULL) return 0;
    for (int i = 0; i < info->dlpi_phnum && libraries < RANGES; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
        library[libraries].start = info->dlpi_addr + segment->p_vaddr;
        library[libraries].end = info->dlpi_addr + segment->p_vaddr + segment->p_memsz;
        libraries++;
    }
    return 0;
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("ALLOCATION_COUNTS");
    if (path == NULL) return;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ftruncate(file, sizeof(struct counts)) != 0) _exit(120);
    void *memory = mmap(NULL, sizeof(struct counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory == MAP_FAILED) _exit(120);
    dl_iterate_phdr(note_library, NULL);
    counts = memory;
}

static int is_library(uintptr_t address) {
    for (int i = 0; i < libraries; i++)
        if (address >= library[i].start && address < library[i].end) return 1;
    return 0;
}

static uintptr_t end_of_stack(void) {
    if (stack_end != 0) return stack_end;
    pthread_attr_t attributes;
    void *start = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &start, &size);
        pthread_attr_destroy(&attributes);
    }
    stack_end = (uintptr_t)start + size;
    return stack_end;
}

static void count_site(uintptr_t caller, uintptr_t frame, int walks, size_t size) {
    uint64_t frames[FRAMES] = {caller};
    uint64_t key = caller * 0x9e3779b97f4a7c15u;
    uintptr_t end = walks ? end_of_stack() : 0;
    // Code without frame pointers leaves anything at all in the register: only what lies in the stack is followed.
    if (frame < (uintptr_t)__builtin_frame_address(0)) end = 0;
    for (int depth = 1; depth < FRAMES && frame % sizeof(uintptr_t) == 0 && frame + 16 <= end; depth++) {
        const uintptr_t *saved = (const uintptr_t *)frame;
        frames[depth] = saved[1];
        key = (key ^ saved[1]) * 0x9e3779b97f4a7c15u;
        // Swift marks the frames of asynchronous functions in a high bit.
        uintptr_t next = saved[0] & 0x0fffffffffffffffu;
        if (next <= frame) break;
        frame = next;
    }
    key |= 1;
    for (size_t step = 0; step < 64; step++) {
        struct site *site = &counts->sites[(key + step) % SITES];
        uint64_t expected = 0;
        if (atomic_compare_exchange_strong(&site->key, &expected, key)) {
            memcpy(site->frames, frames, sizeof frames);
        } else if (expected != key) {
            continue;
        }
        atomic_fetch_add_explicit(&site->calls, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&site->bytes, size, memory_order_relaxed);
        return;
    }
}

// The caller's frame: these functions are compiled with frame pointers, so their own frame holds it.
static void count(uintptr_t caller, uintptr_t frame, size_t size) {
    if (counts == NULL || busy) return;
    busy = 1;
    int from_library = is_library(caller);
    if (from_library) {
        atomic_fetch_add_explicit(&counts->library_calls, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&counts->library_bytes, size, memory_order_relaxed);
    } else {
        atomic_fetch_add_explicit(&counts->program_calls, 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&counts->program_bytes, size, memory_order_relaxed);
    }
    count_site(caller, frame, !from_library, size);
    busy = 0;
}

#define COUNT(size)                                                                                                    \
    count((uintptr_t)__builtin_return_address(0), *(const uintptr_t *)__builtin_frame_address(0), (size))

void *malloc(size_t size) {
    COUNT(size);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    COUNT(number * size);
    return __libc_calloc(number, size);
}

void *realloc(void *memory, size_t size) {
    COUNT(size);
    return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
    COUNT(size);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    COUNT(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    COUNT(size);
    void *result = __libc_memalign(alignment, size);
    if (result == NULL) return ENOMEM;
    *memory = result;
    return 0;
}

// The C library's own calls of malloc would count as the program's; libcurl copies texts by this one all the time.
char *strdup(const char *text) {
    size_t size = strlen(text) + 1;
    COUNT(size);
    char *copy = __libc_malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}
