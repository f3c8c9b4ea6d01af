# SPDX-License-Identifier: MIT
"""Samples of perf, summed up by the module of ours on whose behalf the processor worked."""

import re
import subprocess
from collections import Counter

from . import symbols

FRAME = re.compile(r"^\s+[0-9a-f]+ (.*) \((.*)\)$")
# A Swift symbol begins with its module's name, after the length of it.
MODULE = re.compile(r"^\$s(\d+)(\w+)")
PLACES = ["own code", "Swift", "libc", "kernel", "total"]


def place(library):
    """What kind of code a sample hit."""
    if "libswift" in library:
        return "Swift"
    if library.startswith("[") or "vdso" in library:
        return "kernel"
    return "libc" if re.search(r"/(libc|ld-linux)[.-]", library) else "own code"


def module(symbol, library, program):
    """The module of ours that a frame belongs to; None for everything else."""
    if not library.endswith(f"/{program}"):
        return None
    found = MODULE.match(symbol)
    if found:
        length = int(found[1])
        name = found[2][:length]
        # Code of the standard library that was specialized for us begins with a substitution, not with a name.
        return name if len(name) == length else None
    return "CLinux" if symbol.startswith("clinux_") else None


def samples(data):
    """Each sample as a list of (symbol, library), innermost first."""
    arguments = ["perf", "script", "-i", str(data), "-F", "ip,sym,dso"]
    text = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
    for block in text.split("\n\n"):
        frames = [FRAME.match(line) for line in block.splitlines()]
        frames = [(frame[1], frame[2]) for frame in frames if frame]
        if frames:
            yield frames


def owner(frames, program):
    """Who a sample counts for, as (module, symbol): libcurl if it is in it, else the innermost function of ours."""
    for symbol, library in frames:
        if "libcurl" in library:
            return "libcurl", "libcurl"
        found = module(symbol, library, program)
        if found:
            return found, symbol
    return "unknown caller", "unknown caller"


class Profile:
    """What perf has recorded, in microseconds per exchange."""

    def __init__(self, data, program, microseconds):
        self.modules = Counter()
        self.functions = Counter()
        total = 0
        for frames in samples(data):
            name, symbol = owner(frames, program)
            where = place(frames[0][1])
            for row in (name, "total"):
                self.modules[row, where] += 1
                self.modules[row, "total"] += 1
            self.functions[symbol] += 1
            total += 1
        self.scale = microseconds / max(1, total)

    def module_table(self):
        """Modules, and which code they spend their time in: the runtime's and the kernel's is put down to them."""
        rows = sorted({name for name, _ in self.modules}, key=lambda name: self.modules[name, "total"], reverse=True)
        lines = ["".join([f"{'µs per exchange':20}", *(f"{column:>10}" for column in PLACES)])]
        # The sum of all comes last.
        for name in rows[1:] + rows[:1]:
            cells = (f"{self.modules[name, column] * self.scale:10.1f}" for column in PLACES)
            lines.append("".join([f"{name:20}", *cells]))
        return "\n".join(lines)

    def function_table(self, most):
        """Functions of ours with what runtime, C library and kernel do for them directly."""
        rows = self.functions.most_common(most)
        names = symbols.demangle([symbol for symbol, _ in rows])
        lines = [f"{'µs':>8}  function, with the runtime and the kernel beneath it"]
        lines += [f"{count * self.scale:8.2f}  {names[symbol][:140]}" for symbol, count in rows]
        return "\n".join(lines)
