"""The process that stops everything when the supervisor can no longer: it was killed.

The supervisor holds the other end of our standard input and tells, a line each, which process groups it starts and
which have ended. The kernel already signals its direct children (launch.py); this ends their children too, and what
ignores the signal. Without a last line `done`, the end of the input means that the supervisor died.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from deploy.local.remains import group_members, processes_in, send, send_to_group

PATIENCE_S = 5.0


def main() -> None:
    groups: dict[int, signal.Signals] = {}
    database: Path | None = None
    for line in sys.stdin:
        match line.rstrip("\n").split(" ", 2):
            case ["watch", group, number]:
                groups[int(group)] = signal.Signals(int(number))
            case ["forget", group]:
                groups.pop(int(group), None)
            case ["database", *folder]:
                database = Path(" ".join(folder))
            case ["done"]:
                return
    end(groups, database)


def end(groups: dict[int, signal.Signals], database: Path | None) -> None:
    """Ask every group to stop, then insist. Nothing acknowledged is lost by insisting: it is on disk."""
    for group, number in groups.items():
        send_to_group(group, number)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and any(group_members(group) for group in groups):
        time.sleep(0.1)
    for group in groups:
        if group_members(group):
            send_to_group(group, signal.SIGKILL)
    if database is not None:
        for process in processes_in(database, "postgres"):
            send(process, signal.SIGKILL)


if __name__ == "__main__":
    # A terminal's Ctrl-C and hang-up are the supervisor's business; we live in a session of our own besides.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.chdir("/")
    main()
