# SPDX-License-Identifier: MIT
"""Calls from Tests/MediaLoad with the loopback of a relay of one loop; what they cost is read from /proc.

    python3 Benchmarks/media.py FOLDER CALLS      FOLDER has the binaries; Benchmarks/media.sh builds them

The first calls only warm the relay up. A packet is one that comes in, is opened, waits for the echo's delay, and goes
out, sealed anew. The clients' own cost stands beside it: they do the same work once more, with a full ICE agent each.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
TALK_SECONDS = 5


class Child:
    def __init__(self, *arguments, **options):
        self.process = subprocess.Popen([str(argument) for argument in arguments], text=True, **options)

    def cpu(self):
        """In seconds."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        """In KiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise SystemExit("no VmRSS")

    def step(self, words):
        print(words, file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if answer.get("failed"):
            raise SystemExit(f"{words}: {answer}")
        return answer


def measure(folder, calls):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.NamedTemporaryFile("w", suffix=".json5") as configuration:
        listen = f'listen: "127.0.0.1:{port}", loops: 1'
        configuration.write(f'{{ {listen}, providers: {{ loopback: {{ kind: "loopback" }} }} }}')
        configuration.flush()
        relay = Child(folder / "sdprelay", "serve", "--config", configuration.name, stderr=subprocess.PIPE)
        relay.process.stderr.readline()
        # Nobody reads what follows, so it goes where it cannot fill a pipe.
        subprocess.Popen(["cat"], stdin=relay.process.stderr, stdout=subprocess.DEVNULL)
        load = Child(
            folder / "media-load", f"http://127.0.0.1:{port}", stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        load.step("connect 20")
        load.step("close 20")
        cpu, own, memory = relay.cpu(), load.cpu(), relay.resident()
        load.step(f"connect {calls + 20}")
        print(f"set-up: {(relay.cpu() - cpu) / calls * 1e3:.2f} ms of CPU for each call", end="")
        print(f" (the client: {(load.cpu() - own) / calls * 1e3:.2f} ms)")
        print(f"memory: {(relay.resident() - memory) / calls:.0f} KiB for each idle call")
        cpu = relay.cpu()
        before = load.step("wait 2")
        print(f"idle: {(relay.cpu() - cpu) / 2 / calls * 1e6:.0f} µs of CPU for each call and second")
        cpu, own = relay.cpu(), load.cpu()
        load.step(f"talk {TALK_SECONDS}")
        after = load.step("wait 1")
        received = after["received"] - before["received"]
        sent = after["sent"] - before["sent"]
        print(f"audio: {(relay.cpu() - cpu) / received * 1e6:.1f} µs of CPU for each packet there and back", end="")
        print(f" (the client: {(load.cpu() - own) / received * 1e6:.1f} µs), {received} of {sent} came back")
        load.step(f"close {calls}")
        load.process.stdin.close()
        load.process.wait()
        relay.process.terminate()
        relay.process.wait()


if __name__ == "__main__":
    measure(Path(sys.argv[1]), int(sys.argv[2]))
