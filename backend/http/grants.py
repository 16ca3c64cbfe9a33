"""Which role opens which door. One page, read by the edge, by the office's own page and by the tests."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from backend.kernel.principal import Role


class Permission(StrEnum):
    """One door each. Reading what is public needs none: those endpoints are ``@public``."""

    SIGN_OUT = "session:end"
    ACT_AS = "session:act-as"
    PROVE_AGAIN = "session:prove-again"
    READ_SELF = "self:read"
    UPDATE_SELF = "self:update"
    KEEP_SECOND_FACTOR = "self:second-factor"
    TAKE_DATA_ALONG = "self:export"
    CLOSE_ACCOUNT = "self:close"
    CHANGE_PHONE = "self:phone"
    READ_JOBS = "job:read"
    KEEP_FILES = "file:keep"
    READ_FILES = "file:read"
    READ_NOTICES = "notice:read"
    CHOOSE_NOTICES = "notice:choose"
    FILE_COMPLAINT = "complaint:file"
    READ_COMPLAINTS = "complaint:read"
    HANDLE_COMPLAINTS = "complaint:handle"
    RECORD_FOOTPRINT = "footprint:record"
    READ_FOOTPRINTS = "footprint:read"
    QUOTE_OFFSET = "offset:quote"
    PLACE_OFFSET_ORDER = "offset:order"
    READ_OFFSET_ORDERS = "offset:read"
    PAY = "payment:pay"
    READ_PAYMENTS = "payment:read"
    READ_RETIREMENTS = "retirement:read"
    RECORD_ACTIVITY = "activity:record"
    READ_ACTIVITIES = "activity:read"
    READ_POINTS = "points:read"
    SIMULATE_AWARD = "points:simulate"
    ISSUE_PAY_CODE = "pay-code:issue"
    REDEEM_PAY_CODE = "pay-code:redeem"
    REVERSE_REDEMPTION = "redemption:reverse"
    READ_REDEMPTIONS = "redemption:read"
    READ_OWN_REDEMPTIONS = "redemption:read-own"
    READ_CLIENT = "client:read-self"
    READ_CLIENTS = "client:read"
    KEEP_CLIENTS = "client:keep"
    WATCH_CLIENTS = "client:watch"
    HOLD_CLIENTS = "client:hold"
    READ_WEBHOOKS = "webhook:read"
    KEEP_WEBHOOKS = "webhook:keep"
    READ_MEMBERS = "membership:read"
    INVITE_MEMBER = "membership:invite"
    END_MEMBERSHIP = "membership:end"
    ENTER_OFFICE = "office:enter"
    READ_GRANTS = "grants:read"
    READ_ORGANISATIONS = "organisation:read"
    KEEP_ORGANISATIONS = "organisation:keep"
    ANNOUNCE = "announcement:keep"
    DECIDE_DAYS = "calendar:decide"
    READ_RELEASES = "release:read"
    DRAFT_RELEASES = "release:draft"
    APPROVE_RELEASES = "release:approve"
    READ_RECOVERIES = "recovery:read"
    OPEN_RECOVERY = "recovery:open"
    DECIDE_RECOVERY = "recovery:decide"
    READ_NAME_CORRECTIONS = "name-correction:read"
    OPEN_NAME_CORRECTION = "name-correction:open"
    DECIDE_NAME_CORRECTION = "name-correction:decide"
    LOOK_UP_PEOPLE = "person:look-up"


_EVERYBODY: Final = frozenset({
    Permission.SIGN_OUT, Permission.ACT_AS, Permission.PROVE_AGAIN, Permission.READ_SELF, Permission.UPDATE_SELF,
    Permission.KEEP_SECOND_FACTOR, Permission.READ_JOBS, Permission.KEEP_FILES,
    Permission.READ_FILES, Permission.READ_NOTICES, Permission.CHOOSE_NOTICES, Permission.FILE_COMPLAINT,
    Permission.READ_COMPLAINTS,
})  # fmt: skip
_LOOKS_AFTER_MACHINES: Final = frozenset({
    Permission.READ_CLIENTS, Permission.KEEP_CLIENTS, Permission.READ_WEBHOOKS, Permission.KEEP_WEBHOOKS,
})  # fmt: skip
_WATCHES_OVER_MACHINES: Final = frozenset({Permission.WATCH_CLIENTS, Permission.HOLD_CLIENTS})
_MANAGES: Final = frozenset({Permission.READ_MEMBERS, Permission.INVITE_MEMBER, Permission.END_MEMBERSHIP})
_LOOKS: Final = frozenset({Permission.READ_MEMBERS, Permission.READ_ORGANISATIONS})
_WORKS_IN_AN_OFFICE: Final = _EVERYBODY | {Permission.ENTER_OFFICE}
_MAKES: Final = frozenset({Permission.READ_RELEASES, Permission.DRAFT_RELEASES})
_CHECKS: Final = frozenset({Permission.READ_RELEASES, Permission.APPROVE_RELEASES})
"""Of which table: ``releases.policy.FOUR_EYES``."""

GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.CITIZEN: _EVERYBODY
    | {
        Permission.TAKE_DATA_ALONG,
        Permission.CLOSE_ACCOUNT,
        Permission.CHANGE_PHONE,
        Permission.RECORD_FOOTPRINT,
        Permission.READ_FOOTPRINTS,
        Permission.QUOTE_OFFSET,
        Permission.PLACE_OFFSET_ORDER,
        Permission.READ_OFFSET_ORDERS,
        Permission.PAY,
        Permission.READ_PAYMENTS,
        Permission.READ_RETIREMENTS,
        Permission.RECORD_ACTIVITY,
        Permission.READ_ACTIVITIES,
        Permission.READ_POINTS,
        Permission.SIMULATE_AWARD,
        Permission.ISSUE_PAY_CODE,
        Permission.READ_OWN_REDEMPTIONS,
    },
    Role.ORGANISATION_MANAGER: _EVERYBODY | _MANAGES | _LOOKS_AFTER_MACHINES | {Permission.READ_REDEMPTIONS},
    Role.MERCHANT_CLERK: _EVERYBODY
    | {Permission.REDEEM_PAY_CODE, Permission.REVERSE_REDEMPTION, Permission.READ_REDEMPTIONS},
    Role.FIRM_CLERK: _EVERYBODY,
    Role.EVENT_ORGANISER: _EVERYBODY,
    Role.VERIFIER: _WORKS_IN_AN_OFFICE,
    Role.BANK_OFFICER: _WORKS_IN_AN_OFFICE,
    Role.COURT_CLERK: _WORKS_IN_AN_OFFICE,
    Role.TOWNSHIP_OFFICER: _WORKS_IN_AN_OFFICE,
    Role.FORESTRY_MAKER: _WORKS_IN_AN_OFFICE | _MAKES,
    Role.FORESTRY_CHECKER: _WORKS_IN_AN_OFFICE | _CHECKS,
    Role.ECOLOGY_OFFICER: _WORKS_IN_AN_OFFICE | _MAKES | _CHECKS,
    Role.GREENING_OFFICER: _WORKS_IN_AN_OFFICE,
    Role.RULE_EDITOR: _WORKS_IN_AN_OFFICE | _MAKES,
    Role.RULE_APPROVER: _WORKS_IN_AN_OFFICE | _CHECKS,
    Role.SERVICE_DESK: _WORKS_IN_AN_OFFICE
    | _LOOKS
    | {
        Permission.HANDLE_COMPLAINTS,
        Permission.READ_RECOVERIES,
        Permission.OPEN_RECOVERY,
        Permission.READ_NAME_CORRECTIONS,
        Permission.OPEN_NAME_CORRECTION,
        Permission.LOOK_UP_PEOPLE,
    },
    Role.SYSTEM_ADMINISTRATOR: _WORKS_IN_AN_OFFICE
    | _MANAGES
    | _LOOKS_AFTER_MACHINES
    | _WATCHES_OVER_MACHINES
    | _MAKES
    | {
        Permission.READ_ORGANISATIONS,
        Permission.KEEP_ORGANISATIONS,
        Permission.READ_GRANTS,
        Permission.ANNOUNCE,
        Permission.DECIDE_DAYS,
    },
    Role.SECURITY_OFFICER: _WORKS_IN_AN_OFFICE
    | _LOOKS
    | _CHECKS
    | _WATCHES_OVER_MACHINES
    | {
        Permission.READ_GRANTS,
        Permission.READ_RECOVERIES,
        Permission.DECIDE_RECOVERY,
        Permission.READ_NAME_CORRECTIONS,
        Permission.DECIDE_NAME_CORRECTION,
        Permission.LOOK_UP_PEOPLE,
    },
    Role.AUDITOR: _WORKS_IN_AN_OFFICE
    | _LOOKS
    | {Permission.READ_GRANTS, Permission.READ_RELEASES, Permission.WATCH_CLIENTS},
    Role.CLIENT: frozenset({Permission.READ_CLIENT}),  # and what its scopes open (backend/http/scopes.py)
    Role.SYSTEM: frozenset(),  # sweeps and gateways run commands; they never knock
}
"""The grant table: the only place that says which role opens which door."""

PRIVILEGED: Final = frozenset({
    Permission.KEEP_SECOND_FACTOR, Permission.INVITE_MEMBER, Permission.END_MEMBERSHIP, Permission.KEEP_ORGANISATIONS,
    Permission.ANNOUNCE, Permission.APPROVE_RELEASES, Permission.KEEP_CLIENTS, Permission.HOLD_CLIENTS,
    Permission.KEEP_WEBHOOKS, Permission.TAKE_DATA_ALONG, Permission.CLOSE_ACCOUNT, Permission.DECIDE_DAYS,
    Permission.CHANGE_PHONE, Permission.OPEN_RECOVERY, Permission.DECIDE_RECOVERY, Permission.LOOK_UP_PEOPLE,
    Permission.OPEN_NAME_CORRECTION, Permission.DECIDE_NAME_CORRECTION,
})  # fmt: skip
"""Doors for which one proves again who one is, if that was more than five minutes ago; staff by the second factor."""
