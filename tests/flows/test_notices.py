"""消息 / What happened is told in the app, and by SMS where it matters: by day, in one's own language, as one chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.kernel import clock
from backend.notifications import service as notifications
from backend.sweeps import SWEEPS
from tests.support.counter import Shop, a_code, a_neighbour, earns, later, signs_in_again
from tests.support.world import Person, World

REFUND = {"amount": "1.00", "path": "/orders/019aa8b1-0001-7000-8000-000000000001"}
STRANGE = {"device": "一台新手机", "time": "2026-11-22 10:42"}


@pytest.fixture(autouse=True)
def the_clock_is_put_back() -> Iterator[None]:
    yield
    clock.set_offset(0)


@pytest.fixture
def lin(world: World) -> Person:
    return world.citizen("小林")


def tells(world: World, person: Person, template: str, facts: dict[str, Any], **how: Any) -> str:
    return str(world.does(lambda: notifications.notify(UUID(person.party_id), template, facts, **how)))


def inbox(person: Person, **window: Any) -> Any:
    answer = person.get("/me/notices", **window)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def it_is(hour: int, minute: int = 0, *, days: int = 1) -> None:
    """That time of tomorrow (or of a day after it) in Shanghai, on every clock of the service."""
    clock.set_offset(0)
    now = clock.wall_time().astimezone(clock.PROGRAMME_ZONE)
    then = datetime.combine(now.date() + timedelta(days=days), time(hour, minute), clock.PROGRAMME_ZONE)
    clock.set_offset(round((then - now).total_seconds()))


def texts(world: World, person: Person) -> list[str]:
    return [message["text"] for message in world.messages_to(person.phone)]


class TestTheInbox:
    def test_says_what_was_taken_at_a_counter_in_the_readers_language(self, world: World) -> None:
        lin, shop = a_neighbour(world, points=300), Shop(world, "客家擂茶铺")
        assert shop.takes(a_code(lin), points=120).status_code == 201
        assert inbox(lin)["unread_count"] == 1
        [notice] = inbox(lin)["items"]
        assert (notice["title"], notice["link"], notice["read_at"]) == ("用了 120 分", "/redemptions", None)
        assert "客家擂茶铺 收了 120 分" in notice["text"]
        english = world.request("GET", "/me/notices", token=lin.token, language="en").json["items"][0]
        assert english["title"] == "120 points used"
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in english["text"].split("took")[1])

    def test_what_is_undone_was_never_told(self, world: World, lin: Person) -> None:
        def fails() -> None:
            notifications.notify(UUID(lin.party_id), "refund-made", REFUND, also_sms=True)
            raise RuntimeError("the lights go out")

        with pytest.raises(RuntimeError):
            world.does(fails)
        assert inbox(lin)["items"] == []
        assert texts(world, lin) == []

    def test_is_read_once_and_stays(self, world: World, lin: Person) -> None:
        notice_id = tells(world, lin, "refund-made", REFUND)
        first = lin.post(f"/me/notices/{notice_id}/reading").json
        assert first["read_at"] is not None
        assert lin.post(f"/me/notices/{notice_id}/reading").json == first
        assert inbox(lin)["unread_count"] == 0

    def test_all_are_read_but_what_came_meanwhile(self, world: World, lin: Person) -> None:
        tells(world, lin, "refund-made", REFUND)
        seen = inbox(lin)["items"][0]["recorded_at"]
        tells(world, lin, "new-device", STRANGE)
        assert lin.post("/me/notices/reading", {"until": seen}).json == {"read_count": 1, "unread_count": 1}
        assert lin.post("/me/notices/reading", {}).json == {"read_count": 1, "unread_count": 0}

    def test_comes_in_pages_newest_first(self, world: World, lin: Person) -> None:
        ids = [tells(world, lin, "refund-made", REFUND) for _ in range(3)]
        first = inbox(lin, limit=2)
        rest = inbox(lin, limit=2, cursor=first["next_cursor"])
        assert [item["notice_id"] for item in (*first["items"], *rest["items"])] == ids[::-1]
        assert rest["next_cursor"] is None

    def test_of_others_is_not_there(self, world: World, lin: Person) -> None:
        notice_id = tells(world, lin, "refund-made", REFUND)
        refused = world.citizen().post(f"/me/notices/{notice_id}/reading")
        assert (refused.status_code, refused.json["code"]) == (404, "notice-not-found")
        assert inbox(lin)["unread_count"] == 1

    def test_of_a_shop_is_for_those_who_act_for_it(self, world: World) -> None:
        shop = Shop(world)
        world.does(lambda: notifications.notify(shop.party_id, "refund-made", REFUND))
        assert inbox(shop.clerk)["unread_count"] == 1
        assert inbox(shop.another_clerk())["unread_count"] == 1
        assert inbox(Shop(world).clerk)["unread_count"] == 0


class TestTextMessages:
    def test_wait_for_the_morning(self, world: World, lin: Person) -> None:
        it_is(23)
        tells(world, lin, "refund-made", REFUND, also_sms=True)
        assert texts(world, lin) == []
        it_is(7, 59, days=2)
        assert texts(world, lin) == []
        it_is(8, 1, days=2)
        assert texts(world, lin) == ["【碳惠】1.00 元已按原路退回，到账时间看银行。"]

    def test_about_safety_wait_for_nothing(self, world: World, lin: Person) -> None:
        it_is(3)
        tells(world, lin, "new-device", STRANGE, also_sms=True)
        assert len(texts(world, lin)) == 1

    def test_by_day_go_at_once(self, world: World, lin: Person) -> None:
        it_is(12)
        tells(world, lin, "refund-made", REFUND, also_sms=True)
        assert len(texts(world, lin)) == 1

    def test_go_to_nobody_where_there_is_no_telephone(self, world: World) -> None:
        it_is(12)
        shop = Shop(world)
        world.does(lambda: notifications.notify(shop.party_id, "refund-made", REFUND, also_sms=True))
        assert world.relay() == 0
        assert world.relay() == 0, "and are not tried for ever"


class TestWhoChooses:
    def test_is_asked_nothing_at_first(self, lin: Person) -> None:
        settings = lin.get("/me/notice-settings").json
        assert settings["language"] == "zh-CN"
        assert {each["kind"]: each["on"] for each in settings["sms"]} == {
            "security": True, "money": True, "complaints": True,
        }  # fmt: skip
        assert (settings["quiet_from"], settings["quiet_until"]) == ("22:00", "08:00")

    def test_gets_no_more_messages_of_a_kind_but_the_notice_stays(self, world: World, lin: Person) -> None:
        it_is(12)
        lin = signs_in_again(world, lin)
        changed = lin.patch("/me/notice-settings", {"sms": {"money": False}}).json
        assert {each["kind"]: each["on"] for each in changed["sms"]}["money"] is False
        tells(world, lin, "refund-made", REFUND, also_sms=True)
        assert texts(world, lin) == []
        assert inbox(lin)["unread_count"] == 1
        lin.patch("/me/notice-settings", {"sms": {"money": True}})
        tells(world, lin, "refund-made", REFUND, also_sms=True)
        assert len(texts(world, lin)) == 1

    def test_is_written_to_in_their_language(self, world: World, lin: Person) -> None:
        it_is(12)
        lin = signs_in_again(world, lin)
        assert lin.patch("/me/notice-settings", {"language": "en"}).json["language"] == "en"
        tells(world, lin, "refund-made", REFUND, also_sms=True)
        assert texts(world, lin) == ["[Tanhui] 1.00 yuan are on their way back the way you paid."]

    def test_cannot_switch_off_what_a_thief_would(self, lin: Person) -> None:
        refused = lin.patch("/me/notice-settings", {"sms": {"security": False, "money": False}})
        assert (refused.status_code, refused.json["code"]) == (422, "security-notices-stay-on")
        assert all(each["on"] for each in lin.get("/me/notice-settings").json["sms"])
        assert lin.patch("/me/notice-settings", {"sms": {"security": True}}).status_code == 200

    def test_says_what_there_is_and_nothing_else(self, lin: Person) -> None:
        assert lin.patch("/me/notice-settings", {"sms": {"points": False}}).status_code == 400
        assert lin.patch("/me/notice-settings", {"language": "fr"}).status_code == 400


class TestANewDevice:
    def signs_in(self, world: World, phone: str, device: str | None) -> Any:
        clock.set_offset(round(clock._offset.total_seconds()) + 90)
        asked = world.request("POST", "/auth/sms-codes", body={"phone": phone}).json
        code = world.messages_to(f"+86{phone}")[-1]["code"]
        body = {"challenge_id": asked["challenge_id"], "code": code, "client": "app",
                "agreement_version": asked["agreement_version"], "device": device}  # fmt: skip
        return world.request("POST", "/auth/sessions", body=body).json["access_token"]

    def test_is_told_of_and_the_known_one_is_not(self, world: World) -> None:
        phone = "13712340001"
        for device, heard in (("小林的手机", 0), ("小林的手机", 0), ("别人的平板", 1), ("别人的平板", 1), (None, 2)):
            token = self.signs_in(world, phone, device)
            notices = world.request("GET", "/me/notices", token=token).json["items"]
            assert len(notices) == heard, device
        assert "一台没有说名字的设备" in notices[0]["text"]
        assert "别人的平板" in notices[1]["text"]


class TestWhatWasReadLongAgo:
    def test_goes_and_what_nobody_has_read_stays(self, world: World, lin: Person) -> None:
        read, unread = (tells(world, lin, "refund-made", REFUND) for _ in range(2))
        lin.post(f"/me/notices/{read}/reading")
        with later(days=179):
            world.reads(SWEEPS["read-notices"].run)
            assert len(inbox(signs_in_again(world, lin))["items"]) == 2
        with later(days=181):
            world.reads(SWEEPS["read-notices"].run)
            assert [item["notice_id"] for item in inbox(signs_in_again(world, lin))["items"]] == [unread]


def test_what_is_sealed_is_not_in_the_table(world: World) -> None:
    lin = world.citizen()
    earns(world, lin, 200)
    shop = Shop(world, "只有小林去的店")
    shop.takes(a_code(lin), points=100)
    rows = world.reads(lambda: db.session.execute(text("SELECT n::text FROM notifications_notices n")).scalars().all())
    assert rows
    assert not any("只有小林去的店" in row for row in rows)
