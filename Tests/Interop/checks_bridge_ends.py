# SPDX-License-Identifier: MIT
"""How bridged calls end, by whomever: the other side knows within a second, and a record says why."""

import asyncio
import json
import signal

from bridge_relay import EVENTS, PATH, BridgedCall, BridgeRelay, LastingStandIn
from checks_load import descriptors, expect_no_more_descriptors
from harness import check, expect, expect_equal
from realtime_peer import event, response_events
from voice_client import VoiceClient

# What the issue asks for: a hang-up is known at the other side within it.
KNOWN_WITHIN_SECONDS = 1


async def known_upstream(call):
    async with asyncio.timeout(KNOWN_WITHIN_SECONDS):
        await call.upstream.seen(state="closed")


async def known_to_client(call):
    async with asyncio.timeout(KNOWN_WITHIN_SECONDS):
        await call.client.closed.wait()


async def expect_end(relay, call, by, reason):
    record = await relay.record(call)
    expect_equal(record["end"], {"by": by, "reason": reason}, "the end in the record")
    expect_equal((record["id"], record["upstream_call_id"]), (call.id, call.upstream.id), "ids in the record")
    expect(record["timings"]["ended_ms"] > record["timings"]["answered_ms"], f"times in the record: {record['timings']}")
    expect_equal(await relay.listed(), [], "calls listed after the end")
    return record


async def hangups_upstream(bench, call):
    paths = [entry["path"] for entry in await bench.upstream.posts()]
    return paths.count(f"{PATH}/{call.upstream.id}/hangup")


@check("bridge: the client hangs up: the provider knows within a second")
async def client_hangs_up(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as call:
        await call.established()
        await call.client.hear_the_tone()
        await asyncio.gather(known_upstream(call), call.client.connection.close())
        record = await expect_end(relay, call, "client", "closed")
        expect(record["client"]["media"]["packets_received"] > 0, "a record without media")


@check("bridge: the provider hangs up: the client knows within a second")
async def provider_hangs_up(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as call:
        await call.established()
        await asyncio.gather(known_to_client(call), call.upstream.do("close"))
        await expect_end(relay, call, "upstream", "closed")


@check("bridge: DELETE and hangup end both legs within a second, and the call at the provider's; a second time is no error")
async def caller_hangs_up(bench):
    relay = await BridgeRelay(bench).start()
    for method, action in (("DELETE", ""), ("POST", "/hangup")):
        await bench.upstream.forget()
        async with BridgedCall(relay) as call:
            await call.established()
            ended, *_ = await asyncio.gather(
                relay.ask(method, call.location + action), known_to_client(call), known_upstream(call)
            )
            expect_equal(ended.status, 200, f"status of {method} ({ended.body!r})")
            await expect_end(relay, call, "caller", "hung_up")
            expect_equal(await hangups_upstream(bench, call), 1, "hang-ups at the provider's")
            expect_equal((await relay.ask(method, call.location + action)).status, 200, "status of a second time")


@check("bridge: the client closes its channel of events alone: the call goes on without")
async def channel_closes_alone(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as call:
        await call.established()
        call.client.channel.close()
        await call.upstream.seen(channel="oai-events", state="closed")
        await call.client.hear_the_tone()
        expect_equal(await relay.listed(), [call.id], "calls listed")


@check("bridge: a client that is gone before its answer cancels everything: the provider's call is ended, no call is left")
async def client_leaves_before_its_answer(bench):
    relay = await BridgeRelay(bench, more="loops: 1,").start()
    async with BridgedCall(relay) as call:
        # With the first call the loop binds its media sockets, and keeps them.
        await call.established()
    await relay.until_only()
    before = descriptors(relay.pid)
    await bench.upstream.forget()
    await bench.upstream.behave(hold=True)
    async with VoiceClient() as client:
        bench.secrets.plant_offer("an offer that is given up", client.offer)
        posting = asyncio.ensure_future(relay.post(client.offer))
        await bench.upstream.posts(1)
        posting.cancel()
        await asyncio.gather(posting, return_exceptions=True)
    log = await relay.relay.logged('"status":499')
    expect_equal(log["code"], "client_closed_request", "code in the log")
    await bench.upstream.behave(hold=False)
    expect_equal(await relay.listed(), [], "calls listed")
    await expect_no_more_descriptors(relay.pid, before)


@check("bridge: a call ends after its longest time, and an idle one after its idle time, each told in the call", alongside=True)
async def limits_end_calls(bench):
    async with LastingStandIn(bench) as stand_in:
        # Somebody who talks is not idle; neither does that lengthen the longest time.
        await ends_at_its_limit(bench, stand_in, "max_duration", "max_duration_reached", "max_duration", plays=True)
        await ends_at_its_limit(bench, stand_in, "idle_timeout", "idle_timeout", "idle", plays=False)


async def ends_at_its_limit(bench, stand_in, key, code, reason, plays):
    relay = await BridgeRelay(bench, stand_in, calls=f'{key}: "2s",').start()
    async with BridgedCall(relay, VoiceClient(plays=plays), plan={"media": "mute"}) as call:
        await call.established()
        error = await call.next_error()
        expect_equal((error["code"], error["type"]), (code, "invalid_request_error"), "the event before the end")
        await call.client.closed.wait()
        await call.upstream.seen(state="closed")
        await expect_end(relay, call, "relay", reason)


@check("bridge: who talks, or sends events, is not idle", alongside=True)
async def activity_is_not_idle(bench):
    async with LastingStandIn(bench) as stand_in:
        await goes_on_while_active(await BridgeRelay(bench, stand_in, calls='idle_timeout: "2s",').start())


async def goes_on_while_active(relay):
    async with BridgedCall(relay, plan={"media": "mute"}) as talker:
        async with BridgedCall(relay, VoiceClient(plays=False), plan={"media": "mute"}) as writer:
            for call in (talker, writer):
                await call.established()
            for _ in range(30):
                await writer.echoes("not idle")
                await asyncio.sleep(0.1)
            for call in (talker, writer):
                await call.echoes()
            expect_equal(len(await relay.listed()), 2, "calls that go on")


@check("bridge: so many tokens end a call, told in the call")
async def tokens_end_a_call(bench):
    relay = await BridgeRelay(bench, calls="max_tokens: 84,").start()
    async with BridgedCall(relay) as call:
        await call.established()
        for _ in range(2):
            call.client.channel.send('{"type":"response.create"}')
            await call.client.next_event("response.done")
        expect_equal((await call.next_error())["code"], "max_tokens_reached", "code")
        await call.client.closed.wait()
        record = await expect_end(relay, call, "relay", "max_tokens")
        expect_equal(record["usage"]["total_tokens"], 84, "tokens")


@check("bridge: the tokens are looked at whenever usage is told, and a response that is under way is cut off with the call")
async def tokens_end_a_response(bench):
    relay = await BridgeRelay(bench, calls="max_tokens: 84,").start()
    async with BridgedCall(relay, VoiceClient(plays=False), plan={"silent": True, "media": "mute"}) as call:
        await call.client.wait_until_open()
        call.client.channel.send('{"type":"response.create"}')
        await call.upstream.seen(channel=EVENTS, messages=1)
        # 42 tokens of a response that is over are below the limit.
        for line in response_events():
            await call.upstream.do("say", text=line)
        await call.client.next_event("response.done")
        call.client.channel.send('{"type":"response.create"}')
        await call.upstream.seen(channel=EVENTS, messages=2)
        created, piece, *_ = response_events()
        for line in (created, *[piece] * 50):
            await call.upstream.do("say", text=line)
        # Nothing is told of what they take, so the call goes on.
        await call.client.next_event("response.created")
        expect_equal((await call.object())["state"], "connected", "state of the call")
        heard = {"item_id": "item_1", "content_index": 0, "transcript": "Hello.", "usage": {"type": "tokens", "total_tokens": 42}}
        kind = "conversation.item.input_audio_transcription.completed"
        await call.upstream.do("say", text=event(kind, **heard))
        await call.client.next_event(kind)
        expect_equal((await call.next_error())["code"], "max_tokens_reached", "code")
        await call.client.closed.wait()
        await call.upstream.seen(state="closed")
        record = await expect_end(relay, call, "relay", "max_tokens")
        turns = [turn["status"] for turn in record["turns"]]
        expect_equal(turns, ["completed", "failed"], "what became of the turns")


@check("SIGTERM drains bridged calls: clients are told in the call and closed, the provider too; every record is written")
async def drains_calls(bench):
    relay = await BridgeRelay(bench).start()
    async with BridgedCall(relay) as one, BridgedCall(relay) as other:
        calls = [one, other]
        for call in calls:
            await call.established()
        await bench.upstream.forget()
        relay.relay.child.send_signal(signal.SIGTERM)
        for call in calls:
            expect_equal((await call.next_error())["code"], "relay_draining", "the event before the end")
            await call.client.closed.wait()
            await call.upstream.seen(state="closed")
        expect_equal(await relay.relay.exit_code(), 0, "exit code")
        records = relay.records()
        expect_equal(set(records), {call.id for call in calls}, "records")
        expect_equal([record["end"] for record in records.values()], [{"by": "relay", "reason": "drained"}] * 2, "ends")
    told = relay.records_path.read_text()
    expect(told.endswith("\n") and len(told.splitlines()) == 2, "records that are no whole lines")
    expect("stand-in" not in told and bench.caller_key not in told, "content or a key in the records")


@check("bridge: records have what was said only if that is asked for")
async def records_content_if_asked(bench):
    relay = await BridgeRelay(bench, records="content: true,").start()
    async with BridgedCall(relay) as call:
        await call.established()
        call.client.channel.send('{"type":"response.create"}')
        await call.client.next_event("response.done")
        shown = await call.object()
        expect_equal(shown["turns"][0]["output_text"], "You are talking to a stand-in.", "what was said, live")
    record = await relay.record(call)
    expect_equal(record["turns"][0]["output_text"], "You are talking to a stand-in.", "what was said, in the record")


@check("bridge: records are kept in so many old files of so many bytes, and none is cut")
async def rotates_records(bench):
    relay = await BridgeRelay(bench, records="max_bytes: 4096, files: 2,").start()
    made = []
    for _ in range(12):
        async with BridgedCall(relay, VoiceClient(plays=False)) as call:
            await call.established()
            made.append(call.id)
        await call.upstream.seen(state="closed")
        await relay.until_only()
    files = sorted(relay.records_path.parent.glob(relay.records_path.name + "*"))
    expect_equal(len(files), 1 + 2, f"files {[path.name for path in files]}")
    kept = []
    for path in files:
        expect(path.stat().st_size <= 4096, f"{path.name} has {path.stat().st_size} bytes")
        kept += [json.loads(line)["id"] for line in path.read_text().splitlines()]
    expect_equal(sorted(kept), sorted(made[-len(kept) :]), "the newest records")
    expect(len(kept) > 3, f"only {len(kept)} records are left")
