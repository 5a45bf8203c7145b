#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "CSHA256.h"

int32_t sha256_processor_count(void) {
    // The processors that taskset or a container's cpuset leaves.
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) > 0) {
        return CPU_COUNT(&allowed);
    }
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int32_t)online : 1;
}
