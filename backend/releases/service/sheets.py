"""Releases as sheets: any of them, or what is in force, out; a draft in. Long work, begun here and done by a worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Final
from uuid import UUID

from backend.extensions import db
from backend.files import queries as files
from backend.files import service as files_service
from backend.files.payloads import Content, Purpose
from backend.kernel import clock, i18n, jobs
from backend.kernel.jobs import Work
from backend.kernel.principal import Principal
from backend.kernel.transaction import run
from backend.releases import policy, queries, sheet_form
from backend.releases.models import Release
from backend.releases.payloads import DraftRelease, ExportRows, ImportRows, WorkStarted
from backend.releases.ports import Row, Table, tables
from backend.releases.service.drafting import draft_release
from backend.sheets import reading, writing
from backend.sheets.cells import Cell
from backend.sheets.errors import TooManyRows

EXPORT: Final = "release-export"
IMPORT: Final = "release-import"
MOST_ROWS: Final = 200
"""As many as a draft takes."""
MOST_TOLD: Final = 100
A_PIECE: Final = 50


def begin_export(principal: Principal, wish: ExportRows) -> WorkStarted:
    """Of a release that this position sees, or of what is in force. Raises ReleaseNotFound."""
    if wish.release_id is not None:
        queries.release(principal, wish.release_id)
    else:
        policy.may_see(principal, wish.kind or "")
    on = (wish.on or clock.today()).isoformat()
    given = {"release_id": str(wish.release_id) if wish.release_id else None, "kind": wish.kind, "on": on,
             "form": wish.form, "language": i18n.language()}  # fmt: skip
    return WorkStarted(jobs.start(principal, EXPORT, given))


def begin_import(principal: Principal, wish: ImportRows) -> WorkStarted:
    """Raises ReleaseNotForRole, ReleaseDayPast, FileNotFound, FileRemoved."""
    policy.may_make(principal, wish.kind)
    policy.is_not_past(wish.in_force_from, clock.today())
    files.located_for(principal, wish.file_id)
    given = {"kind": wish.kind, "file_id": str(wish.file_id), "in_force_from": wish.in_force_from.isoformat(),
             "note": wish.note, "language": i18n.language()}  # fmt: skip
    return WorkStarted(jobs.start(principal, IMPORT, given))


def write_sheet(work: Work) -> Mapping[str, Any]:
    """The work of an export. Its result: ``{file_id, name, rows}``."""
    with _speaking(work):
        kind, name, rows = run(lambda: _asked_for(work))
        columns = tables[kind].columns()
        work.progress(0, len(rows))
        title, lines = i18n.text(f"release.kind.{kind}"), [sheet_form.as_cells(row, columns) for row in rows]
        content = _content(name, work.input["form"], title, sheet_form.headings(columns), lines)
        work.progress(len(rows), len(rows))
        file_id = files_service.keep_made(work, Purpose.EXPORT, content)
    return {"file_id": str(file_id), "name": content.name, "rows": len(rows)}


def read_sheet(work: Work) -> Mapping[str, Any]:
    """The work of an import: a draft of the lines that differ from what is in force, and what is wrong with which line.

    Its result: ``{release_id, rows, same, errors_count, errors, errors_file_id}``; no release where no line differs.
    """
    with _speaking(work):
        table, day = tables[work.input["kind"]], date.fromisoformat(work.input["in_force_from"])
        place = run(lambda: files.located_for(work.principal, UUID(work.input["file_id"])))
        in_force = run(lambda: table.in_force(day))
        taken = _Taken(table, in_force)
        for row in reading.read_table(files.opened(place).body, sheet_form.to_take(table.columns())):
            taken.take(row)
            if taken.count % A_PIECE == 0:
                work.progress(taken.count, taken.count)
        work.progress(taken.count, taken.count)
        if taken.rows:
            run(lambda: _draft_once(work, taken.rows, day))
            taken.errors += run(lambda: _faults(table, taken, day))
        taken.errors.sort(key=lambda error: error["row"])
        report = _report(work, taken.errors) if taken.errors else None
    return {
        "release_id": str(work.job_id) if taken.rows else None, "rows": len(taken.rows), "same": taken.same,
        "errors_count": len(taken.errors), "errors": taken.errors[:MOST_TOLD],
        "errors_file_id": None if report is None else str(report),
    }  # fmt: skip


class _Taken:
    """The lines of a sheet that say something new, each with its number in the sheet."""

    def __init__(self, table: Table, in_force: Mapping[str, Row]) -> None:
        self.rows: list[Row] = []
        self.numbers: list[int] = []
        self.errors: list[dict[str, Any]] = []
        self.same = self.count = 0
        self._table, self._in_force = table, in_force

    def take(self, line: reading.Row) -> None:
        self.count += 1
        self.errors += [fault.described() for fault in line.faults]
        said = {name: value for name, value in line.values.items() if value is not None or name in line.named}
        now = self._in_force.get(self._table.key(said))
        row = sheet_form.as_row(said, now or next(iter(self._in_force.values()), {}), is_new=now is None)
        if now is not None and not line.faults and sheet_form.says_the_same(row, now):
            self.same += 1
            return
        if len(self.rows) == MOST_ROWS:
            raise TooManyRows(most=MOST_ROWS)
        self.rows.append(row)
        self.numbers.append(line.number)


def _faults(table: Table, taken: _Taken, day: date) -> list[dict[str, Any]]:
    """What the table says of the rows, told by the lines and headings of the sheet."""
    names = {column.name: heading for column, heading in
             zip(table.columns(), sheet_form.headings(table.columns()), strict=True)}  # fmt: skip
    told = []
    for fault in map(queries.described, table.faults(taken.rows, day)):
        _, where, *rest = fault.field.split("/")
        number = taken.numbers[int(rest[0])] if where == "rows" and rest else 0
        path = ".".join(rest[1:])
        name = next((name for name in names if path == name or path.startswith(f"{name}.")), None)
        told.append({"row": number, "column": names[name] if name else path, "code": fault.code,
                     "detail": fault.detail, "mend": fault.mend})  # fmt: skip
    return told


def _draft_once(work: Work, rows: Sequence[Row], day: date) -> None:
    """Under the job's own id: work that is run again finds what it made."""
    work.hold()
    if db.session.get(Release, work.job_id) is None:
        wish = DraftRelease(work.input["kind"], day, rows, work.input["note"])
        draft_release(work.principal, wish, release_id=work.job_id)


def _report(work: Work, errors: Sequence[Mapping[str, Any]]) -> UUID:
    heading = [i18n.text(f"release.import.{name}") for name in ("row", "column", "detail", "mend")]
    lines: list[list[Cell]] = [[each["row"], each["column"], each["detail"], each["mend"]] for each in errors]
    content = _content(f"{work.input['kind']}-errors", "xlsx", i18n.text("release.import.errors"), heading, lines)
    return files_service.keep_made(work, Purpose.EXPORT, content)


def _asked_for(work: Work) -> tuple[str, str, Sequence[Row]]:
    given = work.input
    if given["release_id"] is None:
        policy.may_see(work.principal, given["kind"])
        in_force = tables[given["kind"]].in_force(date.fromisoformat(given["on"]))
        return given["kind"], f"{given['kind']}-{given['on']}", [in_force[key] for key in sorted(in_force)]
    case = queries.release(work.principal, UUID(given["release_id"]))
    number = case.release.label.replace("/", "-") if case.release.label else str(case.release.in_force_from)
    kind = case.release.kind
    return kind, number if number.startswith(kind) else f"{kind}-{number}", case.rows


def _content(
    name: str, form: str, title: str, heading: Sequence[str], lines: Sequence[Sequence[Cell]]
) -> Content:  # fmt: skip
    if form == "csv":
        return Content(f"{name}.csv", writing.CSV, writing.text_table(heading, lines))
    return Content(f"{name}.xlsx", writing.XLSX, writing.workbook(title, heading, lines))


@contextmanager
def _speaking(work: Work) -> Iterator[None]:
    """In the language of whoever asked; a worker's thread goes on to somebody else's work."""
    i18n.speak(work.input["language"])
    try:
        yield
    finally:
        i18n.speak(i18n.DEFAULT)
