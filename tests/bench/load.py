"""A load generator that pip need not bring: kept-alive connections, one thread each, plain sockets.

It runs beside the server on the same cores and costs about as much as a small request itself, so that its figures are
low; they are compared only with others that it measured in the same run.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    token: str | None = None
    key: str | None = None
    body: Any = None

    def as_bytes(self, host: str) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(content)}"]
        lines += ["Content-Type: application/json"] if content else []
        lines += [f"Authorization: Bearer {self.token}"] if self.token else []
        lines += [f"Idempotency-Key: {self.key}"] if self.key else []
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


class Connection:
    def __init__(self, host: str, port: int) -> None:
        self._host = f"{host}:{port}"
        self._socket = socket.create_connection((host, port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def asks(self, request: Request) -> tuple[int, bytes]:
        """Status and body."""
        self._socket.sendall(request.as_bytes(self._host))
        status = int(self._answers.readline().split()[1])
        length = 0
        while (line := self._answers.readline()) not in {b"\r\n", b""}:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, self._answers.read(length)

    def close(self) -> None:
        self._answers.close()
        self._socket.close()


@dataclass(frozen=True)
class Measured:
    per_second: float
    p99_ms: float
    refused: int
    """Answers that were not 2xx."""


Errand = Callable[[Connection], int]
"""One thing that a visitor does, of one or several requests; the status of the last."""


def as_fast_as_possible(address: tuple[str, int], errands: Sequence[Errand], seconds: float) -> Measured:
    """Each errand by a thread of its own, again and again."""
    return _measure(address, errands, seconds, pause_s=0)


def at_rate(address: tuple[str, int], errands: Sequence[Errand], seconds: float, per_second: float) -> Measured:
    """The same at a rate: what waits for a slow answer counts as waiting."""
    return _measure(address, errands, seconds, pause_s=len(errands) / per_second)


def _measure(address: tuple[str, int], errands: Sequence[Errand], seconds: float, pause_s: float) -> Measured:
    begins = time.perf_counter() + 0.05
    ends = begins + seconds

    def go(number: int) -> tuple[list[float], int]:
        connection, took, refused = Connection(*address), [], 0
        due = begins + pause_s * number / len(errands)
        while (now := time.perf_counter()) < ends:
            if now < due:
                time.sleep(due - now)
            started = due if pause_s else now
            status = errands[number](connection)
            took.append(time.perf_counter() - started)
            refused += not 200 <= status < 300
            due += pause_s
        connection.close()
        return took, refused

    with ThreadPoolExecutor(len(errands)) as pool:
        done = list(pool.map(go, range(len(errands))))
    took = sorted(each for times, _ in done for each in times)
    return Measured(len(took) / seconds, took[int(len(took) * 0.99)] * 1000, sum(refused for _, refused in done))
