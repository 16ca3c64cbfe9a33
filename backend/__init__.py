"""The application factory: configuration in, a wired Flask app out."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from backend import cli, config, wiring
from backend.config import Settings
from backend.extensions import SESSION_OPTIONS, db
from backend.http import logs, openapi, problem, reader_pages, requests, service_pages, spa
from backend.kernel import clock, connections, crypto


def create_app(settings: Settings | None = None) -> Flask:
    """A service for ``settings`` (default: the environment's)."""
    settings = settings or config.load()
    logs.configure()
    clock.set_offset(settings.clock_offset_s)
    crypto.use(crypto.Keyring(settings.keys_dir, may_create=not settings.is_production))

    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False  # an address is right or unknown: no redirect in HTML
    app.extensions["settings"] = settings
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "connect_args": {"options": SESSION_OPTIONS, "connect_timeout": 5},
            "pool_size": settings.database_connections,
            "max_overflow": settings.database_connections,
            "pool_timeout": 5,
        },
    )
    assert isinstance(app.json, DefaultJSONProvider)
    app.json.ensure_ascii, app.json.sort_keys = False, False
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        # Replacing the method is how Flask takes a middleware.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        connections.prepare(db.engine)
    problem.init_app(app)
    requests.init_app(app)
    service_pages.init_app(app)
    reader_pages.init_app(app)
    spa.init_app(app, settings.web_dist)
    api = openapi.init_app(app)
    wiring.connect(app, settings)
    for blueprint in wiring.blueprints():
        api.register_blueprint(blueprint, url_prefix="/api/v1")
    api.has_all()
    app.extensions["openapi"] = api
    cli.init_app(app)
    return app
