"""An authenticator app beside the text message, ten codes on paper for its loss, and proving again who one is."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

import pyotp
from sqlalchemy import delete, select

from backend.extensions import db
from backend.identity import personal_keys, queries
from backend.identity.errors import (
    PasskeyChallengeDead,
    SecondFactorExists,
    SecondFactorLocked,
    SecondFactorMissing,
    SecondFactorWrong,
    SmsChallengeDead,
)
from backend.identity.models import Person, RecoveryCode, TotpFactor
from backend.identity.payloads import (
    ConfirmTotp,
    ProveAgain,
    ProvedAgain,
    RecoveryCodes,
    RequestSmsCode,
    SmsCodeRequested,
    TotpBegun,
)
from backend.identity.service.passkeys import check_assertion
from backend.identity.service.registering import person_by_phone, phone_of
from backend.identity.service.signing_in import check_sms_code
from backend.identity.service.sms_codes import request_sms_code
from backend.identity.service.standing import (
    after_a_factor_has_gone,
    mark,
    must_show_what_there_is,
    shown_a_second_factor,
    take_turn_about_factors,
)
from backend.kernel import chance, clock, crypto, settings
from backend.kernel.errors import DomainError
from backend.kernel.principal import Principal, Proof

STEP_S: Final = 30
DRIFT: Final = 1
"""Steps that a phone's clock may be off, either way (RFC 6238, 5.2)."""

TRIES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
RECOVERY_CODES: Final = 10


def begin_totp(principal: Principal, _: None = None) -> TotpBegun:
    """A secret for the app. It counts once a code of it has come back; until then it may be asked for anew.

    Whoever shows a second factor may set up another app in place of the one there is, which goes on until then.
    """
    factor = db.session.get(TotpFactor, principal.person_id, with_for_update=True)
    replaces = factor is not None and factor.confirmed_at is not None
    if replaces and not shown_a_second_factor(principal):
        raise SecondFactorExists()
    must_show_what_there_is(principal)
    secret = chance.base32_secret()
    sealed = personal_keys.seal(principal.person_id, personal_keys.TOTP, secret)
    if factor is None:
        factor = TotpFactor(person_id=principal.person_id, secret_sealed=sealed, recorded_at=clock.now(), last_step=0,
                            tries_left=TRIES)  # fmt: skip
        db.session.add(factor)
    elif replaces:
        factor.next_secret_sealed = sealed
    else:
        factor.secret_sealed, factor.recorded_at, factor.last_step, factor.tries_left = sealed, clock.now(), 0, TRIES
    person = db.session.get_one(Person, principal.person_id)
    return TotpBegun(secret, pyotp.TOTP(secret).provisioning_uri(name=person.phone_masked, issuer_name="碳惠 Tanhui"))


def seed_totp(person_id: UUID) -> str:
    """The secret of a person of the demo county, confirmed; the same again for one who has it. Never in production."""
    if settings.current().is_production:
        raise AssertionError("a secret that stands in a file is for demonstrations")
    factor = db.session.get(TotpFactor, person_id)
    if factor is None:
        sealed = personal_keys.seal(person_id, personal_keys.TOTP, chance.base32_secret())
        factor = TotpFactor(person_id=person_id, secret_sealed=sealed, recorded_at=clock.now(),
                            confirmed_at=clock.now(), last_step=0, tries_left=TRIES)  # fmt: skip
        db.session.add(factor)
    return personal_keys.unseal(person_id, personal_keys.TOTP, factor.secret_sealed)


def confirm_totp(principal: Principal, wish: ConfirmTotp) -> RecoveryCodes | DomainError:
    """The first code of the app makes it count, and gives ten codes to keep on paper."""
    factor = db.session.get(TotpFactor, principal.person_id, with_for_update=True)
    if factor is None:
        raise SecondFactorMissing()
    if factor.confirmed_at is not None and factor.next_secret_sealed is None:
        raise SecondFactorExists()
    must_show_what_there_is(principal)
    sealed = factor.next_secret_sealed or factor.secret_sealed
    refusal = _check_totp(principal, factor, wish.code, sealed)
    if refusal is not None:
        return refusal
    factor.secret_sealed, factor.next_secret_sealed, factor.confirmed_at = sealed, None, clock.now()
    mark(principal, Proof.TOTP)
    return RecoveryCodes(_fresh_recovery_codes(principal))


def remove_totp(principal: Principal, _: None = None) -> None:
    """Take the app away again. Whoever works for an office has a passkey instead."""
    take_turn_about_factors(principal)
    if not shown_a_second_factor(principal) or Proof.TOTP not in queries.second_factors(principal.person_id):
        raise SecondFactorMissing()
    db.session.execute(delete(TotpFactor).where(TotpFactor.person_id == principal.person_id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == principal.person_id))
    after_a_factor_has_gone(principal)


def request_proof_code(principal: Principal, ip: str) -> SmsCodeRequested:
    """To the person's own number, which whoever holds the device need not know."""
    return request_sms_code(principal, RequestSmsCode(phone=phone_of(principal.person_id), ip=ip))


def prove_again(principal: Principal, wish: ProveAgain) -> ProvedAgain | DomainError:
    """Show once more who one is: a code of the app, one from paper, or one sent to one's own number."""
    refusal = _CHECKS[wish.method](principal, wish)
    if refusal is not None:
        return refusal
    return mark(principal, wish.method)


def _by_totp(principal: Principal, wish: ProveAgain) -> DomainError | None:
    factor = db.session.get(TotpFactor, principal.person_id, with_for_update=True)
    if factor is None or factor.confirmed_at is None:
        raise SecondFactorMissing()
    return _check_totp(principal, factor, wish.code, factor.secret_sealed)


def _by_recovery_code(principal: Principal, wish: ProveAgain) -> DomainError | None:
    factor = db.session.get(TotpFactor, principal.person_id, with_for_update=True)
    if factor is None:
        raise SecondFactorMissing()
    if locked := _locked(factor):
        return locked
    code = wish.code.replace("-", "").upper()
    hashes = crypto.keys().code_hashes(code, purpose=_recovery(principal))
    kept = db.session.scalar(select(RecoveryCode).where(RecoveryCode.code_hash.in_(hashes)).with_for_update())
    if kept is None or kept.used_at is not None:
        return _one_try_less(factor)
    kept.used_at, factor.tries_left = clock.now(), TRIES
    return None


def _by_message(principal: Principal, wish: ProveAgain) -> DomainError | None:
    """Only for who has nothing better: a text message never replaces the app, nor a passkey."""
    if queries.has_second_factor(principal.person_id):
        raise SecondFactorExists()
    if wish.challenge_id is None:
        raise SmsChallengeDead()
    checked = check_sms_code(wish.challenge_id, wish.code)
    if isinstance(checked, DomainError):
        return checked
    if person_by_phone(checked) != principal.person_id:
        return SmsChallengeDead()
    return None


def _by_passkey(principal: Principal, wish: ProveAgain) -> DomainError | None:
    if wish.challenge_id is None or wish.assertion is None:
        return PasskeyChallengeDead()
    return check_assertion(principal, wish.challenge_id, wish.assertion)


_CHECKS: Final = {
    Proof.TOTP: _by_totp, Proof.RECOVERY: _by_recovery_code, Proof.SMS: _by_message, Proof.PASSKEY: _by_passkey,
}  # fmt: skip


def _check_totp(principal: Principal, factor: TotpFactor, code: str, sealed: bytes) -> DomainError | None:
    """Compare with the steps around now; a step that has opened once does not open again."""
    if locked := _locked(factor):
        return locked
    app = pyotp.TOTP(personal_keys.unseal(principal.person_id, personal_keys.TOTP, sealed))
    here = int(clock.now().timestamp()) // STEP_S
    for step in range(here - DRIFT, here + DRIFT + 1):
        if step > factor.last_step and crypto.same(app.generate_otp(step), code):
            factor.last_step, factor.tries_left, factor.unlocks_at = step, TRIES, None
            return None
    return _one_try_less(factor)


def _locked(factor: TotpFactor) -> DomainError | None:
    if factor.unlocks_at is not None and factor.unlocks_at > clock.now():
        return SecondFactorLocked(retry_after_s=int((factor.unlocks_at - clock.now()).total_seconds()) + 1)
    return None


def _one_try_less(factor: TotpFactor) -> DomainError:
    factor.tries_left -= 1
    if factor.tries_left <= 0:
        factor.tries_left, factor.unlocks_at = TRIES, clock.now() + LOCKED_FOR
        return SecondFactorLocked(retry_after_s=int(LOCKED_FOR.total_seconds()))
    return SecondFactorWrong(tries_left=factor.tries_left)


def _fresh_recovery_codes(principal: Principal) -> tuple[str, ...]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == principal.person_id))
    keys = crypto.keys()
    codes = tuple(chance.base32_secret()[:10] for _ in range(RECOVERY_CODES))
    db.session.add_all(
        RecoveryCode(
            code_hash=keys.hash_code(code, purpose=_recovery(principal)),
            person_id=principal.person_id,
            recorded_at=clock.now(),
        )
        for code in codes
    )  # fmt: skip
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def recovery_codes_left(principal: Principal) -> int:
    unused = select(RecoveryCode.code_hash).where(
        RecoveryCode.person_id == principal.person_id, RecoveryCode.used_at.is_(None)
    )
    return len(db.session.scalars(unused).all())


def _recovery(principal: Principal) -> str:
    return f"recovery|{principal.person_id}"
