# SPDX-License-Identifier: MIT
"""Calls whose media goes through the relay: a relay in bridge mode, its clients, and what the stand-in sees of them."""

import asyncio
import json
import re

import aiohttp

from checks_calls import OFFER
from harness import READY_LIMIT_SECONDS, StandIn, expect, expect_equal
from voice_client import VoiceClient

PATH = "/v1/realtime/calls"
MODEL = "openai/gpt-realtime"
EVENTS = "oai-events"

# For calls in which every message and packet is the check's own.
QUIET = {"silent": True, "media": "mute"}

CONFIGURATION = """\
{
    listen: "LISTEN",
    default_provider: "openai",
    providers: {
        openai: {
            kind: "openai", base_url: "BASE_URL", keys: [{ value: "PROVIDER_KEY" }], allow_private_network: true,
            media: "bridge", media_per_call: true, MORE_OF_THE_PROVIDER
            bridge: { allow_private_candidates: true, MORE_OF_ITS_CALLS },
        },
        MORE_PROVIDERS
    },
    bridge: { MORE_OF_BRIDGES records: { MORE_OF_RECORDS file: "RECORDS" } },
    MORE
}
"""


async def own_stand_in(bench, name):
    """A stand-in beside that of all checks; its process ends with the run, or when a check kills it."""
    made = StandIn(bench.directory, f"{name}-upstream", "--key", bench.upstream.key)
    made.key = bench.upstream.key
    bench.processes.append(made)
    await made.start()
    return made


def multipart(offer, session):
    """The form of an offer with its session."""
    form = aiohttp.FormData(default_to_multipart=True)
    form.add_field("sdp", offer, content_type=OFFER)
    form.add_field("session", json.dumps(session), content_type="application/json")
    return form


class LastingStandIn:
    """The one that checks share which run beside the others: `async with LastingStandIn(bench) as stand_in`."""

    made = None
    users = 0
    lock = asyncio.Lock()

    def __init__(self, bench):
        self.bench = bench

    async def __aenter__(self):
        async with self.lock:
            if not LastingStandIn.made:
                LastingStandIn.made = await own_stand_in(self.bench, "lasting")
            LastingStandIn.users += 1
        return LastingStandIn.made

    async def __aexit__(self, *_):
        LastingStandIn.users -= 1
        if not LastingStandIn.users:
            made, LastingStandIn.made = LastingStandIn.made, None
            await made.close()


class BridgeRelay:
    """A relay of a check's own before a stand-in, that of all checks unless another is given."""

    def __init__(self, bench, stand_in=None, *, calls="", provider="", providers="", bridges="", records="", more=""):
        self.bench, self.stand_in = bench, stand_in or bench.upstream
        self.parts = {
            "MORE_OF_THE_PROVIDER": provider,
            "MORE_OF_ITS_CALLS": calls,
            "MORE_OF_BRIDGES": bridges,
            "MORE_OF_RECORDS": records,
            "MORE_PROVIDERS": providers,
            "MORE": more,
        }

    def configuration(self):
        text = CONFIGURATION
        for name, part in self.parts.items():
            text = text.replace(name, part)
        text = text.replace("BASE_URL", self.stand_in.base_url).replace("PROVIDER_KEY", self.stand_in.key)
        return text.replace("RECORDS", str(self.records_path))

    async def start(self):
        number = len(self.bench.relays)
        self.records_path = self.bench.directory / f"calls-{number}.jsonl"
        self.relay = await self.bench.start_relay(self.configuration())
        return self

    @property
    def pid(self):
        return self.relay.child.pid

    async def ask(self, method, path, key=None, **arguments):
        headers = {"Authorization": f"Bearer {key or self.bench.caller_key}", **arguments.pop("headers", {})}
        name = f"{method} {path}"
        return await self.bench.request(method, path, name=name, relay=self.relay, headers=headers, **arguments)

    async def get(self, path=PATH):
        answered = await self.ask("GET", path)
        expect_equal(answered.status, 200, f"status of GET {path} ({answered.body[:300]})")
        return json.loads(answered.body)

    async def listed(self):
        return [call["id"] for call in (await self.get())["data"]]

    async def until_only(self, *calls):
        """Waits until no other calls are listed."""
        while sorted(await self.listed()) != sorted(call.id for call in calls):
            await asyncio.sleep(0.02)

    async def post(self, offer, *, query="", key=None, path=None, session=None):
        """Posts an offer alone, or with its session as a form."""
        self.bench.secrets.plant_offer("the offer to bridge", offer)
        if session is not None:
            return await self.ask("POST", path or PATH, key, data=multipart(offer.decode(), session))
        path = path or f"{PATH}?model={MODEL}{query}"
        return await self.ask("POST", path, key, data=offer, headers={"Content-Type": OFFER})

    def records(self):
        """The records of ended calls by their ids; a line that is not whole yet is left out."""
        if not self.records_path.exists():
            return {}
        lines = self.records_path.read_text().split("\n")[:-1]
        return {record["id"]: record for record in map(json.loads, lines)}

    async def record(self, call):
        """The record of a call, once it is written."""
        async with asyncio.timeout(READY_LIMIT_SECONDS):
            while call.id not in (found := self.records()):
                await asyncio.sleep(0.02)
        expect_equal(found[call.id]["object"], "realtime.call.record", "object of a record")
        return found[call.id]


class UpstreamCall:
    """What the stand-in has of a call, and what it is told to do in it."""

    def __init__(self, stand_in, call_id):
        self.stand_in, self.id = stand_in, call_id

    async def seen(self, **conditions):
        """What it has seen, once the conditions hold (WatchedPeer.until)."""
        async with self.stand_in.http.get(f"/__calls/{self.id}", params=conditions) as response:
            expect_equal(response.status, 200, f"status of the stand-in's call ({conditions})")
            return await response.json()

    async def do(self, action, **arguments):
        command = {"do": action, **arguments}
        async with self.stand_in.http.post(f"/__calls/{self.id}", json=command) as response:
            expect_equal(response.status, 200, f"status of {shown_command(command)}: {(await response.text())[:200]}")
            return await response.json()


def shown_command(command):
    return json.dumps(command)[:120]


class BridgedCall:
    """A call from its client to the stand-in. `async with BridgedCall(relay)`; leaving it hangs up.

    `plan` is what the stand-in does of its own in this call: WatchedPeer. `posting` are arguments for BridgeRelay.post.
    """

    # A stand-in has one plan at a time.
    planning = asyncio.Lock()

    def __init__(self, relay, client=None, *, edit=None, plan=None, **posting):
        self.relay, self.client, self.posting, self.plan = relay, client or VoiceClient(), posting, plan or {}
        self.edit = edit or (lambda offer: offer)

    async def __aenter__(self):
        await self.client.__aenter__()
        try:
            await self.post()
            await self.client.accept(self.answered.body)
        except BaseException:
            await self.client.__aexit__()
            raise
        return self

    async def __aexit__(self, *_):
        await self.client.__aexit__()

    async def post(self):
        self.offer = self.edit(self.client.offer)
        async with self.planning:
            await self.relay.stand_in.behave(plan=self.plan)
            self.answered = await self.relay.post(self.offer, **self.posting)
            await self.relay.stand_in.behave(plan={})
        self.answered.expect_answer()
        self.location = self.answered.headers.get("Location", "")
        expect(re.fullmatch(PATH + r"/rtc_[A-Za-z0-9_-]+", self.location), f"Location is {self.location!r}")
        self.id = self.location.rsplit("/", 1)[1]
        self.entry = await self.upstream_entry()
        self.upstream = UpstreamCall(self.relay.stand_in, self.entry["call_id"])

    async def upstream_entry(self):
        """The request that made the call at the stand-in: the one whose id the answer tells."""
        wanted = self.answered.headers.get("x-upstream-request-id")
        entries = [entry for entry in await self.relay.stand_in.posts() if entry.get("request_id") == wanted]
        expect_equal(len(entries), 1, "requests of that id upstream")
        return entries[0]

    async def established(self):
        """Waits until events pass from end to end."""
        await self.client.wait_until_open()
        await self.client.next_event("session.created")
        return self

    async def object(self):
        return await self.relay.get(self.location)

    async def echoes(self, message="still here"):
        """That the call goes on: what is sent comes back."""
        await self.client.echo(message)

    async def next_error(self):
        return (await self.client.next_event("error"))["error"]
