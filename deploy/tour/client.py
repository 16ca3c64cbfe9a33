"""A client of the contract on the standard library alone: JSON, bearer tokens, idempotency keys, problems."""

from __future__ import annotations

import http.client
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, replace
from typing import Any, Final

from deploy.tour.refusal import TourStopped
from deploy.tour.speech import LANGUAGE, say

PATIENCE_S: Final = 20
PREFIX: Final = "/api/v1"


class Problem(TourStopped):
    """The service said no, in its own words."""

    def __init__(self, method: str, path: str, status: int, document: dict[str, Any]) -> None:
        self.status, self.code = status, str(document.get("code", ""))
        words = [str(document.get("title", "")), str(document.get("detail", "")), str(document.get("mend", ""))]
        faults = [f"{fault.get('field')}: {fault.get('detail')}" for fault in document.get("errors", [])]
        reference = f"{method} {path} -> {status} {self.code} ({document.get('request_id', '')})"
        super().__init__("\n  ".join([" · ".join(word for word in words if word), *faults, reference]))


@dataclass(frozen=True)
class Client:
    """Speaks to one address, as a stranger or with somebody's token."""

    base_url: str
    token: str | None = None

    def signed_in(self, token: str) -> Client:
        return replace(self, token=token)

    def get(self, path: str, **query: str) -> Any:
        return self.send("GET", path + (f"?{urllib.parse.urlencode(query)}" if query else ""))

    def post(self, path: str, body: Any = None, *, keyed: bool = True) -> Any:
        """``keyed``: with an Idempotency-Key, as everything has that keeps something."""
        key = secrets.token_hex(16) if keyed else None
        return self.send("POST", path, {} if body is None else body, key=key)

    def send(self, method: str, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """One request under /api/v1 (paths of the service itself begin with ``//``). Raises ``Problem``."""
        address = self.base_url + (path[1:] if path.startswith("//") else PREFIX + path)
        headers = {"Accept": "application/json, application/problem+json", "Accept-Language": LANGUAGE}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if key:
            headers["Idempotency-Key"] = key
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(address, data, headers, method=method)  # noqa: S310 - the address is the tour's
        status, document = _exchange(request)
        if not 200 <= status < 300:
            raise Problem(method, path, status, document if isinstance(document, dict) else {"detail": document})
        return document


# Whatever proxy the machine has is for elsewhere: the system is here, or where its address says.
_OPENER: Final = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _exchange(request: urllib.request.Request) -> tuple[int, Any]:
    try:
        with _OPENER.open(request, timeout=PATIENCE_S) as answer:
            return answer.status, _read(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, _read(refused)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise TourStopped(
            say(
                f"连不上 {request.full_url}（{reason}）。先启动：make run，或者用 BASE_URL 指一个地址。",
                f"{request.full_url} does not answer ({reason}). Start it first: make run, or name it by BASE_URL.",
            )
        ) from error


def _read(answer: Any) -> Any:
    text = answer.read().decode("utf-8", "replace")
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError:
        return text[:300]
