# SPDX-License-Identifier: MIT
"""The console's part on bridged calls, in headless Chromium: the switch, the live list and its buttons."""

from bridged_calls import BridgedCalls, call_object, envelope
from checks_console import SCREENSHOTS, STATE
from driven_chromium import DrivenChromium
from harness import check, expect, expect_equal
from loopback_calls import CONFIGURATION

ROWS = "[...document.querySelectorAll('#calls li')].map(e => `${e.dataset.id} ${e.dataset.state}`)"
SUMMARY = "document.getElementById('calls-summary')?.textContent"
FAILURE = "document.getElementById('failure-code').textContent"


def figure(number, name):
    return f"document.querySelector('#calls [data-id=\"rtc_{number:03}\"] [data-figure=\"{name}\"]').textContent"


def rows(*wanted):
    return f"JSON.stringify({ROWS}) === JSON.stringify({list(wanted)!r})"


async def tab_to_hang_up(page, number):
    """Moves the focus with the Tab key to the button of a call."""
    wanted = f"Hang up rtc_{number:03}"
    for _ in range(80):
        if await page.value("document.activeElement.getAttribute('aria-label')") == wanted:
            return
        await page.press("Tab")
    expect(False, f"the Tab key does not lead to {wanted!r}")


@check("console, bridged calls: they come, change and go as they are told, and one is hung up by keyboard")
async def calls_are_followed(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with BridgedCalls(relay) as bridge:
        bridge.calls["rtc_001"] = call_object(1)
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge") as page:
            await page.until(rows("rtc_001 connected"), "the call that was there")
            begun = await page.value(figure(1, "duration"))
            await page.until(f"/^\\d+:\\d\\d$/.test({figure(1, 'duration')}) && {figure(1, 'duration')} !== '{begun}'", "its duration")
            shown = [await page.value(figure(1, name)) for name in ("turns", "usage", "from", "to")]
            expect_equal(shown, ["2", "321 (300 + 21)", "1200, 3 lost", "980"], "figures")
            bridge.say(": keep-alive\n\n")
            bridge.tell("started", call_object(2, "connecting", turn_count=0, usage={}, client={}, model=None))
            await page.until(rows("rtc_001 connected", "rtc_002 connecting"), "a call that begins")
            shown = [await page.value(figure(2, name)) for name in ("turns", "usage", "from", "to")]
            expect_equal(shown, ["0", "–", "–", "–"], "figures of a call that has none")
            await page.value("document.querySelector('[data-id=\"rtc_002\"] details').open = true; true")
            bridge.tell("updated", call_object(2))
            await page.until(rows("rtc_001 connected", "rtc_002 connected"), "a call that is connected")
            await page.until("document.querySelector('[data-id=\"rtc_002\"] pre').textContent.includes('<b>Hello</b>')", "its turns")
            bridge.tell("started", call_object(3, "connecting"))
            await page.until(f"{SUMMARY} === '3 live'", "how many there are")
            await tab_to_hang_up(page, 2)
            # The focus stays where it is while calls change.
            bridge.tell("updated", call_object(2, turn_count=3))
            await page.until(f"{figure(2, 'turns')} === '3'", "a change")
            await page.press("Enter")
            await page.until(
                rows("rtc_001 connected", "rtc_003 connecting", "rtc_002 ended"), "the call that was hung up"
            )
            expect_equal(bridge.hung_up, ["rtc_002"], "calls hung up")
            label = await page.value("document.activeElement.getAttribute('aria-label')")
            expect_equal(label, "Hang up rtc_003", "where the focus is then")
            state = await page.value("document.querySelector('[data-id=\"rtc_002\"] .state').textContent")
            expect_equal(state, "ended (caller, hung up)", "how it ended")
            expect_equal(await page.value("document.querySelectorAll('#calls [data-state=ended] button').length"), 0, "buttons")
            await page.screenshot(SCREENSHOTS / "console-bridge-light.png")
            expect_equal(page.problems, [], "problems that Chromium logged")
            bridge.refusal = envelope(403, "access_denied", "Not yours.")
            await page.press("Enter")
            await page.until(f"{FAILURE} === 'access_denied'", "that a call cannot be hung up")
            await page.until("document.querySelector('[data-id=\"rtc_003\"] button').ariaDisabled === 'false'", "another try")
            bridge.refusal = None
            await page.press("Enter")
            await page.until(rows("rtc_001 connected", "rtc_002 ended", "rtc_003 ended"), "hung up after all")
            expect_equal(await page.value("document.getElementById('failure').hidden"), True, "no failure any more")
            label = await page.value("document.activeElement.getAttribute('aria-label')")
            expect_equal(label, "Hang up rtc_001", "where the focus is after the last of the row")


@check("console, bridged calls: a stream that ends is begun again; ended calls and long lists are cut")
async def streams_are_resumed(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with BridgedCalls(relay) as bridge:
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge-again", size=(390, 844), dark=True) as page:
            await page.until(f"{SUMMARY} === '0 live'", "that there is no call")
            await bridge.until(lambda: bridge.watchers, "a listener")
            for number in range(1, 8):
                bridge.tell("started", call_object(number))
                end = {"by": "client", "reason": "closed"}
                bridge.tell("ended", call_object(number, "ended", end=end, duration_ms=3_725_000.4))
            await page.until(rows(*[f"rtc_{number:03} ended" for number in range(3, 8)]), "the last calls that ended")
            expect_equal(await page.value(figure(7, "duration")), "1:02:05", "how long one was")
            for number in range(101, 311):
                bridge.tell("started", call_object(number))
            await page.until(f"{SUMMARY} === '210 live · 195 shown'", "more calls than are shown")
            bridge.tell("ended", call_object(101, "ended"))
            await page.until(f"{ROWS}.includes('rtc_296 connected')", "the next one, in place of one that ended")
            await page.value("window.scrollTo(0, document.getElementById('bridge').offsetTop); true")
            await page.screenshot(SCREENSHOTS / "console-bridge-dark-narrow.png")
            overflow = await page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            expect(overflow <= 0, f"the page is {overflow} px too wide for a phone")
            bridge.calls = {"rtc_400": call_object(400)}
            bridge.cut()
            await bridge.until(lambda: bridge.watchers_in_all == 2, "another stream")
            await page.until(f"{SUMMARY} === '1 live'", "that the others have gone")
            await page.until(f"{ROWS}[0] === 'rtc_400 connected'", "what is there then")
            # A page that nobody looks at keeps no connection.
            for is_hidden in ("true", "false"):
                hidden = f"Object.defineProperty(document, 'hidden', {{ value: {is_hidden}, configurable: true }})"
                await page.value(f"{hidden}; document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}))")
                await bridge.until(lambda: bool(bridge.watchers) == (is_hidden == "false"), f"hidden: {is_hidden}")
            bridge.tell("started", call_object(401))
            await page.until(f"{SUMMARY} === '2 live'", "that it is followed again")
            expect_equal(page.problems, [], "problems that Chromium logged")


@check("console, bridged calls: without events they are asked for; without the routes there is nothing of it")
async def falls_back(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with BridgedCalls(relay, streams=False) as bridge:
        bridge.calls["rtc_001"] = call_object(1)
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge-poll") as page:
            await page.until(rows("rtc_001 connected"), "the call that was there")
            await page.until(f"{SUMMARY} === '1 live · asked for every 2 s'", "how that is known")
            bridge.calls = {"rtc_002": call_object(2)}
            await page.until(rows("rtc_002 connected"), "another one")
            expect_equal(bridge.asked.count("events"), 1, "requests for events")
    async with BridgedCalls(relay, bridges=False) as bridge:
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge-none") as page:
            await page.until("document.getElementById('provider')?.value === 'loopback'", "the providers")
            await bridge.until(lambda: "options" in bridge.asked, "the question for the routes")
            for identifier in ("bridge", "media-field"):
                expect_equal(await page.value(f"document.getElementById('{identifier}').hidden"), True, identifier)
            expect_equal(page.problems, [], "problems that Chromium logged")


@check("console, bridged calls: the key is sent with all that is asked, and asked for where it is missing")
async def keys_are_sent(bench):
    relay = await bench.start_relay(CONFIGURATION)
    key = bench.secrets.plant("the console's access key", "access-console-0123456789")
    async with BridgedCalls(relay, key=key) as bridge:
        bridge.calls["rtc_001"] = call_object(1)
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge-key") as page:
            await page.until(f"{SUMMARY}?.includes('invalid_access_key')", "that a key is asked for")
            await page.tab_to("key")
            await page.type(key)
            await page.press("Tab")
            await page.until(rows("rtc_001 connected"), "the call, by its key")
            await tab_to_hang_up(page, 1)
            await page.press("Enter")
            await page.until(rows("rtc_001 ended"), "hung up")


@check("console, bridged calls: the switch asks for the bridge, in the call and in what is to be copied")
async def switch_is_sent(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with BridgedCalls(relay) as bridge:
        async with DrivenChromium(bench, bridge.base_url + "/", "bridge-switch") as page:
            await page.until("document.getElementById('media-field')?.hidden === false", "the switch")
            snippet = "document.getElementById('snippet-curl').textContent"
            expect("media=" not in await page.value(snippet), "media is asked for without a choice")
            await page.tab_to("media")
            await page.press("b", text="b")
            await page.until("document.getElementById('media').value === 'bridge'", "bridge, chosen by its first letter")
            await page.until(f"{snippet}.includes('&media=bridge')", "curl")
            await page.tab_to("call")
            await page.press("Enter")
            await page.until(f"{STATE} === 'connected'", "connected")
            posts = [asked for asked in bridge.asked if asked.startswith("POST /v1/realtime/calls?")]
            expect_equal([post.endswith("&media=bridge") for post in posts], [True], f"{posts}: media=bridge")
            location = await page.value("call.location")
            bridge.tell("started", call_object(1, id=location.rsplit("/", 1)[-1], provider="loopback"))
            await page.until("document.querySelector('#calls .name')?.textContent.endsWith('(this page)')", "its own call")
            await page.value("document.querySelector('#calls button').click(); true")
            await page.until(f"{STATE} === 'idle'", "hung up")
            await bridge.until(lambda: bridge.hung_up, "DELETE")
            expect_equal(page.problems, [], "problems that Chromium logged")


@check("console, bridged calls: a call through the bridge to the loopback is in the list, with its turns, and hung up there")
async def bridged_call_is_listed(bench):
    relay = await bench.start_relay(CONFIGURATION)
    async with DrivenChromium(bench, relay.base_url + "/", "bridge-real", dark=True) as page:
        await page.until("document.getElementById('media-field')?.hidden === false", "the switch")
        await page.tab_to("media")
        await page.press("b", text="b")
        await page.tab_to("call")
        await page.press("Enter")
        await page.until(f"{STATE} === 'connected'", "connected")
        await page.until("document.querySelector('#calls .name')?.textContent === 'loopback/gpt-realtime (this page)'", "it")
        await page.until("document.getElementById('level-out').value > 0.2", "audio that comes back")
        for name in ("turns", "usage", "from", "to"):
            shown = f"document.querySelector('#calls [data-figure=\"{name}\"]').textContent"
            await page.until(f"/^[1-9]/.test({shown})", name)
        await page.value("document.querySelector('#calls details').open = true; true")
        await page.until("JSON.parse(document.querySelector('#calls pre').textContent || '{}').turns?.[0]?.turn === 1", "turns")
        await page.screenshot(SCREENSHOTS / "console-bridge-dark.png")
        label = "document.activeElement.getAttribute('aria-label')"
        for _ in range(80):
            if (await page.value(label) or "").startswith("Hang up"):
                break
            await page.press("Tab")
        await page.press("Enter")
        await page.until(f"{STATE} === 'idle'", "hung up")
        await page.until(f"{SUMMARY}?.startsWith('0 live')", "that it is no longer live")
        expect_equal(page.problems, [], "problems that Chromium logged")
