# SPDX-License-Identifier: MIT
"""A caller made with GStreamer's webrtcbin: gstreamer/peer.py in a process of its own, and what it has told."""

import asyncio
import json
import os

from harness import HERE, READY_LIMIT_SECONDS, Failure

# Debian's Python, whose packages have GStreamer's bindings.
PYTHON = os.environ.get("SYSTEM_PYTHON", "/usr/bin/python3")
# A message of several JSON lines' worth must fit.
LINE_LIMIT = 1 << 20


class WebRTCBinCaller:
    """One call from webrtcbin's side. Use as an async context manager: leaving it ends the process."""

    def __init__(self, bench, name):
        # What it and libnice complain of is in a file, for those who look for the cause of a failure.
        self.log_path = bench.directory / f"{name}.err"
        self.told = []
        self.changed = asyncio.Condition()

    async def __aenter__(self):
        with self.log_path.open("wb") as log:
            self.child = await asyncio.create_subprocess_exec(
                *[PYTHON, str(HERE / "gstreamer" / "peer.py")],
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                limit=LINE_LIMIT,
            )
        self.reader = asyncio.ensure_future(self.read())
        try:
            self.offer = (await self.tells("offer"))["offer"].encode()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_):
        # The end of its input ends it.
        self.child.stdin.close()
        try:
            async with asyncio.timeout(5):
                await self.child.wait()
        except TimeoutError:
            self.child.kill()
            await self.child.wait()
        await self.reader

    async def read(self):
        async for line in self.child.stdout:
            async with self.changed:
                self.told.append(json.loads(line))
                self.changed.notify_all()
        async with self.changed:
            self.told.append({"ended": True})
            self.changed.notify_all()

    async def tells(self, name, value=None, also=lambda _: True, after=0):
        """Waits for a line with that member (of that value), the first `after` lines left out."""
        try:
            async with asyncio.timeout(READY_LIMIT_SECONDS), self.changed:
                while True:
                    for line in self.told[after:]:
                        if name in line and value in (None, line[name]) and also(line):
                            return line
                        if "ended" in line or "failure" in line:
                            raise Failure(f"webrtcbin told {line}, not {name} {value or ''}: {self.tail()}")
                    await self.changed.wait()
        except TimeoutError:
            raise Failure(f"webrtcbin did not tell of {name} {value or ''}: {self.told[-5:]}; {self.tail()}") from None

    def tail(self):
        return self.log_path.read_text("utf-8", "replace")[-600:]

    async def command(self, **members):
        self.child.stdin.write(json.dumps(members).encode() + b"\n")
        await self.child.stdin.drain()

    async def accept(self, answer):
        await self.command(answer=answer.decode())

    async def wait_until_open(self):
        await self.tells("opened", "oai-events")
        await self.tells("opened", "echo")

    async def next_event(self, kind):
        """The first event of that type."""
        line = await self.tells("message", "oai-events", lambda line: json.loads(line["text"])["type"] == kind)
        return json.loads(line["text"])

    async def echo(self, **message):
        """Sends a message on the other channel; gives what comes back."""
        after = len(self.told)
        await self.command(send="echo", **message)
        return await self.tells("message", "echo", after=after)
