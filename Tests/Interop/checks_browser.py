# SPDX-License-Identifier: MIT
"""Headless Chromium calls through the relay from a page of another origin."""

import asyncio
import json
import os
import re
import shutil

from aiohttp import web

from checks_calls import expect_untouched
from harness import HERE, check, expect, expect_equal

# Flags: no sandbox, as containers have none; a microphone that beeps and a permission that is granted; sound
# without a click; calls over the loopback interface where there is no other; nothing fetched from anywhere.
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--allow-loopback-in-peer-connection",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


class PageServer:
    """Serves the page on its own origin and takes what it reports."""

    def __init__(self, bench):
        self.bench = bench
        self.report = asyncio.get_running_loop().create_future()

    async def __aenter__(self):
        page = (HERE / "browser_page.html").read_text()
        app = web.Application(client_max_size=1 << 20)
        app.router.add_get("/", lambda _: web.Response(text=page, content_type="text/html"))
        app.router.add_post("/report", self.take)
        self.runner = web.AppRunner(app, access_log=None)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", self.bench.page_port).start()
        return self

    async def __aexit__(self, *_):
        await self.runner.cleanup()

    async def take(self, request):
        if not self.report.done():
            self.report.set_result(await request.json())
        return web.Response()


async def run_page(bench):
    """Opens the page in Chromium and gives what it reported."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    expect(chromium, "chromium is not installed (scripts/install-test.sh)")
    async with PageServer(bench) as server:
        profile = f"--user-data-dir={bench.directory / 'chromium'}"
        query = f"relay={bench.relay.base_url}&credential={bench.caller_key}"
        browser = bench.start([chromium, *CHROMIUM_FLAGS, profile, f"{bench.page_origin}/?{query}"], "chromium")
        ended = asyncio.ensure_future(browser.exit_code())
        try:
            await asyncio.wait({server.report, ended}, return_when=asyncio.FIRST_COMPLETED)
            expect(server.report.done(), lambda: f"chromium ended before the page reported: {browser.tail()}")
            return server.report.result()
        finally:
            await asyncio.to_thread(browser.stop)
            await ended


@check("Chromium: a page of another origin calls through the relay, with audio and events both ways")
async def page_calls(bench):
    await bench.upstream.forget()
    report = await run_page(bench)
    expect("failure" not in report, lambda: f"the page failed at {report['step']}: {report['failure']}")
    offer = report["offer"].encode()
    bench.secrets.plant_offer("Chromium's offer", offer)
    response = json.dumps(report["headers"]) + report["answer"] + json.dumps(report["refusal"])
    bench.secrets.saw_response("Chromium", report["status"], [], response.encode())
    entry = await bench.upstream.only_post()
    expect_untouched(entry, offer, report["answer"].encode())
    expect_equal(report["status"], 201, "status")
    location = report["headers"]["location"] or ""
    expect(re.match(r"/v1/realtime/calls/rtc_", location), f"the page reads Location as {location!r}")
    expect(report["headers"]["x-request-id"], "the page cannot read x-request-id")
    expect(report["audioEnergy"] > 0, "no audio came back")
    expect_equal(report["echoed"], {"text": True, "long": 60_000, "binary": [0, 1, 254, 255]}, "echoes")
    expect_equal(report["refusal"], {"status": 400, "code": "empty_offer"}, "the error that the page reads")
    expect_equal(report["otherOrigin"], "blocked", "the page of an origin that is not allowed")
