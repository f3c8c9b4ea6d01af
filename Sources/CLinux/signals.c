// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include "clinux_signals.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int clinux_open_signals(void) {
    signal(SIGPIPE, SIG_IGN);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    if (pthread_sigmask(SIG_BLOCK, &signals, NULL) != 0) return -1;
    return signalfd(-1, &signals, SFD_CLOEXEC);
}

int clinux_next_signal(int descriptor) {
    struct signalfd_siginfo information;
    ssize_t count;
    do {
        count = read(descriptor, &information, sizeof information);
    } while (count < 0 && errno == EINTR);
    return count == sizeof information ? (int)information.ssi_signo : -1;
}

void clinux_exit_by_signal(int signal) { _exit(128 + signal); }

static long long now_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int clinux_wait_readable(int first, int second, int milliseconds) {
    struct pollfd descriptors[2] = {{.fd = first, .events = POLLIN}, {.fd = second, .events = POLLIN}};
    long long deadline = now_milliseconds() + milliseconds;
    for (;;) {
        int wait = milliseconds;
        if (milliseconds >= 0) {
            long long left = deadline - now_milliseconds();
            wait = left < 0 ? 0 : (int)left;
        }
        int count = poll(descriptors, 2, wait);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return -1;
        return descriptors[0].revents != 0 ? 0 : 1;
    }
}

bool clinux_is_writable(int descriptor) {
    struct pollfd poll_descriptor = {.fd = descriptor, .events = POLLOUT};
    return poll(&poll_descriptor, 1, 0) == 1 && (poll_descriptor.revents & POLLOUT) != 0;
}

size_t clinux_write_chunk(int descriptor) {
    struct stat status;
    // A pipe that polls writable has room for PIPE_BUF bytes; files never block in poll's sense.
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) return 65536;
    return PIPE_BUF;
}
