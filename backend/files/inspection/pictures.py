"""Pictures are decoded and encoded again: what was not pixels (place, camera, comments, what hangs behind) is gone.

The memory is bounded before anything is decoded. A decoded pixel takes four bytes, and turning a picture upright takes
it twice: where the whole would be too much, a JPEG is decoded at a half or a quarter of its size.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.files.errors import FileUnreadable, PicturesBusy, PictureTooLarge
from backend.files.inspection.recognising import JPEG, PNG, WEBP

MOST_MEGAPIXELS: Final = 40
MOST_AT_ONCE: Final = 13_000_000  # pixels held at a time: a phone's twelve megapixels, 50 MB
LONGEST_SIDE: Final = 4096
SHARP: Final = 4_000_000  # pixels; a larger PNG is a photograph
QUALITY: Final = 85
DECODERS: Final = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}

Image.MAX_IMAGE_PIXELS = None  # we look ourselves, before decoding: Pillow's own bound begins with a warning
one_at_a_time: Final = threading.BoundedSemaphore(1)
"""Decoded pictures are the only thing here that takes much memory: a process holds one."""
LONGEST_WAIT_S: Final = 5
RETRY_AFTER_S: Final = 3


def drawn_again(media_type: str, body: bytes) -> tuple[str, bytes]:
    """(media type, content) of the picture alone: upright, bounded.

    Raises PictureTooLarge, PicturesBusy, FileUnreadable.
    """
    try:
        with Image.open(io.BytesIO(body), formats=[DECODERS[media_type]]) as picture:
            _refuse_huge(picture, media_type)
            with _turn():
                return _encoded(_upright(picture), media_type)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise FileUnreadable() from error


@contextmanager
def _turn() -> Iterator[None]:
    """Whoever waits holds a thread of the server: not for ever."""
    if not one_at_a_time.acquire(timeout=LONGEST_WAIT_S):
        raise PicturesBusy(retry_after_s=RETRY_AFTER_S)
    try:
        yield
    finally:
        one_at_a_time.release()


def _refuse_huge(picture: Image.Image, media_type: str) -> None:
    """By the header alone."""
    pixels = picture.width * picture.height
    most = MOST_MEGAPIXELS if media_type == JPEG else MOST_AT_ONCE // 1_000_000
    if pixels > most * 1_000_000 or min(picture.size) < 1:
        raise PictureTooLarge(megapixels=pixels // 1_000_000, most_megapixels=most)
    halves = 1
    while pixels // (halves * halves) > MOST_AT_ONCE:
        halves *= 2
    if halves > 1:
        picture.draft("RGB", (picture.width // halves, picture.height // halves))


def _upright(picture: Image.Image) -> Image.Image:
    if max(picture.size) > LONGEST_SIDE:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BILINEAR, reducing_gap=2)
    else:
        picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    return picture


def _encoded(picture: Image.Image, media_type: str) -> tuple[str, bytes]:
    out = io.BytesIO()
    if media_type == PNG and picture.width * picture.height <= SHARP:
        plain = picture if picture.mode in {"RGB", "RGBA", "L", "LA"} else picture.convert("RGBA")
        bare = _without_facts(plain)
        bare.save(out, "PNG", compress_level=4)
        return PNG, out.getvalue()
    _without_facts(_on_white(picture)).save(out, "JPEG", quality=QUALITY, optimize=False)
    return JPEG, out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency."""
    if picture.mode in {"RGB", "L"}:
        return picture
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen_through = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(seen_through, mask=seen_through.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _without_facts(picture: Image.Image) -> Image.Image:
    """Nothing that a file said beside its pixels is written again."""
    picture.info = {}
    return picture
