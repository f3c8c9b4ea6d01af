# SPDX-License-Identifier: MIT
"""Calls from Tests/MediaLoad with the loopback of a relay of one loop; what they cost is read from /proc.

    python3 Benchmarks/media.py FOLDER CALLS      FOLDER has the binaries; Benchmarks/media.sh builds them

The first calls only warm the relay up. A packet is one that comes in, is opened, waits for the echo's delay, and goes
out, sealed anew. The clients' own cost stands beside it: they do the same work once more, with a full ICE agent each.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import process
from harness.servers import Server

TALK_SECONDS = 5
CONFIGURATION = '{ listen: "127.0.0.1:PORT", loops: 1, providers: { loopback: { kind: "loopback" } } }'


class LoopbackRelay(Server):
    """A relay of one loop that has no provider but the loopback."""

    name = "sdprelay"

    def __init__(self, folder, program):
        super().__init__(folder, process.SERVER_CORE)
        path = self.folder / "relay.json5"
        path.write_text(CONFIGURATION.replace("PORT", str(self.port)))
        self.launch(program, "serve", "--config", path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Load:
    """Tests/MediaLoad on its core, step by step."""

    def __init__(self, program, port):
        command = ["taskset", "-c", str(process.LOAD_CORE), str(program), f"http://127.0.0.1:{port}"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def cpu_nanoseconds(self):
        return process.cpu_nanoseconds(self.process.pid)

    def step(self, words):
        print(words, file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if answer.get("failed"):
            raise SystemExit(f"{words}: {answer}")
        return answer

    def stop(self):
        process.stop(self.process)


def measure(relay, load, calls):
    load.step("connect 20")
    load.step("close 20")
    cpu, own, memory = relay.cpu_nanoseconds(), load.cpu_nanoseconds(), relay.resident_bytes()
    load.step(f"connect {calls + 20}")
    print(f"set-up: {(relay.cpu_nanoseconds() - cpu) / calls / 1e6:.2f} ms of CPU for each call", end="")
    print(f" (the client: {(load.cpu_nanoseconds() - own) / calls / 1e6:.2f} ms)")
    print(f"memory: {(relay.resident_bytes() - memory) / calls / 1024:.0f} KiB for each idle call")
    cpu = relay.cpu_nanoseconds()
    before = load.step("wait 2")
    print(f"idle: {(relay.cpu_nanoseconds() - cpu) / 2 / calls / 1e3:.0f} µs of CPU for each call and second")
    cpu, own = relay.cpu_nanoseconds(), load.cpu_nanoseconds()
    load.step(f"talk {TALK_SECONDS}")
    after = load.step("wait 1")
    received = after["received"] - before["received"]
    sent = after["sent"] - before["sent"]
    print(f"audio: {(relay.cpu_nanoseconds() - cpu) / received / 1e3:.1f} µs of CPU for each packet there and back", end="")
    print(f" (the client: {(load.cpu_nanoseconds() - own) / received / 1e3:.1f} µs), {received} of {sent} came back")
    load.step(f"close {calls}")


def main(folder, calls):
    process.prepare_machine()
    with tempfile.TemporaryDirectory() as place:
        relay = LoopbackRelay(Path(place) / "relay", folder / "sdprelay")
        load = Load(folder / "media-load", relay.port)
        try:
            measure(relay, load, calls)
        finally:
            load.stop()
            relay.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
