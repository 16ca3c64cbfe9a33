"""Signing in as a person does: a code to a phone. A clerk stays signed in from tour to tour, as on a real till."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.tour.client import Client, Problem
from deploy.tour.speech import say
from deploy.tour.system import VAR, System, wait_for

SMS_PATIENCE_S: Final = 60
REMEMBERED: Final = VAR / "tour-sessions.json"


@dataclass(frozen=True)
class SignedIn:
    client: Client
    session: dict[str, Any]
    code: str | None  # the one that the phone received; None for a session that was kept


def fresh_phone() -> str:
    """A number that has not been here before, but for one chance in a hundred million."""
    return f"199{secrets.randbelow(10**8):08}"


def with_sms(system: System, phone: str) -> SignedIn:
    challenge = system.client.post("/auth/sms-codes", {"phone": phone}, keyed=False)
    code = wait_for(
        lambda: _code(system.sms_file, challenge["challenge_id"]),
        SMS_PATIENCE_S,
        lambda: say(
            f"{SMS_PATIENCE_S} 秒里 {system.sms_file} 没有收到短信。看看 var/log 里的 worker。",
            f"No message arrived in {system.sms_file} within {SMS_PATIENCE_S} s. Look at the worker in var/log.",
        ),
    )
    session = system.client.post(
        "/auth/sessions",
        {
            "challenge_id": challenge["challenge_id"],
            "code": code,
            "client": "app",
            "agreement_version": challenge["agreement_version"],
            "device": "tour",
        },
        keyed=False,
    )
    return SignedIn(system.client.signed_in(session["access_token"]), session, code)


def as_clerk(system: System) -> tuple[SignedIn, dict[str, Any]]:
    """Any demo clerk at work, and the merchant: by a kept session, else by SMS to whoever may still get one."""
    refused: Problem | None = None
    for clerk in system.clerks:
        try:
            signed_in = _resumed(system, clerk) or with_sms(system, clerk["phone"])
        except Problem as problem:
            if problem.status != 429:
                raise
            refused = problem  # this number has had its messages for now; the next clerk's may not
            continue
        remember(system, clerk, signed_in.session)
        merchant = signed_in.session["memberships"][0]
        acting = signed_in.client.post("/auth/acting-party", {"party_id": merchant["party_id"]}, keyed=False)
        at_work = system.client.signed_in(acting["access_token"])
        return SignedIn(at_work, signed_in.session, signed_in.code), merchant
    assert refused is not None, "there is a clerk"
    raise refused


def _code(sms_file: Path, challenge_id: str) -> str | None:
    try:
        lines = sms_file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    for line in reversed(lines):
        try:
            message = json.loads(line)
        except ValueError:  # a line that is just being written
            continue
        if message.get("challenge_id") == challenge_id:
            return str(message["code"])
    return None


def _resumed(system: System, clerk: dict[str, Any]) -> SignedIn | None:
    token = _remembered().get(_name(system, clerk))
    if token is None:
        return None
    try:
        session = system.client.post("/auth/refresh", {"refresh_token": token}, keyed=False)
    except Problem as problem:
        if problem.status in {400, 401, 403}:
            return None
        raise
    return SignedIn(system.client.signed_in(session["access_token"]), session, None)


def _remembered() -> dict[str, str]:
    try:
        kept: dict[str, str] = json.loads(REMEMBERED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept


def remember(system: System, clerk: dict[str, Any], session: dict[str, Any]) -> None:
    """Keep the session as a till does, for its owner's eyes alone."""
    kept = _remembered() | {_name(system, clerk): session["refresh_token"]}
    draft = REMEMBERED.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(kept, file)
    draft.replace(REMEMBERED)


def _name(system: System, clerk: dict[str, Any]) -> str:
    """Under the person's id: a phone number has no business in a file of sessions."""
    return f"{system.client.base_url} {clerk['person_id']}"
