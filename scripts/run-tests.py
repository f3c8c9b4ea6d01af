#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds, runs the Swift tests and the interop test, and says as its last line how many passed and failed.

    scripts/run-tests.py               from any folder; exit 1 if anything failed or nothing ran
    scripts/run-tests.py --self-test   shows that failures, crashes and empty runs are counted

scripts/install-build.sh and scripts/install-test.sh come first.
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / ".build" / "test-results"
TOTALS = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def swift_totals(xml, status):
    """(passed, failed) from SwiftPM's xUnit file; a run that failed without a failed test counts as one failure."""
    passed = failed = 0
    try:
        cases = list(ElementTree.fromstring(xml).iter("testcase")) if xml else []
    except ElementTree.ParseError:
        cases = []
    for case in cases:
        if case.find("failure") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    if not failed and (status != 0 or not passed):
        failed = 1
    return passed, failed


def skipped_tests(xml):
    """What was skipped and why, so that it is seen."""
    try:
        cases = ElementTree.fromstring(xml).iter("testcase") if xml else []
    except ElementTree.ParseError:
        return
    for case in cases:
        skipped = case.find("skipped")
        if skipped is not None:
            yield f"{case.get('classname')}.{case.get('name')}: {(skipped.text or '').strip()}"


def interop_totals(output, status):
    """(passed, failed) from the interop test's last line; without one, or with a bad exit code, one failure."""
    found = TOTALS.findall(output)
    passed, failed = (int(number) for number in found[-1]) if found else (0, 0)
    if not failed and (status != 0 or not passed):
        failed = 1
    return passed, failed


def run(*arguments):
    print("==>", *arguments, flush=True)
    return subprocess.run(arguments, cwd=ROOT, stdin=subprocess.DEVNULL).returncode


def run_swift_tests():
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / "swift.xml"
    file.unlink(missing_ok=True)
    # One after the other: tests start loops, processes and thousands of connections of their own, and all at once
    # they starve one another on a small machine.
    status = run(
        "swift", "test", "--skip-build", "--no-parallel", "--disable-xctest", "--xunit-output", str(file)
    )
    xml = file.read_text() if file.exists() else ""
    for line in skipped_tests(xml):
        print("skipped -", line)
    return swift_totals(xml, status)


def run_interop_test():
    query = ["swift", "build", "--show-bin-path"]
    folder = subprocess.run(query, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    arguments = [str(ROOT / ".venv/bin/python"), "-u", "Tests/Interop/run.py", "--relay", f"{folder}/sdprelay"]
    print("==>", *arguments, flush=True)
    lines = []
    with subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            lines.append(line)
            print(line, end="", flush=True)
    return interop_totals("".join(lines), child.returncode)


def main():
    parts = {}
    # The import check sees a module that is used but not declared; it works in a whole build only.
    if run("swift", "build", "--build-tests", "--explicit-target-dependency-import-check", "error") != 0:
        parts["build"] = (0, 1)
    else:
        parts["swift"] = run_swift_tests()
        parts["interop"] = run_interop_test()
    for name, (passed, failed) in parts.items():
        print(f"{name}: {passed} passed, {failed} failed")
    passed = sum(part[0] for part in parts.values())
    failed = sum(part[1] for part in parts.values())
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def self_test():
    good, bad, skipped = (f"<testcase>{inner}</testcase>" for inner in ("", "<failure/>", "<skipped>no</skipped>"))
    suite = "<testsuites><testsuite>{}</testsuite></testsuites>".format
    expected = [
        (swift_totals(suite(good * 3), 0), (3, 0)),
        (swift_totals(suite(good + bad + skipped), 1), (1, 1)),
        (swift_totals(suite(good), 1), (1, 1)),
        (swift_totals(suite(skipped), 0), (0, 1)),
        (swift_totals("", 0), (0, 1)),
        (swift_totals("<testsuites>", 139), (0, 1)),
        (interop_totals("ok - a\n1 passed, 0 failed\n", 0), (1, 0)),
        (interop_totals("not ok - a: b\n4 passed, 2 failed\n", 1), (4, 2)),
        (interop_totals("1 passed, 0 failed\n", 1), (1, 1)),
        (interop_totals("0 passed, 0 failed\n", 0), (0, 1)),
        (interop_totals("ok - a\n", 0), (0, 1)),
    ]
    wrong = [f"self-test: {actual} instead of {wanted}" for actual, wanted in expected if actual != wanted]
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main())
