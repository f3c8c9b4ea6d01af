#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sends datagrams that are nobody's to UDP sockets of the relay, from several ports, as fast as it takes them.

    hostile_udp.py --target ADDRESS/PORT... --ufrag UFRAG... --count COUNT [--seed SEED]

A process of its own, so that the callers of the test go on at their pace. It never lets more wait in the relay's socket
than fits: what the kernel drops says nothing about the relay. Prints, as JSON, how many of each kind were sent, how
many answers came, and how many datagrams the kernel dropped.
"""

import argparse
import collections
import json
import random
import socket
import struct
import time
import zlib

SOCKETS = 8
# How many are sent between two looks at the relay's socket; at most this many bytes may wait there then.
BURST = 250
BACKLOG_BYTES = 512 << 10

MAGIC_COOKIE = 0x2112A442


def stun(generator, ufrag, integrity, fingerprint=True):
    """A binding request that names the call, with the attributes of a real check and a wrong integrity."""

    def attribute(kind, value):
        return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)

    body = attribute(0x0006, f"{ufrag}:{generator.getrandbits(32):08x}".encode())
    # PRIORITY, ICE-CONTROLLING and USE-CANDIDATE, as the check that nominates has them.
    body += attribute(0x0024, generator.randbytes(4)) + attribute(0x802A, generator.randbytes(8))
    body += attribute(0x0025, b"")
    if integrity:
        body += attribute(0x0008, generator.randbytes(20))
    length = len(body) + (8 if fingerprint else 0)
    message = struct.pack("!HHI", 0x0001, length, MAGIC_COOKIE) + generator.randbytes(12) + body
    if fingerprint:
        message += attribute(0x8028, struct.pack("!I", zlib.crc32(message) ^ 0x5354554E))
    return message


def dtls(generator):
    """A record of a plausible kind and length, cut somewhere."""
    body = generator.randbytes(generator.randrange(1, 200))
    kind, version = generator.choice([20, 21, 22, 23]), generator.choice([0xFEFF, 0xFEFD])
    number = generator.getrandbits(16)
    record = struct.pack("!BHHHIH", kind, version, generator.randrange(3), 0, number, len(body)) + body
    return record[: generator.randrange(1, len(record))]


def srtp(generator):
    kind = generator.choice([111, 111 | 0x80, 200, 201])
    head = struct.pack("!BBHII", 0x80, kind, *(generator.getrandbits(bits) for bits in (16, 32, 32)))
    return head + generator.randbytes(generator.randrange(0, 170))


def sctp(generator):
    """A packet of the data channels' ports without the DTLS that it belongs into."""
    chunk = generator.randbytes(generator.randrange(0, 100))
    return struct.pack("!HHII", 5000, 5000, generator.getrandbits(32), generator.getrandbits(32)) + chunk


def hostile(generator, ufrags):
    """Pairs of a kind's name and what makes one."""

    def ufrag():
        return generator.choice(ufrags)

    def cut_check():
        message = stun(generator, ufrag(), True)
        return message[: generator.randrange(1, len(message))]

    return [
        ("random", lambda: generator.randbytes(generator.randrange(0, 1400))),
        ("forged check", lambda: stun(generator, ufrag(), True)),
        ("check without fingerprint", lambda: stun(generator, ufrag(), True, fingerprint=False)),
        ("check without integrity", lambda: stun(generator, ufrag(), False)),
        ("check of nobody", lambda: stun(generator, f"{generator.getrandbits(40):x}", True)),
        ("cut check", cut_check),
        ("cut DTLS", lambda: dtls(generator)),
        ("SRTP", lambda: srtp(generator)),
        ("SCTP without DTLS", lambda: sctp(generator)),
    ]


def kernel_queues(ports):
    """The bytes that wait in the relay's sockets on these ports, and the datagrams dropped for want of room."""
    waiting = dropped = 0
    for name in ("udp", "udp6"):
        with open(f"/proc/net/{name}") as table:
            for line in table.readlines()[1:]:
                fields = line.split()
                if int(fields[1].split(":")[1], 16) in ports:
                    waiting += int(fields[4].split(":")[1], 16)
                    dropped += int(fields[12])
    return waiting, dropped


def wait_for_room(ports, limit):
    while kernel_queues(ports)[0] > limit:
        time.sleep(0.0005)


def stranger(target):
    host, port = target.split("/")
    result = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
    result.connect((host, int(port)))
    result.setblocking(False)
    return result


def answers(strangers):
    """How many datagrams came to the senders."""
    count = 0
    for stranger in strangers:
        try:
            while True:
                stranger.recv(2048)
                count += 1
        except BlockingIOError:
            continue
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", nargs="+", required=True)
    parser.add_argument("--ufrag", nargs="+", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()

    generator = random.Random(options.seed)
    strangers = [stranger(target) for target in options.target for _ in range(SOCKETS)]
    ports = {int(target.split("/")[1]) for target in options.target}
    kinds = hostile(generator, options.ufrag)
    sent = collections.Counter()
    _, dropped_before = kernel_queues(ports)
    for number in range(options.count):
        if number % BURST == 0:
            wait_for_room(ports, BACKLOG_BYTES)
        name, make = kinds[number % len(kinds)]
        strangers[number % len(strangers)].send(make())
        sent[name] += 1
    wait_for_room(ports, 0)
    dropped = kernel_queues(ports)[1] - dropped_before
    print(json.dumps({"sent": sent, "answers": answers(strangers), "dropped": dropped}))


if __name__ == "__main__":
    main()
