"""Find the processes that a dead parent left. Standard library alone: the guardian runs on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def group_members(group: int) -> list[int]:
    """Return the living processes of a process group; a zombie has ended and only waits to be counted."""
    return [process for process, its_group, state in _stats() if its_group == group and state not in "ZX"]


def processes_in(folder: Path, program: str) -> list[int]:
    """Return the processes of `program` (a file name) whose working directory is `folder`.

    PostgreSQL's sessions leave the process group of their server, but never its data folder.
    """
    wanted = str(folder.resolve())
    found = []
    for process, _, state in _stats():
        try:
            if (
                state not in "ZX"
                and os.readlink(f"/proc/{process}/cwd") == wanted
                and os.path.basename(os.readlink(f"/proc/{process}/exe")) == program
            ):
                found.append(process)
        except OSError:
            continue  # ended meanwhile, or somebody else's
    return found


def send(process: int, number: signal.Signals) -> None:
    """Signal a process that may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(process, number)


def send_to_group(group: int, number: signal.Signals) -> None:
    """Signal all of a group that may have ended already."""
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def _stats() -> Iterator[tuple[int, int, str]]:
    """Yield (process, process group, state) of every process."""
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                # The program's name stands in parentheses and may itself hold spaces and parentheses.
                state, _, group = file.read().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        yield int(name), int(group), state
