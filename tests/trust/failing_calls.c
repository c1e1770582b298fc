/* Laid before the C library: the n-th call that touches a folder fails, in whatever process it is.

   FAILING_UNDER is the folder, FAILING_AT the number of the call from 1 (0: none), FAILING_WITH the
   error, FAILING_COUNT a file of eight bytes in which all processes count together, FAILING_TOLD
   what each call is written to: its number, its name and its path. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *under;
static long at, with;
static long *counted;
static int told = -1;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *count = getenv("FAILING_COUNT");
    if (!count || !getenv("FAILING_UNDER")) return;
    at = atol(getenv("FAILING_AT"));
    with = atol(getenv("FAILING_WITH"));
    int file = REAL(open)(count, O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    counted = mmap(NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REAL(close)(file);
    if (counted == MAP_FAILED) return;
    told = REAL(open)(getenv("FAILING_TOLD"), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (told >= 0) told = fcntl(told, F_DUPFD_CLOEXEC, 900);
    under = getenv("FAILING_UNDER");
}

/* Whether this call is the one that fails. */
static int fails(const char *call, const char *path) {
    size_t long_ = strlen(under);
    if (strncmp(path, under, long_) || (path[long_] != '/' && path[long_])) return 0;
    long number = __atomic_add_fetch(counted, 1, __ATOMIC_SEQ_CST);
    char line[PATH_MAX + 64];
    int size = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
    if (REAL(write)(told, line, size) < 0) {
        /* A worker closes what it does not know. */
        told = REAL(open)(getenv("FAILING_TOLD"), O_WRONLY | O_APPEND | O_CLOEXEC);
        (void)!REAL(write)(told, line, size);
    }
    if (number != at) return 0;
    errno = with;
    return 1;
}

static int fails_at(const char *call, int folder, const char *path) {
    char whole[2 * PATH_MAX], link[64];
    if (!under || !path) return 0;
    if (path[0] == '/') return fails(call, path);
    if (folder == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return 0;
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        ssize_t size = readlink(link, whole, PATH_MAX - 1);
        if (size < 0) return 0;
        whole[size] = 0;
    }
    strcat(whole, "/");
    strncat(whole, path, PATH_MAX - 1);
    return fails(call, whole);
}

static int fails_on(const char *call, int file) {
    char path[PATH_MAX], link[64];
    int before = errno;
    if (!under) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, sizeof path - 1);
    errno = before;
    if (size <= 0) return 0;
    path[size] = 0;
    return fails(call, path);
}

#define ON_FILE(kind, name, given, passed)                                                        \
    kind name given {                                                                             \
        if (fails_on(#name, file)) return -1;                                                     \
        return REAL(name) passed;                                                                 \
    }
#define ON_PATH(name, folder, path, given, passed)                                                \
    int name given {                                                                              \
        if (fails_at(#name, folder, path)) return -1;                                             \
        return REAL(name) passed;                                                                 \
    }
#define OPENS(name)                                                                               \
    int name(const char *path, int flags, ...) {                                                  \
        va_list rest;                                                                             \
        va_start(rest, flags);                                                                    \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                   \
        va_end(rest);                                                                             \
        if (fails_at(#name, AT_FDCWD, path)) return -1;                                           \
        return REAL(name)(path, flags, mode);                                                     \
    }
#define OPENS_AT(name)                                                                            \
    int name(int folder, const char *path, int flags, ...) {                                      \
        va_list rest;                                                                             \
        va_start(rest, flags);                                                                    \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                   \
        va_end(rest);                                                                             \
        if (fails_at(#name, folder, path)) return -1;                                             \
        return REAL(name)(folder, path, flags, mode);                                             \
    }

OPENS(open)
OPENS(open64)
OPENS_AT(openat)
OPENS_AT(openat64)
ON_FILE(ssize_t, write, (int file, const void *from, size_t size), (file, from, size))
ON_FILE(ssize_t, writev, (int file, const struct iovec *from, int many), (file, from, many))
ON_FILE(ssize_t, pwrite, (int file, const void *from, size_t size, off_t to),
        (file, from, size, to))
ON_FILE(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t to),
        (file, from, size, to))
ON_FILE(ssize_t, sendfile, (int file, int from, off_t *to, size_t size), (file, from, to, size))
ON_FILE(ssize_t, sendfile64, (int file, int from, off64_t *to, size_t size),
        (file, from, to, size))
ON_FILE(int, fsync, (int file), (file))
ON_FILE(int, fdatasync, (int file), (file))
ON_FILE(int, ftruncate, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size))
ON_PATH(rename, AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_PATH(renameat, there, to, (int here, const char *from, int there, const char *to),
        (here, from, there, to))
ON_PATH(link, AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_PATH(linkat, there, to, (int here, const char *from, int there, const char *to, int flags),
        (here, from, there, to, flags))
ON_PATH(mkdir, AT_FDCWD, path, (const char *path, mode_t mode), (path, mode))
ON_PATH(mkdirat, folder, path, (int folder, const char *path, mode_t mode), (folder, path, mode))
