"""The built web app: hashed assets for ever, the shell for every address that is not the API's."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, request, send_from_directory
from werkzeug.routing import PathConverter
from werkzeug.security import safe_join

from backend.http.auth import public
from backend.http.problem import Refused

# The build leaves these beside a file that they make smaller; the first that the browser takes is sent.
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
# What a machine's own table may not know, or know otherwise.
TYPES: Final = {
    ".js": "text/javascript", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
}  # fmt: skip
SERVICE_WORKER: Final = "sw.js"
# A worker's own policy: it fetches from us, and nothing else.
WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'"


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
    if found and Path(found).is_file() and _is_named(path):
        response = _file(dist, path)
        for_ever = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if for_ever else "no-cache"
        if path == SERVICE_WORKER:
            response.headers["Content-Security-Policy"] = WORKER_POLICY
        return response
    if path.startswith("assets/") or not _wants_page() or not (dist / "index.html").is_file():
        raise Refused(404, "http-404")
    response = _file(dist, "index.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _is_named(path: str) -> bool:
    """A compressed twin is sent in its file's name alone; what begins with a dot is the build's own."""
    return not path.endswith(tuple(ENCODINGS.values())) and not any(part.startswith(".") for part in path.split("/"))


def _file(dist: Path, path: str) -> Response:
    """The file, compressed where the build could and the browser can."""
    twins = {encoding: suffix for encoding, suffix in ENCODINGS.items() if (dist / (path + suffix)).is_file()}
    chosen = next((encoding for encoding in twins if request.accept_encodings[encoding] > 0), None)
    suffix = Path(path).suffix
    mimetype = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = _read(send_from_directory(dist, path + (twins[chosen] if chosen else ""), mimetype=mimetype))
    if twins:
        response.vary.add("Accept-Encoding")
    if chosen:
        response.headers["Content-Encoding"] = chosen
    return response


def _read(response: Response) -> Response:
    """Read at once: files of a build are small, and none stays open where a client has it already or goes away."""
    response.direct_passthrough = False
    content = b"" if response.status_code == HTTPStatus.NOT_MODIFIED else response.get_data()
    response.close()
    response.response = [content]
    return response


def _wants_page() -> bool:
    return request.accept_mimetypes.accept_html
