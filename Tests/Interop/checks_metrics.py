# SPDX-License-Identifier: MIT
"""What the relay has counted, read by Prometheus' own parser."""

import asyncio
import re
import socket

from prometheus_client.parser import text_string_to_metric_families

from harness import check, expect, expect_equal
from loopback_calls import CONFIGURATION, call
from voice_client import VoiceClient


async def metrics(bench, relay=None):
    fields = {"Authorization": f"Bearer {bench.caller_key}"}
    answered = await bench.request("GET", "/metrics", name="metrics", headers=fields, relay=relay)
    expect_equal(answered.status, 200, "status")
    return {family.name: family for family in text_string_to_metric_families(answered.body.decode())}


@check("metrics: Prometheus' parser reads them all, and they agree with one another")
async def prometheus_reads_them(bench):
    families = await metrics(bench)
    for name, family in families.items():
        expect(family.type in ("counter", "gauge", "histogram"), f"{name} is {family.type}")
        expect(family.documentation, f"{name} has no help")
    answers = sum(sample.value for sample in families["sdprelay_requests"].samples)
    durations = families["sdprelay_request_duration_seconds"].samples
    expect_equal(sum(sample.value for sample in durations if sample.name.endswith("_count")), answers, "durations")
    again = await metrics(bench)
    later = sum(sample.value for sample in again["sdprelay_requests"].samples)
    expect_equal(later, answers + 1, "requests after one more")


@check("metrics: of the whole test, exchanges of several providers with their upstream times")
async def exchanges_are_counted(bench):
    families = await metrics(bench)
    outcomes = {(s.labels["provider"], s.labels["outcome"]) for s in families["sdprelay_exchanges"].samples}
    for provider in ("openai", "secure"):
        expect((provider, "ok") in outcomes, f"no exchange of {provider}: {sorted(outcomes)}")
    for sample in families["sdprelay_upstream_duration_seconds"].samples:
        expect(sample.value >= 0, f"{sample}")
    in_flight = families["sdprelay_exchanges_in_flight"].samples
    expect(all(sample.value == 0 for sample in in_flight), f"in flight: {in_flight}")


LOOPBACK = {"provider": "loopback", "media": "loopback"}


def value(families, name, **labels):
    """The value of a sample with exactly these labels; 0 if there is none."""
    samples = [sample for family in families.values() for sample in family.samples if sample.name == name]
    return sum(sample.value for sample in samples if sample.labels == labels)


def media(families):
    """Every counter of media, by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for name, family in families.items()
        for sample in family.samples
        if name.startswith("sdprelay_media_")
    }


@check("metrics: a live call is counted with what it carries, which never goes back; then with why it ended")
async def calls_are_counted(bench):
    relay = await bench.start_relay(CONFIGURATION)
    before = {}

    async def until(what, condition):
        """Scrapes until the condition holds; counters must grow all the while."""
        nonlocal before
        while True:
            families = await metrics(bench, relay)
            now = media(families)
            shrunk = [key for key, count in before.items() if now.get(key, 0) < count]
            expect(not shrunk, f"{what}: went back: {shrunk}")
            before = now
            if condition(families):
                return
            await asyncio.sleep(0.1)

    def carried(families, direction):
        labels = {**LOOPBACK, "leg": "client", "direction": direction}
        packets = value(families, "sdprelay_media_packets_total", **labels)
        octets = value(families, "sdprelay_media_bytes_total", **labels)
        expect(octets >= packets, f"{packets} packets of {octets} bytes")
        return packets

    for reason in ("closed_by_peer", "closed"):
        async with VoiceClient() as client:
            answered = await call(bench, client, relay)
            await client.hear_the_tone()
            earlier = carried(await metrics(bench, relay), "out")
            await until("both ways", lambda f: carried(f, "in") > earlier and carried(f, "out") > earlier)
            expect_equal(value(await metrics(bench, relay), "sdprelay_calls", **LOOPBACK), 1, "live calls")
            if reason == "closed":
                location = answered.headers["Location"]
                expect_equal((await bench.request("DELETE", location, name="DELETE", relay=relay)).status, 200, "status")
            port = int(re.search(r"a=candidate:\S+ 1 udp \d+ 127.0.0.1 (\d+)", answered.body.decode())[1])
        ended = {**LOOPBACK, "reason": reason}
        await until(reason, lambda f: value(f, "sdprelay_calls_ended_total", **ended) == 1)
        expect_equal(value(await metrics(bench, relay), "sdprelay_calls", **LOOPBACK), 0, "live calls after it")
    dropped = value(await metrics(bench, relay), "sdprelay_media_datagrams_dropped_total")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        for _ in range(5):
            stranger.sendto(b"\x80 of nobody", ("127.0.0.1", port))
    await until("dropped", lambda f: value(f, "sdprelay_media_datagrams_dropped_total") >= dropped + 5)


@check("metrics: a bridged call is counted on both of its connections, beside the call that its provider has")
async def bridged_calls_are_counted(bench):
    relay = await bench.start_relay(CONFIGURATION)
    bridged = {"provider": "loopback", "media": "bridge"}
    async with VoiceClient() as client:
        path = "/v1/realtime/calls?model=loopback/m&media=bridge"
        bench.secrets.plant_offer("the offer to the bridge", client.offer)
        answered = await bench.post(path, client.offer, "application/sdp", name="bridge", relay=relay)
        await client.accept(answered.expect_answer().body)
        await client.wait_until_open()
        await client.hear_the_tone()
        while True:
            families = await metrics(bench, relay)
            ways = [(leg, way) for leg in ("client", "upstream") for way in ("in", "out")]
            labels = [{**bridged, "leg": leg, "direction": way} for leg, way in ways]
            if all(value(families, "sdprelay_media_packets_total", **each) > 0 for each in labels):
                break
            await asyncio.sleep(0.1)
        for labels in (bridged, LOOPBACK):
            expect_equal(value(families, "sdprelay_calls", **labels), 1, f"live calls with {labels}")
    ended = {**bridged, "reason": "client_closed"}
    while value(await metrics(bench, relay), "sdprelay_calls_ended_total", **ended) != 1:
        await asyncio.sleep(0.1)
    expect_equal(value(await metrics(bench, relay), "sdprelay_calls", **bridged), 0, "live calls after it")
