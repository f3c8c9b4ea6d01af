# SPDX-License-Identifier: MIT
"""What goes wrong in bridged calls, with real processes: the call concerned ends as it should, no other notices."""

import asyncio
import contextlib
import os
import signal
import sys

from bridge_relay import (
    EVENTS,
    MODEL,
    PATH,
    QUIET,
    BridgedCall,
    BridgeRelay,
    LastingStandIn,
    UpstreamCall,
    own_stand_in,
)
from checks_load import descriptors, expect_no_more_descriptors, resident
from harness import HERE, Failure, check, expect, expect_equal, first_line
from hostile_sctp import attack
from nat import NatClient
from patterns import events, text_pattern
from rough_path import RoughPath
from rtp_tap import RtpTap
from slow_reader import SlowReader
from transcript import Transcript
from voice_client import VoiceClient


# Peers are given up after 30 s. Generous, as for a whole check.
FAULT_LIMIT_SECONDS = 90


class Undisturbed:
    """A call beside the one in trouble: its events are answered all the time, and its audio comes back."""

    def __init__(self, relay):
        self.call = BridgedCall(relay)
        self.exchanges = 0

    async def __aenter__(self):
        await self.call.__aenter__()
        await self.call.established()
        await self.call.client.hear_the_tone()
        self.talking = asyncio.ensure_future(self.talk())
        return self

    async def talk(self):
        while True:
            await self.call.echoes(f"number {self.exchanges}")
            self.exchanges += 1
            await asyncio.sleep(0.05)

    async def __aexit__(self, kind, *_):
        try:
            if kind is None:
                await self.expect_undisturbed()
        finally:
            self.talking.cancel()
            await asyncio.gather(self.talking, return_exceptions=True)
            await self.call.__aexit__()

    async def expect_undisturbed(self):
        expect(not self.talking.done(), lambda: f"the other call failed: {self.talking.exception()!r}")
        before = self.exchanges
        while self.exchanges < before + 3:
            await asyncio.sleep(0.02)
        await hears_anew(self.call.client)
        shown = await self.call.object()
        for leg in ("client", "upstream"):
            expect_equal(shown[leg]["media"]["packets_lost"], 0, f"packets that the other call lost ({leg})")


@check("bridge faults: peers that never connect, are who they should not be, or vanish: each call ends, told and recorded", alongside=True)
async def slow_faults_end(bench):
    # Most of these take the 30 s after which a peer is given up: side by side, they take them once.
    mortal = await own_stand_in(bench, "mortal")
    async with LastingStandIn(bench) as lasting, mortal.http:
        relay = await BridgeRelay(bench, lasting, more="loops: 1,").start()
        doomed = await BridgeRelay(bench, mortal).start()
        async with Undisturbed(relay) as other, BridgedCall(doomed) as victim:
            await victim.established()
            before = descriptors(relay.pid)
            await asyncio.gather(
                in_time("a provider that never answers ICE", never_answers_ice(relay)),
                in_time("a provider at private addresses", has_private_addresses(bench, lasting)),
                in_time("a client that never connects", never_connects(relay)),
                in_time("a provider with a wrong certificate", shows_a_wrong_certificate(relay)),
                in_time("a client that is killed", is_killed(relay)),
                in_time("a provider that is killed", kills_the_provider(doomed, mortal, victim)),
            )
            await relay.until_only(other.call)
            await expect_no_more_descriptors(relay.pid, before)


async def in_time(name, fault):
    """Says which of them hangs, if one does."""
    try:
        async with asyncio.timeout(FAULT_LIMIT_SECONDS):
            await fault
    except TimeoutError:
        raise Failure(f"{name} has not ended its call in {FAULT_LIMIT_SECONDS} s") from None


async def never_answers_ice(relay):
    async with BridgedCall(relay, plan={"hold": True}) as call:
        await call.client.wait_until_open()
        expect_equal((await call.next_error())["code"], "upstream_connection_failed", "never answers ICE: the event")
        await call.client.closed.wait()
        record = await relay.record(call)
        expect_equal(record["end"], {"by": "upstream", "reason": "failed"}, "never answers ICE: the end")
        await call.upstream.do("release")


async def shows_a_wrong_certificate(relay):
    async with BridgedCall(relay, plan={"fingerprint": "wrong"}) as call:
        expect_equal((await call.next_error())["code"], "upstream_connection_failed", "wrong fingerprint: the event")
        await call.client.closed.wait()
        end = (await relay.record(call))["end"]
        expect_equal(end, {"by": "upstream", "reason": "fingerprint_mismatch"}, "wrong fingerprint: the end")


async def has_private_addresses(bench, upstream):
    relay = BridgeRelay(bench, upstream)
    configuration = relay.configuration
    relay.configuration = lambda: configuration().replace("allow_private_candidates: true", "allow_private_candidates: false")
    await relay.start()
    async with BridgedCall(relay) as call:
        await call.client.wait_until_open()
        error = await call.next_error()
        expect_equal(error["code"], "upstream_connection_failed", "private addresses: the event")
        expect("allow_private_candidates" in error["message"], f"private addresses: no hint in {error['message']!r}")
        await call.client.closed.wait()
        end = (await relay.record(call))["end"]
        expect_equal(end, {"by": "upstream", "reason": "failed"}, "private addresses: the end")


async def never_connects(relay):
    client = VoiceClient()
    RoughPath(client.connection).hold()
    async with BridgedCall(relay, client) as call:
        await call.upstream.seen(channel=EVENTS, state="open")
        await call.upstream.seen(state="closed")
        record = await relay.record(call)
        expect_equal(record["end"], {"by": "client", "reason": "failed"}, "a client that never connects: the end")
        expect("client_connected_ms" not in record["timings"], "a client that connected")


async def is_killed(relay):
    bench = relay.bench
    url = f"{relay.relay.base_url}{PATH}?model={MODEL}"
    process = bench.start([sys.executable, HERE / "bridge_caller.py", url, bench.caller_key], f"caller-{relay.pid}")
    location = (await first_line(process)).decode()
    shown = await relay.get(location)
    os.kill(process.child.pid, signal.SIGKILL)
    upstream = UpstreamCall(relay.stand_in, shown["upstream_call_id"])
    await upstream.seen(state="closed")
    while (record := relay.records().get(shown["id"])) is None:
        await asyncio.sleep(0.05)
    expect_equal(record["end"], {"by": "client", "reason": "lost"}, "client killed: the end")
    expect(record["timings"]["ended_ms"] > 25_000, "client killed: no time for it to come back")


async def kills_the_provider(relay, stand_in, victim):
    os.kill(stand_in.child.pid, signal.SIGKILL)
    expect_equal((await victim.next_error())["code"], "upstream_connection_lost", "provider killed: the event")
    await victim.client.closed.wait()
    record = await relay.record(victim)
    expect_equal(record["end"], {"by": "upstream", "reason": "lost"}, "provider killed: the end")


@check("bridge faults: a fatal alert of DTLS from the provider ends the call at once, told and recorded")
async def ends_by_an_alert(bench):
    relay = await BridgeRelay(bench).start()
    async with Undisturbed(relay), BridgedCall(relay, plan={"refuses": True}) as call:
        expect_equal((await call.next_error())["code"], "upstream_connection_failed", "a fatal alert: the event")
        await call.client.closed.wait()
        record = await relay.record(call)
        expect_equal(record["end"], {"by": "upstream", "reason": "failed"}, "a fatal alert: the end")
        # Nobody has waited for the 30 s of a handshake that never ends.
        expect(record["timings"]["ended_ms"] < 15_000, lambda: f"a fatal alert: {record['timings']}")


@check("bridge faults: an ICE-lite provider at private addresses only is refused at once and hung up; with allow_private_candidates it is called")
async def refuses_unreachable_providers(bench):
    relay = BridgeRelay(bench)
    configuration = relay.configuration
    relay.configuration = lambda: configuration().replace("allow_private_candidates: true", "allow_private_candidates: false")
    await relay.start()
    await bench.upstream.forget()
    async with VoiceClient() as client, BridgedCall.planning:
        await bench.upstream.behave(plan={"lite": True})
        refused = await relay.post(client.offer)
        await bench.upstream.behave(plan={})
    error = refused.error()
    expect_equal((refused.status, error["code"]), (502, "invalid_upstream_answer"), "the refusal")
    expect("allow_private_candidates" in error["message"], f"no hint in {error['message']!r}")
    expect("127.0.0.1" not in refused.body.decode(), "an address of the provider's in the error")
    made, hung_up = (await bench.upstream.posts(2))[:2]
    expect_equal(hung_up["path"], f"{PATH}/{made['call_id']}/hangup", "the second request upstream")
    expect_equal(await relay.listed(), [], "calls that are left")
    allowing = await BridgeRelay(bench).start()
    async with BridgedCall(allowing, plan={"lite": True}) as call:
        await call.established()
        await call.echoes()


@check("bridge faults: a provider's connection that fails before the client is there is told once it comes")
async def tells_of_early_failures(bench):
    relay = await BridgeRelay(bench).start()
    client = VoiceClient()
    path = RoughPath(client.connection)
    path.hold()
    async with BridgedCall(relay, client, plan={"fingerprint": "wrong"}) as call:
        await call.upstream.seen(state="closed")
        path.release()
        # Without an event, the end of the client's connection would be all that it gets, if that.
        waiting = asyncio.ensure_future(call.next_error()), asyncio.ensure_future(client.closed.wait())
        async with asyncio.timeout(FAULT_LIMIT_SECONDS):
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        expect(waiting[0].done(), "the client's connection was ended without a word")
        expect_equal(waiting[0].result()["code"], "upstream_connection_failed", "the event")
        await client.closed.wait()
        end = (await relay.record(call))["end"]
        expect_equal(end, {"by": "upstream", "reason": "fingerprint_mismatch"}, "the end")


@check("bridge faults: a silence of 8 s is survived, and a client whose address changes is followed", alongside=True)
async def follows_its_client(bench):
    relay = await BridgeRelay(bench).start()
    client = NatClient()
    async with BridgedCall(relay, client) as call:
        await call.established()
        await client.hear_the_tone()
        client.nat.is_silent = True
        said = asyncio.ensure_future(call.echoes("said in the silence"))
        await asyncio.sleep(8)
        expect(not said.done(), "the silence has let something through")
        client.nat.is_silent = False
        await said
        await hears_anew(client)
        client.nat.move()
        await call.echoes("from elsewhere")
        await hears_anew(client)
        expect_equal((await call.object())["state"], "connected", "the state of the call")
        expect(not client.closed.is_set(), "the client's connection is over")
    record = await relay.record(call)
    expect_equal(record["end"], {"by": "client", "reason": "closed"}, "the end")


async def hears_anew(client):
    """What was heard before does not count."""
    while not client.frames.empty():
        client.frames.get_nowait()
    await client.hear_the_tone()


@check("bridge faults: with 10 % of all datagrams lost on both sides, every event comes in order, and most packets of audio")
async def survives_loss(bench):
    relay = await BridgeRelay(bench).start()
    sent = list(events(300, 700))
    client = VoiceClient(plays=False)
    path = RoughPath(client.connection)
    async with BridgedCall(relay, client, plan={"silent": True, "media": "raw"}) as call:
        await client.wait_until_open()
        await call.upstream.seen(channel=EVENTS, state="open")
        tap = RtpTap(client.connection)
        path.lose(0.1)
        await call.upstream.do("lose", share=0.1)
        for message in sent:
            client.channel.send(message)
        await call.upstream.do("burst", count=len(sent), size=700)
        packets = [number.to_bytes(2) * 40 for number in range(400)]
        for number, payload in enumerate(packets):
            await tap.send(payload, number * 960)
            await asyncio.sleep(0.005)
        received = Transcript([await client.messages.get() for _ in sent])
        expect_equal(received.summary(), Transcript(sent).summary(), "what came to the client")
        seen = await call.upstream.seen(channel=EVENTS, messages=len(sent))
        expect_equal(seen["channels"][EVENTS]["received"], Transcript(sent).summary(), "what came upstream")
        expect(path.lost > 50 and seen["lost"] > 50, f"too little was lost: {path.lost} and {seen['lost']}")
        # Four times on their way 90 of 100 come through, which leaves 65.
        came = [packet.payload for packet in tap.packets]
        expect(200 < len(came) < 330, f"{len(came)} of {len(packets)} packets came back")
        expect_equal(sorted(set(came) & set(packets)), sorted(came), "packets that came back")
        shown = await call.object()
        for leg in ("client", "upstream"):
            lost = shown[leg]["media"]["packets_lost"]
            expect(10 < lost < 100, f"lost packets in the statistics of the {leg}: {lost}")


# 16 MiB in events of 16 KiB; what the relay may keep of it, in KiB: its windows and queues, and some pools.
UNREAD_EVENTS, UNREAD_SIZE = 1024, 16_384
KEPT_KIB = 8 * 1024


@check("bridge faults: 16 MB of events to a client that does not read: the relay's memory stays bounded, and all come once it reads")
async def waits_for_a_slow_reader(bench):
    relay = await BridgeRelay(bench).start()
    async with Undisturbed(relay):
        client = VoiceClient(plays=False)
        async with BridgedCall(relay, client, plan=QUIET) as call:
            await client.wait_until_open()
            await call.upstream.seen(channel=EVENTS, state="open")
            reader = SlowReader(client.connection)
            reader.pause()
            before = resident(relay.pid)
            await call.upstream.do("burst", count=UNREAD_EVENTS, size=UNREAD_SIZE)
            peak = await until_stuck(relay, call)
            expect(reader.window < 64 * 1024, f"the client's window still has {reader.window} bytes")
            expect(peak - before < KEPT_KIB, f"the relay grew by {peak - before} KiB")
            await reader.read_on()
            received = Transcript([await client.messages.get() for _ in range(UNREAD_EVENTS)])
            expect_equal(received.summary(), Transcript(events(UNREAD_EVENTS, UNREAD_SIZE)).summary(), "what came in the end")


async def until_stuck(relay, call):
    """Waits until nothing of what the provider has to send goes on its way for a second; gives the relay's peak."""
    peak, last, since = 0, None, 0
    while since < 10:
        await asyncio.sleep(0.1)
        peak = max(peak, resident(relay.pid))
        left = (await call.upstream.seen())["channels"][EVENTS]["buffered"]
        expect(left > 0, "all was sent to a client that does not read")
        last, since = left, since + 1 if left == last else 0
    return peak


@check("bridge faults: a client's 16 MB of events to a provider that does not read wait at the client, not in the relay")
async def waits_for_a_slow_provider(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan=QUIET) as call:
        await call.client.wait_until_open()
        await call.upstream.seen(channel=EVENTS, state="open")
        await call.upstream.do("pause")
        before = resident(relay.pid)
        for message in events(UNREAD_EVENTS, UNREAD_SIZE):
            call.client.channel.send(message)
        last, since = None, 0
        while since < 10:
            await asyncio.sleep(0.1)
            left = call.client.channel.bufferedAmount
            last, since = left, since + 1 if left == last else 0
        expect(last > 0, "all was sent to a provider that does not read")
        grown = resident(relay.pid) - before
        expect(grown < KEPT_KIB, f"the relay grew by {grown} KiB")
        await call.upstream.do("read_on")
        seen = await call.upstream.seen(channel=EVENTS, messages=UNREAD_EVENTS)
        wanted = Transcript(events(UNREAD_EVENTS, UNREAD_SIZE)).summary()
        expect_equal(seen["channels"][EVENTS]["received"], wanted, "what came in the end")


@check("bridge faults: an event of 1 MB from the provider is left out and told to the client; of 2 MB, it ends the call")
async def tells_of_an_event_too_large(bench):
    relay = await BridgeRelay(bench).start()
    async with Undisturbed(relay):
        for offered in (b"262144", b"0"):

            def edit(offer):
                return offer.replace(b"max-message-size:262144", b"max-message-size:" + offered)

            async with BridgedCall(relay, edit=edit) as call:
                await call.established()
                await call.upstream.do("say", text=text_pattern(1 << 20).decode(), beyond_limit=True)
                expect_equal((await call.next_error())["code"], "message_too_large", f"code ({offered.decode()})")
                await call.echoes()
                await call.client.hear_the_tone()
                expect_equal((await call.object())["events_undelivered"], 1, "messages left out")
        async with BridgedCall(relay) as call:
            await call.established()
            await call.upstream.do("say", text=text_pattern(2 << 20).decode(), beyond_limit=True)
            expect_equal((await call.next_error())["code"], "upstream_connection_failed", "code")
            await call.client.closed.wait()
            end = (await relay.record(call))["end"]
            expect_equal(end, {"by": "upstream", "reason": "channels_failed"}, "the end")


@check("bridge faults: noise over DTLS from either peer disturbs nothing; violations end that call at most")
async def survives_malformed_sctp(bench):
    relay = await BridgeRelay(bench, more="loops: 1,").start()
    async with Undisturbed(relay):
        before = descriptors(relay.pid)
        async with BridgedCall(relay) as call:
            await call.established()
            await attack(call.client.connection, "noise", 2_000)
            await call.upstream.do("attack", kind="noise", count=2_000)
            await call.echoes()
            await call.client.hear_the_tone()
        for side in ("client", "upstream"):
            async with BridgedCall(relay) as call:
                await call.established()
                with contextlib.suppress(ConnectionError):
                    if side == "client":
                        await attack(call.client.connection, "violations", 2_000)
                    else:
                        await call.upstream.do("attack", kind="violations", count=2_000)
            await call.upstream.seen(state="closed")
            await relay.record(call)
        await expect_no_more_descriptors(relay.pid, before)


DRAINED = 20


@check(f"bridge faults: a drain during {DRAINED} calls tells every client and provider, and writes every record")
async def drains_many(bench):
    relay = await BridgeRelay(bench).start()
    async with contextlib.AsyncExitStack() as stack:
        entered = (stack.enter_async_context(BridgedCall(relay, VoiceClient(plays=False))) for _ in range(DRAINED))
        calls = [await each for each in entered]
        await asyncio.gather(*(call.established() for call in calls))
        relay.relay.child.send_signal(signal.SIGTERM)

        async def is_told(call):
            expect_equal((await call.next_error())["code"], "relay_draining", "the event before the end")
            await call.client.closed.wait()
            await call.upstream.seen(state="closed")

        await asyncio.gather(*(is_told(call) for call in calls))
        expect_equal(await relay.relay.exit_code(), 0, "exit code")
    records = relay.records()
    expect_equal(set(records), {call.id for call in calls}, "records")
    expect_equal({record["end"]["reason"] for record in records.values()}, {"drained"}, "reasons")


@check("bridge: calls that have ended leave no descriptor")
async def leaves_nothing(bench):
    relay = await BridgeRelay(bench, more="loops: 1,").start()
    async with BridgedCall(relay) as call:
        await call.established()
    await relay.until_only()
    before = descriptors(relay.pid)
    for _ in range(3):
        async with contextlib.AsyncExitStack() as stack:
            calls = [await stack.enter_async_context(BridgedCall(relay, VoiceClient(plays=False))) for _ in range(8)]
            await asyncio.gather(*(call.established() for call in calls))
            expect(descriptors(relay.pid) > before, "live calls without descriptors")
        await relay.until_only()
        await expect_no_more_descriptors(relay.pid, before)
