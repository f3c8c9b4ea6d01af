// SPDX-License-Identifier: MIT
// _GNU_SOURCE (accept4) must stay out of the public header: it changes what other modules see of the system headers.
#define _GNU_SOURCE
#include "clinux_sockets.h"
#include "socket_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

bool clinux_parse_address(const char *text, struct clinux_address *address) {
    struct in_addr ipv4;
    struct in6_addr ipv6;
    if (inet_pton(AF_INET, text, &ipv4) == 1) {
        set_ipv4(address, ipv4.s_addr);
        return true;
    }
    if (inet_pton(AF_INET6, text, &ipv6) != 1) return false;
    set_ipv6(address, &ipv6);
    return true;
}

void clinux_format_address(const struct clinux_address *address, char text[CLINUX_ADDRESS_TEXT]) {
    union socket_address system;
    to_system(address, &system);
    const void *ip = address->is_ipv6 ? (const void *)&system.ipv6.sin6_addr : (const void *)&system.ipv4.sin_addr;
    if (!inet_ntop(system.any.sa_family, ip, text, CLINUX_ADDRESS_TEXT)) text[0] = 0;
}

static int close_keeping_errno(int descriptor) {
    int saved = errno;
    close(descriptor);
    errno = saved;
    return -1;
}

static int bound_socket(const struct clinux_address *address, bool dual_stack, bool share_port) {
    union socket_address system;
    socklen_t length = to_system(address, &system);
    int on = 1, ipv6_only = !dual_stack;
    int descriptor = socket(system.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        (share_port && setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) ||
        (address->is_ipv6 && setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &ipv6_only, sizeof on) != 0) ||
        bind(descriptor, &system.any, length) != 0)
        return close_keeping_errno(descriptor);
    return descriptor;
}

int clinux_listen(const struct clinux_address *address, bool dual_stack, int backlog) {
    int descriptor = bound_socket(address, dual_stack, true);
    if (descriptor >= 0 && listen(descriptor, backlog) != 0) return close_keeping_errno(descriptor);
    return descriptor;
}

int clinux_check_unused(const struct clinux_address *address, bool dual_stack) {
    int descriptor = bound_socket(address, dual_stack, false);
    if (descriptor < 0) return -1;
    close(descriptor);
    return 0;
}

int clinux_local_port(int descriptor) {
    union socket_address system;
    socklen_t length = sizeof system;
    if (getsockname(descriptor, &system.any, &length) != 0) return -1;
    return ntohs(system.any.sa_family == AF_INET6 ? system.ipv6.sin6_port : system.ipv4.sin_port);
}

int clinux_accept(int listener, struct clinux_address *peer) {
    union socket_address system;
    socklen_t length = sizeof system;
    int descriptor;
    do descriptor = accept4(listener, &system.any, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0) return -1;
    int on = 1;
    // Fails only for a connection that is dead already; the first read will say so.
    (void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    from_system(&system, peer);
    return descriptor;
}

ssize_t clinux_receive(int descriptor, void *bytes, size_t count) {
    ssize_t received;
    do received = recv(descriptor, bytes, count, 0);
    while (received < 0 && errno == EINTR);
    return received;
}

ssize_t clinux_send(
    int descriptor, const void *first, size_t first_count, const void *second, size_t second_count) {
    struct iovec blocks[2] = {
        {.iov_base = (void *)first, .iov_len = first_count}, {.iov_base = (void *)second, .iov_len = second_count}};
    struct msghdr message = {.msg_iov = blocks, .msg_iovlen = second_count > 0 ? 2 : 1};
    ssize_t sent;
    do sent = sendmsg(descriptor, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

int clinux_shutdown_write(int descriptor) { return shutdown(descriptor, SHUT_WR); }
