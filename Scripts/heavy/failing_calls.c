// Loaded before the program's libraries: makes the n-th call on files below one folder fail, as a full or dying disk does.
//
// MAGNUS_FAIL_UNDER  the folder                     MAGNUS_FAIL_AT     number of the call that fails, from 1; 0: none
// MAGNUS_FAIL_ERRNO  what it fails with             MAGNUS_FAIL_ALWAYS 1: every later call of a kind that writes fails too
// MAGNUS_FAIL_COUNT  file the number of calls is written to at the end
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096 };
static atomic_bool watched[DESCRIPTORS];
static atomic_long calls;
static const char *folder;
static long fail_at;
static int fail_with, fail_always;

static void report(void) {
    const char *path = getenv("MAGNUS_FAIL_COUNT");
    if (!path) return;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
    if (file >= 0) {
        syscall(SYS_write, file, text, (size_t)length);
        syscall(SYS_close, file);
    }
}

__attribute__((constructor)) static void prepare(void) {
    const char *text;
    folder = getenv("MAGNUS_FAIL_UNDER");
    fail_at = (text = getenv("MAGNUS_FAIL_AT")) ? atol(text) : 0;
    fail_with = (text = getenv("MAGNUS_FAIL_ERRNO")) ? atoi(text) : EIO;
    fail_always = (text = getenv("MAGNUS_FAIL_ALWAYS")) ? atoi(text) : 0;
    atexit(report);
}

static int is_below(const char *path) {
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_watched(int file) { return file >= 0 && file < DESCRIPTORS && atomic_load(&watched[file]); }

// True when this call has to fail.
static int strikes(int writes) {
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (fail_at > 0 && (number == fail_at || (fail_always && writes && number > fail_at))) {
        errno = fail_with;
        return 1;
    }
    return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int opened(int file, const char *path) {
    if (file >= 0 && file < DESCRIPTORS) atomic_store(&watched[file], is_below(path));
    return file;
}

#define OPENING(name)                                                                     \
    int name(const char *path, int flags, ...) {                                          \
        mode_t mode = 0;                                                                  \
        if (flags & (O_CREAT | O_TMPFILE)) {                                              \
            va_list list;                                                                 \
            va_start(list, flags);                                                        \
            mode = va_arg(list, mode_t);                                                  \
            va_end(list);                                                                 \
        }                                                                                 \
        if (is_below(path) && strikes((flags & O_ACCMODE) != O_RDONLY)) return -1;        \
        return opened(REAL(name)(path, flags, mode), path);                               \
    }
OPENING(open)
OPENING(open64)

int close(int file) {
    if (file >= 0 && file < DESCRIPTORS) atomic_store(&watched[file], 0);
    return REAL(close)(file);
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(pwrite)(file, bytes, count, place);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(pwrite64)(file, bytes, count, place);
}

ssize_t read(int file, void *bytes, size_t count) {
    if (is_watched(file) && strikes(0)) return -1;
    return REAL(read)(file, bytes, count);
}

ssize_t pread(int file, void *bytes, size_t count, off_t place) {
    if (is_watched(file) && strikes(0)) return -1;
    return REAL(pread)(file, bytes, count, place);
}

ssize_t pread64(int file, void *bytes, size_t count, off64_t place) {
    if (is_watched(file) && strikes(0)) return -1;
    return REAL(pread64)(file, bytes, count, place);
}

int fsync(int file) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(fsync)(file);
}

int fdatasync(int file) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(fdatasync)(file);
}

int ftruncate(int file, off_t size) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(ftruncate)(file, size);
}

int ftruncate64(int file, off64_t size) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(ftruncate64)(file, size);
}

int rename(const char *from, const char *to) {
    if ((is_below(from) || is_below(to)) && strikes(1)) return -1;
    return REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
    if ((is_below(from) || is_below(to)) && strikes(1)) return -1;
    return REAL(link)(from, to);
}

int unlink(const char *path) {
    if (is_below(path) && strikes(1)) return -1;
    return REAL(unlink)(path);
}

int mkdir(const char *path, mode_t mode) {
    if (is_below(path) && strikes(1)) return -1;
    return REAL(mkdir)(path, mode);
}

int fchmod(int file, mode_t mode) {
    if (is_watched(file) && strikes(1)) return -1;
    return REAL(fchmod)(file, mode);
}
