"""Which roles an organisation of a kind has, and who gives them away."""

from __future__ import annotations

from typing import Final

from backend.identity.models import OrganisationKind as Kind
from backend.kernel.principal import Role

ROLES_IN: Final[dict[Kind, tuple[Role, ...]]] = {
    Kind.MERCHANT: (Role.ORGANISATION_MANAGER, Role.MERCHANT_CLERK),
    Kind.FIRM: (Role.ORGANISATION_MANAGER, Role.FIRM_CLERK),
    Kind.VILLAGE_COLLECTIVE: (Role.ORGANISATION_MANAGER, Role.FIRM_CLERK),
    Kind.RESERVE: (Role.ORGANISATION_MANAGER, Role.FIRM_CLERK),
    Kind.EVENT_ORGANISER: (Role.ORGANISATION_MANAGER, Role.EVENT_ORGANISER),
    Kind.VERIFIER: (Role.ORGANISATION_MANAGER, Role.VERIFIER),
    Kind.BANK: (Role.ORGANISATION_MANAGER, Role.BANK_OFFICER),
    Kind.TOWNSHIP: (Role.TOWNSHIP_OFFICER,),
    Kind.COURT: (Role.COURT_CLERK,),
    Kind.BUREAU: (
        Role.FORESTRY_MAKER, Role.FORESTRY_CHECKER, Role.ECOLOGY_OFFICER, Role.GREENING_OFFICER, Role.RULE_EDITOR,
        Role.RULE_APPROVER, Role.SERVICE_DESK, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER, Role.AUDITOR,
    ),
}  # fmt: skip
"""An organisation with a manager looks after its own people; the others are the system administrator's."""


def looks_after_itself(kind: Kind) -> bool:
    return Role.ORGANISATION_MANAGER in ROLES_IN[kind]
