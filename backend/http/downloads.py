"""Files that a person keeps: in which language, shown or saved, under a name that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from flask import Response, request
from marshmallow import EXCLUDE, Schema, post_load

from backend.http.fields import Choice
from backend.kernel import i18n

FILE_POLICY: Final = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a browser's own reader of PDFs needs, and nothing else."""


@dataclass(frozen=True, slots=True)
class FileWish:
    """``?lang=`` goes before Accept-Language: a link that is passed on keeps its language."""

    language: str | None
    is_to_be_saved: bool


class FileWishSchema(Schema):
    class Meta:
        unknown = EXCLUDE  # whoever passes links on adds parameters of their own

    lang = Choice(*i18n.LANGUAGES, metadata={"description": "default: what Accept-Language prefers"})
    download = Choice("0", "1", metadata={"description": "1: to be saved rather than shown"})

    @post_load
    def _wish(self, data: dict[str, Any], **_: Any) -> FileWish:
        return FileWish(data.get("lang"), data.get("download") == "1")


def speak(wish: FileWish) -> None:
    """The rest of the request is in the language that was asked for."""
    if wish.language is not None:
        i18n.speak(wish.language)


def is_known(tag: str) -> bool:
    """Whether the caller has this very file already."""
    return request.if_none_match.contains_weak(tag)


def unchanged() -> Response:
    return Response(status=304)


def file(content: bytes, *, kind: str, name: str, plain_name: str, wish: FileWish) -> Response:
    """``name`` is for people, ``plain_name`` for programs that know no Unicode; both with their ending."""
    response = Response(content, mimetype=kind)
    manner = "attachment" if wish.is_to_be_saved else "inline"
    response.headers["Content-Disposition"] = (
        f"{manner}; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Content-Language"] = i18n.language()
    return response


def tagged(response: Response, tag: str, cache: str) -> Response:
    """Say how long it may be kept, and by which mark to ask again."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = cache
    return response
