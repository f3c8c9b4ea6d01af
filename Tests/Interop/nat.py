# SPDX-License-Identifier: MIT
"""A NAT between an aiortc client and the relay, which can fall silent and take another port: a phone on the move."""

import asyncio
import re
import socket

from voice_client import VoiceClient

HERE = "127.0.0.1"
CANDIDATES = re.compile(r"(?:a=candidate:.*\r\n)+")
PORT_HERE = re.compile(r"a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 (\d+) typ host")


class Nat:
    """Carries datagrams between whoever sends to its `port` and one port of the relay's."""

    def __init__(self, relay_port):
        self.relay, self.client, self.is_silent = (HERE, relay_port), None, False
        self.inside, self.outside = self.bind(self.leave), self.bind(self.enter)
        self.port = self.inside.getsockname()[1]

    def bind(self, take):
        made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        made.setblocking(False)
        made.bind((HERE, 0))
        asyncio.get_running_loop().add_reader(made, self.read, made, take)
        return made

    def read(self, source, take):
        data, sender = source.recvfrom(2048)
        if not self.is_silent:
            take(data, sender)

    def leave(self, data, sender):
        self.client = sender
        self.outside.sendto(data, self.relay)

    def enter(self, data, _):
        if self.client:
            self.inside.sendto(data, self.client)

    def move(self):
        """From now on, the relay sees another port, and what it sends to the old one is lost."""
        old, self.outside = self.outside, self.bind(self.enter)
        self.unbind(old)

    def unbind(self, bound):
        asyncio.get_running_loop().remove_reader(bound)
        bound.close()

    def close(self):
        self.unbind(self.inside)
        self.unbind(self.outside)


class NatClient(VoiceClient):
    """A caller whose only way to the relay is its `nat`, which is there with the answer."""

    nat = None

    async def accept(self, answer):
        text = answer.decode()
        self.nat = Nat(int(PORT_HERE.search(text).group(1)))
        candidate = f"a=candidate:1 1 udp 2130706431 {HERE} {self.nat.port} typ host\r\n"
        await super().accept(CANDIDATES.sub(candidate, text).encode())

    async def __aexit__(self, *arguments):
        await super().__aexit__(*arguments)
        if self.nat:
            self.nat.close()
