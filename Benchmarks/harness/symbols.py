# SPDX-License-Identifier: MIT
"""Names for return addresses."""

import re
import subprocess

# Frames that only pass an allocation on.
RUNTIME = re.compile(r"^(_?swift_|swift::|operator new|malloc|calloc|realloc|posix_memalign|\?\?)")
# Generic code of the standard library: what called it is of interest.
LIBRARY = re.compile(r"(^|[ (])(Swift\.|_Concurrency\.|static Swift\.)|^(specialized|generic specialization).*\bSwift\.")


class AddressSpace:
    """The mappings of a process, as /proc/PID/maps showed them."""

    def __init__(self, maps):
        self.mappings = []
        for line in maps.splitlines():
            fields = line.split(maxsplit=5)
            if len(fields) == 6 and fields[5].startswith("/"):
                start, end = (int(part, 16) for part in fields[0].split("-"))
                self.mappings.append((start, end, int(fields[2], 16), fields[5]))
        self.bases = {}
        for start, _, offset, file in self.mappings:
            self.bases.setdefault(file, start - offset)

    def locate(self, address):
        """The file and the address in it; None if there is no file."""
        for start, end, _, file in self.mappings:
            if start <= address < end:
                return file, address - self.bases[file]
        return None


def resolve(addresses, maps):
    """For each return address its functions, innermost first (inlined ones included), as `name (file:line)`."""
    space = AddressSpace(maps)
    by_file = {}
    for address in addresses:
        # A return address is after its call, which may be the last instruction of the line or function.
        place = space.locate(address - 1)
        if place:
            by_file.setdefault(place[0], []).append((address, place[1]))
    names = {}
    for file, places in by_file.items():
        lines = "\n".join(hex(place) for _, place in places)
        result = subprocess.run(
            ["llvm-symbolizer", "--obj", file, "--inlines", "--demangle"],
            input=lines,
            capture_output=True,
            text=True,
        )
        blocks = result.stdout.strip("\n").split("\n\n")
        for (address, _), block in zip(places, blocks):
            parts = block.split("\n")
            names[address] = list(zip(parts[0::2], parts[1::2]))
    return names


def demangle(names):
    """Swift's symbols in readable form."""
    result = subprocess.run(
        ["swift", "demangle", "--simplified", "--compact"], input="\n".join(names), capture_output=True, text=True
    )
    return dict(zip(names, result.stdout.split("\n")))


def allocation_table(sites, maps, most=60):
    """Allocations per exchange by the innermost functions of ours, most first."""
    names = resolve({frame for stack in sites for frame in stack}, maps)
    mangled = sorted({name for functions in names.values() for name, _ in functions if name.startswith("$s")})
    readable = demangle(mangled) if mangled else {}
    rows = {}
    for stack, (calls, size) in sites.items():
        functions = [entry for frame in stack for entry in names.get(frame, [])]
        path = describe(functions, readable)
        old = rows.get(path, (0, 0))
        rows[path] = (old[0] + calls, old[1] + size)
    lines = [f"{'calls':>8} {'bytes':>9}  where (innermost first)"]
    for path, (calls, size) in sorted(rows.items(), key=lambda row: -row[1][0])[:most]:
        lines.append(f"{calls:8.2f} {size:9.0f}  {path}")
    return "\n".join(lines)


def describe(functions, readable, depth=3):
    """The first functions that are not the runtime's: our own with their lines, otherwise the library's names."""
    ours, library = [], ""
    for name, place in functions:
        name = readable.get(name, name)
        source = re.search(r"/Sources/(\S+?\.(?:swift|c):\d+)", place)
        if source:
            ours.append(source[1])
        elif not ours and not library and not RUNTIME.match(name):
            library = name[:70]
        if len(ours) == depth:
            break
    return " < ".join(part for part in [library, *ours] if part) or "unknown"
