"""Names: of files, of tables, of things. docs/glossary.md is the one place where a word is decided."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import io
import json
import re
import tokenize
import tomllib

from sqlalchemy import BigInteger, DateTime, Float, SmallInteger

from backend.extensions import db
from backend.kernel.version import VERSION
from tests.architecture.source import FEATURES, ROOT, modules

SOURCES = modules("backend", "points_engine", "deploy", "migrations", "tests")
OTHER_TEXT = [
    path
    for pattern in ("migrations/sql/*.sql", "web/src/**/*.ts", "web/src/**/*.vue", "web/src/**/*.json")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts
]
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|tools?)(_|$)", re.IGNORECASE | re.ASCII)
THREE_MEANINGS = re.compile(r"credit(?!ation)", re.IGNORECASE | re.ASCII)
WHOLE = {"g", "kg", "fen", "points", "s", "mu", "t"}


def test_a_file_is_named_for_what_it_does() -> None:
    files = [path for path in (*ROOT.glob("web/src/**/*"), *(module.path for module in SOURCES)) if path.is_file()]
    assert [str(path.relative_to(ROOT)) for path in files if VAGUE.search(path.stem)] == []
    folders = {parent for path in files for parent in path.relative_to(ROOT).parents}
    assert [str(folder) for folder in folders if VAGUE.search(folder.name)] == []


def test_one_word_is_in_no_name() -> None:
    """It would mean a side of an account, a carbon unit and a bank's trust."""
    python = {
        str(module): sorted({
            token.string for token in tokenize.generate_tokens(io.StringIO(module.text).readline)
            if token.type == tokenize.NAME and THREE_MEANINGS.search(token.string)
        })
        for module in SOURCES
    }  # fmt: skip
    other = {
        str(path.relative_to(ROOT)): THREE_MEANINGS.findall(path.read_text(encoding="utf-8")) for path in OTHER_TEXT
    }
    assert {file: words for file, words in (python | other).items() if words and "architecture" not in file} == {}


def test_payloads_are_frozen() -> None:
    """What a command was asked to do does not change while it is being done."""
    loose = []
    for module in modules("backend"):
        if "payloads" not in module.name.split("."):
            continue
        for name, thing in vars(importlib.import_module(module.name)).items():
            if dataclasses.is_dataclass(thing) and isinstance(thing, type) and thing.__module__ == module.name:
                frozen = thing.__dataclass_params__.frozen
                loose += [] if frozen else [f"{module.name}.{name}"]
    assert loose == []


class TestTables:
    """Every model is imported with the app; the metadata holds them all."""

    def test_carry_their_feature_as_prefix(self, app) -> None:
        strays = [name for name in db.metadata.tables if name.split("_")[0] not in {"kernel", *FEATURES}]
        assert strays == []

    def test_keep_whole_numbers_in_the_smallest_unit(self, app) -> None:
        """No float ever holds an amount; what is no whole number (a factor, a ratio) is an exact decimal."""
        inexact = [
            f"{table.name}.{column.name}"
            for table in db.metadata.tables.values()
            for column in table.columns
            if isinstance(column.type, Float)
            or (column.name.rsplit("_", 1)[-1] in WHOLE and not _holds_whole(column.type))
        ]
        assert inexact == []

    def test_keep_instants_with_their_zone(self, app) -> None:
        zoneless = [
            f"{table.name}.{column.name}"
            for table in db.metadata.tables.values()
            for column in table.columns
            if isinstance(column.type, DateTime) and not column.type.timezone
        ]
        assert zoneless == []

    def test_tell_an_instant_by_its_name(self, app) -> None:
        misnamed = [
            f"{table.name}.{column.name}"
            for table in db.metadata.tables.values()
            for column in table.columns
            if isinstance(column.type, DateTime) != column.name.endswith(("_at", "_since"))
            and column.name not in {"valid_from", "valid_to"}
        ]
        assert misnamed == []


def _holds_whole(kind: object) -> bool:
    return isinstance(kind, BigInteger | SmallInteger)


def test_patterns_say_whether_they_mean_ascii() -> None:
    """`\\d` matches full-width digits and `$` a line's end: one person would be several phone numbers."""
    loose = []
    for module in modules("backend", "points_engine"):
        for line, name, call in module.calls():
            if name == "re.match":  # looks at the beginning alone
                loose.append(f"{module}:{line} {name}")
            if name.startswith("re.") and name != "re.escape":
                pattern = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
                flags = ast.unparse(call)
                if re.search(r"\\[dwsb]", str(pattern)) and "ASCII" not in flags:
                    loose.append(f"{module}:{line} {pattern}")
    assert loose == []


def test_money_and_points_know_no_float() -> None:
    with_amounts = {*FEATURES} - {"notifications"}  # a text message only has a time-out
    exact = [m for m in modules("backend") if m.package in with_amounts] + [*modules("points_engine")]
    floats = [
        f"{module}:{node.lineno}" for module in exact for node in module.nodes
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]  # fmt: skip
    assert floats == []


def test_the_product_has_one_version() -> None:
    """It stands where packaging reads it, where the web does, and where a running system can."""
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    web = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))["version"]
    assert (packaged, web) == (VERSION, VERSION)
