"""docs/states.md draws every state that the code knows, by its own name, and no other."""

from __future__ import annotations

import importlib
import re
from enum import StrEnum
from itertools import pairwise

import pytest

from tests.architecture.source import ROOT, modules

PAGE = (ROOT / "docs" / "states.md").read_text("utf-8")
_ARROW = re.compile(r"^\s*(\[\*\]|[\w-]+) --> (\[\*\]|[\w-]+)", re.MULTILINE)
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_NAMED = re.compile(r"`(backend/[\w/]+)\.py: (\w+)`")


def sections() -> list[str]:
    starts = [*(found.start() for found in _SECTION.finditer(PAGE)), len(PAGE)]
    return [PAGE[start:end] for start, end in pairwise(starts)]


def drawn(section: str) -> set[str]:
    """The names of the states in a section's diagram."""
    [diagram] = re.findall(r"```mermaid\nstateDiagram-v2\n(.*?)```", section, re.DOTALL)
    ends = {end for arrow in _ARROW.findall(diagram) for end in arrow} - {"[*]"}
    return ends | set(re.findall(r"^        ([\w-]+)$", diagram, re.MULTILINE))


def documented() -> dict[str, set[str]]:
    return {
        f"{named.group(1).replace('/', '.')}.{named.group(2)}": drawn(section)
        for section in sections()
        if (named := _NAMED.search(section))
    }


def states_in_the_code() -> dict[str, set[str]]:
    """Every enumeration of states that a table keeps."""
    found = {}
    for source in modules("backend"):
        if source.path.name not in {"models.py", "outbox.py", "jobs.py"}:
            continue
        for name, value in vars(importlib.import_module(source.name)).items():
            own = isinstance(value, type) and issubclass(value, StrEnum) and value.__module__ == source.name
            if own and name.endswith("State"):
                found[f"{source.name}.{name}"] = {str(state) for state in value}
    return found


@pytest.mark.parametrize(("name", "states"), states_in_the_code().items())
def test_the_states_of(name: str, states: set[str]) -> None:
    assert documented().get(name) == states


def test_nothing_is_drawn_that_the_code_has_lost() -> None:
    assert documented().keys() - states_in_the_code().keys() == set()
