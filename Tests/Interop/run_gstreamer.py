# SPDX-License-Identifier: MIT
"""The relay's own WebRTC peer against a third stack: GStreamer's webrtcbin calls the loopback.

Prints a line per check and, last, the totals; exits 0 if all passed. Apart from run.py, for GStreamer is much to
install; scripts/install-interop.sh does, and `make interop` runs it.
"""

import asyncio
import secrets
import sys

import aiohttp

# Imported for the checks that it registers; what it shares with run.py registers none.
import checks_webrtcbin  # noqa: F401
from harness import argument_parser, run_checks
from loopback_calls import CONFIGURATION


async def set_up(bench):
    bench.caller_key = bench.secrets.plant("the caller's credential", "sk-caller-" + secrets.token_hex(16))
    bench.http = aiohttp.ClientSession()
    bench.relay = await bench.start_relay(CONFIGURATION)


if __name__ == "__main__":
    sys.exit(asyncio.run(run_checks(argument_parser(__doc__).parse_args(), set_up, "the relay starts")))
