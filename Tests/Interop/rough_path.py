# SPDX-License-Identifier: MIT
"""What may go wrong on the way between an aiortc peer and the other one: nothing yet, some loss, nothing any more.

aiortc has no public door to the path under DTLS. Checks of ICE itself do not come by here: a path that loses all of its
datagrams still keeps its consent.
"""

import asyncio
import random


class RoughPath:
    """Made before the connection starts."""

    def __init__(self, connection, seed=1):
        transceivers = connection.getTransceivers()
        self.ice = (transceivers[0].receiver if transceivers else connection.sctp).transport.transport
        self.start, self.send, self.receive = self.ice.start, self.ice._send, self.ice._recv
        self.generator = random.Random(seed)
        self.gate = asyncio.Event()
        self.gate.set()
        self.lost_share = 0.0
        self.lost = 0
        self.ice.start, self.ice._send, self.ice._recv = self.start_later, self.send_some, self.receive_some

    def hold(self):
        """No check of ICE is sent or answered until `release`."""
        self.gate.clear()

    def release(self):
        self.gate.set()

    def lose(self, share):
        """From now on, this share of datagrams is lost in each direction."""
        self.lost_share = share

    async def start_later(self, parameters):
        await self.gate.wait()
        await self.start(parameters)

    def is_lost(self):
        lost = self.generator.random() < self.lost_share
        self.lost += lost
        return lost

    async def send_some(self, data):
        if not self.is_lost():
            await self.send(data)

    async def receive_some(self):
        while True:
            data = await self.receive()
            if not self.is_lost():
                return data
