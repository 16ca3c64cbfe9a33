"""What people bring: photos, papers, tables; and how it is sent."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.support.world import Person, fresh_key


def brings(
    person: Person, body: bytes, *, name: str = "photo.jpg", media_type: str = "image/jpeg", purpose: str = "evidence",
    key: str | None = None, **more: Any,
) -> TestResponse:  # fmt: skip
    """Send a file as the form that the web app sends."""
    file = FileStorage(io.BytesIO(body), name, content_type=media_type)
    boundary, form = encode_multipart({"purpose": purpose, "file": file, **more})
    headers = {"Authorization": f"Bearer {person.token}", "Idempotency-Key": key or fresh_key(),
               "Accept-Language": "zh-CN"}  # fmt: skip
    client = person.world.app.test_client(use_cookies=False)
    response: TestResponse = client.post(
        "/api/v1/files", data=form, headers=headers, content_type=f"multipart/form-data; boundary={boundary}"
    )
    return response


def a_picture(size: tuple[int, int] = (64, 48), *, form: str = "JPEG", mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(out, form, **how)
    return out.getvalue()


def a_photo(**how: Any) -> bytes:
    """As a phone takes it: lying on its side, with the place where it was taken."""
    facts = Image.Exif()
    facts[0x0112] = 6  # to be turned
    facts[0x010F] = "PhoneMaker"
    facts.get_ifd(0x8825).update({1: "N", 2: (26.0, 21.0, 24.0), 3: "E", 4: (117.0, 12.0, 0.0)})
    return a_picture((64, 48), exif=facts, **how)
