// SPDX-License-Identifier: MIT
// Sends each datagram back to where it came from, until SIGTERM; then prints what the processor time of one was, in µs.
// It looks into nothing: what it costs is what the system asks of anything that takes datagrams one by one.
//
//     echo PORT
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

static volatile sig_atomic_t is_over;

static void stop(int signal) {
    (void)signal;
    is_over = 1;
}

int main(int count, char **words) {
    if (count != 2) return 2;
    // Without SA_RESTART: the wait must end.
    sigaction(SIGTERM, &(struct sigaction){.sa_handler = stop}, NULL);
    int server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1]))};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    struct epoll_event event = {.events = EPOLLIN};
    if (bind(server, (struct sockaddr *)&place, sizeof place) < 0) return 1;
    if (epoll_ctl(poll, EPOLL_CTL_ADD, server, &event) < 0) return 1;
    long datagrams = 0;
    while (!is_over) {
        if (epoll_wait(poll, &event, 1, -1) < 1) continue;
        char bytes[2048];
        struct sockaddr_in sender;
        socklen_t length = sizeof sender;
        ssize_t size;
        while ((size = recvfrom(server, bytes, sizeof bytes, 0, (struct sockaddr *)&sender, &length)) >= 0) {
            if (sendto(server, bytes, (size_t)size, 0, (struct sockaddr *)&sender, length) == size) datagrams++;
        }
    }
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    printf("%.1f\n", ((double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3) / (double)(datagrams ? datagrams : 1));
    return 0;
}
