"""Build the web app with the Node of the virtual environment, when its sources have changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.places import ROOT
from deploy.local.processes import launched, tail
from deploy.local.refusal import Refusal
from deploy.local.remains import send_to_group

WEB = ROOT / "web"
_NOT_SOURCES = {"node_modules", "dist"}


def ensure_packages() -> bool:
    """Install what package-lock.json names, unless that is in place. Return False where there is no web app."""
    if not (WEB / "package.json").exists():
        return False
    with _one_at_a_time():
        lock = WEB / "package-lock.json"
        marker = WEB / "node_modules" / ".installed"
        wanted = hashlib.sha256(lock.read_bytes() + (WEB / "package.json").read_bytes()).hexdigest()
        if _read(marker) != wanted:
            say("web: installing packages …")
            # Packages' own scripts do not run: none is needed to build.
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            _write(marker, wanted)
    return True


def ensure_built() -> None:
    """Build web/dist unless it was made from the sources as they are."""
    if not ensure_packages():
        return
    with _one_at_a_time():
        marker = WEB / "dist" / ".built-from"
        wanted = sources_digest(WEB)
        if _read(marker) != wanted:
            say("web: building …")
            npm("run", "--silent", "build")
            _write(marker, wanted)


def sources_digest(web: Path) -> str:
    """Return a digest over names and contents of everything that a build reads."""
    digest = hashlib.sha256()
    for folder, subfolders, files in os.walk(web):
        subfolders[:] = sorted(name for name in subfolders if name not in _NOT_SOURCES and not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(web)}\0{content}\n".encode())
    return digest.hexdigest()


def npm(*arguments: str) -> None:
    """Run npm in web/; it ends with us.

    Raises:
        Refusal: it failed; what it said comes with it.
    """
    binaries = Path(sys.executable).parent
    environment = {
        # Beside the authorities that Node brings, those that this machine trusts.
        "NODE_USE_SYSTEM_CA": "1",
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    log = binaries.parent / "npm.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            launched([str(binaries / "npm"), *arguments], signal.SIGKILL),
            cwd=WEB, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0,
        )  # fmt: skip
        try:
            status = process.wait()
        finally:
            send_to_group(process.pid, signal.SIGKILL)
    if status != 0:
        raise Refusal(f"npm {' '.join(arguments)} failed with status {status}:\n{tail(log, 20)}")


def say(line: str) -> None:
    print(line, flush=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` may both want to build."""
    with open(WEB / "package.json", "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)  # an app without packages, or a build that makes nothing
    path.write_text(text, encoding="ascii")


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return None
