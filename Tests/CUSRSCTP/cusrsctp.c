// SPDX-License-Identifier: MIT

// Debian's usrsctp.pc has these as flags, which SwiftPM rejects.
#define INET 1
#define INET6 1

#include "cusrsctp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <usrsctp.h>

enum { MAX_PEERS = 256, MAX_MESSAGE = 1 << 20 };

// A packet or an event in a queue.
struct item {
    struct item *next;
    struct cusrsctp_event event;
    uint8_t bytes[];
};

struct queue {
    struct item *first, *last;
};

struct peer {
    struct socket *listener, *socket;
    struct queue packets, events;
    // A message that usrsctp delivers in parts.
    uint8_t *partial;
    size_t partial_count;
};

// usrsctp knows its ends by number, as it may call back after an end was closed; a place is not used again.
static struct peer peers[MAX_PEERS];
static int peer_count;
// usrsctp has a thread of its own even without timer threads.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void push(struct queue *queue, struct cusrsctp_event event, const void *bytes, size_t count) {
    struct item *item = malloc(sizeof *item + count);
    if (!item) abort();
    item->next = NULL;
    item->event = event;
    item->event.count = count;
    if (count > 0) memcpy(item->bytes, bytes, count);
    pthread_mutex_lock(&lock);
    if (queue->last) queue->last->next = item; else queue->first = item;
    queue->last = item;
    pthread_mutex_unlock(&lock);
}

static struct item *pop(struct queue *queue) {
    pthread_mutex_lock(&lock);
    struct item *item = queue->first;
    if (item) queue->first = item->next;
    if (item && !item->next) queue->last = NULL;
    pthread_mutex_unlock(&lock);
    return item;
}

static struct peer *find(int number) {
    return number > 0 && number <= peer_count ? &peers[number - 1] : NULL;
}

static int on_output(void *address, void *bytes, size_t count, uint8_t tos, uint8_t set_df) {
    (void)tos;
    (void)set_df;
    struct peer *peer = find((int)(uintptr_t)address);
    if (peer) push(&peer->packets, (struct cusrsctp_event){0}, bytes, count);
    return 0;
}

static void push_event(struct peer *peer, enum cusrsctp_kind kind, uint16_t stream) {
    push(&peer->events, (struct cusrsctp_event){.kind = kind, .stream = stream}, NULL, 0);
}

static void on_notification(struct peer *peer, const union sctp_notification *notification) {
    switch (notification->sn_header.sn_type) {
    case SCTP_ASSOC_CHANGE: {
        uint16_t state = notification->sn_assoc_change.sac_state;
        if (state == SCTP_COMM_UP) push_event(peer, CUSRSCTP_CONNECTED, 0);
        if (state == SCTP_COMM_LOST || state == SCTP_CANT_STR_ASSOC) push_event(peer, CUSRSCTP_LOST, 0);
        if (state == SCTP_SHUTDOWN_COMP) push_event(peer, CUSRSCTP_SHUTDOWN, 0);
        break;
    }
    case SCTP_STREAM_RESET_EVENT: {
        const struct sctp_stream_reset_event *event = &notification->sn_strreset_event;
        if (event->strreset_flags & (SCTP_STREAM_RESET_DENIED | SCTP_STREAM_RESET_FAILED)) break;
        int is_incoming = event->strreset_flags & SCTP_STREAM_RESET_INCOMING_SSN;
        size_t count = (event->strreset_length - sizeof *event) / sizeof(uint16_t);
        for (size_t i = 0; i < count; i++)
            push_event(peer, is_incoming ? CUSRSCTP_INCOMING_RESET : CUSRSCTP_OUTGOING_RESET,
                       event->strreset_stream_list[i]);
        break;
    }
    default: break;
    }
}

static void on_data(struct peer *peer, const void *data, size_t count, struct sctp_rcvinfo info, int is_end) {
    struct cusrsctp_event event = {
        .kind = CUSRSCTP_MESSAGE,
        .stream = info.rcv_sid,
        .protocol_id = ntohl(info.rcv_ppid),
        .is_unordered = (info.rcv_flags & SCTP_UNORDERED) != 0,
    };
    if (is_end && peer->partial_count == 0) {
        push(&peer->events, event, data, count);
        return;
    }
    if (peer->partial_count + count > MAX_MESSAGE) abort();
    if (!peer->partial) peer->partial = malloc(MAX_MESSAGE);
    if (!peer->partial) abort();
    memcpy(peer->partial + peer->partial_count, data, count);
    peer->partial_count += count;
    if (!is_end) return;
    push(&peer->events, event, peer->partial, peer->partial_count);
    peer->partial_count = 0;
}

static int on_receive(struct socket *socket, union sctp_sockstore address, void *data, size_t count,
                      struct sctp_rcvinfo info, int flags, void *context) {
    (void)socket;
    (void)address;
    struct peer *peer = find((int)(uintptr_t)context);
    if (data && peer) {
        if (flags & MSG_NOTIFICATION) on_notification(peer, data);
        else on_data(peer, data, count, info, (flags & MSG_EOR) != 0);
    }
    free(data);
    return 1;
}

static void start(void) {
    // With threads, and as root, usrsctp_init would open raw sockets.
    usrsctp_init_nothreads(0, on_output, NULL);
    usrsctp_sysctl_set_sctp_ecn_enable(0);
    usrsctp_sysctl_set_sctp_asconf_enable(0);
    usrsctp_sysctl_set_sctp_auth_enable(0);
    usrsctp_sysctl_set_sctp_auto_asconf(0);
    usrsctp_sysctl_set_sctp_pr_enable(1);
    usrsctp_sysctl_set_sctp_blackhole(2);
    usrsctp_sysctl_set_sctp_nr_outgoing_streams_default(256);
    usrsctp_sysctl_set_sctp_sendspace(2 << 20);
    usrsctp_sysctl_set_sctp_recvspace(1 << 20);
}

static struct sockaddr_conn make_address(int number, uint16_t port) {
    struct sockaddr_conn address;
    memset(&address, 0, sizeof address);
    address.sconn_family = AF_CONN;
    address.sconn_port = htons(port);
    address.sconn_addr = (void *)(uintptr_t)number;
    return address;
}

static void set_options(struct socket *socket, int mtu) {
    usrsctp_set_non_blocking(socket, 1);
    int one = 1;
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_NODELAY, &one, sizeof one);
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_RECVRCVINFO, &one, sizeof one);
    struct sctp_assoc_value reset = {
        .assoc_id = SCTP_ALL_ASSOC,
        .assoc_value = SCTP_ENABLE_RESET_STREAM_REQ | SCTP_ENABLE_CHANGE_ASSOC_REQ,
    };
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_ENABLE_STREAM_RESET, &reset, sizeof reset);
    struct sctp_initmsg init = {.sinit_num_ostreams = 256, .sinit_max_instreams = 1024};
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_INITMSG, &init, sizeof init);
    const uint16_t types[] = {SCTP_ASSOC_CHANGE, SCTP_STREAM_RESET_EVENT};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct sctp_event event = {.se_assoc_id = SCTP_ALL_ASSOC, .se_on = 1, .se_type = types[i]};
        usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_EVENT, &event, sizeof event);
    }
    struct sctp_paddrparams path;
    memset(&path, 0, sizeof path);
    path.spp_flags = SPP_PMTUD_DISABLE;
    path.spp_pathmtu = (uint32_t)mtu;
    usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_PEER_ADDR_PARAMS, &path, sizeof path);
}

int cusrsctp_open(uint16_t local_port, uint16_t remote_port, int mtu, int is_passive) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
    if (peer_count == MAX_PEERS) return 0;
    int number = ++peer_count;
    struct peer *peer = &peers[number - 1];
    void *context = (void *)(uintptr_t)number;
    usrsctp_register_address(context);
    struct socket *socket = usrsctp_socket(AF_CONN, SOCK_STREAM, IPPROTO_SCTP, on_receive, NULL, 0, context);
    if (!socket) return 0;
    set_options(socket, mtu);
    struct sockaddr_conn local = make_address(number, local_port);
    if (usrsctp_bind(socket, (struct sockaddr *)&local, sizeof local)) return 0;
    if (is_passive) {
        peer->listener = socket;
        return usrsctp_listen(socket, 1) ? 0 : number;
    }
    peer->socket = socket;
    struct sockaddr_conn remote = make_address(number, remote_port);
    if (usrsctp_connect(socket, (struct sockaddr *)&remote, sizeof remote) && errno != EINPROGRESS) return 0;
    return number;
}

// The socket of the association; a passive end has one only when the peer has come.
static struct socket *socket_of(struct peer *peer) {
    if (!peer->socket && peer->listener) peer->socket = usrsctp_accept(peer->listener, NULL, NULL);
    return peer->socket;
}

void cusrsctp_close(int number) {
    struct peer *peer = find(number);
    if (!peer) return;
    struct linger linger = {1, 0};
    if (peer->socket) usrsctp_setsockopt(peer->socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    if (peer->socket) usrsctp_close(peer->socket);
    if (peer->listener) usrsctp_close(peer->listener);
    peer->socket = peer->listener = NULL;
    usrsctp_deregister_address((void *)(uintptr_t)number);
    struct item *item;
    while ((item = pop(&peer->packets))) free(item);
    while ((item = pop(&peer->events))) free(item);
    free(peer->partial);
    peer->partial = NULL;
}

int cusrsctp_shutdown(int number) {
    struct peer *peer = find(number);
    struct socket *socket = peer ? socket_of(peer) : NULL;
    if (!socket) return ENOTCONN;
    return usrsctp_shutdown(socket, SHUT_WR) ? errno : 0;
}

void cusrsctp_input(int number, const uint8_t *bytes, size_t count) {
    usrsctp_conninput((void *)(uintptr_t)number, bytes, count, 0);
}

size_t cusrsctp_output(int number, uint8_t *bytes, size_t capacity) {
    struct peer *peer = find(number);
    struct item *item = peer ? pop(&peer->packets) : NULL;
    if (!item) return 0;
    size_t count = item->event.count;
    if (count > capacity) abort();
    memcpy(bytes, item->bytes, count);
    free(item);
    return count;
}

int cusrsctp_send(int number, uint16_t stream, uint32_t protocol_id, int is_unordered, enum cusrsctp_limit limit,
                  uint32_t value, const uint8_t *bytes, size_t count) {
    struct peer *peer = find(number);
    struct socket *socket = peer ? socket_of(peer) : NULL;
    if (!socket) return ENOTCONN;
    struct sctp_sendv_spa spa;
    memset(&spa, 0, sizeof spa);
    spa.sendv_flags = SCTP_SEND_SNDINFO_VALID;
    spa.sendv_sndinfo.snd_sid = stream;
    spa.sendv_sndinfo.snd_ppid = htonl(protocol_id);
    spa.sendv_sndinfo.snd_flags = SCTP_EOR | (is_unordered ? SCTP_UNORDERED : 0);
    if (limit != CUSRSCTP_RELIABLE) {
        spa.sendv_flags |= SCTP_SEND_PRINFO_VALID;
        spa.sendv_prinfo.pr_policy = limit == CUSRSCTP_LIFETIME ? SCTP_PR_SCTP_TTL : SCTP_PR_SCTP_RTX;
        spa.sendv_prinfo.pr_value = value;
    }
    return usrsctp_sendv(socket, bytes, count, NULL, 0, &spa, sizeof spa, SCTP_SENDV_SPA, 0) < 0 ? errno : 0;
}

int cusrsctp_reset(int number, uint16_t stream) {
    struct peer *peer = find(number);
    struct socket *socket = peer ? socket_of(peer) : NULL;
    if (!socket) return ENOTCONN;
    union {
        struct sctp_reset_streams head;
        uint8_t bytes[sizeof(struct sctp_reset_streams) + sizeof(uint16_t)];
    } reset;
    memset(&reset, 0, sizeof reset);
    reset.head.srs_assoc_id = SCTP_ALL_ASSOC;
    reset.head.srs_flags = SCTP_STREAM_RESET_OUTGOING;
    reset.head.srs_number_streams = 1;
    memcpy(reset.bytes + sizeof reset.head, &stream, sizeof stream);
    socklen_t count = sizeof reset.head + sizeof stream;
    return usrsctp_setsockopt(socket, IPPROTO_SCTP, SCTP_RESET_STREAMS, &reset, count) ? errno : 0;
}

struct cusrsctp_event cusrsctp_next(int number, uint8_t *bytes, size_t capacity) {
    struct peer *peer = find(number);
    struct item *item = peer ? pop(&peer->events) : NULL;
    struct cusrsctp_event event = {0};
    if (!item) return event;
    event = item->event;
    if (event.count > capacity) abort();
    if (event.count > 0) memcpy(bytes, item->bytes, event.count);
    free(item);
    return event;
}

void cusrsctp_advance(uint32_t milliseconds) {
    usrsctp_handle_timers(milliseconds);
}
