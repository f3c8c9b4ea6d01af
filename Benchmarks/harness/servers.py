# SPDX-License-Identifier: MIT
"""The upstream, and the two servers in front of it that are compared."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from string import Template

from . import exchange, process

CONFIGURATION = Path(__file__).resolve().parents[1] / "configuration"
START_LIMIT_SECONDS = 20


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def filled(name, folder, **values):
    """Writes a configuration from its template; the path of what was written."""
    path = Path(folder) / name
    path.write_text(Template((CONFIGURATION / name).read_text()).substitute(folder=folder, **values))
    return path


class Server:
    """A process that listens on a port."""

    name = ""

    def __init__(self, folder, core):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.core = core
        self.port = free_port()
        self.process = None

    def launch(self, *arguments, **options):
        self.process = process.start(self.core, *arguments, **options)
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while not self.is_listening():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not start; see {self.folder}")
            time.sleep(0.02)

    def is_listening(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def check(self):
        """One exchange from end to end, compared byte for byte."""
        client = exchange.Client(self.port)
        client.exchange()
        client.close()

    def cpu_nanoseconds(self):
        return process.cpu_nanoseconds(self.process.pid)

    def resident_bytes(self):
        return process.resident_bytes(self.process.pid)

    def stop(self):
        process.stop(self.process)


class Nginx(Server):
    def start_nginx(self, configuration, **values):
        path = filled(configuration, self.folder, port=self.port, **values)
        log = self.folder / "error.log"
        # Debian keeps nginx where only root's PATH looks.
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.launch(program, "-e", log, "-p", self.folder, "-c", path, stderr=subprocess.DEVNULL)


class Upstream(Nginx):
    """The provider's stand-in: one canned answer, at once or after `delay` seconds, and a count of requests."""

    name = "upstream"

    def __init__(self, folder, delay=None):
        super().__init__(folder, process.LOAD_CORE)
        text = exchange.answer().decode().replace("\r", "\\r").replace("\n", "\\n")
        action = f"return 201 \"{text}\";"
        wait = f"echo_read_request_body; echo_sleep {delay}; echo_exec @answer;" if delay else action
        self.start_nginx(
            "upstream.conf",
            path=exchange.PATH,
            location=f"{exchange.PATH}/{exchange.CALL_ID}",
            action=wait,
            answer=action,
        )
        self.counter = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.looks = 0

    def status(self):
        """How many requests have come, those for the status left out, and how many are being answered."""
        self.counter.request("GET", "/status")
        text = self.counter.getresponse().read().decode()
        self.looks += 1
        requests = int(re.search(r"^ \d+ \d+ (\d+) $", text, re.M)[1])
        writing = int(re.search(r"Writing: (\d+)", text)[1])
        return requests - self.looks, writing - 1


class Proxy(Nginx):
    """nginx with a plain `proxy_pass`: what moving the same bytes costs at least."""

    name = "nginx"

    def __init__(self, folder, upstream, *, logs=False, is_checked=True):
        super().__init__(folder, process.SERVER_CORE)
        log = f"{self.folder}/access.log combined" if logs else "off"
        self.start_nginx("proxy.conf", upstream=upstream.port, access_log=log)
        if is_checked:
            self.check()


class Relay(Server):
    """The relay with one loop, access keys and sealed call ids. Its log is always on; it goes nowhere, or to a file."""

    name = "sdprelay"
    configuration = "relay.json5"

    def __init__(self, folder, upstream, program, *, logs=False, is_checked=True, environment=None):
        super().__init__(folder, process.SERVER_CORE)
        values = {"port": self.port, "upstream": upstream.port, "access_key": exchange.ACCESS_KEY}
        path = filled(self.configuration, self.folder, **values)
        with open(self.folder / "relay.log" if logs else os.devnull, "ab") as log:
            variables = {**os.environ, **(environment or {})}
            self.launch(program, "serve", "--config", path, stdout=log, stderr=log, env=variables)
        if is_checked:
            self.check()


class OpenRelay(Relay):
    """The relay without access keys, handing out the provider's ids."""

    name = "sdprelay, open"
    configuration = "relay-open.json5"
