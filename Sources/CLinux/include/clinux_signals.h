// SPDX-License-Identifier: MIT
// Signals as readable descriptors, so that no code ever runs in a signal handler.
#ifndef SDPRELAY_CLINUX_SIGNALS_H
#define SDPRELAY_CLINUX_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

// Ignores SIGPIPE, blocks SIGTERM, SIGINT and SIGHUP in the calling thread and in all that it starts later, and returns
// a descriptor that tells of them; -1 and errno on failure. Call it before any thread is started.
int clinux_open_signals(void);
// The number of the next signal; waits for it. -1 on failure.
int clinux_next_signal(int descriptor);
// Ends the process at once as if by `signal`: no handlers, no flushing.
void clinux_exit_by_signal(int signal) __attribute__((noreturn));

// Waits until one of two descriptors is readable: 0, 1, or -1 after `milliseconds` (-1: for ever).
int clinux_wait_readable(int first, int second, int milliseconds);

// Whether a write of at most PIPE_BUF bytes would not block now.
bool clinux_is_writable(int descriptor);
// The most bytes that may be written at once without blocking when clinux_is_writable says so.
size_t clinux_write_chunk(int descriptor);

#endif
