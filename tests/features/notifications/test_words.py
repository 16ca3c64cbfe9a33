"""Every notice and every text message has words in both languages, and the facts that it is given fit them."""

from __future__ import annotations

from string import Formatter

import pytest

from backend.kernel import i18n
from backend.notifications.templates import NOTICES, SMS_ALONE, kinds_with_sms, sms_facts, sms_templates


def named(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", NOTICES)
def test_a_notice_says_what_it_is_told_and_nothing_else(code: str, language: str) -> None:
    words, template = i18n.catalogue(language), NOTICES[code]
    said = named(words[f"notice.{code}.title"]) | named(words[f"notice.{code}.text"])
    assert said <= template.facts
    assert named(template.link or "") <= template.facts
    assert template.facts <= said | named(template.link or ""), "a fact that nobody reads is not kept"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("code", sms_templates())
def test_a_text_message_names_its_facts_in_order(code: str, language: str) -> None:
    sentence = i18n.catalogue(language)[f"sms.{code}"]
    assert named(sentence) == set(sms_facts(code))
    assert code in SMS_ALONE or set(sms_facts(code)) <= NOTICES[code].facts


def test_nothing_is_worded_that_nobody_sends() -> None:
    words = i18n.catalogue(i18n.DEFAULT)
    assert {key.split(".")[1] for key in words if key.startswith("notice.")} == NOTICES.keys()
    assert {key.split(".")[1] for key in words if key.startswith("sms.")} == set(sms_templates())


def test_a_message_that_is_not_there_is_not_sent() -> None:
    with pytest.raises(LookupError, match="no text message"):
        sms_facts("points-taken")


def test_a_choice_is_offered_where_it_means_something() -> None:
    assert [str(kind) for kind in kinds_with_sms()] == ["security", "money", "complaints"]
