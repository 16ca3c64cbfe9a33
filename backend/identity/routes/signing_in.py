"""Sign-in, sessions, oneself."""

from __future__ import annotations

from typing import Any

from flask import Response, g, jsonify, request

from backend.http.auth import public, requires
from backend.http.command import execute, perform
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.identity import queries, service
from backend.identity.errors import (
    AgreementVersionUnknown,
    LastSecondFactor,
    NotAMember,
    PasskeyChallengeDead,
    PasskeyCounterBack,
    PasskeyRefused,
    SecondFactorExists,
    SecondFactorLocked,
    SecondFactorMissing,
    SecondFactorWrong,
    SessionEnded,
    SmsChallengeDead,
    SmsCodeTooSoon,
    SmsCodeWrong,
    SmsLimitReached,
    SmsUnavailable,
)
from backend.identity.payloads import (
    ActAs,
    ConfirmTotp,
    ProveAgain,
    Refresh,
    RequestSmsCode,
    SessionOpened,
    SignInWithSms,
    UpdateMe,
)
from backend.identity.schemas.signing_in import (
    AcceptAgreementSchema,
    ActAsSchema,
    AgreementsSchema,
    ConfirmTotpSchema,
    MeSchema,
    ProveAgainSchema,
    ProvedAgainSchema,
    RecoveryCodesSchema,
    RefreshSchema,
    RequestSmsCodeSchema,
    SessionSchema,
    SignInSchema,
    SmsCodeRequestedSchema,
    TotpBegunSchema,
    UpdateMeSchema,
)
from backend.kernel.errors import SecondFactorRequired

blueprint = Blueprint("identity", __name__, description="Sign-in, sessions, oneself")


@blueprint.route("/agreements")
@public
@blueprint.response(200, AgreementsSchema)
def list_agreements() -> dict[str, Any]:
    """The user agreement and the privacy notice in force."""
    return {"items": queries.current_agreements()}


@blueprint.route("/auth/sms-codes", methods=["POST"])
@public
@blueprint.arguments(RequestSmsCodeSchema)
@blueprint.response(202, SmsCodeRequestedSchema)
@refuses(SmsCodeTooSoon, SmsLimitReached, SmsUnavailable)
def request_sms_code(data: dict[str, Any]) -> Any:
    """Send a sign-in code. The answer is the same for known and unknown numbers."""
    wish = RequestSmsCode(phone=data["phone"], ip=request.remote_addr or "unknown")
    return perform(service.request_sms_code, wish)


@blueprint.route("/auth/sessions", methods=["POST"])
@public
@blueprint.arguments(SignInSchema)
@blueprint.response(201, SessionSchema)
@refuses(SmsCodeWrong, SmsChallengeDead, AgreementVersionUnknown)
def sign_in_with_sms(wish: SignInWithSms) -> Response:
    """Sign in with the code; a new number opens an account."""
    return _with_session(perform(service.sign_in_with_sms, wish), status=201)


@blueprint.route("/auth/refresh", methods=["POST"])
@public
@blueprint.arguments(RefreshSchema)
@blueprint.response(200, SessionSchema)
@refuses(NotAMember, SessionEnded, SecondFactorRequired, SecondFactorMissing)
def refresh_session(data: dict[str, Any]) -> Response:
    """A fresh access token; the refresh token changes with every use."""
    token = data["refresh_token"] or request.cookies.get(_cookie_name())
    if not token:
        raise SessionEnded()
    return _with_session(perform(service.refresh_session, Refresh(token, data["party_id"], data["role"])), status=200)


@blueprint.route("/auth/session", methods=["DELETE"])
@requires(Permission.SIGN_OUT)
@blueprint.response(204)
def sign_out() -> Response:
    """End this sign-in; its tokens stop working at once."""
    perform(service.sign_out, None)
    response = Response(status=204)
    response.delete_cookie(_cookie_name(), path="/", secure=_is_secure(), httponly=True, samesite="Strict")
    return response


@blueprint.route("/auth/acting-party", methods=["POST"])
@requires(Permission.ACT_AS)
@blueprint.arguments(ActAsSchema)
@blueprint.response(200, SessionSchema)
@refuses(NotAMember, SecondFactorRequired, SecondFactorMissing)
def act_as(wish: ActAs) -> Response:
    """A token to act for an organisation that one is a member of (or for oneself again)."""
    return _with_session(perform(service.act_as, wish), status=200)


@blueprint.route("/auth/proof-codes", methods=["POST"])
@requires(Permission.PROVE_AGAIN)
@blueprint.response(202, SmsCodeRequestedSchema)
@refuses(SmsCodeTooSoon, SmsLimitReached, SmsUnavailable)
def request_proof_code() -> Any:
    """Send a code to one's own number, to prove again who one is."""
    return perform(service.request_proof_code, request.remote_addr or "unknown")


@blueprint.route("/auth/proofs", methods=["POST"])
@requires(Permission.PROVE_AGAIN)
@blueprint.arguments(ProveAgainSchema)
@blueprint.response(200, ProvedAgainSchema)
@refuses(SecondFactorWrong, SecondFactorLocked, SecondFactorMissing, SecondFactorExists, SmsCodeWrong,
         SmsChallengeDead, PasskeyChallengeDead, PasskeyRefused, PasskeyCounterBack)  # fmt: skip
def prove_again(wish: ProveAgain) -> Any:
    """Show once more who one is, as privileged acts and offices ask."""
    return perform(service.prove_again, wish)


@blueprint.route("/auth/totp", methods=["POST"])
@requires(Permission.KEEP_SECOND_FACTOR)
@blueprint.response(201, TotpBegunSchema)
@refuses(SecondFactorExists, SecondFactorRequired)
def begin_totp() -> Any:
    """A secret for an authenticator app; it counts, instead of one there was, once a code of it has come back."""
    return perform(service.begin_totp, None)


@blueprint.route("/auth/totp/confirmation", methods=["POST"])
@requires(Permission.KEEP_SECOND_FACTOR)
@blueprint.arguments(ConfirmTotpSchema)
@blueprint.response(201, RecoveryCodesSchema)
@refuses(SecondFactorExists, SecondFactorMissing, SecondFactorRequired, SecondFactorWrong, SecondFactorLocked)
def confirm_totp(wish: ConfirmTotp) -> Any:
    """The first code of the app; answers ten recovery codes, shown this once."""
    return perform(service.confirm_totp, wish)


@blueprint.route("/auth/totp", methods=["DELETE"])
@requires(Permission.KEEP_SECOND_FACTOR)
@blueprint.response(204)
@refuses(SecondFactorMissing, LastSecondFactor)
def remove_totp() -> Response:
    """Take the authenticator app away, having shown a second factor a moment ago."""
    perform(service.remove_totp, None)
    return Response(status=204)


@blueprint.route("/me")
@requires(Permission.READ_SELF)
@blueprint.response(200, MeSchema)
def get_me() -> Any:
    """Who I am here, and for whom I act."""
    return queries.me(g.principal)


@blueprint.route("/me", methods=["PATCH"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(UpdateMeSchema)
@blueprint.response(200, MeSchema)
def update_me(wish: UpdateMe) -> Response:
    """Change nickname or elder mode."""
    return execute(service.update_me, wish, reply=MeSchema())


@blueprint.route("/me/agreement", methods=["POST"])
@requires(Permission.UPDATE_SELF)
@keyed
@blueprint.arguments(AcceptAgreementSchema)
@blueprint.response(200, MeSchema)
@refuses(AgreementVersionUnknown)
def accept_agreement(data: dict[str, Any]) -> Response:
    """Agree to the agreement and the privacy notice that came into force since I signed in."""
    return execute(service.accept_agreement, data["agreement_version"], reply=MeSchema())


def _with_session(session: SessionOpened, *, status: int) -> Response:
    """An app gets its refresh token in the body, a browser in a cookie that no script can read."""
    body = SessionSchema().dump(session)
    token = body.pop("refresh_token", None)
    if token and session.client == "app":
        body["refresh_token"] = token
    response = jsonify(body)
    response.status_code = status
    if token and session.client == "browser":
        response.set_cookie(_cookie_name(), token, expires=session.ends_at, path="/", secure=_is_secure(),
                            httponly=True, samesite="Strict")  # fmt: skip
    return response


def _is_secure() -> bool:
    return request.is_secure or request.host.split(":")[0] == "localhost"


def _cookie_name() -> str:
    """``__Host-`` binds a cookie to this origin; browsers take it from https and from localhost only."""
    return "__Host-tanhui" if _is_secure() else "tanhui"
