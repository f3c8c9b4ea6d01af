// SPDX-License-Identifier: MIT
// System calls that Swift's Glibc module does not show (epoll, eventfd, accept4) or that need macros.
// Every function returns what its system call returns: -1 and errno on failure.
#ifndef SDPRELAY_CLINUX_H
#define SDPRELAY_CLINUX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

// CLOCK_MONOTONIC in nanoseconds.
uint64_t clinux_monotonic_nanoseconds(void);
// CLOCK_REALTIME in microseconds since 1970.
int64_t clinux_unix_microseconds(void);

int clinux_epoll_create(void);
// The token comes back as data.u64 of each event.
int clinux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token);
int clinux_epoll_remove(int epoll, int descriptor);
// Waits at most `milliseconds` (-1: for ever); EINTR is 0 events.
int clinux_epoll_wait(int epoll, struct epoll_event *events, int capacity, int milliseconds);

int clinux_eventfd(void);
void clinux_eventfd_signal(int descriptor);
void clinux_eventfd_drain(int descriptor);

// Closes, keeping errno as it was.
void clinux_close(int descriptor);

#endif
