"""A checkout in a folder of its own, with the real supervisor: started, killed and looked at as a whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from deploy.local.places import ROOT

# Whoever runs the tests may have servers of their own; what is started here uses none of them.
NOT_INHERITED = frozenset(
    {"DATABASE_URL", "DATABASE_OWNER_URL", "BROKER_URL", "WECHATPAY_BASE_URL", "KEYS_DIR", "SMS_URL", "MAKELEVEL"}
)
START_PATIENCE_S = 240


class Checkout:
    """One checkout; it can be started, killed and looked at. Every process of it carries a mark of its own."""

    def __init__(self, folder: Path, port: int, **variables: str) -> None:
        self.folder = folder
        self.port = port
        self.variables = variables
        self.mark = uuid.uuid4().hex
        self.supervisor: subprocess.Popen[str] | None = None

    def bring(self, name: str) -> None:
        """Copy a file or a folder of the sources."""
        if (ROOT / name).is_dir():
            # With what is compiled: a dozen processes start from these sources. Not what is just being compiled.
            shutil.copytree(ROOT / name, self.folder / name, ignore=shutil.ignore_patterns("*.pyc.*"))
        else:
            shutil.copy2(ROOT / name, self.folder / name)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *arguments: str, port: int | None = None) -> subprocess.Popen[str]:
        """Start `./tanhui ARGUMENTS`, past its installation."""
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.local", *arguments],
            cwd=self.folder,
            env={
                **inherited,
                **self.variables,
                "PORT": str(port or self.port),
                "TANHUI_MARK": self.mark,
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def start(self) -> str:
        """Start the system; return what it said until it was ready."""
        self.forget()
        self.supervisor = self.command("run")
        assert self.supervisor.stdout is not None
        given_up = threading.Timer(START_PATIENCE_S, self.supervisor.kill)
        given_up.start()
        said = ""
        try:
            for line in self.supervisor.stdout:
                said += line
                if "Ctrl-C" in line:
                    return said
        finally:
            given_up.cancel()
        raise AssertionError(f"it ended instead of starting, or took over {START_PATIENCE_S} s: {said}")

    def forget(self) -> None:
        """Close what an ended supervisor had to say."""
        if self.supervisor is not None and self.supervisor.stdout is not None:
            self.supervisor.stdout.close()

    def signal(self, number: signal.Signals) -> int:
        """Signal the supervisor alone, as the kernel does when somebody kills it; return its status."""
        assert self.supervisor is not None
        self.supervisor.send_signal(number)
        return self.supervisor.wait(30)

    def children(self, program: str) -> list[int]:
        """Return the processes whose command line matches."""
        return [process for process in self.processes() if re.search(program, _command_line(process))]

    def processes(self) -> list[int]:
        """Return everything that runs for this system: what inherited the mark, or works in its folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                marked = self.mark.encode() in (entry / "environ").read_bytes()
                # PostgreSQL overwrites its environment with its title.
                inside = self.folder in Path(os.readlink(entry / "cwd")).parents
                if (marked or inside) and _command_line(int(entry.name)):
                    found.append(int(entry.name))
            except OSError:
                continue
        return found


def eventually(what: Callable[[], bool], within_s: float) -> bool:
    """Tell whether it came true in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return what()


def _command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""
