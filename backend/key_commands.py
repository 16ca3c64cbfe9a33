"""``flask keys``: which versions of the keys there are and what needs them, the next one, and the end of an old one."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from backend import key_rotation
from backend.kernel.key_files import NAMES, NotToBeRotated

NAME = click.argument("name", type=click.Choice(NAMES))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output on one line.")

keys = AppGroup("keys", help="The keys in KEYS_DIR and their versions.")


@keys.command("status")
@AS_JSON
@with_appcontext
def show_status(as_json: bool) -> None:
    """Which versions there are, which one makes, what still needs which."""
    found = {name: [asdict(one) for one in versions] for name, versions in key_rotation.status().items()}
    _say(found, as_json, "\n".join(_line(name, one) for name, versions in found.items() for one in versions))


@keys.command("rotate")
@NAME
@AS_JSON
@with_appcontext
def rotate(name: str, as_json: bool) -> None:
    """Make the next version. After ten seconds it makes what is made; the worker moves what the old one has made."""
    try:
        made = key_rotation.rotate(name)
    except NotToBeRotated as error:
        raise click.ClickException(str(error)) from error
    _say({"name": name, "version": made.version, "file": str(made.path)}, as_json, f"made {made.path}")


@keys.command("finish")
@NAME
@AS_JSON
@with_appcontext
def finish(name: str, as_json: bool) -> None:
    """Put the old versions away into retired/, or exit 1 and say what still needs them."""
    try:
        done = key_rotation.finish(name)
    except NotToBeRotated as error:
        raise click.ClickException(str(error)) from error
    _say(asdict(done), as_json, "\n".join([*(f"put away: {path}" for path in done.retired), *done.needed_by]))
    sys.exit(1 if done.needed_by else 0)


def _line(name: str, one: dict[str, Any]) -> str:
    needed = ", ".join(f"{what} {rows}" for what, rows in one["rows"].items())
    makes = "makes" if one["makes"] else "reads"
    return f"{name} {one['version']} ({one['written_at']:%Y-%m-%d %H:%M}) {makes}" + (
        f"; rows: {needed}" if needed else ""
    )


def _say(document: dict[str, Any], as_json: bool, words: str) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, default=str) if as_json else words)
