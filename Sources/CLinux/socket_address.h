// SPDX-License-Identifier: MIT
// Addresses as the system has them. Private to this target.
#ifndef SDPRELAY_SOCKET_ADDRESS_H
#define SDPRELAY_SOCKET_ADDRESS_H

#include "clinux_sockets.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

union socket_address {
    struct sockaddr any;
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
};

static inline void put_big_endian(uint64_t value, uint8_t *bytes) {
    for (int position = 7; position >= 0; position--, value >>= 8) bytes[position] = (uint8_t)value;
}

static inline uint64_t big_endian(const uint8_t *bytes) {
    uint64_t value = 0;
    for (int position = 0; position < 8; position++) value = value << 8 | bytes[position];
    return value;
}

static inline void set_ipv4(struct clinux_address *address, uint32_t network_order) {
    *address = (struct clinux_address){.low = ntohl(network_order)};
}

static inline void set_ipv6(struct clinux_address *address, const struct in6_addr *ip) {
    *address = (struct clinux_address){
        .high = big_endian(ip->s6_addr), .low = big_endian(ip->s6_addr + 8), .is_ipv6 = true};
}

static inline socklen_t to_system(const struct clinux_address *address, union socket_address *system) {
    memset(system, 0, sizeof *system);
    if (address->is_ipv6) {
        system->ipv6.sin6_family = AF_INET6;
        system->ipv6.sin6_port = htons(address->port);
        put_big_endian(address->high, system->ipv6.sin6_addr.s6_addr);
        put_big_endian(address->low, system->ipv6.sin6_addr.s6_addr + 8);
        return sizeof system->ipv6;
    }
    system->ipv4.sin_family = AF_INET;
    system->ipv4.sin_port = htons(address->port);
    system->ipv4.sin_addr.s_addr = htonl((uint32_t)address->low);
    return sizeof system->ipv4;
}

// Reads an address of the system; an IPv4 address in an IPv6 one becomes IPv4.
static inline void from_system(const union socket_address *system, struct clinux_address *address) {
    if (system->any.sa_family != AF_INET6) {
        set_ipv4(address, system->ipv4.sin_addr.s_addr);
        address->port = ntohs(system->ipv4.sin_port);
        return;
    }
    if (IN6_IS_ADDR_V4MAPPED(&system->ipv6.sin6_addr)) {
        uint32_t ipv4;
        memcpy(&ipv4, system->ipv6.sin6_addr.s6_addr + 12, sizeof ipv4);
        set_ipv4(address, ipv4);
    } else {
        set_ipv6(address, &system->ipv6.sin6_addr);
    }
    address->port = ntohs(system->ipv6.sin6_port);
}

#endif
