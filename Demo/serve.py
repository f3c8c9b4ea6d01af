#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Starts the relay in front of a stand-in for the provider, and a page to call it from.

No key and no account are needed. The stand-in echoes the microphone and the messages, and answers response.create
with a canned text. Ctrl-C stops everything.
"""

import argparse
import http.server
import json
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAND_IN = HERE.parent / "Tests" / "Interop" / "upstream.py"
READY_LIMIT_SECONDS = 30

CONFIGURATION = """\
// Written by the demo.
{
    listen: "127.0.0.1:RELAY_PORT",
    default_provider: "openai",
    providers: {
        openai: {
            kind: "openai",
            base_url: "http://127.0.0.1:UPSTREAM_PORT",
            keys: [{ value: "PROVIDER_KEY" }],
            allow_private_network: true,
        },
    },
    cors: { origins: ["http://127.0.0.1:PAGE_PORT", "http://localhost:PAGE_PORT"] },
    log: { format: "text" },
}
"""


class Page(http.server.SimpleHTTPRequestHandler):
    """Serves this folder's page, and tells it where the relay is."""

    relay_url = ""

    def __init__(self, *arguments):
        super().__init__(*arguments, directory=str(HERE))

    def do_GET(self):
        if self.path == "/relay.json":
            body = json.dumps({"url": self.relay_url}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        elif self.path.split("?")[0] in ("/", "/index.html"):
            super().do_GET()
        else:
            self.send_error(404)

    def log_message(self, *_):
        pass


class Failure(Exception):
    """A part of the demo that did not start."""


def start_stand_in(key):
    arguments = [sys.executable, STAND_IN, "--port", "0", "--key", key]
    child = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, start_new_session=True)
    line = child.stdout.readline()
    if not line:
        raise Failure("the stand-in did not start; its error is above")
    return child, json.loads(line)["port"]


def wait_until_ready(relay, url):
    deadline = time.monotonic() + READY_LIMIT_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while relay.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(url + "/readyz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise Failure(f"the relay is not ready at {url}; its error is above")


def stop(children):
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()


def run(options, children):
    key = "sk-demo-" + secrets.token_hex(16)
    # The port first: if it is taken, nothing else need start.
    try:
        page = http.server.ThreadingHTTPServer(("127.0.0.1", options.page_port), Page)
    except OSError as error:
        raise Failure(f"port {options.page_port} for the page: {error.strerror}; choose one with --page-port") from None
    upstream, upstream_port = start_stand_in(key)
    children.append(upstream)
    values = {
        "RELAY_PORT": options.relay_port,
        "UPSTREAM_PORT": upstream_port,
        "PAGE_PORT": page.server_port,
        "PROVIDER_KEY": key,
    }
    configuration = CONFIGURATION
    for name, value in values.items():
        configuration = configuration.replace(name, str(value))
    with tempfile.TemporaryDirectory(prefix="sdprelay-demo-") as folder:
        path = Path(folder, "sdprelay.json5")
        path.write_text(configuration)
        command = [options.relay, "serve", "--config", path]
        relay = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        children.insert(0, relay)
        Page.relay_url = f"http://127.0.0.1:{options.relay_port}"
        wait_until_ready(relay, Page.relay_url)
        threading.Thread(target=page.serve_forever, daemon=True).start()
        print(f"\nOpen http://127.0.0.1:{page.server_port}/ in a browser. The relay is {Page.relay_url}.\n", flush=True)
        relay.wait()
        raise Failure(f"the relay ended with {relay.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--relay", required=True, help="the sdprelay binary")
    parser.add_argument("--relay-port", type=int, default=8080)
    parser.add_argument("--page-port", type=int, default=8090, help="0 picks a free one")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children = []
    try:
        run(options, children)
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
        return 0
    finally:
        stop(children)


if __name__ == "__main__":
    sys.exit(main())
