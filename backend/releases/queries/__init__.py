"""Which value a setting has on a day; which releases there are."""

from backend.releases.queries.desk import kinds, table
from backend.releases.queries.history import history, published_case
from backend.releases.queries.office import case, described, drafts_of, list_releases, release, rows_of, waiting
from backend.releases.queries.settings import (
    KEPT,
    WHOLE,
    FileRetention,
    Published,
    SettingMissing,
    published,
    setting,
    whole,
    whole_if_set,
)

__all__ = [
    "KEPT",
    "WHOLE",
    "FileRetention",
    "Published",
    "SettingMissing",
    "case",
    "described",
    "drafts_of",
    "history",
    "kinds",
    "list_releases",
    "published",
    "published_case",
    "release",
    "rows_of",
    "setting",
    "table",
    "waiting",
    "whole",
    "whole_if_set",
]
