# SPDX-License-Identifier: MIT
"""The README's curl command, as it stands there, against the relay."""

import re
import shutil

from harness import ROOT, check, expect, expect_equal
from voice_client import sample_offer

README_ADDRESS = "http://127.0.0.1:8080"


def fenced_block_after(marker, text):
    """The content of the first fenced block after an HTML comment on a line of its own."""
    match = re.search(rf"^<!-- {re.escape(marker)} -->\n+```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return match[1] if match else None


@check("curl: the README's command gets 201 and an answer")
async def runs_the_readme_command(bench):
    readme = bench.options.readme
    expect(readme.exists(), f"there is no {readme}")
    command = fenced_block_after("test: curl", readme.read_text())
    expect(command, "no fenced block after <!-- test: curl --> in the README")
    expect(README_ADDRESS in command, f"the command does not call {README_ADDRESS}")
    # The reader has an offer.sdp, or uses one of the repository's, and stands in the clone.
    place = bench.directory / "curl"
    place.mkdir(exist_ok=True)
    (place / "offer.sdp").write_bytes(await sample_offer(bench))
    if not (place / "Fixtures").exists():
        (place / "Fixtures").symlink_to(ROOT / "Fixtures")
    # Show the response head and nothing of curl's own, whatever the README's options are.
    (place / ".curlrc").write_text("include\nsilent\nshow-error\n")
    environment = {"PATH": f"{ROOT}/.build/debug:/usr/local/bin:/usr/bin:/bin", "CURL_HOME": str(place)}
    environment["OPENAI_API_KEY"] = environment["SDPRELAY_KEY"] = bench.caller_key
    script = f"cd '{place}'\n" + command.replace(README_ADDRESS, bench.relay.base_url)
    await bench.upstream.forget()
    process = bench.start([shutil.which("bash") or "bash", "-euc", script], "curl", environment)
    code = await process.exit_code()
    expect_equal(code, 0, f"exit code ({process.tail()})")
    output = process.stdout_path.read_bytes()
    head, _, body = output.partition(b"\r\n\r\n")
    bench.secrets.saw_response("curl", 201, [], output)
    expect(re.match(rb"HTTP/1\.1 201 ", head), f"the response starts {head[:40]!r}")
    expect(body.startswith(b"v=0\r\n"), f"the body starts {body[:40]!r}")
    expect_equal(len(await bench.upstream.posts()), 1, "requests upstream")
