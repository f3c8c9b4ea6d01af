# SPDX-License-Identifier: MIT
"""A WHIP client (RFC 9725) on aiortc: one audio track out, a session that it ends by itself."""

import asyncio
import re

from aiortc import RTCPeerConnection, RTCSessionDescription

from harness import expect_equal
from voice_client import Tone

LINK = re.compile(r'<([^>]*)>((?:;\s*[a-z-]+="(?:[^"\\]|\\.)*")*)')
PARAMETER = re.compile(r';\s*([a-z-]+)="((?:[^"\\]|\\.)*)"')


def ice_servers(headers):
    """The servers that `Link` fields name (section 4.6), as (url, parameters)."""
    servers = []
    for value in headers.getall("Link", []):
        match = LINK.fullmatch(value)
        parameters = {name: re.sub(r"\\(.)", r"\1", text) for name, text in PARAMETER.findall(match[2])}
        if parameters.get("rel") == "ice-server":
            servers.append((match[1], parameters))
    return servers


class WHIPClient:
    """Publishes to an endpoint: `request(method, url, **)` does the HTTP."""

    def __init__(self, request, endpoint):
        self.request, self.endpoint = request, endpoint
        self.connection = RTCPeerConnection()
        self.session = self.answered = None

    async def publish(self):
        """POST of the offer, 201 with the answer, Location and ETag (section 4.2)."""
        self.connection.addTrack(Tone())
        self.connection.getTransceivers()[0].direction = "sendonly"
        await self.connection.setLocalDescription(await self.connection.createOffer())
        offer = self.connection.localDescription.sdp
        self.answered = await self.request(
            "POST", self.endpoint, data=offer.encode(), headers={"Content-Type": "application/sdp"}
        )
        expect_equal(self.answered.status, 201, f"status ({self.answered.body[:300]})")
        expect_equal(self.answered.headers["Content-Type"], "application/sdp", "content type")
        self.session = self.answered.headers["Location"]
        description = RTCSessionDescription(sdp=self.answered.body.decode(), type="answer")
        await self.connection.setRemoteDescription(description)
        return self.answered

    async def wait_until_connected(self):
        while self.connection.connectionState != "connected":
            await asyncio.sleep(0.02)

    async def unpublish(self):
        """DELETE of the session's URL (section 4.2)."""
        return await self.request("DELETE", self.session)

    async def close(self):
        await self.connection.close()
