# SPDX-License-Identifier: MIT
"""SIGTERM while an exchange is in flight: the first lets it finish, the second does not wait."""

import asyncio
import contextlib
import signal

import aiohttp

from checks_calls import OFFER
from harness import check, expect, expect_equal, shown
from voice_client import sample_offer

EXIT_LIMIT_SECONDS = 30


@contextlib.asynccontextmanager
async def exchange_in_flight(bench, relay):
    """An exchange that the provider has received and holds back until the end of the block, or `release`."""
    await bench.upstream.forget()
    await bench.upstream.behave(hold=True)
    offer = await sample_offer(bench)
    path, name = "/v1/realtime/calls?model=gpt-realtime", "an exchange in flight"
    posting = asyncio.ensure_future(
        bench.post(path, offer, OFFER, name=name, credential=bench.caller_key, relay=relay)
    )
    arrival = asyncio.ensure_future(bench.upstream.posts(1))
    try:
        await asyncio.wait({posting, arrival}, return_when=asyncio.FIRST_COMPLETED)
        expect(arrival.done(), lambda: f"answered before the provider was asked: {shown(posting.result().body)}")
        yield posting
    finally:
        await release(bench)
        posting.cancel()
        arrival.cancel()
        await asyncio.gather(posting, arrival, return_exceptions=True)


async def release(bench):
    await bench.upstream.behave(hold=False)


async def stopped_listening(relay):
    """Waits until the relay refuses new connections, which is how draining shows from outside."""
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        except (ConnectionRefusedError, ConnectionResetError):
            return
        writer.close()
        await asyncio.sleep(0.02)


@check("SIGTERM: the exchange in flight is finished, nothing new is taken, exit 0")
async def finishes_what_is_in_flight(bench):
    relay = await bench.start_relay(bench.configuration, bench.environment)
    async with exchange_in_flight(bench, relay) as posting:
        relay.child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(EXIT_LIMIT_SECONDS):
            await stopped_listening(relay)
        relay.ensure_running()
        expect(not posting.done(), "the exchange in flight was given up")
        await release(bench)
        (await posting).expect_answer()
        async with asyncio.timeout(EXIT_LIMIT_SECONDS):
            expect_equal(await relay.exit_code(), 0, "exit code")


@check("SIGTERM twice: exits at once, whatever is in flight")
async def second_signal_exits(bench):
    relay = await bench.start_relay(bench.configuration, bench.environment)
    async with exchange_in_flight(bench, relay) as posting:
        relay.child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(EXIT_LIMIT_SECONDS):
            await stopped_listening(relay)
            relay.child.send_signal(signal.SIGTERM)
            await relay.exit_code()
        # Still held back: the exchange cannot have been what the relay waited for.
        try:
            answered = await posting
        except aiohttp.ClientError:
            return
        expect(answered.status >= 500, f"status {answered.status} for an exchange that was cut off")
