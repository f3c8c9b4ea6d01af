// SPDX-License-Identifier: MIT
// Sends datagrams of 100 bytes at even distances, as many as a relay takes of so many calls: 50 a second from either side.
//
//     load PORT CALLS SECONDS
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

int main(int count, char **words) {
    if (count != 4) return 2;
    int calls = atoi(words[2]), client = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (calls < 1) return 2;
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1]))};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client, (struct sockaddr *)&place, sizeof place) < 0) return 1;
    long long datagrams = 100LL * calls * atoi(words[3]), distance = 1000000000LL / (100LL * calls);
    struct timespec next;
    clock_gettime(CLOCK_MONOTONIC, &next);
    while (datagrams-- > 0) {
        char bytes[100] = {0};
        if (send(client, bytes, sizeof bytes, 0) < 0) return 1;
        while (recv(client, bytes, sizeof bytes, 0) >= 0) continue;
        long long time = next.tv_nsec + distance;
        next.tv_sec += time / 1000000000;
        next.tv_nsec = time % 1000000000;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
    return 0;
}
