"""A key is rotated in three steps: make the next version, move what the old one has made, put the old one away.

Nobody notices: every version present reads, and a new one makes nothing before all processes know it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from backend import wiring
from backend.kernel import clock, crypto, key_files, tokens
from backend.kernel.holdings import Holding
from backend.kernel.key_files import Found, NotToBeRotated
from backend.kernel.transaction import run

SETTLED_S: Final = 60
"""Transactions that still wrote with the old version have ended by then: none may stand still for longer than 30 s."""

TOKENS_LIVE_S: Final = int(tokens.LONGEST_LIFE.total_seconds()) + tokens.CLOCK_SKEW_S


@dataclass(frozen=True, slots=True)
class Version:
    """``rows`` by column: what still needs this version."""

    version: int
    written_at: datetime
    makes: bool
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Finished:
    """``needed_by`` says in words what still needs the old versions; then nothing was put away."""

    retired: tuple[str, ...]
    needed_by: tuple[str, ...]


def status() -> dict[str, list[Version]]:
    """By name, every version that is present."""
    return {name: list(_versions(name, found)) for name, found in _present().items()}


def rotate(name: str) -> Found:
    """Make the next version. It makes nothing yet, for ten seconds. Raises NotToBeRotated."""
    _refuse_unknown(name)
    versions = _present()[name]
    if versions and key_files.making(versions, _now_s()) is not versions[-1]:
        raise NotToBeRotated(f"{versions[-1].path.name} has just been made and does not count yet")
    return key_files.add_version(crypto.keys().folder, name)


def finish(name: str) -> Finished:
    """Put away the versions before the one that makes, if nothing needs them. Raises NotToBeRotated."""
    _refuse_unknown(name)
    if name == "certificate-signing":
        raise NotToBeRotated("a certificate is checked by the key that signed it, for ever: these stay")
    versions = _present()[name]
    now = key_files.making(versions, _now_s())
    old = [one for one in versions if one.version < now.version]
    if not old:
        raise NotToBeRotated(f"{name} has no older version")
    needed_by = tuple(_needs(now, old))
    if needed_by:
        return Finished((), needed_by)
    return Finished(tuple(str(key_files.retire(one)) for one in old), ())


def sweep() -> int:
    """Have the version that makes make anew what an older one has made. Returns how many rows were moved."""
    keys, moved = crypto.keys(), 0
    done = set()
    for holding in wiring.key_holdings():
        wanted = holding.always or keys.making(holding.key) != keys.versions(holding.key)[0]
        if holding.move is not None and holding.move not in done and wanted:
            done.add(holding.move)
            moved += holding.move()
    return moved


def _needs(now: Found, old: list[Found]) -> Iterator[str]:
    lasting = TOKENS_LIVE_S if now.name == "token-signing" else 0
    left = now.written_at_s + key_files.GRACE_S + SETTLED_S + lasting - _now_s()
    if left > 0:
        yield f"whatever {old[-1].path.name} made last: wait {int(left) + 1} s more"
    for one in old:
        for what, rows in _rows(one).items():
            yield f"{rows} rows of {what} need {one.path.name}"


def _versions(name: str, found: tuple[Found, ...]) -> Iterator[Version]:
    makes = key_files.making(found, _now_s())
    for one in found:
        written_at = datetime.fromtimestamp(one.written_at_s, UTC)
        yield Version(one.version, written_at, one is makes, _rows(one))


def _rows(one: Found) -> dict[str, int]:
    holdings: list[Holding] = [holding for holding in wiring.key_holdings() if holding.key == one.name]
    counted = run(lambda: {holding.name: holding.count(one.version) for holding in holdings})
    return {what: rows for what, rows in counted.items() if rows}


def _present() -> dict[str, tuple[Found, ...]]:
    return dict(key_files.listed(crypto.keys().folder))


def _refuse_unknown(name: str) -> None:
    if name not in key_files.NAMES:
        raise NotToBeRotated(f"there is no key {name}: {', '.join(key_files.NAMES)}")


def _now_s() -> float:
    return clock.unshifted(clock.wall_time()).timestamp()
