"""Why a whole table is refused; what is wrong with one cell is a ``CellFault``."""

from __future__ import annotations

from backend.kernel.errors import RuleViolation


class WorkbookTooLarge(RuleViolation):
    """Unpacked it would be larger than anybody's table. Facts: ``most_mib``."""

    code = "workbook-too-large"


class WorkbookUnsafe(RuleViolation):
    """It brings a program, another file, or asks to fetch one. Facts: ``brings``."""

    code = "workbook-unsafe"


class SheetUnreadable(RuleViolation):
    """Neither a workbook nor a table in text."""

    code = "sheet-unreadable"


class TooManyRows(RuleViolation):
    """Facts: ``most``."""

    code = "too-many-rows"


class ColumnsMissing(RuleViolation):
    """The heading lacks columns, or has one twice. Facts: ``columns``."""

    code = "columns-missing"
