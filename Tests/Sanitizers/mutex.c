// Tells ThreadSanitizer of Swift's mutexes where it can't see them.
//
// The fast ways to lock and unlock a `Mutex` are inlined where it is used, and so instrumented. The slow ways, of a
// mutex that another thread holds, are in libswiftSynchronization, which isn't, and partly in the kernel, which hands
// the lock on (FUTEX_LOCK_PI). Without this, everything that a contended mutex guards is reported as a race.
//
// Loaded before that library, these functions call its own, and say what has happened: what one thread did before it
// unlocked has happened before what the next one does.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

// Synchronization._MutexHandle._lockSlow(Swift.UInt32) -> (), and so on.
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slowly(uint32_t thread, SELF) __asm__(LOCK);
SWIFT bool try_lock_slowly(SELF) __asm__(TRY_LOCK);
SWIFT void unlock_slowly(SELF) __asm__(UNLOCK);

static void *next(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (function == NULL) {
        fprintf(stderr, "Tests/Sanitizers/mutex.c: Swift's library has no %s\n", name);
        abort();
    }
    return function;
}

// Processes without the sanitizer load this too.
static void tell(const char *function, void *mutex)
{
    void (*call)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, function);
    if (call != NULL)
        call(mutex);
}

SWIFT void lock_slowly(uint32_t thread, SELF)
{
    ((SWIFT void (*)(uint32_t, SELF))next(LOCK))(thread, mutex);
    tell("__tsan_acquire", mutex);
}

SWIFT bool try_lock_slowly(SELF)
{
    bool is_locked = ((SWIFT bool (*)(SELF))next(TRY_LOCK))(mutex);
    if (is_locked)
        tell("__tsan_acquire", mutex);
    return is_locked;
}

SWIFT void unlock_slowly(SELF)
{
    tell("__tsan_release", mutex);
    ((SWIFT void (*)(SELF))next(UNLOCK))(mutex);
}
