"""Regions of emission factors: which ones serve a place, nearest first, and what kind of place each is.

ISO 3166 codes (``CN``, ``CN-FJ``, ``GB``); below a province with the area code appended (``CN-FJ-350421``);
``CN-GRID-EAST`` for a power grid; ``WORLD``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from backend.footprints.calculation import COUNTY_REGION_CHAIN

AREA: Final = re.compile(r"CN-[A-Z]{2}-[0-9]{6}", re.ASCII)
PROVINCE: Final = re.compile(
    r"CN-(AH|BJ|CQ|FJ|GD|GS|GX|GZ|HA|HB|HE|HI|HK|HL|HN|JL|JS|JX|LN|MO|NM|NX|QH|SC|SD|SH|SN|SX|TJ|TW|XJ|XZ|YN|ZJ)",
    re.ASCII,
)
"""ISO 3166-2:CN."""

ANOTHER_PROVINCE: Final = "CN-BJ"
"""Beijing alone has published some things (metro, riding along): taken where nobody else has, and told as such."""


def chain_from(region: str | None) -> tuple[str, ...]:
    """From ``region`` outwards (default: from Mingxi). A foreign region comes last, and only as a last resort."""
    if region is None:
        return COUNTY_REGION_CHAIN
    if region in COUNTY_REGION_CHAIN:
        return COUNTY_REGION_CHAIN[COUNTY_REGION_CHAIN.index(region) :]
    own = [region]
    if AREA.fullmatch(region):
        own = [region, f"{region[:-2]}00", region[:5]]
    return tuple(dict.fromkeys([*own, *(["CN"] if region.startswith("CN") else []), "WORLD", "GB"]))


def with_last_resort(chain: Sequence[str]) -> tuple[str, ...]:
    """The same, and at its very end the one other province that has published what nobody else has."""
    return (*chain, *(() if ANOTHER_PROVINCE in chain else (ANOTHER_PROVINCE,)))


def is_in_china(region: str) -> bool:
    """A province, or an area of one: where it has no factor of its own, the country's will do."""
    return PROVINCE.fullmatch(region[:5] if AREA.fullmatch(region) else region) is not None


def level(region: str) -> str:
    """county, city, province, grid, nation, world, elsewhere or foreign: how near to a person a factor is."""
    if region == ANOTHER_PROVINCE:
        return "elsewhere"
    if AREA.fullmatch(region):
        return "city" if region.endswith("00") else "county"
    if region.startswith("CN-GRID-"):
        return "grid"
    if region.startswith("CN-"):
        return "province"
    return {"CN": "nation", "WORLD": "world"}.get(region, "foreign")
