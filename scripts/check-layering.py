#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the sources to the architecture: which module may import which, and what no module may contain.

    scripts/check-layering.py               checks Sources/, Tests/, Package.swift and docs/architecture.md
    scripts/check-layering.py --self-test   shows that each rule fires on a violation, and only then
    scripts/check-layering.py --table       prints the table for docs/architecture.md

Exit 1 with one line per finding, as compilers print them.
"""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What each module may import of this package's modules, lowest first; docs/architecture.md shows the same.
MODULES = {
    "JSONText": [],
    "TextCoding": [],
    "RealtimeEvents": ["JSONText", "TextCoding"],
    "EventPipeline": ["JSONText", "RealtimeEvents"],
    "SDP": [],
    "SCTP": [],
    "RTP": [],
    "Providers": ["JSONText", "RealtimeEvents"],
    "Signaling": ["JSONText", "Providers", "SDP"],
    "Cryptography": ["COpenSSL"],
    "ICE": ["Cryptography"],
    "SRTP": ["CSRTP"],
    "DTLS": ["CDTLS", "SRTP"],
    "EventLoop": ["CLinux"],
    "RecordFile": ["CLinux", "EventLoop"],
    "HTTPServer": ["CLinux", "EventLoop"],
    "UpstreamHTTP": ["CCurl", "CLinux", "EventLoop"],
    "WebRTC": ["CLinux", "DTLS", "EventLoop", "ICE", "RTP", "SCTP", "SDP", "SRTP"],
    "Loopback": ["DTLS", "EventLoop", "ICE", "JSONText", "RTP", "RealtimeEvents", "SCTP", "SDP", "WebRTC"],
    "Gateway": [
        *["Cryptography", "EventLoop", "HTTPServer", "JSONText", "Providers", "SDP", "Signaling", "TextCoding"],
    ],
    "sdprelay": [
        *["CLinux", "Cryptography", "DTLS", "EventLoop", "EventPipeline", "Gateway", "HTTPServer", "ICE", "JSONText"],
        *["Loopback", "Providers", "RealtimeEvents", "RecordFile", "SDP", "SRTP", "Signaling", "TextCoding"],
        *["UpstreamHTTP", "WebRTC"],
    ],
}

# What each module may import of the system; a module that is not here imports nothing of it.
SYSTEM = {
    "EventLoop": ["Glibc", "Synchronization"],
    "RecordFile": ["Glibc"],
    "HTTPServer": ["Glibc", "Synchronization"],
    "UpstreamHTTP": ["Glibc", "Synchronization"],
    "WebRTC": ["Glibc"],
    "sdprelay": ["Glibc", "Synchronization"],
}

C_MODULES = ["CCurl", "CDTLS", "CLinux", "COpenSSL", "CSRTP"]
# Tests speak to the system themselves; libcurl stays inside its wrapper even there.
TEST_C_MODULES = ["CLinux"]

COMPOSITION_ROOT = "sdprelay"

IMPORT = re.compile(
    r"^[ \t]*(?:@\w+(?:\([^)]*\))?[ \t]+)*"
    r"(?:(public|package|internal|fileprivate|private)[ \t]+)?"
    r"import[ \t]+(?:(?:struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?(\w+)",
    re.MULTILINE,
)
# A task takes its executor from its argument; without one it leaves its loop for the global pool.
LOOSE_TASK = re.compile(
    r"\bTask(?:\s*<[^>\n]*>)?(?:\s*\.\s*immediate)?\s*"
    r"(?:\{|\((?![^(){}]*executorPreference\s*:)(?:[^(){}]|\([^()]*\))*\)\s*\{)"
)
DETACHED_TASK = re.compile(r"\bTask(?:\s*<[^>\n]*>)?\s*\.\s*(?:immediateDetached|detached)\b")
SOURCE_BANS = [
    (re.compile(r"\btry!"), "try! turns an error into a crash; handle it or pass it on"),
    (re.compile(r"\bfatalError\s*\("), "fatalError has no place here; use precondition for our own bugs"),
]
UNFINISHED = re.compile(r"\b(?:TODO|FIXME)\b")


def without_comments_and_strings(text):
    """The same text with comments and string literals blanked, line breaks kept."""
    pattern = re.compile(r'//[^\n]*|(?P<block>/\*)|(?P<hashes>#*)(?P<quote>"""|")')
    pieces, position = [], 0
    while match := pattern.search(text, position):
        pieces.append(text[position : match.start()])
        if match["block"]:
            end = end_of_block_comment(text, match.end())
        elif match["quote"]:
            end = end_of_string(text, match.end(), match["quote"], match["hashes"])
        else:
            end = match.end()
        pieces.append(re.sub(r"[^\n]", " ", text[match.start() : end]))
        position = end
    return "".join(pieces) + text[position:]


def end_of_block_comment(text, position):
    depth = 1
    for match in re.compile(r"/\*|\*/").finditer(text, position):
        depth += 1 if match[0] == "/*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def end_of_string(text, position, quote, hashes):
    escape = re.escape("\\" + hashes) + r"[\s\S]"
    stop = "" if quote == '"""' else r"|(?=\n)"
    for match in re.compile(f"(?P<escape>{escape})|{quote}{hashes}{stop}").finditer(text, position):
        if not match["escape"]:
            return match.end()
    return len(text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_imports(path, code, module, is_test):
    for match in IMPORT.finditer(code):
        level, name = match.groups()
        place = f"{path}:{line_of(code, match.start(2))}"
        if is_test:
            if name in C_MODULES and name not in TEST_C_MODULES:
                yield f"{place}: error: tests reach {name} through its wrapper only"
            continue
        if level is None:
            yield f"{place}: error: an import states its level (internal import {name})"
        known = name in MODULES or name in C_MODULES
        allowed = MODULES[module] if known else SYSTEM.get(module, [])
        if name not in allowed:
            yield f"{place}: error: {module} may not import {name}"


def check_source(path, text, module, is_test=False):
    """The findings in one Swift file of the module."""
    code = without_comments_and_strings(text)
    yield from check_imports(path, code, module, is_test)
    bans = []
    if not is_test:
        bans += SOURCE_BANS
    if not is_test and module != COMPOSITION_ROOT:
        bans.append((LOOSE_TASK, "a task without executorPreference leaves its event loop"))
        bans.append((DETACHED_TASK, "a detached task leaves its event loop and has no owner"))
    for pattern, why in bans:
        for match in pattern.finditer(code):
            yield f"{path}:{line_of(code, match.start())}: error: {why}"
    for match in UNFINISHED.finditer(text):
        yield f"{path}:{line_of(text, match.start())}: error: {match[0]}: finish it, or open an issue"


def check_manifest(path, text):
    """Package.swift lets no target depend on more than the table does, and names no module unknown to it."""
    for match in re.finditer(r"\.(?:target|executableTarget)\(\s*name: \"(\w+)\"([^()]*)\)", text):
        name, rest = match.groups()
        place = f"{path}:{line_of(text, match.start(1))}"
        if name in C_MODULES or 'path: "Tests/' in rest:
            continue
        if name not in MODULES:
            yield f"{place}: error: the module {name} is not in the table of {Path(__file__).name}"
            continue
        dependencies = re.search(r"dependencies: \[([^\]]*)\]", rest)
        for dependency in re.findall(r'"(\w+)"', dependencies[1] if dependencies else ""):
            if dependency not in MODULES[name]:
                yield f"{place}: error: {name} may not depend on {dependency}"


def table():
    """The table as docs/architecture.md shows it."""
    lines = ["| module | may import | of the system |", "| --- | --- | --- |"]
    for name, modules in MODULES.items():
        cells = (", ".join(f"`{item}`" for item in items) or "nothing" for items in (modules, SYSTEM.get(name, [])))
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def check_architecture(path, text):
    if table() not in text:
        yield f"{path}:1: error: the table of modules is not the one that scripts/check-layering.py --table prints"


def check_tree(root):
    for folder in sorted((root / "Sources").iterdir()):
        if folder.name in C_MODULES:
            continue
        if folder.name not in MODULES:
            yield f"{folder.relative_to(root)}:1: error: not in the table of {Path(__file__).name}"
            continue
        for path in sorted(folder.rglob("*.swift")):
            yield from check_source(path.relative_to(root), path.read_text(), folder.name)
    for path in sorted((root / "Tests").rglob("*.swift")):
        yield from check_source(path.relative_to(root), path.read_text(), None, is_test=True)
    manifest, architecture = root / "Package.swift", root / "docs" / "architecture.md"
    yield from check_manifest(manifest.relative_to(root), manifest.read_text())
    if architecture.exists():
        yield from check_architecture(architecture.relative_to(root), architecture.read_text())
    else:
        yield "docs/architecture.md:1: error: missing; it shows the table of modules"


# Each case: what it shows, the module ("Tests" for a test), the text, whether it must be found.
SELF_TEST = [
    ("a lower module", "Signaling", "internal import SDP\n", False),
    ("a higher module", "SDP", "internal import Signaling\n", True),
    ("a module beside it", "HTTPServer", "internal import UpstreamHTTP\n", True),
    ("an import with attribute and kind", "SDP", "@preconcurrency public import struct Signaling.Call\n", True),
    ("Glibc in an adapter", "EventLoop", "internal import Glibc\n", False),
    ("Glibc in a pure module", "JSONText", "internal import Glibc\n", True),
    ("Glibc in the gateway", "Gateway", "internal import Glibc\n", True),
    ("Foundation in a pure module", "Providers", "internal import Foundation\n", True),
    ("FoundationEssentials in the composition root", "sdprelay", "internal import FoundationEssentials\n", True),
    ("FoundationEssentials elsewhere", "HTTPServer", "internal import FoundationEssentials\n", True),
    ("all of Foundation", "sdprelay", "internal import Foundation\n", True),
    ("libcurl in its wrapper", "UpstreamHTTP", "internal import CCurl\n", False),
    ("OpenSSL in its wrapper", "Cryptography", "internal import COpenSSL\n", False),
    ("OpenSSL in the gateway", "Gateway", "internal import COpenSSL\n", True),
    ("libssl in its wrapper", "DTLS", "internal import CDTLS\n", False),
    ("libsrtp in the wrapper of libssl", "DTLS", "internal import CSRTP\n", True),
    ("libsrtp in a test", "Tests", "import CSRTP\n", True),
    ("the wrapper of OpenSSL in a pure module", "Signaling", "internal import Cryptography\n", True),
    ("libcurl elsewhere", "sdprelay", "internal import CCurl\n", True),
    ("libcurl in a test", "Tests", "import CCurl\n", True),
    ("thin C in a test", "Tests", "import CLinux\nimport Foundation\n", False),
    ("thin C in a pure module", "SDP", "internal import CLinux\n", True),
    ("an import without its level", "Signaling", "import SDP\n", True),
    ("a plain task", "Gateway", "Task { }\n", True),
    ("a task with a priority", "Gateway", "Task(priority: .high) {\n}\n", True),
    ("an immediate task without a loop", "Gateway", "Task.immediate { }\n", True),
    ("a typed task", "Gateway", "Task<Void, Never> { }\n", True),
    ("a task on a loop", "Gateway", "Task.immediate(executorPreference: loop) { }\n", False),
    ("a named task on a loop", "Gateway", 'Task(name: "a", executorPreference: loop) { }\n', False),
    ("a task with a computed priority", "Gateway", "Task(priority: level()) { }\n", True),
    ("a detached task", "Gateway", "Task.detached(executorPreference: loop) { }\n", True),
    ("a task in the composition root", "sdprelay", "Task { }\n", False),
    ("a task in a test", "Tests", "Task { }\n", False),
    ("a task type", "Gateway", "var work: Task<Void, Never>\n", False),
    ("a task in a comment", "Gateway", "/// `Task { }` is banned. /* Task { } */\n", False),
    ("a task in a nested comment", "Gateway", "/* a /* b */ Task { } */\n", False),
    ("a task in a string", "Gateway", 'let text = "Task { }"\nlet raw = #"a"Task { }"#\n', False),
    ("a task after a string", "Gateway", 'let text = "\\""; Task { }\n', True),
    ("a task after a nested comment", "Gateway", "/* a /* b */ c */ Task { }\n", True),
    ("a forced try", "SDP", "let a = try! b()\n", True),
    ("an optional try", "SDP", "let a = try? b()\n", False),
    ("a fatal error", "SDP", "fatalError()\n", True),
    ("a precondition", "SDP", "precondition(a, \"b\")\n", False),
    ("an unfinished line", "SDP", "// TO" + "DO: more\n", True),
    ("an unfinished test", "Tests", "// FIX" + "ME\n", True),
]

MANIFEST_SELF_TEST = [
    ("a dependency of the table", '.target(name: "Signaling", dependencies: ["SDP"]),', False),
    ("a dependency against the table", '.target(name: "SDP", dependencies: ["Signaling"]),', True),
    ("a module that is not in the table", '.target(name: "Utils"),', True),
    ("the composition root", '.executableTarget(\n  name: "sdprelay",\n  dependencies: [\n "Gateway",\n ]\n)', False),
    ("what tests share", '.target(name: "TestSupport", dependencies: ["Signaling"], path: "Tests/TestSupport"),', False),
    ("libcurl for the composition root", '.executableTarget(name: "sdprelay", dependencies: ["CCurl"])', True),
]


def self_test():
    wrong = []

    def judge(what, findings, expected):
        if bool(findings) != expected:
            wrong.append(f"{what}: {findings or 'not found'}")

    for what, module, text, expected in SELF_TEST:
        is_test = module == "Tests"
        judge(what, list(check_source("a.swift", text, None if is_test else module, is_test)), expected)
    for what, text, expected in MANIFEST_SELF_TEST:
        judge(what, list(check_manifest("Package.swift", text)), expected)
    judge("the table in the architecture page", list(check_architecture("a.md", f"Text\n\n{table()}\n")), False)
    judge("another table in the architecture page", list(check_architecture("a.md", "Text\n")), True)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for name in ("Sources/Utils", "Tests/ATests", "docs"):
            (root / name).mkdir(parents=True)
        (root / "Package.swift").write_text("")
        judge("a folder that is not in the table", [f for f in check_tree(root) if "Sources/Utils" in f], True)
        judge("no architecture page", [f for f in check_tree(root) if "architecture.md" in f], True)
        (root / "Tests/ATests/a.swift").write_text("import CCurl\n")
        judge("a violation in the tree", [f for f in check_tree(root) if "Tests/ATests/a.swift:1" in f], True)
    for line in wrong:
        print(f"self-test: {line}", file=sys.stderr)
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if arguments == ["--table"]:
        print(table())
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    findings = list(check_tree(ROOT))
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
