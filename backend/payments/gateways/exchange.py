"""One HTTP request and its answer, within a total time.

A time-out on a socket bounds each wait, not their sum: a peer that sends a byte a second holds its caller for ever.
Here a timer cuts the connection, so that a worker is never held for longer than CONNECT_S + ANSWER_S by somebody else's
trouble. Proxies of the environment and redirects are not followed: what was signed for one host goes to that host.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

CONNECT_S = 2
ANSWER_S = 3
MAX_ANSWER_BYTES = 1 << 20


class NoAnswer(Exception):
    """The peer could not be reached, did not answer in time, or answered in no HTTP."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers by their lower-case names, and the raw body, which is what signatures are made over."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def exchange(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send and read one answer, or raise NoAnswer."""
    parts = urlsplit(url)
    connection = _connection(parts)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        connection.sock.settimeout(ANSWER_S)
        cut = threading.Timer(ANSWER_S, _cut, (connection.sock,))
        cut.daemon = True
        cut.start()
        try:
            connection.request(method, target, body=body, headers=dict(headers))
            response = connection.getresponse()
            content = response.read(MAX_ANSWER_BYTES + 1)
        finally:
            cut.cancel()
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise NoAnswer(f"{method} {parts.path}: {type(trouble).__name__}") from trouble
    finally:
        connection.close()
    if len(content) > MAX_ANSWER_BYTES:
        raise NoAnswer(f"{method} {parts.path}: answer over {MAX_ANSWER_BYTES} bytes")
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    if parts.hostname is None:
        raise ValueError("a gateway address needs a host")
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(parts.hostname, parts.port, timeout=CONNECT_S, context=context)
    return http.client.HTTPConnection(parts.hostname, parts.port, timeout=CONNECT_S)


def _cut(sock: socket.socket) -> None:
    with suppress(OSError):  # answered, and closed, in the same moment
        # The base method: SSLSocket's own takes the TLS state away under the thread that is reading.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
