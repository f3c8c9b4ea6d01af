# SPDX-License-Identifier: MIT
"""The relay's own WebRTC peer against a third stack: GStreamer's webrtcbin calls the loopback.

Prints a line per check and, last, the totals; exits 0 if all passed. Apart from run.py, for GStreamer is much to
install; scripts/install-interop.sh does, and `make interop` runs it.
"""

import argparse
import asyncio
import secrets
import sys
from pathlib import Path

import aiohttp

# Imported for the checks that it registers; what it shares with run.py registers none.
import checks_webrtcbin  # noqa: F401
from harness import CHECKS, Bench, Report, temporary_directory
from loopback_calls import CONFIGURATION


async def main(options):
    report = Report()
    with temporary_directory() as name:
        bench = Bench(options, Path(name))
        try:
            bench.caller_key = bench.secrets.plant("the caller's credential", "sk-caller-" + secrets.token_hex(16))
            bench.http = aiohttp.ClientSession()
            bench.relay = await bench.start_relay(CONFIGURATION)
            for name, function in CHECKS:
                if options.only in name:
                    await report.run(name, function(bench), options.verbose)
        except Exception as error:  # the set-up failed: there is nothing to check
            report.failed += 1
            print(f"not ok - the relay starts: {type(error).__name__}: {error}", flush=True)
        finally:
            if options.verbose:
                for relay in bench.relays:
                    print(relay.output().decode("utf-8", "replace"), file=sys.stderr)
            await bench.close()
    return report.close()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--relay", required=True, help="the sdprelay binary")
    parser.add_argument("--only", default="", help="run only the checks whose name contains this")
    parser.add_argument("--verbose", action="store_true", help="show tracebacks and the relay's log")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(parse_arguments())))
