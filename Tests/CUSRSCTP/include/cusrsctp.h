// SPDX-License-Identifier: MIT

// Ends of SCTP associations from usrsctp, for tests: packets in, packets and messages out, time by hand.
#ifndef CUSRSCTP_H
#define CUSRSCTP_H

#include <stddef.h>
#include <stdint.h>

enum cusrsctp_kind {
    CUSRSCTP_NOTHING = 0,
    CUSRSCTP_MESSAGE = 1,
    CUSRSCTP_CONNECTED = 2,
    CUSRSCTP_LOST = 3,
    CUSRSCTP_INCOMING_RESET = 4,
    CUSRSCTP_OUTGOING_RESET = 5,
    CUSRSCTP_SHUTDOWN = 6,
};

struct cusrsctp_event {
    enum cusrsctp_kind kind;
    uint16_t stream;
    uint32_t protocol_id;
    int is_unordered;
    size_t count;
};

// How long a message is tried.
enum cusrsctp_limit { CUSRSCTP_RELIABLE = 0, CUSRSCTP_RETRANSMISSIONS = 1, CUSRSCTP_LIFETIME = 2 };

// A new end with a number above 0, or 0 if there is no place for one more. It connects, or listens if it is passive.
int cusrsctp_open(uint16_t local_port, uint16_t remote_port, int mtu, int is_passive);
void cusrsctp_close(int peer);
// Begins a graceful shutdown.
int cusrsctp_shutdown(int peer);

void cusrsctp_input(int peer, const uint8_t *bytes, size_t count);
// The length of the next packet, copied to `bytes`; 0 if there is none.
size_t cusrsctp_output(int peer, uint8_t *bytes, size_t capacity);

// 0, or the error's number; EWOULDBLOCK when the buffer is full.
int cusrsctp_send(int peer, uint16_t stream, uint32_t protocol_id, int is_unordered, enum cusrsctp_limit limit,
                  uint32_t value, const uint8_t *bytes, size_t count);
int cusrsctp_reset(int peer, uint16_t stream);

// Takes the next event; a message's bytes are copied to `bytes`, which has room for `capacity`.
struct cusrsctp_event cusrsctp_next(int peer, uint8_t *bytes, size_t capacity);

// Lets time pass for all ends.
void cusrsctp_advance(uint32_t milliseconds);

#endif
