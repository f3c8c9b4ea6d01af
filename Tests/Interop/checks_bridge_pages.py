# SPDX-License-Identifier: MIT
"""Pages of another origin in Chromium that call a bridge by what they always did: WHIP, and the console of the beta."""

import json

from aiohttp import web

from bridge_relay import BridgeRelay, UpstreamCall
from checks_bridge_legacy import ANSWER, ASKED_UPSTREAM, CURRENT_NAMES
from driven_chromium import DrivenChromium
from harness import HERE, check, expect, expect_equal

BETA_MODEL = "gpt-4o-realtime-preview"


class BridgePage:
    """The page in Chromium, served from an origin of its own: `async with BridgePage(bench, name) as page`."""

    def __init__(self, bench, name):
        self.bench, self.name = bench, name

    async def __aenter__(self):
        text = (HERE / "bridge_page.html").read_text()
        app = web.Application()
        app.router.add_get("/", lambda _: web.Response(text=text, content_type="text/html"))
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        try:
            url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/"
            self.chromium = DrivenChromium(self.bench, url, self.name)
            page = await self.chromium.__aenter__()
            await page.until("typeof talkAsConsole === 'function'", "the page")
            return page
        except BaseException:
            await self.runner.cleanup()
            raise

    async def __aexit__(self, *_):
        await self.chromium.__aexit__()
        await self.runner.cleanup()


async def asked(page, function, *arguments):
    """What a function of the page gives."""
    return await page.value(f"{function}({', '.join(map(json.dumps, arguments))})")


@check("bridge, Chromium by WHIP: trickled candidates, an ICE restart by a fragment, and audio and events go on over it")
async def restarts_by_fragment(bench):
    async with BridgePage(bench, "bridge-whip") as page:
        relay = await BridgeRelay(bench).start()
        made = await asked(page, "publish", relay.relay.base_url + "/whip/openai/gpt-realtime", bench.caller_key)
        expect_equal(made["status"], 201, f"status of the publication ({made})")
        bench.secrets.plant_offer("Chromium's offer by WHIP", made["offer"].encode())
        expect(made["candidates"] > 0 and "a=candidate" not in made["offer"], "there is nothing to trickle")
        expect_equal(made["trickled"], 204, "status of a PATCH with candidates")
        before = await asked(page, "audioAfter", 0)
        await asked(page, "echo", "before")

        for text in ("after", "after another"):
            restarted = await asked(page, "restart", bench.caller_key)
            expect_equal(restarted["status"], 200, f"status of a PATCH with new credentials ({restarted})")
            bench.secrets.plant_offer("Chromium's fragment", restarted["offered"].encode())
            expect_equal(restarted["type"], "application/trickle-ice-sdpfrag", "its type")
            expect(restarted["hasNewTag"], "the new ICE session has no tag of its own")
            expect_equal(restarted["again"], 204, "status of the same credentials again")
            expect_equal(restarted["late"], 412, "status of a PATCH for the session before")

            # Chromium begins its new checks before it has the answer, by the relay's old credentials, and may stay with a
            # pair that it has found so.
            answers = f"statistics().then(now => now.remotes.includes({json.dumps(restarted['remote'])}))"
            await page.until(answers, "checks by the new credentials answered")
            now = await asked(page, "statistics")
            is_new = now["local"] != before["local"] and restarted["remote"] not in before["remotes"]
            expect(is_new, "the credentials are the old ones")
            expect(now["ice"] in ("connected", "completed"), f"ICE is {now['ice']}")
            before = await asked(page, "audioAfter", now["packets"] + 25)
            await asked(page, "echo", text)
        call = await relay.get(made["location"].removeprefix(relay.relay.base_url))
        expect_equal((call["state"], call["client"]["state"]), ("connected", "connected"), "the call")


@check("bridge, Chromium as the console of the beta: a session's client secret, and a whole conversation with a function")
async def serves_the_old_console_page(bench):
    async with BridgePage(bench, "bridge-console") as page:
        relay = await BridgeRelay(bench).start()
        await bench.upstream.behave(plan={"strict": True})
        try:
            made = await asked(page, "callAsConsole", relay.relay.base_url, bench.caller_key, BETA_MODEL)
        finally:
            await bench.upstream.behave(plan={})
        expect_equal(made["status"], 201, f"status of the call ({made})")
        bench.secrets.plant_offer("the old console's offer", made["offer"].encode())
        bench.secrets.plant_answered("the old console's client secret", made["secret"])
        expect_equal(made["session"]["object"], "realtime.session", "object of the session")
        learned = await asked(page, "talkAsConsole")
        await asked(page, "audioAfter", 0)

        kinds = learned.pop("kinds")
        current = [kind for kind in kinds if any(name in kind for name in CURRENT_NAMES)]
        expect_equal(current, [], "events of the current API")
        deltas = {"response.function_call_arguments.delta", "response.text.delta", "response.audio_transcript.delta"}
        expect(deltas <= set(kinds), f"deltas of the beta are missing in {sorted(set(kinds))}")
        expect_equal(
            learned,
            {
                "errors": [],
                "object": "realtime.session",
                "modalities": ["text"],
                "format": "pcm16",
                "function": "get_weather",
                "arguments": ['{"place":"Ulm"}'] * 2,
                "text": [ANSWER, ANSWER, {"type": "text", "text": ANSWER}],
                "spoken": [ANSWER] * 2,
            },
            "what the page learned",
        )
        # The call is the secret's, not the key's that made the session.
        shown = await relay.ask("GET", made["location"], made["secret"])
        expect_equal(shown.status, 200, "status of the call for who made it")
        seen = await UpstreamCall(bench.upstream, json.loads(shown.body)["upstream_call_id"]).seen()
        expect_equal(seen["problems"], [], "what the provider could not read")
        expect_equal(seen["kinds"], ASKED_UPSTREAM, "events upstream")
