# SPDX-License-Identifier: MIT
"""Relays of a check's own, with access keys, before the same stand-in as the first one."""

import secrets

from checks_calls import OFFER
from harness import expect_equal
from voice_client import sample_offer

CONFIGURATION = """\
{
    listen: "LISTEN",
    default_provider: "openai",
    providers: {
        openai: { kind: "openai", base_url: "BASE_URL", keys: [{ value: "PROVIDER_KEY" }], allow_private_network: true },
        MORE_PROVIDERS
    },
    access_keys: [
        { name: "app", value: "APP_KEY" },
        { name: "other", value: "OTHER_KEY" },
        { name: "server", value: "SERVER_KEY", trusted: true },
    ],
    MORE
}
"""


class Replica:
    """A relay with three access keys."""

    def __init__(self, bench, more="", providers=""):
        self.bench = bench
        for name in ("app", "other", "server"):
            key = f"access-{name}-" + secrets.token_hex(16)
            setattr(self, name, bench.secrets.plant(f"the access key {name}", key))
        self.more, self.providers = more, providers
        self.relay = None

    def configuration(self, **changes):
        text = CONFIGURATION.replace("MORE_PROVIDERS", self.providers).replace("MORE", self.more)
        replacements = {
            "BASE_URL": self.bench.upstream.base_url,
            "PROVIDER_KEY": self.bench.upstream.key,
            "APP_KEY": self.app,
            "OTHER_KEY": self.other,
            "SERVER_KEY": self.server,
            **changes,
        }
        for name, value in replacements.items():
            text = text.replace(name, value)
        return text

    async def start(self, *, like=None):
        """Starts it, with the keys of another one if there is one."""
        if like:
            self.app, self.other, self.server = like.app, like.other, like.server
        self.relay = await self.bench.start_relay(self.configuration())
        return self

    async def request(self, method, path, key=None, **arguments):
        headers = {**arguments.pop("headers", {})}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        name = f"{method} {path}"
        return await self.bench.request(method, path, name=name, relay=self.relay, headers=headers, **arguments)

    async def call(self, key, *, model="gpt-realtime", path=None, status=201, headers=None):
        """Posts an offer; gives what came back."""
        answered = await self.request(
            "POST",
            path or f"/v1/realtime/calls?model={model}",
            key,
            data=await sample_offer(self.bench),
            headers={"Content-Type": OFFER, **(headers or {})},
        )
        expect_equal(answered.status, status, f"status of a call ({answered.body[:300]})")
        return answered
