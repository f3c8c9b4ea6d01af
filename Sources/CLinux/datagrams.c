// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "clinux_datagrams.h"
#include "socket_address.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <unistd.h>

int clinux_udp_bind(const struct clinux_address *address, int buffer_bytes) {
    union socket_address system;
    socklen_t length = to_system(address, &system);
    int descriptor = socket(system.any.sa_family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int on = 1;
    // Each family has a socket of its own; the larger buffers are a wish.
    if (address->is_ipv6) (void)setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    (void)setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    (void)setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer_bytes, sizeof buffer_bytes);
    if (bind(descriptor, &system.any, length) == 0) return descriptor;
    int code = errno;
    close(descriptor);
    errno = code;
    return -1;
}

ssize_t clinux_receive_datagram(int descriptor, void *bytes, size_t capacity, struct clinux_address *from) {
    union socket_address system;
    ssize_t received;
    socklen_t length;
    do {
        length = sizeof system;
        received = recvfrom(descriptor, bytes, capacity, MSG_TRUNC, &system.any, &length);
    } while (received < 0 && errno == EINTR);
    if (received >= 0) from_system(&system, from);
    return received;
}

ssize_t clinux_send_datagram(int descriptor, const void *bytes, size_t count, const struct clinux_address *to) {
    union socket_address system;
    socklen_t length = to_system(to, &system);
    ssize_t sent;
    do sent = sendto(descriptor, bytes, count, MSG_NOSIGNAL, &system.any, length);
    while (sent < 0 && errno == EINTR);
    return sent;
}

static bool is_useful(const struct ifaddrs *entry) {
    if (!entry->ifa_addr || !(entry->ifa_flags & IFF_UP)) return false;
    if (entry->ifa_addr->sa_family == AF_INET) return true;
    if (entry->ifa_addr->sa_family != AF_INET6) return false;
    const struct in6_addr *ip = &((const struct sockaddr_in6 *)(const void *)entry->ifa_addr)->sin6_addr;
    // Without its zone a link-local address leads nowhere.
    return !IN6_IS_ADDR_LINKLOCAL(ip) && !IN6_IS_ADDR_MULTICAST(ip);
}

int clinux_interface_addresses(struct clinux_address *addresses, int capacity) {
    struct ifaddrs *list;
    if (getifaddrs(&list) != 0) return -1;
    int count = 0;
    for (const struct ifaddrs *entry = list; entry && count < capacity; entry = entry->ifa_next) {
        if (!is_useful(entry)) continue;
        union socket_address system;
        memset(&system, 0, sizeof system);
        memcpy(&system, entry->ifa_addr,
            entry->ifa_addr->sa_family == AF_INET6 ? sizeof system.ipv6 : sizeof system.ipv4);
        from_system(&system, &addresses[count++]);
    }
    freeifaddrs(list);
    return count;
}
