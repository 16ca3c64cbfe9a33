"""What files keep that a key of the service has sealed."""

from __future__ import annotations

from typing import Final

from backend.kernel.holdings import sealed

HOLDINGS: Final = (
    sealed("files_files", ("id",), "sealed_key", "files_files|sealed_key|{id}"),
    sealed("files_files", ("id",), "sealed_name", "files_files|sealed_name|{id}"),
)
