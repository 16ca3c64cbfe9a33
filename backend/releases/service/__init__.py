"""Settings written down, and releases: drafted by one person, approved by another."""

from backend.releases.service.deciding import approve_release, reject_release
from backend.releases.service.drafting import change_release, draft_release, submit_release, withdraw_release
from backend.releases.service.publishing import (
    SettingMalformed,
    SettingUnknown,
    publish_next,
    publish_setting,
)
from backend.releases.service.sheets import EXPORT, IMPORT, begin_export, begin_import, read_sheet, write_sheet
from backend.releases.service.shipping import ship_release
from backend.releases.service.writing import hash_of_rows

__all__ = [
    "EXPORT",
    "IMPORT",
    "SettingMalformed",
    "SettingUnknown",
    "approve_release",
    "begin_export",
    "begin_import",
    "change_release",
    "draft_release",
    "hash_of_rows",
    "publish_next",
    "publish_setting",
    "read_sheet",
    "reject_release",
    "ship_release",
    "submit_release",
    "withdraw_release",
    "write_sheet",
]
