# SPDX-License-Identifier: MIT
"""An aiortc peer that does not read: its SCTP window fills up, and opens again when it reads on."""


class SlowReader:
    """Holds back what comes on all channels, where usrsctp and dcsctp would: in the window of the association."""

    def __init__(self, connection):
        self.association = connection.sctp
        self.find_stream = self.association._get_inbound_stream
        self.is_reading = True
        self.association._get_inbound_stream = self.stream
        self.take_chunk = self.association._receive_data_chunk
        self.association._receive_data_chunk = self.take_if_room

    @property
    def window(self):
        """How many bytes the peer may still send."""
        return self.association._advertised_rwnd

    async def take_if_room(self, chunk):
        # Without room, new data is dropped and the window told again (RFC 9260, section 6.2); aiortc would keep it.
        if not self.is_reading and self.window < len(chunk.user_data):
            self.association._sack_needed = True
        else:
            await self.take_chunk(chunk)

    def stream(self, number):
        stream = self.find_stream(number)
        if not hasattr(stream, "pop_all"):
            stream.pop_all = stream.pop_messages
            stream.pop_messages = lambda: stream.pop_all() if self.is_reading else iter(())
        return stream

    def pause(self):
        self.is_reading = False

    async def read_on(self):
        """Takes what has come, and tells the peer of the room that there is now."""
        self.is_reading = True
        for number in list(self.association._inbound_streams):
            for message in self.stream(number).pop_messages():
                self.association._advertised_rwnd += len(message[2])
                await self.association._receive(*message)
        await self.association._send_sack()
