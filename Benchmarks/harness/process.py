# SPDX-License-Identifier: MIT
"""Processes: started on one core, and what /proc says about them."""

import ctypes
import os
import resource
import signal
import subprocess
from pathlib import Path

SERVER_CORE = 0
LOAD_CORE = 1
DESCRIPTORS = 8192
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def prepare_machine():
    """Raises the limit of open files for all that is started from here; says what is missing."""
    if not {SERVER_CORE, LOAD_CORE} <= os.sched_getaffinity(0):
        raise SystemExit("error: the benchmarks need two cores: one for the server, one for load and upstream")
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < DESCRIPTORS:
        raise SystemExit(f"error: {DESCRIPTORS} open files are needed; the limit is {hard} (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard))


def start(core, *arguments, **options):
    """Starts a process that stays on one core, together with its children, and ends when this one does."""

    def prepare():
        os.sched_setaffinity(0, {core})
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return subprocess.Popen(
        [str(argument) for argument in arguments],
        stdin=subprocess.DEVNULL,
        preexec_fn=prepare,
        **options,
    )


def stop(process):
    """Ends a process that was started here, and waits for its end."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def family(pid):
    """A process and its children: nginx does its work in one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def cpu_nanoseconds(pid):
    """The time that all threads of a process and its children have been on a core."""
    total = 0
    for member in family(pid):
        for task in Path(f"/proc/{member}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except FileNotFoundError:
                pass  # a thread that has just ended
    return total


def resident_bytes(pid):
    """The resident memory of a process; of nginx's worker, without the master that only waits."""
    member = family(pid)[-1]
    pages = int(Path(f"/proc/{member}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
