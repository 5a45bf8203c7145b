// A bare evhttp server to compare with Forgechain's: it answers with fixed bytes and does nothing else.
//
//     evhttp_server stock|tuned GET_BODY POST_BODY [ETAG]
//
// Every GET is answered 200 with the file GET_BODY, and the ETag if one is given, every POST 201 with
// POST_BODY. It reads no more of a request's body than evhttp does by itself. `stock` is evhttp as a first
// program uses it. `tuned` has what Forgechain's server has: a Date header made once a second, epoll's change
// list, TCP_NODELAY, and writes of up to 1 MiB.
//
// It listens on 127.0.0.1 until SIGTERM, on a port that the system picks; the first line of its output gives
// the port.

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

enum {
    /// As in Forgechain's listener.
    tuned_backlog = 1024,
    tuned_write_bytes = 1 << 20,
    /// Below this, copying a body costs less than an entry of its own in the chain of buffers.
    smallest_reference_bytes = 64 * 1024,
};

struct body {
    const char *bytes;
    size_t length;
};

struct server {
    struct body get_body;
    struct body post_body;
    const char *etag;
    bool is_tuned;
    char date[64];
};

static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("evhttp_server: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

/// The file as memory, read in full before the first request.
static struct body read_body(const char *path) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) {
        fail("cannot read %s: %s", path, strerror(errno));
    }
    struct body body = {.length = (size_t)status.st_size};
    char *bytes = malloc(body.length + 1);
    if (bytes == NULL) {
        fail("no memory for %s", path);
    }
    for (size_t done = 0; done < body.length;) {
        ssize_t count = read(file, bytes + done, body.length - done);
        if (count <= 0) {
            fail("cannot read all of %s", path);
        }
        done += (size_t)count;
    }
    close(file);
    body.bytes = bytes;
    return body;
}

static void answer(struct evhttp_request *request, void *context) {
    const struct server *server = context;
    bool is_post = evhttp_request_get_command(request) == EVHTTP_REQ_POST;
    const struct body *body = is_post ? &server->post_body : &server->get_body;

    struct evkeyvalq *headers = evhttp_request_get_output_headers(request);
    evhttp_add_header(headers, "Content-Type", "application/json");
    evhttp_add_header(headers, "X-Content-Type-Options", "nosniff");
    evhttp_add_header(headers, "Cross-Origin-Resource-Policy", "same-origin");
    if (server->etag != NULL && !is_post) {
        evhttp_add_header(headers, "ETag", server->etag);
    }
    if (server->is_tuned) {
        evhttp_add_header(headers, "Date", server->date); // else evhttp makes one for each answer
    }

    struct evbuffer *buffer = evhttp_request_get_output_buffer(request);
    int status = body->length < smallest_reference_bytes
                     ? evbuffer_add(buffer, body->bytes, body->length)
                     : evbuffer_add_reference(buffer, body->bytes, body->length, NULL, NULL);
    if (status != 0) {
        fail("no memory for an answer");
    }
    evhttp_send_reply(request, is_post ? 201 : 200, is_post ? "Created" : "OK", NULL);
}

static void renew_date(evutil_socket_t unused, short events, void *context) {
    (void)unused, (void)events;
    struct server *server = context;
    time_t now = time(NULL);
    struct tm parts;
    strftime(server->date, sizeof server->date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &parts));
}

static void end(evutil_socket_t signal, short events, void *base) {
    (void)signal, (void)events;
    event_base_loopbreak(base);
}

static struct bufferevent *make_tuned_connection(struct event_base *base, void *context) {
    (void)context;
    struct bufferevent *connection = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
    if (connection != NULL) {
        bufferevent_set_max_single_write(connection, tuned_write_bytes);
    }
    return connection;
}

static struct evhttp_bound_socket *bind_stock(struct evhttp *http) {
    return evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
}

static struct evhttp_bound_socket *bind_tuned(struct evhttp *http, struct event_base *base) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct evconnlistener *listener = evconnlistener_new_bind(
        base, NULL, NULL, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE, tuned_backlog,
        (struct sockaddr *)&address, sizeof address);
    if (listener == NULL) {
        return NULL;
    }
    int on = 1; // connections inherit it
    if (setsockopt(evconnlistener_get_fd(listener), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        return NULL;
    }
    evhttp_set_bevcb(http, make_tuned_connection, NULL);
    return evhttp_bind_listener(http, listener);
}

static unsigned port_of(struct evhttp_bound_socket *bound) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&address, &length) != 0) {
        fail("no port: %s", strerror(errno));
    }
    return ntohs(address.sin_port);
}

static struct event_base *make_base(bool is_tuned) {
    struct event_config *configuration = event_config_new();
    if (configuration == NULL) {
        fail("no memory");
    }
    if (is_tuned) {
        event_config_set_flag(configuration, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
    }
    struct event_base *base = event_base_new_with_config(configuration);
    event_config_free(configuration);
    if (base == NULL) {
        fail("no event loop");
    }
    return base;
}

int main(int count, char **arguments) {
    bool is_tuned = count >= 4 && strcmp(arguments[1], "tuned") == 0;
    if (count < 4 || count > 5 || (!is_tuned && strcmp(arguments[1], "stock") != 0)) {
        fail("usage: evhttp_server stock|tuned GET_BODY POST_BODY [ETAG]");
    }
    struct server server = {
        .get_body = read_body(arguments[2]),
        .post_body = read_body(arguments[3]),
        .etag = arguments[4], // or NULL, which ends the arguments
        .is_tuned = is_tuned,
    };
    signal(SIGPIPE, SIG_IGN);

    struct event_base *base = make_base(is_tuned);
    struct evhttp *http = evhttp_new(base);
    if (http == NULL) {
        fail("no memory");
    }
    evhttp_set_gencb(http, answer, &server);
    struct evhttp_bound_socket *bound = is_tuned ? bind_tuned(http, base) : bind_stock(http);
    if (bound == NULL) {
        fail("cannot listen: %s", strerror(errno));
    }

    renew_date(-1, 0, &server);
    struct event *clock = event_new(base, -1, EV_PERSIST, renew_date, &server);
    struct event *termination = evsignal_new(base, SIGTERM, end, base);
    if (termination == NULL || evsignal_add(termination, NULL) != 0) {
        fail("cannot wait for SIGTERM");
    }
    if (clock == NULL || (is_tuned && event_add(clock, &(struct timeval){.tv_sec = 1}) != 0)) {
        fail("no clock");
    }

    printf("evhttp %s listens on http://127.0.0.1:%u\n", event_get_version(), port_of(bound));
    fflush(stdout);
    event_base_dispatch(base);

    event_free(clock);
    event_free(termination);
    evhttp_free(http);
    event_base_free(base);
    free((void *)server.get_body.bytes);
    free((void *)server.post_body.bytes);
    return EXIT_SUCCESS;
}
