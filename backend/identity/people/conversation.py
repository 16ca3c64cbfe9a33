"""Talk with the register of residents: a command, the call, another command. No transaction is open meanwhile."""

from __future__ import annotations

from uuid import UUID

from backend.identity.people.errors import RealNameCheckUnavailable
from backend.identity.people.payloads import CorrectionHeard, KeepRealName, OpenNameCorrection, Outcome, VerifyRealName
from backend.identity.people.registers import protocol
from backend.identity.people.registers.protocol import RealNameCheck
from backend.identity.people.service import name_corrections, real_names
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal
from backend.kernel.transaction import run


def ask_the_register(principal: Principal, wish: VerifyRealName) -> KeepRealName:
    """What ``real_names.keep_real_name`` then keeps. Raises RealNameCheckUnavailable, which costs no try."""
    register = _register()
    return _asked(register, principal, wish, run(lambda: real_names.begin_check(principal, wish)))


def ask_about_a_correction(principal: Principal, wish: OpenNameCorrection) -> CorrectionHeard:
    """What ``name_corrections.open_correction`` then keeps. Raises what the search says no to; that stays noted."""
    register = _register()
    begun = run(lambda: name_corrections.begin_correction(principal, wish))
    if isinstance(begun, DomainError):
        raise begun
    return CorrectionHeard(wish, begun.person_id, _asked(register, principal, wish.confirm, begun.try_id))


def _register() -> RealNameCheck:
    register = protocol.register()
    if register is None:
        raise RealNameCheckUnavailable(retry_after_s=3600)
    return register


def _asked(register: RealNameCheck, principal: Principal, wish: VerifyRealName, try_id: UUID) -> KeepRealName:
    answer = register.check(wish.name, wish.number)
    if answer.outcome is Outcome.UNKNOWN:
        run(lambda: real_names.note_silence(principal, try_id))
        raise RealNameCheckUnavailable(retry_after_s=60)
    return KeepRealName(try_id, wish, answer.outcome, answer.reference)
