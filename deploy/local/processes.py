"""Start and stop the processes of the system, so that none outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import launch
from deploy.local.remains import group_members, send_to_group

LOG_LIMIT_BYTES = 10_000_000


def launched(command: list[str], death_signal: signal.Signals, *, unprivileged: bool = False) -> list[str]:
    """Return `command` behind the launcher, so that it ends with this process."""
    privileges = "unprivileged" if unprivileged else "keep"
    return [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(int(death_signal)), privileges, *command]


@dataclass(eq=False)
class Child:
    """One program of the system, in a process group of its own.

    command: made anew at each start, behind the launcher. before: what to put in order first.
    """

    name: str
    command: Callable[[], list[str]]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    stop_signal: signal.Signals = signal.SIGTERM
    stop_patience_s: float = 6.0
    before: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        self.before()
        rotate(self.log)
        with open(self.log, "ab", opener=lambda name, flags: os.open(name, flags, 0o600)) as log:
            self.process = subprocess.Popen(
                self.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=dict(self.environment), cwd=self.folder, process_group=0,
            )  # fmt: skip
        self.started_at = time.monotonic()

    @property
    def group(self) -> int:
        assert self.process is not None, f"{self.name} was not started"
        return self.process.pid

    def has_ended(self) -> bool:
        """Tell whether the program itself ended; processes that it started may be left."""
        return self.process is not None and self.process.poll() is not None

    def outcome(self) -> str:
        """Say in a few words how it ended."""
        assert self.process is not None
        status = self.process.returncode
        if status is None:
            return "runs"
        if status < 0:
            return f"killed by {signal.Signals(-status).name}"
        return f"ended with status {status}"

    def was_killed(self) -> bool:
        """Somebody ended it with SIGKILL, which no program does to itself."""
        return self.process is not None and self.process.returncode == -signal.SIGKILL

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)

    def end(self, hurry: Callable[[], bool]) -> None:
        """Return when the program and all of its group are gone; what does not stop in time is killed."""
        if self.process is None:
            return
        deadline = time.monotonic() + self.stop_patience_s
        while self.process.poll() is None and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        self.sweep()

    def sweep(self) -> None:
        """Kill whatever is left of the group."""
        if self.process is None:
            return
        if self.process.poll() is None or group_members(self.group):
            send_to_group(self.group, signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 2
        while group_members(self.group) and time.monotonic() < deadline:
            time.sleep(0.02)

    def last_words(self, lines: int = 12) -> str:
        """Return the end of the log."""
        return tail(self.log, lines)


def rotate(log: Path) -> None:
    """Put a log that has grown large aside; one older part is kept."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))


def tail(log: Path, lines: int) -> str:
    """Return the last lines of a log, indented to be shown under a message."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 20_000))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return "    (no log)"
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:]) or "    (the log is empty)"


class Guardian:
    """Our hold on the process that stops everything if we are killed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._watched: dict[int, signal.Signals] = {}
        self._database: Path | None = None
        self._process = self._start()

    def watch(self, group: int, number: signal.Signals) -> None:
        self._watched[group] = number
        self._tell(f"watch {group} {int(number)}")

    def forget(self, group: int) -> None:
        self._watched.pop(group, None)
        self._tell(f"forget {group}")

    def watch_database(self, folder: Path) -> None:
        self._database = folder
        self._tell(f"database {folder}")

    def ensure_alive(self) -> None:
        """Start it again if somebody killed it, and tell it all we know."""
        if self._process.poll() is not None:
            self._process = self._start()
            if self._database is not None:
                self._tell(f"database {self._database}")
            for group, number in self._watched.items():
                self._tell(f"watch {group} {int(number)}")

    def dismiss(self) -> None:
        """Everything has ended in order; there is nothing to guard."""
        self._tell("done")
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-S", "-m", "deploy.local.guardian"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self._folder, start_new_session=True,
        )  # fmt: skip

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it was killed: ensure_alive() tells a new one everything
