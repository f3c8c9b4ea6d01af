# SPDX-License-Identifier: MIT
"""The interop test's own parts: named checks, processes, and the search for secrets in what the relay put out."""

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import aiohttp

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# A check that takes this long hangs. Generous: the test shares a small machine with builds and a browser.
CHECK_LIMIT_SECONDS = 180
READY_LIMIT_SECONDS = 60

# Checks in the order of their modules' import; each is (name, coroutine function taking a Bench).
CHECKS = []

# Those of them that mostly wait for long times to pass: they run beside all others, with stand-ins and relays of their own.
ALONGSIDE = set()


class Failure(AssertionError):
    """A check's expectation that did not hold; the text says what came instead."""


def check(name, alongside=False):
    """Registers a coroutine function as the check of that name."""

    def register(function):
        CHECKS.append((name, function))
        if alongside:
            ALONGSIDE.add(name)
        return function

    return register


def expect(condition, why):
    if not condition:
        raise Failure(why() if callable(why) else why)


def expect_equal(actual, wanted, what):
    expect(actual == wanted, lambda: f"{what}: {shown(actual)} instead of {shown(wanted)}")


def expect_same_bytes(actual, wanted, what):
    """For long bytes: says where they part rather than showing both."""
    if actual != wanted:
        pairs = zip(actual, wanted)
        at = next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(actual), len(wanted)))
        raise Failure(f"{what} differs at byte {at} ({len(actual)} bytes instead of {len(wanted)})")


def shown(value, limit=300):
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + "…"


class Report:
    """Prints a line per check and keeps the totals."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    async def run(self, name, body, verbose=False):
        try:
            async with asyncio.timeout(CHECK_LIMIT_SECONDS):
                await body
        except Exception as error:  # a broken check must not take the others with it
            self.failed += 1
            why = str(error) if isinstance(error, Failure) else f"{type(error).__name__}: {error}"
            print(f"not ok - {name}: {' '.join(why.split())}", flush=True)
            if verbose:
                traceback.print_exc()
        else:
            self.passed += 1
            print(f"ok - {name}", flush=True)

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


class Process:
    """A child in its own process group, its output in files, ended when the test ends."""

    def __init__(self, arguments, directory, name, environment=None):
        self.name = name
        self.stdout_path, self.stderr_path = directory / f"{name}.out", directory / f"{name}.err"
        self.child = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=self.stdout_path.open("wb"),
            stderr=self.stderr_path.open("wb"),
            start_new_session=True,
            env=environment,
        )

    def output(self):
        return self.stdout_path.read_bytes() + self.stderr_path.read_bytes()

    def tail(self):
        return self.output().decode("utf-8", "replace")[-600:]

    def ensure_running(self):
        expect(self.child.poll() is None, lambda: f"{self.name} ended with {self.child.returncode}: {self.tail()}")

    async def exit_code(self):
        return await asyncio.to_thread(self.child.wait)

    def stop(self):
        """Ends the child's whole group: a browser has children of its own."""
        for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.child.pid, number)
                self.child.wait(patience)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue


class Providers(Process):
    """providers/server.py as a separate process."""

    def __init__(self, directory, key):
        super().__init__([sys.executable, HERE / "providers" / "server.py", "--key", key], directory, "providers")
        self.base_url = None
        self.http = None

    async def start(self):
        self.base_url = f"http://127.0.0.1:{json.loads(await first_line(self))['port']}"
        self.http = aiohttp.ClientSession(self.base_url)

    async def seen(self, name):
        """The requests to one provider since `forget`, without its own part of the path."""
        async with self.http.get("/__seen") as response:
            entries = [entry for entry in await response.json() if entry["path"].startswith(f"/{name}/")]
        for entry in entries:
            entry["path"] = entry["path"].removeprefix(f"/{name}")
        return entries

    async def forget(self):
        async with self.http.delete("/__seen"):
            pass

    async def hold(self, name, is_held):
        async with self.http.put(f"/__hold/{name}", json=is_held):
            pass

    async def close(self):
        if self.http:
            await self.http.close()
        self.stop()


class StandIn(Process):
    """upstream.py as a separate process."""

    def __init__(self, directory, name, *options, tls_certificate=None):
        super().__init__([sys.executable, HERE / "upstream.py", "--port", "0", *options], directory, name)
        self.tls_certificate = tls_certificate
        self.base_url = None
        self.http = None

    async def start(self):
        port = json.loads(await first_line(self))["port"]
        if self.tls_certificate:
            import ssl

            context = ssl.create_default_context(cafile=str(self.tls_certificate))
            self.base_url = f"https://localhost:{port}"
            self.http = aiohttp.ClientSession(self.base_url, connector=aiohttp.TCPConnector(ssl=context))
        else:
            self.base_url = f"http://127.0.0.1:{port}"
            self.http = aiohttp.ClientSession(self.base_url)

    async def posts(self, at_least=0):
        """The POST requests received since `forget`, waiting until there are as many as asked."""
        async with self.http.get("/__seen", params={"posts": at_least}) as response:
            return [entry for entry in await response.json() if entry["method"] == "POST"]

    async def only_post(self):
        posts = await self.posts(1)
        expect_equal(len(posts), 1, "requests upstream")
        return posts[0]

    async def forget(self):
        async with self.http.delete("/__seen"):
            pass

    async def behave(self, **wanted):
        async with self.http.put("/__behaviour", json=wanted):
            pass

    async def close(self):
        if self.http:
            await self.http.close()
        self.stop()


async def first_line(process):
    """The first complete line a child prints; it prints one when it is ready."""
    async with asyncio.timeout(READY_LIMIT_SECONDS):
        while b"\n" not in (data := process.stdout_path.read_bytes()):
            process.ensure_running()
            await asyncio.sleep(0.05)
    return data.split(b"\n")[0]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Relay(Process):
    """The relay under test, with a configuration file of its own."""

    count = 0

    def __init__(self, binary, directory, configuration, environment=None):
        Relay.count += 1
        name = f"relay-{Relay.count}"
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.path = path = directory / f"{name}.json5"
        path.write_text(configuration.replace("LISTEN", f"127.0.0.1:{self.port}"))
        # A proxy in the environment must be ignored: nothing listens on the discard port.
        surroundings = {**os.environ, "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
        surroundings.pop("OPENAI_API_KEY", None)
        super().__init__(
            [binary, "serve", "--config", path], directory, name, {**surroundings, **(environment or {})}
        )

    def reload(self, configuration):
        """Writes another configuration and asks the relay to read it."""
        self.path.write_text(configuration.replace("LISTEN", f"127.0.0.1:{self.port}"))
        self.child.send_signal(signal.SIGHUP)

    async def logged(self, *texts):
        """Waits for a line of the log that contains all of the texts."""
        async with asyncio.timeout(READY_LIMIT_SECONDS):
            while True:
                for line in self.output().decode("utf-8", "replace").splitlines():
                    if all(text in line for text in texts):
                        return json.loads(line)
                await asyncio.sleep(0.02)

    async def wait_until_ready(self):
        last = "no connection"
        try:
            async with asyncio.timeout(READY_LIMIT_SECONDS), aiohttp.ClientSession(self.base_url) as http:
                while True:
                    self.ensure_running()
                    try:
                        async with http.get("/readyz") as response:
                            if response.status == 200:
                                return
                            last = f"/readyz says {response.status}"
                    except aiohttp.ClientError as error:
                        last = str(error)
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise Failure(f"the relay is not ready: {last}; {self.tail()}") from None


class Answered:
    """A response, whole."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def error(self):
        """The members of the error envelope; fails if the body is not one."""
        try:
            value = json.loads(self.body)["error"]
            value["message"], value["type"], value["code"]
        except (ValueError, KeyError, TypeError):
            raise Failure(f"no error envelope, but {self.status} {shown(self.body)}") from None
        return value

    def expect_answer(self):
        expect_equal(self.status, 201, f"status ({shown(self.body)})")
        expect_equal(self.headers.get("Content-Type", "").split(";")[0], "application/sdp", "content type")
        expect(self.body.startswith(b"v=0"), lambda: f"no SDP answer, but {shown(self.body)}")
        return self


class Secrets:
    """Values that must stay out of the relay's output, each with a name fit for a report."""

    def __init__(self):
        self.values = {}
        self.may_be_answered = {}
        self.responses = []

    def plant(self, name, value):
        """A secret that must occur neither in a log nor in any response."""
        self.values[value.encode()] = name
        return value

    def plant_offer(self, name, offer):
        for value in re.findall(rb"^a=ice-pwd:(\S+)", offer, re.MULTILINE):
            self.values[value] = f"ICE password of {name}"

    def plant_answered(self, name, value):
        """A secret that the relay hands out once, by design, and must not log."""
        self.may_be_answered[value.encode()] = name

    def saw_response(self, name, status, headers, body):
        """Keeps what a client received, to be searched at the end."""
        head = "\r\n".join(f"{key}: {value}" for key, value in headers).encode("utf-8", "replace")
        self.responses.append((name, head + b"\r\n\r\n" + body))

    def leaks(self, logs):
        """Where secrets occur: a list of texts that name the secret without repeating it."""
        found = []
        for name, data in logs:
            for value, secret in {**self.values, **self.may_be_answered}.items():
                if value in data:
                    found.append(f"{secret} in the output of {name}")
        for name, data in self.responses:
            for value, secret in self.values.items():
                if value in data:
                    found.append(f"{secret} in the response to {name}")
        return found


class Bench:
    """What a check works with: the relay, the stand-ins, an HTTP client, the planted secrets."""

    def __init__(self, options, directory):
        self.options, self.directory = options, directory
        self.secrets = Secrets()
        self.processes = []
        self.relays = []
        self.upstream = self.secure_upstream = self.providers = self.relay = self.http = None
        self.offer = None

    async def start_relay(self, configuration, environment=None):
        relay = Relay(self.options.relay, self.directory, configuration, environment)
        self.relays.append(relay)
        await relay.wait_until_ready()
        return relay

    async def request(self, method, path, *, name, relay=None, **arguments):
        """One request to the relay over HTTP; its response is kept for the search."""
        url = (relay or self.relay).base_url + path
        async with self.http.request(method, url, allow_redirects=False, **arguments) as response:
            body = await response.read()
            self.secrets.saw_response(name, response.status, response.headers.items(), body)
            return Answered(response.status, response.headers, body)

    async def post(self, path, body, content_type, *, name, credential=None, headers=None, relay=None):
        fields = {"Content-Type": content_type, **(headers or {})}
        if credential:
            fields["Authorization"] = f"Bearer {credential}"
        return await self.request("POST", path, name=name, data=body, headers=fields, relay=relay)

    def start(self, arguments, name, environment=None):
        process = Process(arguments, self.directory, name, environment)
        self.processes.append(process)
        return process

    async def close(self):
        if self.http:
            await self.http.close()
        for process in self.relays + self.processes:
            process.stop()
        for stand_in in (self.upstream, self.secure_upstream, self.providers):
            if stand_in:
                await stand_in.close()


def argument_parser(documentation):
    """The arguments that every runner of checks takes."""
    parser = argparse.ArgumentParser(description=documentation.splitlines()[0])
    parser.add_argument("--relay", required=True, help="the sdprelay binary")
    parser.add_argument("--only", default="", help="run only the checks whose name contains this")
    parser.add_argument("--verbose", action="store_true", help="show tracebacks and the relay's log")
    return parser


async def run_checks(options, set_up, what_starts, last=None):
    """Runs the checks that were imported; returns the exit code.

    `set_up` is a coroutine function that prepares the bench; `last` is a name and one that ends a whole run.
    """
    report = Report()
    with tempfile.TemporaryDirectory(prefix="sdprelay-interop-") as name:
        bench = Bench(options, Path(name))
        try:
            await set_up(bench)
            chosen = [(name, function) for name, function in CHECKS if options.only in name]
            waiting = [report.run(name, function(bench), options.verbose) for name, function in chosen if name in ALONGSIDE]
            waiting = asyncio.gather(*waiting)
            for name, function in chosen:
                if name not in ALONGSIDE:
                    await report.run(name, function(bench), options.verbose)
            await waiting
            if last and not options.only:
                await report.run(last[0], last[1](bench), options.verbose)
        except Exception as error:  # the set-up failed: there is nothing to check
            report.failed += 1
            print(f"not ok - {what_starts}: {type(error).__name__}: {error}", flush=True)
        finally:
            if options.verbose:
                for relay in bench.relays:
                    print(relay.output().decode("utf-8", "replace"), file=sys.stderr)
            await bench.close()
    return report.close()
