"""Talk with the register of residents: a command, the call, another command. No transaction is open meanwhile."""

from __future__ import annotations

from backend.identity.people.errors import RealNameCheckUnavailable
from backend.identity.people.payloads import KeepRealName, Outcome, VerifyRealName
from backend.identity.people.registers import protocol
from backend.identity.people.service import real_names
from backend.kernel.principal import Principal
from backend.kernel.transaction import run


def ask_the_register(principal: Principal, wish: VerifyRealName) -> KeepRealName:
    """What ``real_names.keep_real_name`` then keeps. Raises RealNameCheckUnavailable, which costs no try."""
    register = protocol.register()
    if register is None:
        raise RealNameCheckUnavailable(retry_after_s=3600)
    try_id = run(lambda: real_names.begin_check(principal, wish))
    answer = register.check(wish.name, wish.number)
    if answer.outcome is Outcome.UNKNOWN:
        run(lambda: real_names.note_silence(principal, try_id))
        raise RealNameCheckUnavailable(retry_after_s=60)
    return KeepRealName(try_id, wish, answer.outcome, answer.reference)
