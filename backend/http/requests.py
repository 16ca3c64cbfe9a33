"""What surrounds every request: its id, its language, one log line, safe headers, the end of its session."""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

import structlog
from flask import Flask, Response, current_app, g, request

from backend.http.problem import Refused
from backend.http.service_pages import DURATION, REQUESTS
from backend.kernel import i18n

log = structlog.get_logger()

REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)
LARGEST_BODY: Final = 64 * 1024
QUIET: Final = frozenset({"healthz", "readyz", "metrics"})

PAGE_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; media-src 'self' blob:; worker-src 'self'; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"


def init_app(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    g.started = time.perf_counter()
    wanted = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh-CN")
    i18n.speak("en" if wanted == "en" else "zh-CN")
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    if "\x00" in request.path:
        raise Refused(404, "http-404")


def _finish(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    is_page = response.mimetype == "text/html"
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY if is_page else API_POLICY)
    # In production alone: browsers would remember it for the whole of localhost, or of a machine that also speaks HTTP.
    if request.is_secure and current_app.extensions["settings"].is_production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.add("Vary", "Accept-Language")
    elapsed = time.perf_counter() - g.get("started", time.perf_counter())
    operation = (request.endpoint or "unknown").rsplit(".", 1)[-1]
    REQUESTS.labels(operation, request.method, response.status_code).inc()
    DURATION.labels(operation).observe(elapsed)
    if operation not in QUIET:
        # No query string and no body: either may carry what is personal.
        log.info("request", method=request.method, operation=operation, status=response.status_code,
                 ms=round(elapsed * 1000, 1))  # fmt: skip
    return response
