// SPDX-License-Identifier: MIT
// UDP sockets, non-blocking and closed on exec. A function returns -1 and errno on failure.
#ifndef SDPRELAY_CLINUX_DATAGRAMS_H
#define SDPRELAY_CLINUX_DATAGRAMS_H

#include "clinux_sockets.h"

// A socket bound to an address of one family; port 0 takes a free one. The buffers are made larger where that is allowed.
int clinux_udp_bind(const struct clinux_address *address, int buffer_bytes);
// Receives a datagram, again after EINTR. A longer one than fits is cut, and its whole length returned.
ssize_t clinux_receive_datagram(int descriptor, void *bytes, size_t capacity, struct clinux_address *from);
// Sends a datagram, again after EINTR.
ssize_t clinux_send_datagram(int descriptor, const void *bytes, size_t count, const struct clinux_address *to);
// The addresses of the interfaces that are up, at most so many: without link-local and multicast ones. Returns how many.
int clinux_interface_addresses(struct clinux_address *addresses, int capacity);

#endif
