"""Which database roles a migration grants rights to."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import context, op
from sqlalchemy import make_url, text

SQL: Final = Path(__file__).parent / "sql"
AUDITOR: Final = "tanhui_audit"


def application_role() -> str | None:
    """The role that the service connects as; None where it is the owner itself (a laptop's single-role server)."""
    settings = context.get_context().opts["opts"]["settings"]
    application = make_url(settings.database_url).username
    owner = op.get_bind().execute(text("SELECT current_user")).scalar_one()
    return None if application in {None, owner} else application


def auditor_role() -> str | None:
    """The read-only role of the auditor's views, where the server has one."""
    known = op.get_bind().execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": AUDITOR}).scalar()
    return AUDITOR if known else None


def run_file(name: str) -> None:
    """Run one file of migrations/sql as it stands."""
    op.get_bind().connection.cursor().execute((SQL / name).read_text(encoding="utf-8"))


def restore_function(name: str, file: str) -> None:
    """Put a function back as an earlier file of migrations/sql creates it; settings that it does not name are gone."""
    before = (SQL / file).read_text(encoding="utf-8")
    start = before.index(f"CREATE FUNCTION {name}(")
    end = before.index("END $$;", start) + len("END $$;")
    op.get_bind().connection.cursor().execute(before[start:end].replace("CREATE", "CREATE OR REPLACE", 1))


def restore_view(name: str, file: str) -> None:
    """Create a dropped view again as an earlier file of migrations/sql has it."""
    before = (SQL / file).read_text(encoding="utf-8")
    start = before.index(f"CREATE VIEW {name} AS")
    op.get_bind().connection.cursor().execute(before[start : before.index(";", start)])


def quoted(role: str) -> str:
    quote: str = op.get_bind().dialect.identifier_preparer.quote(role)
    return quote
