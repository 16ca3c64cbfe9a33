"""A folder of this machine: each object a file of its own, written aside and moved into its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from backend.files.errors import StorageUnavailable

KEY: Final = re.compile(r"[A-Za-z0-9]{16,64}", re.ASCII)
ASIDE: Final = ".part"


class FolderStorage:
    """Fills ``files.ports.Storage``. Names are spread over folders by their first two letters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, content: bytes) -> None:
        place = self._place(key)
        try:
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            aside = place.with_name(key + ASIDE)
            with open(aside, "wb", opener=_private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(place)
            _sync(place.parent)
        except OSError as error:
            raise StorageUnavailable(retry_after_s=10) from error

    def get(self, key: str) -> bytes | None:
        try:
            return self._place(key).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageUnavailable(retry_after_s=10) from error

    def delete(self, key: str) -> None:
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise StorageUnavailable(retry_after_s=10) from error

    def keys(self, before: datetime) -> Iterator[str]:
        for path in self._folder.glob("??/*"):
            try:
                touched = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue
            if touched >= before:
                continue
            if path.name.endswith(ASIDE):
                path.unlink(missing_ok=True)  # half written, and nobody is writing it any more
            elif KEY.fullmatch(path.name):
                yield path.name

    def _place(self, key: str) -> Path:
        assert KEY.fullmatch(key), "storage keys are random names of our own"
        return self._folder / key[:2] / key


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """A name is durable when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
