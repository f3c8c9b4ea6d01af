# SPDX-License-Identifier: MIT
"""A caller in a process of its own, so that it can be killed.

    .venv/bin/python Tests/Interop/bridge_caller.py URL KEY

Calls, and prints the answer's Location once events pass; then it talks until it is ended.
"""

import asyncio
import sys

import aiohttp

from voice_client import VoiceClient


async def main(url, key):
    async with VoiceClient() as client, aiohttp.ClientSession() as http:
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {key}"}
        async with http.post(url, data=client.offer, headers=headers) as response:
            location = response.headers["Location"]
            await client.accept(await response.read())
        await client.wait_until_open()
        await client.next_event("session.created")
        print(location, flush=True)
        await client.closed.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
