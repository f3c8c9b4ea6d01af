# SPDX-License-Identifier: MIT
"""What an authenticated peer may send over DTLS in place of SCTP: noise, and packets that break its rules.

`noise` is dropped by any receiver: random bytes, cut packets, wrong checksums and tags. A receiver may end the
association for `violations`, which have the right checksum and tag; nothing else may come of them.
"""

import random
import struct

from google_crc32c import value as crc32c

DATA, INIT, SACK, HEARTBEAT, ERROR, COOKIE_ECHO, SHUTDOWN_ACK, RECONFIG, FORWARD_TSN = 0, 1, 3, 4, 9, 10, 8, 130, 192


def packet(association, chunks, tag=None, checksum=None):
    """With the ports and the tag that the receiver expects, unless told otherwise."""
    verification = association._remote_verification_tag if tag is None else tag
    head = struct.pack("!HHL", association._local_port, association._remote_port, verification)
    whole = head + bytes(4) + chunks
    return head + struct.pack("<L", crc32c(whole) if checksum is None else checksum) + chunks


def chunk(kind, body, flags=0, length=None):
    size = 4 + len(body) if length is None else length
    return struct.pack("!BBH", kind, flags, size) + body + bytes(-len(body) % 4)


def noise(association, generator):
    data = chunk(DATA, generator.randbytes(generator.randrange(16, 1000)), 3)
    cut = packet(association, data)
    return generator.choice(
        [
            generator.randbytes(generator.randrange(1, 1150)),
            cut[: generator.randrange(1, len(cut))],
            packet(association, data, checksum=generator.getrandbits(32)),
            packet(association, data, tag=generator.getrandbits(31)),
            packet(association, b"", tag=0),
        ]
    )


def violation(association, generator):
    tsn = (association._local_tsn + generator.randrange(1, 1 << 30)) % (1 << 32)
    numbers = generator.randbytes(generator.randrange(1, 64))
    chunks = [
        chunk(DATA, struct.pack("!LHHL", tsn, 0, 0, 51), 3),
        chunk(DATA, b"\1\2\3", 3),
        chunk(DATA, struct.pack("!LHHL", tsn, 65_535, 9, 51) + numbers, 3),
        chunk(SACK, struct.pack("!LLHH", tsn, 1 << 20, 9_000, 9_000)),
        chunk(SACK, numbers),
        chunk(HEARTBEAT, struct.pack("!HH", 1, 60_000) + numbers),
        chunk(RECONFIG, struct.pack("!HH", 13, 3) + numbers),
        chunk(FORWARD_TSN, struct.pack("!L", tsn) + numbers),
        chunk(INIT, numbers),
        chunk(COOKIE_ECHO, numbers),
        chunk(SHUTDOWN_ACK, numbers),
        chunk(ERROR, struct.pack("!HH", 1, 2)),
        chunk(generator.randrange(256), numbers, generator.randrange(256), length=generator.choice([0, 3, 65_535])),
        chunk(generator.choice([63, 127, 191, 255]), numbers),
    ]
    return packet(association, generator.choice(chunks))


async def attack(connection, kind, count, seed=1):
    """Sends so many of them from this side of an aiortc connection."""
    generator, association = random.Random(seed), connection.sctp
    make = {"noise": noise, "violations": violation}[kind]
    for _ in range(count):
        await association.transport._send_data(make(association, generator))
