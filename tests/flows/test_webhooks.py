"""A shop's own system is told what has happened: signed, at least once, and only where it is safe to send to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from backend.kernel.principal import Role
from backend.notifications.webhooks import sending
from backend.notifications.webhooks import service as webhooks
from backend.notifications.webhooks.destinations import Limits
from backend.notifications.webhooks.sending import Sender
from backend.notifications.webhooks.service import replaying
from tests.support.counter import Shop, a_code, a_neighbour, later
from tests.support.county import an_organisation
from tests.support.machines import Operator
from tests.support.offices import signed_in_with_a_proof, somebody_who_works
from tests.support.receiver import Receiver, running_receiver
from tests.support.world import World


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with running_receiver(tmp_path_factory.mktemp("receiver")) as receiver:
        yield receiver


@pytest.fixture
def receiver(app: Flask, server: Receiver) -> Iterator[Receiver]:
    """It stands on this machine, which only development and tests may tell things to."""
    server.answers, server.location, server.connections = [204], None, 0
    server.heard.clear()
    strict = sending.sender()
    sending.use(Sender(Limits(loopback=True), authority_file=server.authority))
    yield server
    sending.use(strict)


class Told:
    """A shop with a manager, and an endpoint that is told of redemptions."""

    def __init__(self, world: World, url: str, *kinds: str) -> None:
        self.world, self.shop = world, Shop(world)
        self.operator = Operator(world, self.shop.party_id)
        self.manager = self.operator.manager
        self.endpoints = f"/organisations/{self.shop.party_id}/webhook-endpoints"
        answer = self.manager.post(self.endpoints, {"url": url, "kinds": list(kinds) or ["redemption.done"]})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        self.endpoint: dict[str, Any] = answer.json
        self.path = f"{self.endpoints}/{self.endpoint['endpoint_id']}"

    def sells(self) -> str:
        """Something for points; its redemption's id."""
        taken = self.shop.takes(a_code(a_neighbour(self.world, points=100)), points=20)
        assert taken.status_code == 201, taken.get_data(as_text=True)
        return str(taken.json["redemption_id"])

    def delivers(self) -> int:
        """What the worker does with what is due."""
        self.world.relay()
        return self.world.reads(webhooks.deliver_due)

    def deliveries(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.manager.get(f"{self.path}/deliveries").json["items"]
        return items


@pytest.fixture
def told(world: World, receiver: Receiver) -> Iterator[Told]:
    told = Told(world, receiver.url)
    yield told
    told.manager.post(f"{told.path}/closing")  # what still waits for it is nothing to the next test


class TestWhatHappensIsTold:
    def test_signed_so_that_the_receiver_can_tell_who_it_is_from(self, told: Told, receiver: Receiver) -> None:
        redemption = told.sells()

        assert told.delivers() == 1

        [message] = receiver.heard
        assert message.said["type"] == "redemption.done"
        assert (message.said["sequence"], message.said["data"]["redemption_id"]) == (1, redemption)
        assert message.said["data"]["points"] == 20
        assert message.verifies(told.endpoint["keys"][0]["public_key"])
        message.body += b" "
        assert not message.verifies(told.endpoint["keys"][0]["public_key"])
        assert [(each["state"], each["last_answer"]) for each in told.deliveries()] == [("delivered", "204")]

    def test_without_anything_about_the_customer(self, told: Told, receiver: Receiver) -> None:
        told.sells()
        told.delivers()

        assert receiver.heard[0].said["data"].keys() == {
            "redemption_id", "out_trade_no", "points", "payable_fen", "reward_id", "redeemed_at",
        }  # fmt: skip

    def test_of_what_was_asked_for_only(self, world: World, receiver: Receiver) -> None:
        told = Told(world, receiver.url, "redemption.reversed", "client.suspended")
        redemption = told.sells()
        told.shop.reverses(redemption)
        told.operator.does(told.operator.registers(), "suspension")

        told.delivers()

        assert [message.said["type"] for message in receiver.heard] == ["redemption.reversed", "client.suspended"]
        assert [message.said["sequence"] for message in receiver.heard] == [1, 2]

    def test_to_nobody_elses_endpoint(self, world: World, told: Told, receiver: Receiver) -> None:
        other = Told(world, receiver.url)
        other.sells()
        told.delivers()

        assert len(receiver.heard) == 1
        assert told.deliveries() == []

    def test_with_no_private_key_in_any_answer(self, told: Told) -> None:
        shown = told.manager.get(told.endpoints).get_data(as_text=True)

        assert told.endpoint["keys"][0].keys() == {"kid", "public_key", "retires_at"}
        assert "private" not in shown


class TestAClosedOrganisation:
    def test_is_told_nothing_more_not_even_what_waits(self, world: World, told: Told, receiver: Receiver) -> None:
        told.manager.post(f"{told.path}/trials")
        administrator = somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
        closed = administrator.post(f"/office/organisations/{told.shop.party_id}/closing")
        assert closed.status_code == 200

        assert told.delivers() == 0

        assert receiver.heard == []
        assert administrator.get(told.endpoints).json["items"] == []


class TestATrial:
    def test_comes_signed_like_any_other_message_without_a_sale(self, told: Told, receiver: Receiver) -> None:
        tried = told.manager.post(f"{told.path}/trials")

        assert (tried.status_code, tried.json["kind"]) == (201, "endpoint.test")
        assert told.delivers() == 1
        [message] = receiver.heard
        assert message.verifies(told.endpoint["keys"][0]["public_key"])
        assert message.body.decode() == tried.json["body"]
        assert told.deliveries()[0]["webhook_id"] == message.id

    def test_waits_with_four_others_and_no_more(self, told: Told) -> None:
        tried = [told.manager.post(f"{told.path}/trials").json["webhook_id"] for _ in range(7)]

        assert len(told.deliveries()) == 5
        assert tried[4:] == [tried[4]] * 3

    def test_is_nothing_that_one_asks_to_be_told_of(self, told: Told) -> None:
        asked = told.manager.post(told.endpoints, {"url": "https://a.example.org/", "kinds": ["endpoint.test"]})
        assert (asked.status_code, asked.json["errors"][0]["field"]) == (400, "/kinds/0")

    def test_of_a_closed_endpoint_is_refused(self, told: Told) -> None:
        told.manager.post(f"{told.path}/closing")
        assert told.manager.post(f"{told.path}/trials").json["code"] == "webhook-endpoint-closed"


class TestAReceiverThatIsAway:
    def test_is_told_again_under_the_same_id(self, told: Told, receiver: Receiver) -> None:
        receiver.answers = [500, 503, 204]
        told.sells()

        assert told.delivers() == 0
        assert told.delivers() == 0  # not before its pause is over
        with later(seconds=6):
            assert told.delivers() == 0
        with later(minutes=6):
            assert told.delivers() == 1

        assert len({message.id for message in receiver.heard}) == 1
        assert len(receiver.heard) == 3

    def test_gets_a_dead_letter_after_ten_tries_and_a_replay_when_it_is_back(
        self, told: Told, receiver: Receiver
    ) -> None:
        receiver.answers = [500]
        told.sells()
        for seconds in (0, 6, 310, 2120, 9330, 27_340, 63_350, 113_800, 185_900, 272_400):
            with later(seconds=seconds):
                told.delivers()
        assert [(each["state"], each["attempts"]) for each in told.deliveries()] == [("dead", 10)]

        receiver.answers = [204]
        [dead] = told.deliveries()
        replayed = told.manager.post(f"{told.path}/deliveries/{dead['delivery_id']}/replay")

        assert (replayed.status_code, replayed.json["state"]) == (200, "pending")
        assert told.delivers() == 1
        assert len({message.id for message in receiver.heard}) == 1

    def test_is_disabled_after_five_days_and_enabled_by_its_manager(self, told: Told, receiver: Receiver) -> None:
        receiver.answers = [500]
        told.sells()
        told.delivers()
        with later(days=5, minutes=1):
            told.delivers()
        assert told.manager.get(told.endpoints).json["items"][0]["state"] == "disabled"
        notice = signed_in_with_a_proof(told.world, told.manager).get("/me/notices").json["items"][0]
        assert notice["link"] == f"/organisation/webhooks/{told.endpoint['endpoint_id']}"
        assert "localhost" in notice["text"]

        enabled = told.manager.post(f"{told.path}/enabling")
        receiver.answers = [204]

        assert (enabled.status_code, enabled.json["state"]) == (200, "active")
        with later(days=6):
            assert told.delivers() == 1

    def test_is_tried_once_a_sweep_and_holds_up_nobody_else(self, world: World, told: Told, receiver: Receiver) -> None:
        other = Told(world, receiver.url)
        for _ in range(3):
            told.manager.post(f"{told.path}/trials")
        other.manager.post(f"{other.path}/trials")
        receiver.answers = [500, 204]

        assert told.delivers() == 1

        assert [each["attempts"] for each in told.deliveries()] == [0, 0, 1], "the newest first"
        assert [each["state"] for each in other.deliveries()] == ["delivered"]
        assert told.delivers() == 2
        other.manager.post(f"{other.path}/closing")

    def test_comes_after_one_that_was_served_longer_ago(self, world: World, told: Told, receiver: Receiver) -> None:
        other = Told(world, receiver.url)
        for _ in range(3):
            told.manager.post(f"{told.path}/trials")
        other.manager.post(f"{other.path}/trials")

        assert told.delivers() == 4

        spoken_to = [message.said["data"]["endpoint_id"] for message in receiver.heard]
        assert spoken_to[1] == other.endpoint["endpoint_id"], "one that had much to say does not go first four times"
        other.manager.post(f"{other.path}/closing")

    def test_has_a_whole_period_sent_again(self, told: Told, receiver: Receiver) -> None:
        for _ in range(3):
            told.sells()
        told.delivers()

        period = {"since": "2020-01-01T00:00:00+08:00", "until": "2100-01-01T00:00:00+08:00"}
        assert told.manager.post(f"{told.path}/replays", period).json == {"count": 3}
        told.delivers()

        assert len(receiver.heard) == 6
        assert len({message.id for message in receiver.heard}) == 3

    def test_has_the_oldest_of_a_long_period_sent_again(
        self, told: Told, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            told.manager.post(f"{told.path}/trials")
        told.delivers()
        monkeypatch.setattr(replaying, "AT_MOST", 2)

        period = {"since": "2020-01-01T00:00:00+08:00", "until": "2100-01-01T00:00:00+08:00"}

        assert told.manager.post(f"{told.path}/replays", period).json == {"count": 2}
        assert [each["state"] for each in told.deliveries()] == ["delivered", "pending", "pending"]

    def test_is_not_followed_elsewhere(self, told: Told, receiver: Receiver) -> None:
        """A redirect is an answer like any other that is no 2xx: the address that was judged is the only one."""
        receiver.answers, receiver.location = [302], receiver.url
        told.sells()
        told.delivers()

        assert receiver.connections == 1
        assert told.deliveries()[0]["last_answer"] == "302"


class TestKeysChange:
    def test_with_both_signatures_for_a_day(self, told: Told, receiver: Receiver) -> None:
        before = told.endpoint["keys"][0]["public_key"]
        rotated = told.manager.post(f"{told.path}/key-rotation").json
        after = rotated["keys"][1]["public_key"]

        told.sells()
        told.delivers()
        assert receiver.heard[0].verifies(before)
        assert receiver.heard[0].verifies(after)

        told.manager.post(f"{told.path}/replays",
                          {"since": "2020-01-01T00:00:00+08:00", "until": "2100-01-01T00:00:00+08:00"})  # fmt: skip
        with later(hours=25):
            told.delivers()
        assert not receiver.heard[1].verifies(before)
        assert receiver.heard[1].verifies(after)


class TestAWrongReceiver:
    def test_that_cannot_show_a_certificate_is_told_nothing(self, told: Told, receiver: Receiver) -> None:
        sending.use(Sender(Limits(loopback=True)))  # the public's authorities: its own is none of them
        told.sells()
        told.delivers()

        assert receiver.heard == []
        assert told.deliveries()[0]["last_answer"].startswith("TLS: ")

    def test_with_a_certificate_for_another_name_is_told_nothing(
        self, world: World, receiver: Receiver, tmp_path: Path
    ) -> None:
        sender = Sender(
            Limits(frozenset({receiver.port}), loopback=True), resolve=lambda host, port: ["127.0.0.1"],
            authority_file=receiver.authority,
        )  # fmt: skip
        answered = sender.post(f"https://hooks.mingxi-leicha.cn:{receiver.port}/", b"{}", {})

        assert not answered.delivered
        assert answered.answer.startswith("TLS: ")
        assert receiver.heard == []


class TestWhoLooksAfterEndpoints:
    def test_is_nobody_else(self, world: World, told: Told) -> None:
        stranger = Operator(world, an_organisation(world, "merchant", "别家").party_id).manager

        answers = [stranger.get(told.endpoints), stranger.get(f"{told.path}/deliveries"),
                   stranger.post(f"{told.path}/closing"), stranger.post(f"{told.path}/key-rotation")]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}

    def test_and_what_is_closed_is_told_no_more(self, told: Told, receiver: Receiver) -> None:
        assert told.manager.post(f"{told.path}/closing").json["abilities"] == []
        told.sells()

        assert told.delivers() == 0
        assert told.manager.get(told.endpoints).json["items"] == []
