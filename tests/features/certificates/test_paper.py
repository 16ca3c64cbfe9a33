"""What stands on the paper has room there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from backend.certificates import paper
from backend.certificates.queries import Facts, ProjectFacts, Sheet
from backend.documents import typesetting
from backend.kernel import i18n
from backend.kernel.serials import SerialRange

AT = datetime(2026, 11, 22, 1, 41, 26, tzinfo=UTC)


def a_sheet(name: str, stretches: int, project_name: str = "常口村生态公益林") -> Sheet:
    serials = [SerialRange(2_738_401 + 100 * each, 2_738_450 + 100 * each) for each in range(stretches)]
    project, purpose = ProjectFacts(project_name, "三明将乐县", 3197), "2026 年 10 月个人生活足迹"
    facts = Facts(
        quantity_kg=50 * stretches, batch_number="0000001", project=project, vintage={"from": 2016, "to": 2020},
        serials=serials, purpose="footprint", purpose_text=purpose, period="2026-10", beneficiary_name=name,
        retired_at=AT, basis="三明林业碳票，自愿抵消",
    )  # fmt: skip
    return Sheet("MX-2026-000001-7", "valid", None, AT, facts, "x" * 600, "https://x/c/MX-2026-000001-7", demo=True)


@pytest.mark.parametrize(
    ("language", "name", "stretches"),
    [
        ("zh-CN", "林" * 40, 1),
        ("zh-CN", "林" * 25, 2),
        ("zh-CN", "W" * 40, 2),
        ("en", "林" * 25, 1),
        ("en", "W" * 40, 1),
    ],
)
def test_what_is_not_measured_would_not_have_been_drawn_smaller(
    app: Flask, language: str, name: str, stretches: int
) -> None:
    """Measuring costs as much as setting, so it is left out where there is room for sure."""
    i18n.speak(language)
    contents = paper.contents(a_sheet(name, stretches), "paper")
    assert contents["much"] is False
    measured = typesetting.pdf(paper.template(), {**contents, "much": True}, AT)
    assert measured == typesetting.pdf(paper.template(), contents, AT)


def test_what_has_no_room_at_full_size_is_drawn_smaller(app: Flask) -> None:
    i18n.speak("en")
    contents = paper.contents(a_sheet("林" * 40, 6, "生态公益林" * 16), "paper")
    assert contents["much"] is True
    assert typesetting.pdf(paper.template(), {**contents, "much": False}, AT) != typesetting.pdf(
        paper.template(), contents, AT
    )
