#ifndef CLIBEVENT_SHIM_H
#define CLIBEVENT_SHIM_H

// event-config.h defines _GNU_SOURCE, which renames a member of fd_set and so makes it clash with
// Glibc's own module; the system's definition has to come first.
#include <sys/types.h>
#include <sys/select.h>

#include <malloc.h>
#include <sys/eventfd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

// A struct whose fields 2.1 has no functions for: the version and the kind of a request.
#include <event2/http_struct.h>

// Swift imports neither the flags, members of an anonymous enum, nor eventfd itself.
static inline int clibevent_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

#endif
