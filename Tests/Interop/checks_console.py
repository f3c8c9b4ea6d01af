# SPDX-License-Identifier: MIT
"""The console page in headless Chromium, worked by keyboard: a call with audio and events, and a failure."""

import json

from driven_chromium import DrivenChromium
from harness import ROOT, check, expect, expect_equal
from replica import Replica

# Kept after the test, to be looked at.
SCREENSHOTS = ROOT / ".build" / "screenshots"
STATE = "document.getElementById('state').dataset.state"
EVENTS = "[...document.querySelectorAll('#events li')].map(e => JSON.parse(e.dataset.text))"
EVENT_TYPES = f"{EVENTS}.map(e => e.type)"


async def call_by_keyboard(page, bench):
    await page.until("document.getElementById('key') !== null", "the page")
    await page.tab_to("key")
    await page.type(bench.caller_key)
    await page.press("Tab")
    await page.until("document.getElementById('provider').options.length > 1", "the list of providers")
    await page.tab_to("call")


@check("console: a call by keyboard, with audio, levels, timings and events; hung up at the provider's too")
async def console_calls(bench):
    await bench.upstream.forget()
    async with DrivenChromium(bench, bench.relay.base_url + "/", "console") as page:
        await call_by_keyboard(page, bench)
        expect_equal(await page.value("document.getElementById('provider').value"), "openai", "the default provider")
        page.problems.clear()
        await page.press("Enter")
        await page.until(f"{STATE} === 'connected'", "connected")
        await page.until("document.querySelectorAll('#times dd').length === 6", "timings")
        await page.until("[...document.querySelectorAll('#times dd')].every(e => /^\\d+$/.test(e.textContent))", "all timings")
        await page.until(f"{EVENT_TYPES}[0] === 'session.created'", "session.created")
        await page.until("document.getElementById('level-in').value > 0.2", "the microphone's level")
        await page.until("document.getElementById('level-out').value > 0.2", "the provider's level")
        await page.tab_to("text")
        await page.type("Hello")
        await page.press("Enter")
        await page.until(f"{EVENT_TYPES}.includes('response.done')", "response.done")
        await page.until("[...document.querySelectorAll('.plot b')].every(e => /\\d/.test(e.textContent))", "statistics")
        await page.value("document.getElementById('json').value = '{\"type\":'; true")
        await page.value("document.getElementById('raw').requestSubmit(); true")
        await page.until("document.getElementById('json-problem').textContent !== ''", "what is wrong with the event")
        await page.value("document.querySelector('#events details').open = true")
        await page.until("document.querySelector('#events pre')?.textContent.includes('\"session.created\"')", "an open event")
        recorded = await page.value("recording()")
        lines = [json.loads(line) for line in recorded.strip().split("\n")]
        expect(all({"time_ms", "direction", "event"} == set(line) for line in lines), f"recording: {recorded[:300]}")
        await page.screenshot(SCREENSHOTS / "console-light.png")
        await page.value("document.getElementById('filter').value = 'response.done'")
        await page.value("document.getElementById('filter').dispatchEvent(new Event('input'))")
        shown = await page.value("[...document.querySelectorAll('#events li:not([hidden])')].map(e => JSON.parse(e.dataset.text).type)")
        expect_equal(set(shown), {"response.done"}, "events after filtering")
        await page.tab_to("call")
        await page.press(" ", code="Space")
        await page.until(f"{STATE} === 'idle'", "hung up")
        expect_equal(page.problems, [], "problems that Chromium logged")
    posts = [entry["path"] for entry in await bench.upstream.posts()]
    expect(any(path.endswith("/hangup") for path in posts), f"the call was not hung up at the provider's: {posts}")


@check("console: failures show their code and what to do; narrow and dark it fits")
async def console_shows_failures(bench):
    replica = await Replica(bench).start()
    async with DrivenChromium(bench, replica.relay.base_url + "/", "console-dark", size=(390, 844), dark=True) as page:
        await page.until("document.getElementById('failure')?.hidden === false", "that a key is asked for")
        expect_equal(await page.value("document.getElementById('failure-code').textContent"), "invalid_access_key", "code")
        remedy = await page.value("document.getElementById('failure-remedy').textContent")
        expect_equal(remedy, "Send the access key as Authorization: Bearer.", "what to do")
        expect_equal(await page.value("document.activeElement.id"), "key", "focus")
        await page.screenshot(SCREENSHOTS / "console-dark-narrow.png")
        await page.type(replica.app)
        await page.press("Tab")
        await page.until("document.getElementById('failure').hidden", "that the key is taken")
        overflow = await page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        expect(overflow <= 0, f"the page is {overflow} px too wide for a phone")
