"""Tell a party something, in the transaction in which it happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from backend.extensions import db
from backend.kernel import clock, crypto, i18n, outbox
from backend.kernel.ids import new_id
from backend.notifications import queries
from backend.notifications.models import Notice
from backend.notifications.quiet_hours import after_the_quiet
from backend.notifications.templates import ALWAYS_SENT, NOTICES, Template

SMS_TOPIC: Final = "sms"


def notify(
    party_id: UUID, template: str, facts: Mapping[str, Any], *, also_sms: bool = False, once: UUID | None = None
) -> UUID:
    """Put a notice into a party's inbox and, where it asks for it and the party wants it, send it as SMS too.

    Called inside a command; what is undone with it was never told. ``facts`` are those that the template names, no
    more and no less. The telephone number is looked up when the message leaves. ``once`` becomes the notice's id: told
    before under it, nothing more is written.
    """
    known = NOTICES[template]
    assert facts.keys() == known.facts, f"{template} takes {sorted(known.facts)}, not {sorted(facts)}"
    if once is not None and db.session.get(Notice, once) is not None:
        return once
    notice_id, now = once or new_id(), clock.now()
    sealed = crypto.keys().encrypt(json.dumps(facts, ensure_ascii=False), context=f"notice|{notice_id}")
    db.session.add(Notice(id=notice_id, party_id=party_id, template=template, facts_sealed=sealed, recorded_at=now,
                          read_at=None))  # fmt: skip
    if also_sms:
        _send(party_id, template, known, facts)
    return notice_id


def _send(party_id: UUID, template: str, known: Template, facts: Mapping[str, Any]) -> None:
    assert known.sms is not None, f"{template} has no words for a text message"
    language, no_sms = queries.choice(party_id)
    if known.kind is not ALWAYS_SENT and str(known.kind) in no_sms:
        return
    begins, ends = queries.quiet_hours()
    now = clock.now()
    due_at = now if known.kind is ALWAYS_SENT else after_the_quiet(now, begins=begins, ends=ends)
    said = queries.in_language({name: facts[name] for name in known.sms}, language)
    outbox.send(SMS_TOPIC, {"party_id": str(party_id), "template": template, "language": language, **said},
                due_at=due_at)  # fmt: skip


def in_both_languages(name: Callable[[], str]) -> dict[str, str]:
    """A fact that the reader's language will decide: what ``name`` says in each."""
    spoken = i18n.language()
    said = {}
    try:
        for language in i18n.LANGUAGES:
            i18n.speak(language)
            said[language] = name()
    finally:
        i18n.speak(spoken)
    return said
