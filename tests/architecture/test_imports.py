"""Who may know whom. Each law is a sentence; whoever breaks it is listed with what they import."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from tests.architecture.source import FEATURES, LAYERS, Module, modules

BACKEND = modules("backend")
LAYERED = [module for module in BACKEND if module.package is not None]

# What a feature shows to those above it. Its models, its policy and the modules of its work are its own.
DOORS = {
    "service", "queries", "payloads", "errors", "ports", "schemas", "checks",
    "accounts", "places",  # where its units rest in the books
    "wording", "numbers",  # how its things are called and written
    "typesetting", "glyphs",  # documents: how pages are set
    "encodings", "workbooks", "reading", "taking", "writing", "cells",  # sheets: tables in and out
    "webhooks",  # notifications: what an organisation's own systems are told
    "conversation",  # payments: the talk with a gateway between two commands
    "personal_keys",  # identity: what is sealed for a person and goes with them
    "personal_data",  # what a feature keeps about people: to hand over, to let go of
    "rows", "columns", "releasing", "settings_table",  # releases: tables that change under four eyes
    "holdings",  # what a feature keeps that a key has made
}  # fmt: skip
WEB = {"flask", "werkzeug", "flask_smorest", "webargs"}


def breakers(among: Iterable[Module], law: Callable[[Module, str], bool]) -> dict[str, list[str]]:
    """Which imports of which modules do not keep a law."""
    found = {str(module): sorted(name for name in module.imports if not law(module, name)) for module in among}
    return {module: names for module, names in found.items() if names}


def package_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "backend" and len(parts) > 1 and parts[1] in LAYERS else None


def has_request(module: Module) -> bool:
    """Where a request is still a request: http/, a feature's routes, and what builds the app."""
    return module.package in {None, "http"} or "routes" in module.name.split(".")


def sees_the_wire(module: Module) -> bool:
    return has_request(module) or "schemas" in module.name.split(".")


class TestFeatures:
    def test_import_only_from_below(self) -> None:
        def law(module: Module, name: str) -> bool:
            theirs = package_of(name)
            if theirs is None:
                return not name.startswith("backend.") or name.startswith("backend.extensions.")
            return LAYERS.index(theirs) <= LAYERS.index(str(module.package))

        assert breakers(LAYERED, law) == {}

    def test_knock_at_the_doors_of_others(self) -> None:
        """Models stay inside their feature, so that a table can change without asking anybody."""

        def law(module: Module, name: str) -> bool:
            theirs = package_of(name)
            return theirs not in FEATURES or theirs == module.package or name.split(".")[2] in DOORS

        assert breakers(LAYERED, law) == {}

    def test_meet_the_web_only_in_their_routes(self) -> None:
        """A command can be run by a task, a callback or the command line, so it must not see a request."""
        assert breakers(BACKEND, lambda module, name: has_request(module) or name.split(".")[0] not in WEB) == {}

    def test_take_from_http_only_where_the_wire_is(self) -> None:
        assert breakers(BACKEND, lambda module, name: sees_the_wire(module) or package_of(name) != "http") == {}

    def test_know_marshmallow_only_where_the_wire_is(self) -> None:
        """Payloads are frozen dataclasses: what a command takes does not depend on how it was sent."""

        def law(module: Module, name: str) -> bool:
            return sees_the_wire(module) or name.split(".")[0] != "marshmallow"

        assert breakers(BACKEND, law) == {}

    def test_keep_their_payloads_free_of_database_and_web(self) -> None:
        plain = sys.stdlib_module_names | {"points_engine"}

        def law(module: Module, name: str) -> bool:
            return name.split(".")[0] in plain or any(
                part in {"payloads", "protocol", "kernel"} for part in name.split(".")[1:]
            )

        assert breakers([m for m in BACKEND if m.path.name == "payloads.py"], law) == {}

    def test_keep_their_policies_pure(self) -> None:
        """Whether somebody may is decided from what is given, never by looking something up."""

        def law(_: Module, name: str) -> bool:
            return name.split(".")[0] != "sqlalchemy" and name != "backend.extensions.db"

        assert breakers([m for m in BACKEND if m.path.name == "policy.py"], law) == {}


def test_not_even_the_wiring_reaches_into_models() -> None:
    assert breakers([m for m in BACKEND if m.package is None], lambda _, name: ".models" not in name) == {}


class TestTheEngine:
    def test_stands_alone(self) -> None:
        known = sys.stdlib_module_names | {"points_engine"}
        assert breakers(modules("points_engine"), lambda _, name: name.split(".")[0] in known) == {}

    def test_meets_the_books_only_in_points(self) -> None:
        """One turns facts into a decision, the other moves into entries; neither knows the other."""
        meeting = {m.package for m in BACKEND if any(name.split(".")[0] == "points_engine" for name in m.imports)}
        assert meeting <= {"points", "rewards", "market", "offsets", "activities", None}
        assert "points" in meeting
