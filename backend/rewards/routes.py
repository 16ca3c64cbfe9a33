"""The catalogue for everybody, a code for the citizen, the counter for the merchant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g
from marshmallow import ValidationError

from backend.http.auth import public, requires
from backend.http.command import execute, perform
from backend.http.fields import Day
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, WindowSchema, page
from backend.http.problem import BadInput, FieldFault
from backend.ledger.errors import InsufficientBalance
from backend.rewards import queries, service
from backend.rewards.errors import (
    OutTradeNoReused,
    PayCodeExpired,
    PayCodeInvalid,
    PayCodeOwn,
    PayCodeShownElsewhere,
    PayCodeUsed,
    RedemptionNotFound,
    RedemptionNotReversible,
    RewardClosed,
    RewardLimitReached,
    RewardNotFound,
    RewardNotThisMerchant,
    RewardOutOfStock,
    WrongCodesLimit,
)
from backend.rewards.payloads import InspectPayCode, IssuePayCode, RedeemPayCode, ReverseRedemption
from backend.rewards.schemas import (
    InspectPayCodeSchema,
    IssuePayCodeSchema,
    MyRedemptionsSchema,
    PayCodeInspectionSchema,
    PayCodeSchema,
    RedeemPayCodeSchema,
    RedemptionSchema,
    RedemptionsSchema,
    RedemptionSummarySchema,
    RedemptionsWindowSchema,
    ReverseRedemptionSchema,
    RewardLimitsSchema,
    RewardSchema,
    RewardsSchema,
    RewardsWindowSchema,
)

blueprint = Blueprint("rewards", __name__, description="Rewards, pay codes, redemption at a counter")

CODE_REFUSALS = (PayCodeInvalid, PayCodeExpired, PayCodeUsed, PayCodeShownElsewhere, PayCodeOwn, WrongCodesLimit)


@blueprint.route("/rewards")
@public
@blueprint.arguments(RewardsWindowSchema, location="query")
@blueprint.response(200, RewardsSchema)
def list_rewards(asked: tuple[Window, dict[str, Any]]) -> Any:
    """What merchants give for points."""
    window, narrowed = asked
    rows = queries.list_rewards(**narrowed, limit=window.limit + 1, after=window.after)
    return page(rows, window, lambda row: (row.recorded_at, row.reward_id))


@blueprint.route("/rewards/<uuid:reward_id>")
@public
@blueprint.response(200, RewardSchema)
@refuses(RewardNotFound)
def get_reward(reward_id: UUID) -> Any:
    """One reward: what, where, for how many points, and who pays for it."""
    return queries.reward(reward_id)


@blueprint.route("/pay-codes", methods=["POST"])
@requires(Permission.ISSUE_PAY_CODE)
@keyed
@blueprint.arguments(IssuePayCodeSchema)
@blueprint.response(200, PayCodeSchema)
def issue_pay_code(wish: IssuePayCode) -> Response:
    """A code to show at a counter: one minute, one attempt; the one before it dies."""
    return execute(service.issue_pay_code, wish, reply=PayCodeSchema())


@blueprint.route("/pay-code-inspections", methods=["POST"])
@requires(Permission.REDEEM_PAY_CODE)
@blueprint.arguments(InspectPayCodeSchema)
@blueprint.response(200, PayCodeInspectionSchema)
@refuses(*CODE_REFUSALS)
def inspect_pay_code(wish: InspectPayCode) -> Any:
    """Look at a code without taking anything. From then on it is good at this merchant alone."""
    return perform(service.inspect_pay_code, wish)


@blueprint.route("/redemptions", methods=["POST"])
@requires(Permission.REDEEM_PAY_CODE)
@keyed
@blueprint.arguments(RedeemPayCodeSchema)
@blueprint.response(201, RedemptionSchema)
@refuses(*CODE_REFUSALS, InsufficientBalance, RewardNotThisMerchant, RewardClosed, RewardOutOfStock,
         RewardLimitReached, OutTradeNoReused)  # fmt: skip
def redeem_pay_code(wish: RedeemPayCode) -> Response:
    """Take points, or hand over a reward for them. The code is dead afterwards, whatever the answer."""
    return execute(service.redeem_pay_code, wish, reply=RedemptionSchema(), status=201)


@blueprint.route("/redemptions")
@requires(Permission.READ_REDEMPTIONS)
@blueprint.arguments(RedemptionsWindowSchema, location="query")
@blueprint.response(200, RedemptionsSchema)
def list_redemptions(asked: tuple[Window, dict[str, Any]]) -> Any:
    """What this merchant has taken, newest first."""
    window, narrowed = asked
    rows = queries.list_redemptions(g.principal.party_id, **narrowed, limit=window.limit + 1, after=window.after)
    return page(rows, window, lambda row: (row.redeemed_at, row.redemption_id))


@blueprint.route("/redemptions/<uuid:redemption_id>")
@requires(Permission.READ_REDEMPTIONS)
@blueprint.response(200, RedemptionSchema)
@refuses(RedemptionNotFound)
def get_redemption(redemption_id: UUID) -> Any:
    """One redemption of this merchant's: for a till whose answer was lost."""
    return queries.redemption_of(g.principal.party_id, redemption_id)


@blueprint.route("/redemptions/<uuid:redemption_id>/reversal", methods=["POST"])
@requires(Permission.REVERSE_REDEMPTION)
@keyed
@blueprint.arguments(ReverseRedemptionSchema)
@blueprint.response(200, RedemptionSchema)
@refuses(RedemptionNotFound, RedemptionNotReversible)
def reverse_redemption(data: dict[str, Any], redemption_id: UUID) -> Response:
    """Give the points back, within 24 hours and once; the piece is back in stock."""
    return execute(service.reverse_redemption, ReverseRedemption(redemption_id, **data), reply=RedemptionSchema())


@blueprint.route("/redemption-summaries/<string:business_date>")
@requires(Permission.READ_REDEMPTIONS)
@blueprint.response(200, RedemptionSummarySchema)
@refuses(invalid_request=400)
def get_redemption_summary(business_date: str) -> Any:
    """This merchant's day: how many, how many points, how much will be paid."""
    try:
        day = Day().deserialize(business_date)
    except ValidationError as error:
        raise BadInput([FieldFault("/business_date", "not-a-day")]) from error
    return queries.summary(g.principal.party_id, day)


@blueprint.route("/my-reward-limits")
@requires(Permission.READ_OWN_REDEMPTIONS)
@blueprint.response(200, RewardLimitsSchema)
def list_my_reward_limits() -> Any:
    """How many more I get of each reward that is limited, so that the counter need not be the one to say no."""
    return {"items": queries.limits_left(g.principal.party_id)}


@blueprint.route("/my-redemptions")
@requires(Permission.READ_OWN_REDEMPTIONS)
@blueprint.arguments(WindowSchema, location="query")
@blueprint.response(200, MyRedemptionsSchema)
def list_my_redemptions(window: Window) -> Any:
    """What I have had for my points, newest first."""
    rows = queries.list_my_redemptions(g.principal.party_id, limit=window.limit + 1, after=window.after)
    return page(rows, window, lambda row: (row.redeemed_at, row.redemption_id))
