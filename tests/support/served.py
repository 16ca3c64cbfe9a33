"""The service in processes of its own, as many as one wants, on one database and one folder of keys."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import requests

from deploy.local.sockets import free_port

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 60


@contextmanager
def served(count: int, log: Path, **environment: str) -> Iterator[list[str]]:
    """Yield the addresses of ``count`` processes that answer; they end with the block."""
    ports: list[int] = []
    while len(ports) < count:
        port = free_port("127.0.0.1", 21_000 + len(ports))
        ports.append(port if port not in ports else free_port("127.0.0.1", max(ports) + 1))
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "run", "--port"]
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with log.open("wb") as lines:
        running = [
            subprocess.Popen([*command, str(port)], cwd=ROOT, env=inherited | environment, stdout=lines, stderr=lines)
            for port in ports
        ]  # fmt: skip
        try:
            addresses = [f"http://127.0.0.1:{port}" for port in ports]
            for address, process in zip(addresses, running, strict=True):
                _wait_for(address, process, log)
            yield addresses
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(10)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        assert process.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")[-3000:]
        try:
            if requests.get(f"{address}/healthz", timeout=2).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
