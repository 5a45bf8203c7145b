/* libevent's own HTTP server with the node's limits and next to nothing behind it: what a program gets that trusts it.
 * Prints its address, and serves until SIGTERM. Made and started by servers.py. */

#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* As a node has them; see ServerLimits.swift. */
enum { HEAD_BYTES = 16 * 1024, BODY_BYTES = 1024 * 1024, SECONDS = 30 };

static void answer(struct evhttp_request *request, void *context) {
    (void)context;
    const char *uri = evhttp_request_get_uri(request);
    const struct evhttp_uri *parsed = evhttp_request_get_evhttp_uri(request);
    const char *path = parsed ? evhttp_uri_get_path(parsed) : uri;
    struct evbuffer *body = evbuffer_new();
    if (!body) return evhttp_send_error(request, HTTP_SERVUNAVAIL, NULL);
    evbuffer_add_printf(body, "{}\n");
    if (!path || !*path || !strcmp(path, "/") || !strcmp(path, "/health"))
        evhttp_send_reply(request, 200, "OK", body);
    else if (!strcmp(path, "/transactions/new"))
        evhttp_send_reply(request, 201, "Created", body);
    else
        evhttp_send_reply(request, 404, "Not Found", body);
    evbuffer_free(body);
}

static void stop(evutil_socket_t number, short what, void *base) {
    (void)number, (void)what;
    event_base_loopbreak(base);
}

int main(void) {
    signal(SIGPIPE, SIG_IGN);
    struct event_base *base = event_base_new();
    struct evhttp *server = base ? evhttp_new(base) : NULL;
    struct event *end = server ? evsignal_new(base, SIGTERM, stop, base) : NULL;
    if (!end || event_add(end, NULL)) return 1;
    evhttp_set_max_headers_size(server, HEAD_BYTES);
    evhttp_set_max_body_size(server, BODY_BYTES);
    evhttp_set_timeout(server, SECONDS);
    evhttp_set_gencb(server, answer, NULL);
    struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(server, "127.0.0.1", 0);
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    if (!bound || getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&address, &length)) return 1;
    printf("evhttp listens on http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    event_base_dispatch(base);
    evhttp_free(server);
    event_free(end);
    event_base_free(base);
    return 0;
}
