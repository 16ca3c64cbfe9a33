"""Tables: a workbook is bounded before anybody unpacks it, text is bounded by the size of the upload."""

from __future__ import annotations

from backend.files.inspection.recognising import XLSX
from backend.sheets import workbooks


def look_through(media_type: str, body: bytes) -> None:
    """Raises WorkbookTooLarge, WorkbookUnsafe, SheetUnreadable."""
    if media_type == XLSX:
        workbooks.refuse_dangerous(body)
