# SPDX-License-Identifier: MIT
"""What the relay has counted, read by Prometheus' own parser."""

from prometheus_client.parser import text_string_to_metric_families

from harness import check, expect, expect_equal


async def metrics(bench):
    fields = {"Authorization": f"Bearer {bench.caller_key}"}
    answered = await bench.request("GET", "/metrics", name="metrics", headers=fields)
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
