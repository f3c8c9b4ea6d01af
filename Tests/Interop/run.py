# SPDX-License-Identifier: MIT
"""The relay's main job on real input: real WebRTC clients call a strict stand-in through the relay.

Prints a line per check and, last, the totals; exits 0 if all passed. Needs requirements.txt's packages, chromium,
curl and openssl; scripts/install-test.sh installs them.
"""

import asyncio
import secrets
import subprocess
import sys
from pathlib import Path

import aiohttp

# Imported for the checks that they register, in the order in which these run.
import checks_stand_in  # noqa: F401
import checks_provider_stand_ins  # noqa: F401
import checks_calls  # noqa: F401
import checks_forms  # noqa: F401
import checks_recorded_offers  # noqa: F401
import checks_refusals  # noqa: F401
import checks_routes  # noqa: F401
import checks_providers
import checks_control  # noqa: F401
import checks_access  # noqa: F401
import checks_keys  # noqa: F401
import checks_whip  # noqa: F401
import checks_python_sdk  # noqa: F401
import checks_events  # noqa: F401
import checks_curl  # noqa: F401
import checks_console  # noqa: F401
import checks_console_bridge  # noqa: F401
import checks_loopback  # noqa: F401
import checks_loopback_tokens  # noqa: F401
import checks_load  # noqa: F401
import checks_media_addresses  # noqa: F401
import checks_setup_roles  # noqa: F401
import checks_bridge  # noqa: F401
import checks_bridge_channels  # noqa: F401
import checks_bridge_chromium  # noqa: F401
import checks_bridge_ends  # noqa: F401
import checks_bridge_exchange  # noqa: F401
import checks_bridge_faults  # noqa: F401
import checks_bridge_legacy  # noqa: F401
import checks_bridge_media  # noqa: F401
import checks_bridge_pages  # noqa: F401
import checks_bridge_policy  # noqa: F401
import checks_bridge_roles  # noqa: F401
import checks_hostile_udp  # noqa: F401
import checks_metrics  # noqa: F401
import checks_browser  # noqa: F401
import checks_shutdown  # noqa: F401
from harness import ROOT, Providers, StandIn, argument_parser, expect, free_port, run_checks

# JSON5 as operators write it: comments, bare keys, trailing commas.
CONFIGURATION = """\
// Written by the interop test.
{
    listen: "LISTEN",
    default_provider: "openai",
    providers: {
        openai: {
            kind: "openai",
            base_url: "BASE_URL",
            keys: [{ name: "main", value: "PROVIDER_KEY" }],
            allow_private_network: true,
        },
        /* An older server of the same form, beta endpoint and all, over TLS with an authority of its own. */
        secure: {
            kind: "compatible",
            base_url: "SECURE_URL",
            keys: [{ env: "INTEROP_SECURE_KEY" }],
            ca_file: "CA_FILE",
            legacy: "beta",
            allow_private_network: true,
        },
        PROVIDERS
    },
    ice_servers: [
        { urls: ["stun:stun.example:3478"] },
        { urls: ["turn:turn.example:3478?transport=udp"], shared_secret: { value: "TURN_SECRET" }, lifetime: "10m" },
    ],
    cors: { origins: ["PAGE_ORIGIN"] },
    trusted_callers: [],
}
"""


def make_certificate(directory):
    """A certificate for localhost that is its own authority."""
    certificate, key = directory / "localhost.pem", directory / "localhost.key"
    arguments = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    subprocess.run(
        ["openssl", *arguments.split(), "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    return certificate, key


async def set_up(bench):
    """Starts the stand-ins and the relay in front of them, with secrets planted wherever one may be given."""
    keys = bench.secrets
    provider_key = keys.plant("the provider key", "sk-provider-" + secrets.token_hex(16))
    secure_key = keys.plant("the second provider's key", "sk-secure-" + secrets.token_hex(16))
    bench.caller_key = keys.plant("the caller's credential", "sk-caller-" + secrets.token_hex(16))
    certificate, private_key = make_certificate(bench.directory)
    bench.upstream = StandIn(bench.directory, "upstream", "--key", provider_key)
    bench.secure_upstream = StandIn(
        bench.directory,
        "secure-upstream",
        *["--key", secure_key, "--no-media", "--beta", "--certificate", certificate, "--private-key", private_key],
        tls_certificate=certificate,
    )
    bench.providers = Providers(bench.directory, provider_key)
    bench.turn_secret = keys.plant("the TURN server's secret", "turn-" + secrets.token_hex(16))
    bench.call_secret = keys.plant("the secret of call ids", "ids-" + secrets.token_hex(16))
    bench.upstream.key = provider_key
    await bench.providers.start()
    await bench.upstream.start()
    await bench.secure_upstream.start()
    bench.page_port = free_port()
    bench.page_origin = f"http://127.0.0.1:{bench.page_port}"
    replacements = {
        "BASE_URL": bench.upstream.base_url,
        "SECURE_URL": bench.secure_upstream.base_url,
        "PROVIDER_KEY": provider_key,
        "CA_FILE": str(certificate),
        "PAGE_ORIGIN": bench.page_origin,
        "PROVIDERS": checks_providers.configuration(bench.providers.base_url, provider_key),
        "TURN_SECRET": bench.turn_secret,
    }
    configuration = CONFIGURATION
    for name, value in replacements.items():
        configuration = configuration.replace(name, value)
    bench.configuration = configuration
    bench.environment = {"INTEROP_SECURE_KEY": secure_key}
    bench.http = aiohttp.ClientSession()
    bench.relay = await bench.start_relay(bench.configuration, bench.environment)


async def no_secret_leaked(bench):
    """Searches everything the relay wrote and answered in this run."""
    logs = [(relay.name, relay.output()) for relay in bench.relays]
    expect(any(data for _, data in logs), "the relay wrote no log at all: nothing was searched")
    expect(len(bench.secrets.responses) > 10, "too few responses were kept to search")
    leaks = bench.secrets.leaks(logs)
    expect(not leaks, "; ".join(leaks))


def parse_arguments():
    parser = argument_parser(__doc__)
    parser.add_argument("--readme", type=Path, default=ROOT / "README.md", help="where the curl command is read from")
    return parser.parse_args()


if __name__ == "__main__":
    last = ("no key, token or ICE password leaves the relay", no_secret_leaked)
    sys.exit(asyncio.run(run_checks(parse_arguments(), set_up, "the relay and the stand-ins start", last)))
