"""Pages for machines: health, readiness, metrics, keys. None of them is part of the programme."""

from __future__ import annotations

import base64
from typing import Final

from flask import Flask, Response, current_app, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from sqlalchemy import text

from backend.extensions import db
from backend.http.auth import public
from backend.http.problem import Refused, problem
from backend.kernel import crypto, transaction
from backend.kernel.scopes import Scope

TOKEN_PATH: Final = "/api/v1/oauth/token"  # noqa: S105 - an address, not a secret

REQUESTS = Counter("tanhui_requests_total", "Requests answered", ["operation", "method", "status"])
DURATION = Histogram("tanhui_request_seconds", "Time to answer", ["operation"],
                     buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5))  # fmt: skip


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)
    app.add_url_rule("/.well-known/jwks.json", view_func=jwks)
    app.add_url_rule("/.well-known/oauth-authorization-server", view_func=authorization_server)


@public
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok"})


@public
def readyz() -> Response:
    """The database answers and has the schema that this code was written for."""
    try:
        revision = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except Exception:
        transaction.abandon()
        return problem(503, "database-unavailable", {"retry_after_s": 2})
    return jsonify({"status": "ok", "schema": revision})


@public
def metrics() -> Response:
    """Prometheus text, for whoever holds the metrics token (KEYS_DIR/metrics-token.key); nobody else learns of it."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not crypto.keys().is_metrics_token(token):
        raise Refused(404, "http-404")
    registry = CollectorRegistry()
    try:
        multiprocess.MultiProcessCollector(registry)
        body = generate_latest(registry)
    except ValueError:  # one process, no shared folder
        body = generate_latest()
    return Response(body, mimetype=CONTENT_TYPE_LATEST.split(";")[0])


@public
def jwks() -> Response:
    """The public halves of all keys whose signatures hold, the coming ones too (RFC 7517, RFC 8037)."""
    ring = crypto.keys()
    uses = {"token-signing": "access tokens", "certificate-signing": "certificates"}
    keys = [_jwk(key, use) for name, use in uses.items() for key in ring.verifying(name).values()]
    response = jsonify({"keys": keys})
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _jwk(key: crypto.SigningKey, use: str) -> dict[str, str]:
    x = base64.urlsafe_b64encode(key.public_bytes).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.kid, "x": x, "tanhui_use": use}


@public
def authorization_server() -> Response:
    """How machines sign in (RFC 8414)."""
    public_url: str = current_app.extensions["settings"].public_url
    response = jsonify({
        "issuer": public_url,
        "token_endpoint": f"{public_url}{TOKEN_PATH}",
        "jwks_uri": f"{public_url}/.well-known/jwks.json",
        "scopes_supported": list(Scope),
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["EdDSA", "ES256", "RS256"],
        "service_documentation": f"{public_url}/docs",
    })  # fmt: skip
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
