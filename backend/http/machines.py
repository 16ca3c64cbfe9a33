"""Machines at the door: are they still let in, how many calls have they left, have they signed this request?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from flask import Response, after_this_request, current_app, request

from backend.http import signatures
from backend.http.problem import Refused
from backend.http.signatures import PublicKey
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal
from backend.kernel.transaction import run

NONCES_KEPT_FOR: Final = 2 * signatures.WINDOW


class Quota(Protocol):
    @property
    def span(self) -> str: ...
    @property
    def limit(self) -> int: ...
    @property
    def left(self) -> int: ...
    @property
    def resets_at(self) -> datetime: ...


class Clients(Protocol):
    """What identity knows of machines."""

    def admit(self, principal: Principal, /) -> Sequence[Quota] | DomainError | None:
        """Count a call; None: not a client any more. A refusal is returned."""

    def key_good_now(self, client_id: str, kid: str, /) -> PublicKey | None: ...

    def count_refusal(self, client_row: UUID, code: str, /) -> None: ...

    def spend_nonce(self, client_row: UUID, nonce: str, expires_at: datetime, /) -> bool:
        """Is it the first request with this nonce?"""


_clients: Clients | None = None


def set_clients(clients: Clients) -> None:
    """Filled at start-up: identity knows the clients, this layer does not."""
    global _clients
    _clients = clients


def admit(principal: Principal) -> None:
    """Let a machine in and say what it has left, or refuse: 401 if it is no client any more, 429 beyond its quota."""
    assert _clients is not None, "wiring fills the clients"
    clients = _clients
    answer = run(lambda: clients.admit(principal))
    if answer is None:
        raise Refused(401, "bearer-token-invalid")
    if isinstance(answer, DomainError):
        run(lambda: clients.count_refusal(principal.person_id, answer.code))
        raise answer
    quotas = answer

    @after_this_request
    def _tell(response: Response) -> Response:
        response.headers["RateLimit-Policy"] = ", ".join(f'"{q.span}";q={q.limit};w={_SPAN_S[q.span]}' for q in quotas)
        now = clock.wall_time()
        response.headers["RateLimit"] = ", ".join(
            f'"{q.span}";r={q.left};t={max(0, int((q.resets_at - now).total_seconds()))}' for q in quotas
        )
        return response


_SPAN_S: Final = {"minute": 60, "day": 86_400}


def verify_signature(principal: Principal) -> None:
    """The request at hand was signed by this client, just now, and for the first time; else 401 with the reason."""
    assert _clients is not None, "wiring fills the clients"
    clients = _clients
    try:
        _verify(clients, principal)
    except Refused as refused:
        code = refused.problem_code
        run(lambda: clients.count_refusal(principal.person_id, code))
        raise


def _verify(clients: Clients, principal: Principal) -> None:
    client_id = str(principal.client_id)
    message = signatures.Message(
        method=request.method, url=_address(), headers=dict(request.headers.items()),
        body=request.get_data(cache=True),
    )  # fmt: skip
    kid = signatures.key_id(message)
    key = run(lambda: clients.key_good_now(client_id, kid))
    if key is None:
        raise Refused(401, "signature-key-unknown")
    nonce = signatures.verified(message, key, now=clock.wall_time())
    expires_at = clock.wall_time() + NONCES_KEPT_FOR
    if not run(lambda: clients.spend_nonce(principal.person_id, nonce, expires_at)):
        raise Refused(401, "signature-replayed")


def _address() -> str:
    """Where the client sent it to, by our own name: what a caller writes into Host is not asked."""
    public: str = current_app.extensions["settings"].public_url
    return public + request.url.removeprefix(request.host_url.rstrip("/"))
