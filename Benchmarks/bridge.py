# SPDX-License-Identifier: MIT
"""What calls cost whose media a relay terminates, beside SMG (PyPI `smg`) and beside direct mode, in one run.

    python3 Benchmarks/bridge.py FOLDER SMG [CALLS]     FOLDER has the binaries, SMG is its program: Benchmarks/bridge.sh

The server under test has one core. On the other are the callers, Tests/MediaLoad, and the provider, which is the loopback of
a relay of its own that sends each packet straight back. In direct mode the callers talk to the provider itself: what is
measured there is what callers and provider add. Times are only shown: they depend on the machine and on what else it does.
"""

import json
import select
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from harness import process
from harness.servers import Server

TARGET = "/v1/realtime/calls?model=gpt-realtime"
KEY = "sk-benchmark"
SET_UPS_AT_ONCE = (1, 10, 50)
TALK_SECONDS, EVENTS = 5, 100
STEP_LIMIT_SECONDS = 45
STUN_PORT, STUN_COOKIE = 19302, b"\x21\x12\xa4\x42"

PROVIDER = """{
    listen: "127.0.0.1:PORT", loops: 1, default_provider: "loopback",
    providers: { loopback: { kind: "loopback", echo_delay: "0s" } },
}"""
RELAY = """{
    listen: "127.0.0.1:PORT", loops: 1, default_provider: "provider",
    providers: { provider: { kind: "compatible", base_url: "BASE_URL", media: "MEDIA" } },
    bridge: { setups_per_second: 1000 },
}"""


def default_address():
    """The machine's address toward others, which SMG's candidates have; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


class Relay(Server):
    """sdprelay with a configuration."""

    def __init__(self, folder, program, configuration, core=process.SERVER_CORE):
        super().__init__(folder, core)
        path = self.folder / "relay.json5"
        path.write_text(configuration.replace("PORT", str(self.port)))
        self.launch(program, "serve", "--config", path, stdout=subprocess.DEVNULL, stderr=(self.folder / "log").open("wb"))


class StunResponder(threading.Thread):
    """Tells whoever asks its address: SMG asks stun.l.google.com before each call, and waits 3 s where nobody answers."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((default_address(), STUN_PORT))
        self.start()

    def run(self):
        while True:
            request, (address, port) = self.socket.recvfrom(2048)
            # RFC 8489, section 14.2: the address and port, mixed with the magic cookie.
            mixed = bytes(a ^ b for a, b in zip(port.to_bytes(2) + socket.inet_aton(address), STUN_COOKIE[:2] + STUN_COOKIE))
            attribute = b"\x00\x20\x00\x08\x00\x01" + mixed
            head = b"\x01\x01" + len(attribute).to_bytes(2) + request[4:20]
            self.socket.sendto(head + attribute, (address, port))


class SMG(Server):
    """SMG as its own launcher starts it, for any model and with callers' keys passed on."""

    name = "smg"

    def __init__(self, folder, program, provider):
        super().__init__(folder, process.SERVER_CORE)
        hosts = self.folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n{default_address()} stun.l.google.com\n")
        # A mount namespace of its own, in which that name is this machine's.
        inside = f"mount --bind {hosts} /etc/hosts && exec \"$@\""
        arguments = ["launch", "--backend", "openai", "--worker-urls", f"http://127.0.0.1:{provider.port}"]
        arguments += ["--host", "127.0.0.1", "--port", str(self.port), "--history-backend", "none"]
        log = (self.folder / "log").open("wb")
        self.launch("unshare", "-rm", "sh", "-c", inside, "sh", program, *arguments, stdout=log, stderr=log)


class Unfinished(Exception):
    """A step that the callers have not got to the end of: something was lost on the way."""


class Load:
    """Tests/MediaLoad on the other core, step by step."""

    def __init__(self, program, port):
        words = [str(program), f"http://127.0.0.1:{port}", TARGET, KEY, default_address()]
        command = ["taskset", "-c", str(process.LOAD_CORE), *words]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def step(self, words):
        print(words, file=self.process.stdin, flush=True)
        ready, _, _ = select.select([self.process.stdout], [], [], STEP_LIMIT_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise Unfinished(words)
        return json.loads(line)

    def stop(self):
        process.stop(self.process)


class Costs:
    """What a server costs in a stretch of time."""

    def __init__(self, server):
        self.server, self.cpu = server, server.cpu_nanoseconds()

    def percent_per_call(self, seconds, calls):
        return (self.server.cpu_nanoseconds() - self.cpu) / 1e9 / seconds / calls * 100


def milliseconds(spread):
    """Median and 99th of 100."""
    return f"{spread[0] / 1000:.2f} / {spread[1] / 1000:.2f} ms" if spread else "none"


def measure(server, load, calls, figures):
    load.step("connect 4")
    load.step("close 4")
    load.step("wait 1")
    # Before the waves: what they leave behind is used again by later calls.
    before, connected = server.resident_bytes(), 4 + calls
    load.step(f"connect {connected} 10")
    load.step("wait 1")
    figures["resident memory per call"] = f"{(server.resident_bytes() - before) / calls / 1024:.0f} KiB"
    load.step(f"close {calls}")
    for at_once in SET_UPS_AT_ONCE:
        connected += max(50, at_once)
        times = load.step(f"connect {connected} {at_once}")
        figures[f"POST to answer, {at_once} at once"] = milliseconds(times["answer_us"])
        figures[f"POST to events, {at_once} at once"] = milliseconds(times["events_us"])
        load.step(f"close {times['ready']}")
    connected += calls
    figures["calls that failed"] = str(load.step(f"connect {connected} 10")["failed"])
    load.step("wait 1")
    costs = Costs(server)
    before = load.step("wait 3")
    figures["CPU per idle call"] = f"{costs.percent_per_call(3, calls):.3f} % of a core"
    costs = Costs(server)
    talked = load.step(f"talk {TALK_SECONDS}")
    percent = costs.percent_per_call(TALK_SECONDS, calls)
    figures["CPU per call with audio"] = f"{percent:.3f} % of a core"
    figures["audio there and back"] = milliseconds(talked["audio_us"])
    sent, received = talked["sent"] - before["sent"], load.step("wait 1")["received"] - before["received"]
    figures["packets sent and come back"] = f"{sent} / {received}"
    if percent > 0.02:
        # Each packet comes in at one side and goes out at the other, and so does its echo.
        figures["packets forwarded per core and second"] = f"{2 * received / TALK_SECONDS / (percent * calls / 100):,.0f}"
    asked = load.step(f"ask {EVENTS}")
    figures["event there and back, all calls at once"] = milliseconds(asked["events_us"])
    figures["questions answered per second"] = f"{asked['answered'] / asked['nanoseconds'] * 1e9:,.0f}"


def measure_delay(_, load, calls, figures):
    """Delays of a single call: what a relay adds when nothing else is to be done."""
    load.step(f"connect {calls}")
    figures["event there and back, one call"] = milliseconds(load.step(f"ask {EVENTS}")["events_us"])
    figures["audio there and back, one call"] = milliseconds(load.step("talk 3")["audio_us"])


def main(folder, smg, calls):
    process.prepare_machine()
    table = {}
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        provider = Relay(place / "provider", folder / "sdprelay", PROVIDER, core=process.LOAD_CORE)
        base = RELAY.replace("BASE_URL", f"http://127.0.0.1:{provider.port}")
        servers = {
            "direct": lambda: Relay(place / "direct", folder / "sdprelay", base.replace("MEDIA", "direct")),
            "bridge": lambda: Relay(place / "bridge", folder / "sdprelay", base.replace("MEDIA", "bridge")),
            "SMG": lambda: SMG(place / "smg", smg, provider),
        }
        try:
            StunResponder()
            for name, start in servers.items():
                server = start()
                try:
                    table[name] = figures = {}
                    for task, count in ((measure, calls), (measure_delay, 1)):
                        load = Load(folder / "media-load", server.port)
                        try:
                            task(server, load, count, figures)
                        except Unfinished as words:
                            figures["gave up at"] = str(words)
                        finally:
                            load.stop()
                finally:
                    server.stop()
        finally:
            provider.stop()
    show(table)


def show(table):
    names = list(table)
    rows = list(dict.fromkeys(row for figures in table.values() for row in figures))
    print("| |", " | ".join(names), "|")
    print("| --- |", " | ".join("---" for _ in names), "|")
    for row in rows:
        print(f"| {row} |", " | ".join(table[name].get(row, "") for name in names), "|")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20)
