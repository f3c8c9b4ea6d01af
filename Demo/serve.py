#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Starts the relay in front of a stand-in for the provider, to be called from the relay's console.

No key and no account are needed. The stand-in echoes the microphone and the messages, and answers response.create
with a canned text. Ctrl-C stops everything.
"""

import argparse
import json
import secrets
import signal
import subprocess
import sys
import tempfile
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
    log: { format: "text" },
}
"""


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
    upstream, upstream_port = start_stand_in(key)
    children.append(upstream)
    values = {
        "RELAY_PORT": options.relay_port,
        "UPSTREAM_PORT": upstream_port,
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
        url = f"http://127.0.0.1:{options.relay_port}"
        wait_until_ready(relay, url)
        print(f"\nOpen {url}/ in a browser.\n", flush=True)
        relay.wait()
        raise Failure(f"the relay ended with {relay.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--relay", required=True, help="the sdprelay binary")
    parser.add_argument("--relay-port", type=int, default=8080)
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
