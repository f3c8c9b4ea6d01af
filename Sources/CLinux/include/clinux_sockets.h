// SPDX-License-Identifier: MIT
// TCP sockets: listening, accepting, reading and writing without signals.
// Every descriptor made here is non-blocking and closed on exec. Unless said otherwise a function returns what its
// system call returns: -1 and errno on failure.
#ifndef SDPRELAY_CLINUX_SOCKETS_H
#define SDPRELAY_CLINUX_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// An IP address and a port, in host byte order. IPv4 is the low 32 bits of `low`.
struct clinux_address {
    uint64_t high;
    uint64_t low;
    uint16_t port;
    bool is_ipv6;
};

// The longest text of an address, with its final NUL.
#define CLINUX_ADDRESS_TEXT 46

// Reads a numeric address; false if the text is none.
bool clinux_parse_address(const char *text, struct clinux_address *address);
// Writes the numeric text of an address, without the port.
void clinux_format_address(const struct clinux_address *address, char text[CLINUX_ADDRESS_TEXT]);

// A socket that listens, with SO_REUSEPORT. `dual_stack` lets an IPv6 socket take IPv4 connections too.
int clinux_listen(const struct clinux_address *address, bool dual_stack, int backlog);
// 0 if nobody listens at the address. SO_REUSEPORT alone would share a port silently with another process.
int clinux_check_unused(const struct clinux_address *address, bool dual_stack);
// The local port of a socket.
int clinux_local_port(int descriptor);
// Accepts a connection, with TCP_NODELAY. An IPv4 peer of a dual-stack socket is reported as IPv4.
int clinux_accept(int listener, struct clinux_address *peer);

// recv, again after EINTR.
ssize_t clinux_receive(int descriptor, void *bytes, size_t count);
// Sends two blocks as one, again after EINTR, without SIGPIPE.
ssize_t clinux_send(
    int descriptor, const void *first, size_t first_count, const void *second, size_t second_count);
int clinux_shutdown_write(int descriptor);

#endif
