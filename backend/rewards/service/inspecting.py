"""Look at a code before taking anything: is it good, and whose is it, as far as a counter may know."""

from __future__ import annotations

from backend.extensions import db
from backend.identity import queries as identity
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal
from backend.rewards import policy, queries
from backend.rewards.payloads import InspectPayCode, PayCodeInspected
from backend.rewards.service import presenting


def inspect_pay_code(principal: Principal, wish: InspectPayCode) -> PayCodeInspected | DomainError:
    """From here on the code is good at this merchant alone. Looking does not use it up."""
    policy.may_work_at_the_counter(principal, identity.role_for(principal.person_id, principal.party_id))
    code = presenting.find(principal, wish.code)
    if isinstance(code, DomainError):
        return code
    refused = presenting.refusal(principal, code)
    if refused is not None:
        return refused
    code.shown_to = principal.party_id
    db.session.flush()
    left = code.expires_at - clock.now()
    return PayCodeInspected(queries.customer(identity.person_of(code.party_id)), code.expires_at,
                            int(left.total_seconds()))  # fmt: skip
