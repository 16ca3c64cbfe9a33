"""短信登录 / Sign in with a phone number and a code sent to it."""

from __future__ import annotations

import itertools
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

import pytest

from backend.identity import service as identity
from backend.kernel import clock
from tests.support.counter import later
from tests.support.world import World

numbers = itertools.count(13_700_000_001)


@pytest.fixture
def phone() -> str:
    return str(next(numbers))


def asks_for_a_code(world: World, phone: str, ip: str | None = None):
    headers = {"X-Forwarded-For": ip} if ip else None
    return world.request("POST", "/auth/sms-codes", body={"phone": phone}, headers=headers)


def code_on(world: World, phone: str) -> str:
    return world.messages_to(f"+86{phone}")[-1]["code"]


def signs_in(world: World, challenge_id: str, code: str, client: str = "app", **more):
    body = {"challenge_id": challenge_id, "code": code, "client": client, "agreement_version": "1.1", **more}
    return world.request("POST", "/auth/sessions", body=body)


class TestANewNumber:
    def test_opens_an_account_and_gets_a_session(self, world, phone):
        asked = asks_for_a_code(world, phone)
        assert (asked.status_code, asked.json["expires_in_s"], asked.json["resend_in_s"]) == (202, 300, 60)

        session = signs_in(world, asked.json["challenge_id"], code_on(world, phone))

        assert session.status_code == 201
        assert session.json["roles"] == ["citizen"]
        me = world.request("GET", "/me", token=session.json["access_token"]).json
        assert me["person_id"] == session.json["person_id"]
        assert me["phone_masked"] == f"{phone[:3]}****{phone[-4:]}"
        assert me["agreement"]["version"] == "1.1"

    def test_is_the_same_person_when_it_comes_back(self, world, phone, monkeypatch):
        first = signs_in(world, asks_for_a_code(world, phone).json["challenge_id"], code_on(world, phone)).json
        forget_the_minute(world)
        again = signs_in(world, asks_for_a_code(world, "+86 " + phone).json["challenge_id"], code_on(world, phone)).json
        assert again["person_id"] == first["person_id"]


class TestACode:
    def test_opens_one_session_only(self, world, phone):
        challenge = asks_for_a_code(world, phone).json["challenge_id"]
        code = code_on(world, phone)
        assert signs_in(world, challenge, code).status_code == 201

        again = signs_in(world, challenge, code)

        assert (again.status_code, again.json["code"]) == (422, "sms-challenge-dead")

    def test_bears_five_tries_even_from_many_hands_at_once(self, world, phone):
        challenge = asks_for_a_code(world, phone).json["challenge_id"]
        right = code_on(world, phone)
        wrong = f"{(int(right) + 1) % 1_000_000:06}"

        answers = world.at_once(*[lambda: signs_in(world, challenge, wrong)] * 32)

        assert {a.status_code for a in answers} == {422}
        assert sum(a.json["code"] == "sms-code-wrong" for a in answers) == 4
        assert signs_in(world, challenge, right).json["code"] == "sms-challenge-dead"

    def test_of_another_challenge_does_not_fit(self, world, phone):
        mine = asks_for_a_code(world, phone).json["challenge_id"]
        other_phone = str(next(numbers))
        asks_for_a_code(world, other_phone)
        code = code_on(world, other_phone)
        if code == code_on(world, phone):
            pytest.skip("one chance in a million: both codes are equal")
        assert signs_in(world, mine, code).json["code"] == "sms-code-wrong"

    def test_ends_when_a_new_one_is_sent(self, world, phone):
        """Else whoever asks again and again would have five tries for each message."""
        old_challenge = asks_for_a_code(world, phone).json["challenge_id"]
        old_code = code_on(world, phone)
        forget_the_minute(world)
        new_challenge = asks_for_a_code(world, phone).json["challenge_id"]

        assert signs_in(world, old_challenge, old_code).json["code"] == "sms-challenge-dead"
        assert signs_in(world, new_challenge, code_on(world, phone)).status_code == 201

    def test_needs_the_agreement_in_force(self, world, phone):
        challenge = asks_for_a_code(world, phone).json["challenge_id"]
        refused = signs_in(world, challenge, code_on(world, phone), agreement_version="0.9")
        assert (refused.status_code, refused.json["code"]) == (422, "agreement-version-unknown")
        assert refused.json["reasons"][0]["facts"]["current"] == "1.1"

    def test_is_told_of_newer_words_and_agrees_again(self, world):
        """Who stays signed in for weeks is not asked by the sign-in."""
        xiaoxi = world.citizen("小溪")
        assert xiaoxi.get("/me").json["agreement_to_accept"] is None
        world.does(lambda: identity.accept_agreements(UUID(xiaoxi.person_id), "1.0"))
        assert xiaoxi.get("/me").json["agreement_to_accept"] == "1.1"
        refused = xiaoxi.post("/me/agreement", {"agreement_version": "1.0"})
        assert (refused.status_code, refused.json["code"]) == (422, "agreement-version-unknown")
        agreed = xiaoxi.post("/me/agreement", {"agreement_version": "1.1"}).json
        assert (agreed["agreement"]["version"], agreed["agreement_to_accept"]) == ("1.1", None)
        assert xiaoxi.get("/me").json["agreement_to_accept"] is None

    def test_words_count_from_their_day_on(self, world):
        first_day = clock.business_date(clock.wall_time()) + timedelta(days=3000)
        words = {"title_zh": "协议", "title_en": "Agreement", "text_zh": "以后的", "text_en": "Of later"}
        for kind in ("agreement", "privacy"):
            world.does(partial(identity.publish_agreement, kind=kind, version="9.9", in_force_on=first_day, **words))

        def versions() -> set[str]:
            told = world.get("/agreements").json["items"]
            return {one["version"] for one in told if one["kind"] != "guardian"}

        with later(days=2999):
            assert versions() == {"1.1"}
        with later(days=3000):
            assert versions() == {"9.9"}
        assert "都能在账号中心自己办" in str(world.get("/agreements").json), "the notice names the pages that there are"


class TestTheFiveMinutesOfACode:
    def test_opens_while_its_five_minutes_last(self, world, phone):
        challenge, code = asks_for_a_code(world, phone).json["challenge_id"], code_on(world, phone)
        with later(minutes=4):
            assert signs_in(world, challenge, code).status_code == 201

    def test_is_dead_when_they_are_over(self, world, phone):
        challenge, code = asks_for_a_code(world, phone).json["challenge_id"], code_on(world, phone)
        with later(minutes=5, seconds=1):
            refused = signs_in(world, challenge, code)
            assert (refused.status_code, refused.json["code"]) == (422, "sms-challenge-dead")


class TestLimits:
    def test_one_message_a_minute_however_the_number_is_written(self, world, phone):
        ways = [phone, f"+86{phone}", f"0086 {phone}", f"86{phone}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"]
        answers = world.at_once(*[lambda way=way: asks_for_a_code(world, way) for way in ways * 3])
        assert sorted(a.status_code for a in answers) == [202] + [429] * 14
        assert all(int(a.headers["Retry-After"]) <= 60 for a in answers if a.status_code == 429)
        assert len(world.messages_to(f"+86{phone}")) == 1

    def test_five_messages_an_hour(self, world, phone):
        statuses = []
        for _ in range(6):
            statuses.append(asks_for_a_code(world, phone).status_code)
            forget_the_minute(world)
        assert statuses == [202] * 5 + [429]

    def test_ten_messages_a_day_and_then_a_wait_until_midnight(self, world, phone):
        """Five at nine in the morning, five at eleven; whoever asks at one is told how long the day still is."""
        nine = until_tomorrow(time(9))
        for hours in (0, 2):
            with later(seconds=nine, hours=hours):
                for _ in range(5):
                    assert asks_for_a_code(world, phone).status_code == 202
                    forget_the_minute(world)
        with later(seconds=nine, hours=4):
            refused = asks_for_a_code(world, phone)
            assert (refused.status_code, refused.json["code"]) == (429, "sms-limit-reached")
            wait_s = int(refused.headers["Retry-After"])
            assert 10 * 3600 < wait_s <= 11 * 3600
        with later(seconds=nine + wait_s - 60, hours=4):
            assert asks_for_a_code(world, phone).json["code"] == "sms-limit-reached"
        with later(seconds=nine + wait_s + 1, hours=4):
            assert asks_for_a_code(world, phone).status_code == 202

    @pytest.mark.parametrize(
        "written", ["１３８００１３８０００", "13800138000\n", "12800138000", "", "1380013800", None, 138]
    )
    def test_what_is_no_phone_number_is_said_to_be_none(self, world, written):
        refused = world.request("POST", "/auth/sms-codes", body={"phone": written})
        assert refused.status_code == 400
        assert refused.json["errors"][0]["field"] == "/phone"
        assert refused.json["errors"][0]["mend"]


class TestStayingSignedIn:
    def session(self, world, phone):
        return signs_in(world, asks_for_a_code(world, phone).json["challenge_id"], code_on(world, phone)).json

    def refresh(self, world, token):
        return world.request("POST", "/auth/refresh", body={"refresh_token": token})

    def test_each_refresh_token_is_followed_by_another(self, world, phone):
        first = self.session(world, phone)["refresh_token"]
        second = self.refresh(world, first).json["refresh_token"]
        third = self.refresh(world, second).json["refresh_token"]
        assert len({first, second, third}) == 3

    def test_a_lost_answer_may_be_asked_for_again(self, world, phone):
        first = self.session(world, phone)["refresh_token"]
        once, again = self.refresh(world, first).json, self.refresh(world, first).json
        assert once["refresh_token"] == again["refresh_token"]

    def test_an_old_token_used_again_ends_the_whole_family(self, world, phone):
        session = self.session(world, phone)
        second = self.refresh(world, session["refresh_token"]).json["refresh_token"]
        third = self.refresh(world, second).json["refresh_token"]

        stolen = self.refresh(world, session["refresh_token"])

        assert (stolen.status_code, stolen.json["code"]) == (401, "session-ended")
        assert self.refresh(world, third).status_code == 401
        assert world.request("GET", "/me", token=session["access_token"]).status_code == 401

    def test_signing_out_ends_every_token_at_once(self, world, phone):
        session = self.session(world, phone)
        assert world.request("DELETE", "/auth/session", token=session["access_token"]).status_code == 204
        assert world.request("GET", "/me", token=session["access_token"]).status_code == 401
        assert self.refresh(world, session["refresh_token"]).status_code == 401

    def test_an_access_token_is_not_made_to_last_by_asking_for_another_hat(self, world, phone):
        """Whoever has got hold of one has it for its ten minutes: the owner's refresh token is what goes on."""
        session = self.session(world, phone)

        def takes_ones_own_hat(token: str):
            return world.request("POST", "/auth/acting-party", token=token, body={"party_id": session["party_id"]})

        with later(minutes=9):
            another = takes_ones_own_hat(session["access_token"]).json
            assert another["expires_in_s"] <= 60
            assert world.request("GET", "/me", token=another["access_token"]).status_code == 200
        with later(minutes=11):
            assert takes_ones_own_hat(another["access_token"]).status_code == 401
            assert self.refresh(world, session["refresh_token"]).json["expires_in_s"] == 600

    def test_thirty_days_are_over_for_every_token(self, world, phone):
        session = self.session(world, phone)
        with later(days=29, hours=23, minutes=55):
            last = self.refresh(world, session["refresh_token"]).json
            assert last["expires_in_s"] <= 300
            assert world.request("GET", "/me", token=last["access_token"]).status_code == 200
        with later(days=30, minutes=1):
            assert world.request("GET", "/me", token=last["access_token"]).status_code == 401
            assert self.refresh(world, last["refresh_token"]).status_code == 401

    def test_a_token_opens_nothing_once_its_sign_in_is_over(self, world, phone):
        """Also one that says of itself that it has minutes left."""
        session = self.session(world, phone)
        world.does(lambda: end_the_days_of(session["person_id"]))
        assert world.request("GET", "/me", token=session["access_token"]).status_code == 401

    def test_a_browser_keeps_its_token_where_no_script_reads_it(self, world, phone):
        browser = world.app.test_client()
        challenge = asks_for_a_code(world, phone).json["challenge_id"]
        body = {
            "challenge_id": challenge,
            "code": code_on(world, phone),
            "client": "browser",
            "agreement_version": "1.1",
        }
        reply = world.request("POST", "/auth/sessions", body=body, client=browser)
        cookie = reply.headers["Set-Cookie"]
        assert "refresh_token" not in reply.json
        assert cookie.startswith("__Host-tanhui=")
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" in cookie


def end_the_days_of(person_id: str) -> None:
    """The thirty days of a person's sign-ins are over now."""
    from sqlalchemy import update

    from backend.extensions import db
    from backend.identity.models import SignIn

    db.session.execute(update(SignIn).where(SignIn.person_id == UUID(person_id)).values(ends_at=clock.now()))


def until_tomorrow(hour: time) -> int:
    """Seconds until that hour of tomorrow's day in Shanghai."""
    now = clock.wall_time()
    then = datetime.combine(clock.business_date(now) + timedelta(days=1), hour, clock.PROGRAMME_ZONE)
    return int((then - now).total_seconds())


def forget_the_minute(world: World) -> None:
    """Move what was sent two minutes into the past, as waiting would."""
    from datetime import timedelta

    from sqlalchemy import update

    from backend.extensions import db
    from backend.identity.models import SmsChallenge

    world.does(
        lambda: db.session.execute(
            update(SmsChallenge).values(requested_at=SmsChallenge.requested_at - timedelta(minutes=2))
        )
    )
