# SPDX-License-Identifier: MIT
"""Headless Chromium with a page in it, driven through the DevTools protocol as a user would: keys and looks."""

import asyncio
import base64
import itertools
import json
import os
import shutil

import aiohttp

from checks_browser import CHROMIUM_FLAGS
from harness import expect

READY_LIMIT_SECONDS = 60


class DrivenChromium:
    """Opens a page; `async with DrivenChromium(bench, url) as page`. A `script` runs in it before its own."""

    def __init__(self, bench, url, name, size=(1280, 900), dark=False, script=None):
        self.script = script
        self.bench, self.url, self.name, self.size, self.dark = bench, url, name, size, dark
        self.numbers, self.waiting, self.problems = itertools.count(1), {}, []

    async def __aenter__(self):
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        expect(chromium, "chromium is not installed (scripts/install-test.sh)")
        profile = self.bench.directory / f"{self.name}-profile"
        arguments = [chromium, *CHROMIUM_FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0"]
        arguments += [f"--window-size={self.size[0]},{self.size[1]}", "about:blank"]
        self.browser = self.bench.start(arguments, self.name)
        self.session = aiohttp.ClientSession()
        try:
            await self.connect(profile / "DevToolsActivePort")
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_):
        if hasattr(self, "reader"):
            self.reader.cancel()
        await self.session.close()
        await asyncio.to_thread(self.browser.stop)

    async def connect(self, port_file):
        async with asyncio.timeout(READY_LIMIT_SECONDS):
            while not port_file.exists() or "\n" not in port_file.read_text():
                self.browser.ensure_running()
                await asyncio.sleep(0.05)
            port = port_file.read_text().split()[0]
            async with self.session.get(f"http://127.0.0.1:{port}/json/list") as response:
                targets = await response.json()
        address = next(target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page")
        self.socket = await self.session.ws_connect(address, max_msg_size=64 << 20)
        self.reader = asyncio.ensure_future(self.read())
        for domain in ("Page", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        width, height = self.size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self.call("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if self.dark else "light"}]
        await self.call("Emulation.setEmulatedMedia", features=scheme)
        if self.script:
            await self.call("Page.addScriptToEvaluateOnNewDocument", source=self.script)
        await self.call("Page.navigate", url=self.url)

    async def read(self):
        async for message in self.socket:
            data = json.loads(message.data)
            if "id" in data:
                self.waiting.pop(data["id"]).set_result(data)
            elif data["method"] == "Runtime.exceptionThrown":
                self.problems.append(data["params"]["exceptionDetails"].get("text", "exception"))
            elif data["method"] == "Log.entryAdded" and data["params"]["entry"]["level"] == "error":
                self.problems.append(data["params"]["entry"]["text"])

    async def call(self, method, **parameters):
        number = next(self.numbers)
        answer = self.waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(READY_LIMIT_SECONDS):
            data = await answer
        expect("error" not in data, lambda: f"{method}: {data['error']}")
        return data["result"]

    async def value(self, expression):
        """What an expression comes to in the page."""
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        expect("exceptionDetails" not in result, lambda: f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    async def until(self, expression, what):
        """Waits until an expression is true in the page."""
        for _ in range(600):
            if await self.value(expression):
                return
            await asyncio.sleep(0.05)
        shown = await self.value("document.body.innerText")
        # Events come last.
        expect(False, f"{what}: not in time; the page shows {shown[:400]!r} … {shown[400:][-2400:]!r}")

    async def press(self, key, code=None, text=None, modifiers=0):
        """Presses and releases a key."""
        codes = {"Tab": 9, "Enter": 13, " ": 32}
        event = {"key": key, "code": code or key, "windowsVirtualKeyCode": codes.get(key, 0), "modifiers": modifiers}
        typed = text if text is not None else {"Enter": "\r", " ": " "}.get(key)
        await self.call("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": typed} if typed else {}))
        await self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    async def type(self, text):
        await self.call("Input.insertText", text=text)

    async def tab_to(self, identifier):
        """Moves the focus with the Tab key to the element with this id."""
        for _ in range(60):
            if await self.value("document.activeElement.id") == identifier:
                return
            await self.press("Tab")
        expect(False, f"the Tab key does not lead to #{identifier}")

    async def screenshot(self, path):
        data = await self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(data["data"]))
