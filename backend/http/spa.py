"""The built web app: hashed assets for ever, the shell for every address that is not the API's."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory
from werkzeug.routing import PathConverter
from werkzeug.security import safe_join

from backend.http.auth import public
from backend.http.problem import Refused


class PagePath(PathConverter):
    """Any path but the API's: an unknown operation must answer 404, whatever its method."""

    regex = r"(?!api/|oauth/|\.well-known/)[^/].*?"


def init_app(app: Flask, dist: Path) -> None:
    app.config["WEB_DIST"] = dist
    app.url_map.converters["page"] = PagePath
    app.add_url_rule("/", view_func=page, endpoint="page", defaults={"path": ""})
    app.add_url_rule("/<page:path>", view_func=page, endpoint="page")


@public
def page(path: str) -> Response:
    """A file of the build, or the app's shell: its router knows the address."""
    dist: Path = current_app.config["WEB_DIST"]
    found = safe_join(str(dist), path) if path else None
    if found and Path(found).is_file():
        response = send_from_directory(dist, path)
        for_ever = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if for_ever else "no-cache"
        return response
    if path.startswith("assets/") or not _wants_page() or not (dist / "index.html").is_file():
        raise Refused(404, "http-404")
    response = send_from_directory(dist, "index.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _wants_page() -> bool:
    return request.accept_mimetypes.accept_html
