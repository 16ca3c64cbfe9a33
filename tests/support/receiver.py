"""A shop's own system that is told of things: a small HTTPS server that verifies as Standard Webhooks says."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deploy.local.tls import ensure_certificate


@dataclass
class Message:
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verifies(self, public_key: str) -> bool:
        """As a receiver does it: one of the signatures is by this key, over id, time and body."""
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.removeprefix("whpk_")))
        signed = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        return any(_is_by(key, each, signed) for each in self.headers["webhook-signature"].split(" "))


def _is_by(key: Ed25519PublicKey, signature: str, signed: bytes) -> bool:
    version, _, encoded = signature.partition(",")
    try:
        key.verify(base64.b64decode(encoded), signed)
    except InvalidSignature:
        return False
    return version == "v1a"


@dataclass
class Receiver:
    """``answers`` are given in turn, the last one for ever; ``connections`` counts who has come as far as TCP."""

    port: int = 0
    authority: Path = Path()
    answers: list[int] = field(default_factory=lambda: [204])
    location: str | None = None
    heard: list[Message] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/tanhui?shop=1"


@contextmanager
def running_receiver(folder: Path) -> Iterator[Receiver]:
    """On a free port of this machine, with a certificate of an authority of its own."""
    certificate, receiver = ensure_certificate(folder, "127.0.0.1"), Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.heard.append(Message({name.lower(): value for name, value in self.headers.items()}, body))
            status = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
            self.send_response(status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Silent."""

    class Server(ThreadingHTTPServer):
        def get_request(self) -> Any:
            plain, address = super().get_request()
            receiver.connections += 1
            return context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

        def handle_error(self, *_: Any) -> None:
            """Who breaks off is counted and no more."""

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.shown, certificate.key)
    server = Server(("127.0.0.1", 0), Handler)
    receiver.port, receiver.authority = server.server_address[1], certificate.authority
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
