// Stands between a program and the file system, and makes a chosen call fail. Preloaded (LD_PRELOAD).
//
// It counts the calls that change something in or below FAULTS_DIRECTORY (absolute, without symbolic links).
// The test controls it through FAULTS_CONTROL, a file that both have mapped, so a running program can be made
// to fail, and to recover. In FAULTS_SYNCED, a directory, it keeps each file as last synced: what a power cut
// would leave if nothing else had reached the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum action { KILL = 1, FAIL_ONE = 2, FAIL_FROM = 3 };
enum { RECORDED_CALLS = 4096, NAME_BYTES = 64 };

// As in shim.py.
struct control {
    _Atomic uint64_t calls;   // minded since the test set this to 0
    _Atomic uint64_t at;      // the call to act on, counted from 1; 0 for none
    _Atomic uint64_t struck;  // calls acted on
    _Atomic uint32_t action;
    _Atomic uint32_t error;   // the errno of a call that fails
    _Atomic uint32_t is_torn; // whether half of a struck write still reaches the file
    uint32_t unused;
    char names[RECORDED_CALLS][NAME_BYTES]; // the first calls, such as "pwrite forgechain.sqlite-wal"
};

static struct control *control;
static const char *directory;
static const char *synced;

static void give_up(const char *what) {
    perror(what);
    abort();
}

__attribute__((constructor)) static void attach(void) {
    directory = getenv("FAULTS_DIRECTORY");
    synced = getenv("FAULTS_SYNCED");
    const char *path = getenv("FAULTS_CONTROL");
    int file = path && directory ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *map = file < 0 ? MAP_FAILED : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (map == MAP_FAILED) give_up("faults: FAULTS_CONTROL");
    close(file);
    control = map;
}

#define REAL(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

static bool is_minded(const char *path) {
    if (!control) return false; // some other library's constructor, before ours
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static bool is_minded_file(int file, char path[PATH_MAX]) {
    char link[64];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    errno = error;
    path[length < 0 ? 0 : length] = 0;
    return is_minded(path);
}

static const char *name_of(const char *path) {
    return strrchr(path, '/') + 1;
}

// Counts the call; true if it must fail. A call that frees space succeeds on a full disk.
static bool is_chosen(const char *call, const char *path, bool frees_room) {
    uint64_t number = atomic_fetch_add(&control->calls, 1) + 1;
    if (number <= RECORDED_CALLS) snprintf(control->names[number - 1], NAME_BYTES, "%s %s", call, name_of(path));
    uint64_t at = atomic_load(&control->at);
    uint32_t action = atomic_load(&control->action), error = atomic_load(&control->error);
    if (at == 0 || number < at || (action != FAIL_FROM && number > at)) return false;
    return action == KILL || !(frees_room && (error == ENOSPC || error == EDQUOT));
}

static int strike(void) {
    atomic_fetch_add(&control->struck, 1);
    if (atomic_load(&control->action) == KILL) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = (int)atomic_load(&control->error);
    return -1;
}

static size_t reached(size_t count) {
    return atomic_load(&control->is_torn) ? count / 2 : 0;
}

// MARK: - Writing

ssize_t write(int file, const void *bytes, size_t count) {
    char path[PATH_MAX];
    if (!is_minded_file(file, path) || !is_chosen("write", path, false)) return REAL(write)(file, bytes, count);
    if (reached(count) && REAL(write)(file, bytes, reached(count)) < 0) return -1;
    return strike();
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    char path[PATH_MAX];
    if (!is_minded_file(file, path) || !is_chosen("pwrite", path, false)) {
        return REAL(pwrite64)(file, bytes, count, offset);
    }
    if (reached(count) && REAL(pwrite64)(file, bytes, reached(count), offset) < 0) return -1;
    return strike();
}

int ftruncate64(int file, off64_t length) {
    char path[PATH_MAX];
    struct stat status;
    if (!is_minded_file(file, path)) return REAL(ftruncate64)(file, length);
    bool frees_room = fstat(file, &status) == 0 && length <= status.st_size;
    return is_chosen("ftruncate", path, frees_room) ? strike() : REAL(ftruncate64)(file, length);
}

// MARK: - Syncing

// Copies the file to where synced ones are kept, completely or not at all.
static void keep(int file, const char *path) {
    char kept[PATH_MAX], unfinished[PATH_MAX];
    struct stat status;
    if (!synced || fstat(file, &status) < 0 || !S_ISREG(status.st_mode)) return;
    snprintf(kept, sizeof kept, "%s/%s", synced, name_of(path));
    snprintf(unfinished, sizeof unfinished, "%s/.unfinished-%d", synced, gettid());
    int copy = REAL(open64)(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    off64_t from = 0;
    while (from < status.st_size) {
        ssize_t count = copy_file_range(file, &from, copy, NULL, (size_t)(status.st_size - from), 0);
        if (count <= 0) give_up("faults: copy_file_range");
    }
    if (close(copy) < 0 || REAL(rename)(unfinished, kept) < 0) give_up("faults: FAULTS_SYNCED");
}

static int synchronize(int file, const char *call, int (*real)(int)) {
    char path[PATH_MAX];
    if (!is_minded_file(file, path)) return real(file);
    if (is_chosen(call, path, false)) return strike();
    int result = real(file);
    if (result == 0) keep(file, path);
    return result;
}

int fsync(int file) { return synchronize(file, "fsync", REAL(fsync)); }
int fdatasync(int file) { return synchronize(file, "fdatasync", REAL(fdatasync)); }

// MARK: - Files that come and go

// Takes a change of names as stored at once, though it need not be before the directory is synced.
static const char *kept_path(const char *path, char kept[PATH_MAX]) {
    snprintf(kept, PATH_MAX, "%s/%s", synced, name_of(path));
    return kept;
}

int unlink(const char *path) {
    char kept[PATH_MAX];
    if (!is_minded(path)) return REAL(unlink)(path);
    if (is_chosen("unlink", path, true)) return strike();
    int result = REAL(unlink)(path);
    if (result == 0 && synced) REAL(unlink)(kept_path(path, kept));
    return result;
}

int rename(const char *from, const char *to) {
    char kept_from[PATH_MAX], kept_to[PATH_MAX];
    if (!is_minded(to)) return REAL(rename)(from, to);
    if (is_chosen("rename", to, false)) return strike();
    int result = REAL(rename)(from, to);
    if (result == 0 && synced) REAL(rename)(kept_path(from, kept_from), kept_path(to, kept_to));
    return result;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    int error = errno;
    bool creates = flags & O_CREAT && is_minded(path) && access(path, F_OK) < 0;
    errno = error;
    if (creates && is_chosen("create", path, false)) return strike();
    return REAL(open64)(path, flags, mode);
}

// The same calls under their other names.
ssize_t pwrite(int, const void *, size_t, off_t) __attribute__((alias("pwrite64")));
int ftruncate(int, off_t) __attribute__((alias("ftruncate64")));
int open(const char *, int, ...) __attribute__((alias("open64")));
