// SPDX-License-Identifier: MIT
// UDP sockets, non-blocking and closed on exec. A function returns -1 and errno on failure.
#ifndef SDPRELAY_CLINUX_DATAGRAMS_H
#define SDPRELAY_CLINUX_DATAGRAMS_H

#include "clinux_sockets.h"

// A socket bound to an address of one family; port 0 takes a free one. The buffers are made larger where that is allowed.
int clinux_udp_bind(const struct clinux_address *address, int buffer_bytes);
// Room for CLINUX_BATCH_SIZE datagrams of at most CLINUX_DATAGRAM_SIZE bytes each, which are received with one system call.
struct clinux_batch;
enum { CLINUX_BATCH_SIZE = 16, CLINUX_DATAGRAM_SIZE = 2048 };
// NULL without memory.
struct clinux_batch *clinux_batch_new(void);
void clinux_batch_free(struct clinux_batch *batch);
// Receives what there is, in place of what was there before; again after EINTR. Returns how many datagrams.
int clinux_batch_receive(struct clinux_batch *batch, int descriptor);
// One of those received. The bytes are at a multiple of 16; the length is that of the datagram, also if it was cut.
const uint8_t *clinux_batch_bytes(const struct clinux_batch *batch, int position);
size_t clinux_batch_length(const struct clinux_batch *batch, int position);
struct clinux_address clinux_batch_sender(const struct clinux_batch *batch, int position);
// Sends a datagram, again after EINTR.
ssize_t clinux_send_datagram(int descriptor, const void *bytes, size_t count, const struct clinux_address *to);
// The addresses of the interfaces that are up, at most so many: without link-local and multicast ones. Returns how many.
int clinux_interface_addresses(struct clinux_address *addresses, int capacity);

#endif
