#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the documents to the repository: links lead somewhere, and commands shown to readers exist.

    scripts/check-docs.py               checks every *.md of the repository
    scripts/check-docs.py --self-test   shows that each rule fires on a violation, and only then

- A relative link names a file of the repository, and its #anchor a heading of that file.
- In a fenced sh, shell, bash or console block: a make target is one of the Makefile's; a script or file that is run
  exists and is executable; a subcommand or option of sdprelay occurs in its sources.
- A block after <!-- test: run --> is run from the repository's root and must exit 0. The interop test runs the one
  after <!-- test: curl -->; other words after `test:` are mistakes.

Exit 1 with one line per finding, as compilers print them.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARKERS = {"run", "curl"}
SHELLS = {"sh", "shell", "bash", "console"}
RUN_LIMIT_SECONDS = 120
RELAY = re.compile(r"(?:^|/)sdprelay$")

FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[ \t]*(?P<language>\w*)[^\n]*\n(?P<content>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
MARKER = re.compile(r"<!--\s*test:\s*(.*?)\s*-->")
LINK = re.compile(r"!?\[[^\]\n]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
DEFINITION = re.compile(r"^\[[^\]\n]+\]:\s*(\S+)", re.M)
HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*#*$", re.M)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def blanked(match):
    return re.sub(r"[^\n]", " ", match[0])


def prose(text):
    """The document without its code."""
    return re.sub(r"`[^`\n]+`", blanked, FENCE.sub(blanked, text))


def anchors(text):
    """The anchors of a document's headings, as GitHub makes them."""
    seen, result = {}, set()
    for heading in HEADING.findall(FENCE.sub(blanked, text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        result.add(f"{anchor}-{count}" if count else anchor)
    return result


def check_links(root, path, text):
    bare = prose(text)
    for match in [*LINK.finditer(bare), *DEFINITION.finditer(bare)]:
        target, _, anchor = match[1].partition("#")
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        place = f"{path}:{line_of(bare, match.start())}"
        file = (root / path).parent / target if target else root / path
        if not file.exists():
            yield f"{place}: error: the link leads nowhere: {match[1]}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
            yield f"{place}: error: there is no heading for the link: {match[1]}"


def shell_blocks(text):
    """Each fenced shell block as (line, content, the word of its marker or None)."""
    for match in FENCE.finditer(text):
        if match["language"] in SHELLS:
            before = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1]
            marker = MARKER.fullmatch(before.strip())
            yield line_of(text, match.start("content")), match["content"], marker and marker[1]


def commands(line, content):
    """Each simple command of a block as (line, words). In console blocks, only what follows the prompt."""
    joined = re.sub(r"\\\n", "  ", content)
    has_prompts = re.search(r"^\$ ", joined, re.M)
    here_document = None
    for raw in joined.split("\n"):
        current = raw.strip()
        if here_document:
            here_document = None if current == here_document else here_document
        elif not has_prompts or current.startswith("$ "):
            start = re.search(r"<<-?\s*['\"]?(\w+)", current)
            here_document = start and start[1]
            yield from ((line, words) for words in simple_commands(current.removeprefix("$ ")))
        line += 1


def simple_commands(text):
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.commenters = "#"
    words = []
    try:
        for token in [*lexer, ";"]:
            if set(token) <= set(";|&()<>"):
                if words:
                    yield words
                words = []
            elif words or not re.match(r"\w+=", token):
                words.append(token)
    except ValueError:
        # A quote that closes on a later line: what follows is data of the command before it.
        if words:
            yield words


class Repository:
    """What commands may name: make targets, files, and the words of the relay's sources."""

    def __init__(self, root):
        self.root = root
        makefile = root / "Makefile"
        text = makefile.read_text() if makefile.exists() else ""
        self.targets = set(re.findall(r"^([a-z][\w-]*)\s*:(?!=)", text, re.M))
        sources = [file.read_text() for file in sorted((root / "Sources" / "sdprelay").rglob("*.swift"))]
        self.words = set(re.findall(r'"([\w-]+)"', "\n".join(sources)))
        # A help text that mentions a word is not enough: it must be a literal of its own, or an enum's case.
        for names in re.findall(r"^\s*case (\w+(?:, \w+)*)$", "\n".join(sources), re.M):
            self.words |= set(names.split(", "))

    def problem(self, words):
        """What is wrong with a command, or None."""
        name, arguments = words[0], words[1:]
        if words[:2] == ["swift", "run"]:
            rest = [word for word in words[2:] if word not in ("-c", "release", "debug")]
            return self.relay_problem(rest[1:]) if rest and rest[0] == "sdprelay" else None
        if name == "make":
            unknown = [word for word in arguments if "=" not in word and word[0] != "-" and word not in self.targets]
            return f"no make target {unknown[0]}" if unknown else None
        if RELAY.search(name):
            return self.relay_problem(arguments)
        interpreter = name in ("python3", "bash", "sh") or name.endswith("/bin/python")
        file = arguments[0] if interpreter and arguments else name
        if "/" in file and not file.startswith(("/", "~", "$", ".build/", ".venv/", "-", "http")):
            path = self.root / file
            if not path.is_file():
                return f"no file {file}"
            if not interpreter and not os.access(path, os.X_OK):
                return f"{file} is not executable"
        return None

    def relay_problem(self, arguments):
        subcommands = []
        for word in arguments:
            if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word):
                break
            subcommands.append(word)
        options = [word.split("=")[0] for word in arguments if re.match(r"--\w", word)]
        for word in subcommands + options:
            if word not in self.words and word.lstrip("-") not in self.words:
                return f"sdprelay has no {word}"
        return None


def check_commands(repository, path, text):
    for line, content, marker in shell_blocks(text):
        if marker is not None and marker not in MARKERS:
            yield f"{path}:{line}: error: unknown marker test: {marker}"
        for number, words in commands(line, content):
            problem = repository.problem(words)
            if problem:
                yield f"{path}:{number}: error: {problem}"
        if marker == "run":
            yield from run(repository.root, path, line, content)


def run(root, path, line, content):
    script = re.sub(r"^\$ ", "", content, flags=re.M)
    try:
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=RUN_LIMIT_SECONDS,
        )
    except subprocess.TimeoutExpired:
        yield f"{path}:{line}: error: the block runs for more than {RUN_LIMIT_SECONDS} s"
        return
    if result.returncode:
        last = result.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        yield f"{path}:{line}: error: the block exits with {result.returncode}: {last}"


def documents(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        yield from (Path(folder, name).relative_to(root) for name in sorted(files) if name.endswith(".md"))


def check_tree(root):
    repository = Repository(root)
    for path in documents(root):
        text = (root / path).read_text()
        yield from check_links(root, path, text)
        yield from check_commands(repository, path, text)


def shell(*lines, marker=None):
    block = "```sh\n" + "\n".join(lines) + "\n```\n"
    return f"<!-- test: {marker} -->\n{block}" if marker else block


# Each case: what it shows, the document, whether it must be found.
SELF_TEST = [
    ("a link to a file", "[a](docs/page.md)", False),
    ("a link to no file", "[a](docs/none.md)", True),
    ("a definition to no file", "[a]: docs/none.md", True),
    ("an image that is not there", "![a](none.png)", True),
    ("a link to a heading", "[a](docs/page.md#two-words)", False),
    ("a link to a heading with signs", "[a](docs/page.md#a-b-c)", False),
    ("a link to the second heading of a name", "[a](docs/page.md#two-words-1)", False),
    ("a link to no heading", "[a](docs/page.md#three)", True),
    ("a link to a heading of the same page", "# Here\n\n[a](#here)", False),
    ("a link to no heading of the same page", "# Here\n\n[a](#there)", True),
    ("a link elsewhere", "[a](https://example.org/none.md)", False),
    ("a link in code", "`[a](none.md)`\n\n```\n[a](none.md)\n```\n", False),
    ("a make target", shell("make test"), False),
    ("no make target", shell("make nothing"), True),
    ("no make target, after another command", shell("cd x && make nothing"), True),
    ("no make target, on a later line", shell("make test", "make \\", "  nothing"), True),
    ("a make variable", shell("make test JOBS=2"), False),
    ("a make target in a comment", shell("make test # make nothing"), False),
    ("a make target in a text block", "```text\nmake nothing\n```\n", False),
    ("what a console shows", "```console\n$ make test\nmake nothing\n```\n", False),
    ("no make target at a console", "```console\n$ make nothing\n```\n", True),
    ("a here-document", shell("cat > x <<EOF", "make nothing", "EOF"), False),
    ("no make target after a here-document", shell("cat > x <<EOF", "EOF", "make nothing"), True),
    ("a script", shell("scripts/good.sh --now"), False),
    ("no script", shell("scripts/none.sh"), True),
    ("a script that is not executable", shell("scripts/plain.sh"), True),
    ("a script that bash runs", shell("bash scripts/plain.sh"), False),
    ("no script for python3", shell("python3 scripts/none.py"), True),
    ("an environment before a command", shell("A=b scripts/none.sh"), True),
    ("a subcommand", shell("sdprelay serve --config my.json5"), False),
    ("no subcommand", shell("sdprelay dance"), True),
    ("a second word", shell("sdprelay sdp check offer.sdp"), False),
    ("no second word", shell("sdprelay sdp dance offer.sdp"), True),
    ("no option", shell(".build/release/sdprelay serve --dance"), True),
    ("no subcommand by swift run", shell("swift run -c release sdprelay dance"), True),
    ("a subcommand by swift run", shell("swift run -c release sdprelay serve"), False),
    ("a block that runs", shell("true", marker="run"), False),
    ("a block that fails", shell("false", "true", marker="run"), True),
    ("a block that fails but is not run", shell("false"), False),
    ("the interop test's block", shell("curl http://127.0.0.1:8080/", marker="curl"), False),
    ("an unknown marker", shell("true", marker="rnu"), True),
]


def self_test():
    wrong = []
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for folder in ("docs", "scripts", "Sources/sdprelay"):
            (root / folder).mkdir(parents=True)
        (root / "docs/page.md").write_text("# Two words\n\n## `a`: b, c\n\n## Two words\n")
        (root / "Makefile").write_text("VALUE := 1\n.PHONY: test\ntest: ## Tests\n\ttrue\n")
        (root / "scripts/good.sh").write_text("#!/bin/sh\n")
        (root / "scripts/good.sh").chmod(0o755)
        (root / "scripts/plain.sh").write_text("#!/bin/sh\n")
        (root / "Sources/sdprelay/a.swift").write_text('case "serve", "--config", "sdp"\ncase other, check\n')
        for what, text, expected in SELF_TEST:
            (root / "README.md").write_text(text)
            findings = list(check_tree(root))
            if bool(findings) != expected:
                wrong.append(f"{what}: {findings or 'not found'}")
    for line in wrong:
        print(f"self-test: {line}", file=sys.stderr)
    return 1 if wrong else 0


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    findings = list(check_tree(ROOT))
    print("\n".join(findings), end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
