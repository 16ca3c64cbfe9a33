"""What the commands of rewards take and give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AddReward:
    """``worth_fen`` is what the merchant is paid; ``stock`` None means as many as are asked for.

    ``limit_count`` is how many one person gets in a ``limit_span`` (day, month, ever).
    """

    merchant_party_id: UUID
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    category: str
    points: int
    worth_fen: int
    picture: str
    stock: int | None
    funder_zh: str
    funder_en: str
    terms_zh: str = ""
    terms_en: str = ""
    valid_from: date | None = None  # today
    limit_count: int | None = None
    limit_span: str | None = None


@dataclass(frozen=True, slots=True)
class CloseReward:
    reward_id: UUID


@dataclass(frozen=True, slots=True)
class IssuePayCode:
    """Takes nothing: the code is the caller's own."""


@dataclass(frozen=True, slots=True)
class PayCodeIssued:
    """``code`` goes into the QR, ``digits`` are read out where it cannot be scanned. Kept by the device alone."""

    code: str
    digits: str
    expires_at: datetime
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class InspectPayCode:
    code: str  # the QR's text or the twelve digits


@dataclass(frozen=True, slots=True)
class Customer:
    """Enough to greet somebody at the counter by, too little to find them by."""

    name_masked: str
    phone_tail: str


@dataclass(frozen=True, slots=True)
class PayCodeInspected:
    customer: Customer
    expires_at: datetime
    expires_in_s: int
    valid: bool = True


@dataclass(frozen=True, slots=True)
class RedeemPayCode:
    """Exactly one of ``points`` and ``reward_id``. ``out_trade_no`` is the till's own number for this sale."""

    code: str
    out_trade_no: str
    points: int | None = None
    reward_id: UUID | None = None

    def __post_init__(self) -> None:
        assert (self.points is None) != (self.reward_id is None), "points or a reward, not both"


@dataclass(frozen=True, slots=True)
class ReverseRedemption:
    redemption_id: UUID
    reason: str | None = None
