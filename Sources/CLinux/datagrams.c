// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "clinux_datagrams.h"
#include "socket_address.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdlib.h>
#include <sys/uio.h>
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

struct clinux_batch {
    _Alignas(16) uint8_t bytes[CLINUX_BATCH_SIZE][CLINUX_DATAGRAM_SIZE];
    struct mmsghdr headers[CLINUX_BATCH_SIZE];
    struct iovec places[CLINUX_BATCH_SIZE];
    union socket_address senders[CLINUX_BATCH_SIZE];
};

struct clinux_batch *clinux_batch_new(void) {
    struct clinux_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) return NULL;
    for (int position = 0; position < CLINUX_BATCH_SIZE; position++) {
        batch->places[position] = (struct iovec){.iov_base = batch->bytes[position], .iov_len = CLINUX_DATAGRAM_SIZE};
        batch->headers[position].msg_hdr = (struct msghdr){
            .msg_name = &batch->senders[position],
            .msg_namelen = sizeof batch->senders[position],
            .msg_iov = &batch->places[position],
            .msg_iovlen = 1,
        };
    }
    return batch;
}

void clinux_batch_free(struct clinux_batch *batch) { free(batch); }

int clinux_batch_receive(struct clinux_batch *batch, int descriptor) {
    int count;
    do count = recvmmsg(descriptor, batch->headers, CLINUX_BATCH_SIZE, MSG_TRUNC, NULL);
    while (count < 0 && errno == EINTR);
    // The system has written the length of each address here.
    for (int position = 0; position < count; position++) {
        batch->headers[position].msg_hdr.msg_namelen = sizeof batch->senders[position];
    }
    return count;
}

const uint8_t *clinux_batch_bytes(const struct clinux_batch *batch, int position) { return batch->bytes[position]; }

size_t clinux_batch_length(const struct clinux_batch *batch, int position) { return batch->headers[position].msg_len; }

struct clinux_address clinux_batch_sender(const struct clinux_batch *batch, int position) {
    struct clinux_address from;
    from_system(&batch->senders[position], &from);
    return from;
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
