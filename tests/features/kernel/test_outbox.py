"""What must be sent is sent at least once, later if need be, and then forgotten."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text, update

from backend.extensions import db
from backend.kernel import clock, outbox
from backend.kernel.outbox import BACK_OFF_S, GIVE_UP_AFTER, DeliveryFailed, MessageState, OutboxMessage
from backend.kernel.transaction import after_commit

_topics = itertools.count(1)
PAYLOAD = {"phone": "+8613812345678", "code": "490712", "note": "密"}


class Postbox:
    """A receiver that refuses as often as it is told to, and keeps what it took."""

    def __init__(self, world: Any) -> None:
        self.world, self.topic = world, f"test-{next(_topics)}"
        self.taken: list[tuple[UUID, Mapping[str, Any]]] = []
        self.refusals, self.tries = 0, 0
        self.before: Callable[[], object] = lambda: None
        outbox.receiver(self.topic, self.take)

    def take(self, message_id: UUID, payload: Mapping[str, Any]) -> None:
        self.tries += 1
        self.before()
        if self.refusals:
            self.refusals -= 1
            raise DeliveryFailed("closed")
        self.taken.append((message_id, payload))

    def is_sent(self, **more: Any) -> None:
        self.world.does(lambda: outbox.send(self.topic, PAYLOAD, **more))

    def row(self) -> Any:
        wanted = select(OutboxMessage.state, OutboxMessage.sealed, OutboxMessage.attempts, OutboxMessage.due_at,
                        OutboxMessage.delivered_at, OutboxMessage.recorded_at)  # fmt: skip
        return self.world.reads(lambda: db.session.execute(wanted.where(OutboxMessage.topic == self.topic)).one())

    def time_passes(self) -> None:
        """As waiting would: what was put off is due."""
        due = update(OutboxMessage).where(OutboxMessage.topic == self.topic)
        self.world.does(lambda: db.session.execute(due.values(due_at=clock.now())))


@pytest.fixture
def postbox(world) -> Postbox:
    return Postbox(world)


def test_a_message_arrives_and_leaves_nothing_behind(world, postbox):
    postbox.is_sent()
    assert postbox.taken == []
    assert world.relay() == 1
    assert [payload for _, payload in postbox.taken] == [PAYLOAD]
    row = postbox.row()
    assert (row.state, row.sealed) == (MessageState.DELIVERED, None)
    assert row.delivered_at is not None
    assert world.relay() == 0


def test_what_waits_cannot_be_read_in_the_table(world, postbox):
    postbox.is_sent()
    dump = world.reads(lambda: str(db.session.execute(text("SELECT * FROM kernel_outbox_messages")).all()))
    assert "490712" not in dump
    assert "13812345678" not in dump
    world.relay()


def test_a_command_that_fails_sends_nothing(world, postbox):
    def command() -> None:
        outbox.send(postbox.topic, PAYLOAD)
        raise LookupError

    with pytest.raises(LookupError):
        world.does(command)
    assert world.relay() == 0
    assert postbox.tries == 0


def test_a_closed_door_is_tried_again_later_and_later(world, postbox):
    postbox.is_sent()
    postbox.refusals = 3
    waits = []
    for _ in range(3):
        began = world.does(clock.now)
        world.relay()
        waits.append(round((postbox.row().due_at - began).total_seconds()))
        assert world.relay() == 0, "not before it is due"
        postbox.time_passes()
    assert waits == list(BACK_OFF_S[:3])
    assert world.relay() == 1
    assert (len(postbox.taken), postbox.row().attempts) == (1, 4)


def test_a_door_that_never_opens_is_given_up_and_says_so(world, postbox):
    postbox.is_sent()
    postbox.refusals = 100
    for _ in range(GIVE_UP_AFTER + 3):
        world.relay()
        postbox.time_passes()
    assert postbox.tries == GIVE_UP_AFTER
    row = postbox.row()
    assert (row.state, row.sealed) == (MessageState.DEAD, None), "nobody reads it any more"
    assert row.recorded_at is not None


def test_an_operators_bad_day_loses_nothing(world, postbox):
    postbox.is_sent()
    assert sum(BACK_OFF_S) >= timedelta(days=1).total_seconds()
    postbox.refusals = len(BACK_OFF_S)
    for _ in range(GIVE_UP_AFTER):
        world.relay()
        postbox.time_passes()
    assert len(postbox.taken) == 1


def test_what_is_worth_nothing_any_more_is_not_sent(world, postbox):
    instant = world.does(clock.now)
    postbox.is_sent(expires_at=instant - timedelta(seconds=1))
    assert world.relay() == 0
    row = postbox.row()
    assert (postbox.tries, row.state, row.sealed) == (0, MessageState.DEAD, None)


def test_a_long_pause_that_left_thousands_of_dead_codes_delays_nobody(world, postbox):
    world.does(lambda: [outbox.send(postbox.topic, PAYLOAD, expires_at=clock.now()) for _ in range(1_500)])
    postbox.is_sent()

    world.relay()

    assert len(postbox.taken) == 1


def test_a_relay_that_dies_in_the_middle_loses_nothing(world, postbox):
    """Whoever was being spoken to may hear it twice: receivers are idempotent."""
    postbox.is_sent()

    def dies() -> None:
        postbox.before = lambda: None
        raise KeyboardInterrupt

    postbox.before = dies
    with pytest.raises(KeyboardInterrupt):
        world.relay()
    assert world.relay() == 0, "it is taken, until its lease ends"
    postbox.time_passes()
    assert world.relay() == 1
    assert [payload for _, payload in postbox.taken] == [PAYLOAD]


def test_two_relays_share_the_work(world, postbox):
    for _ in range(20):
        postbox.is_sent()
    sent = world.at_once(world.relay, world.relay, world.relay)
    assert sum(sent) == 20
    assert len({message_id for message_id, _ in postbox.taken}) == len(postbox.taken) == 20


def test_a_slow_receiver_stops_no_other_relay(world, postbox):
    """The row that one relay holds is skipped by the next."""
    held, go_on = threading.Event(), threading.Event()

    def waits() -> None:
        held.set()
        assert go_on.wait(10)

    postbox.before = waits
    postbox.is_sent()
    other = Postbox(world)

    def second() -> int:
        assert held.wait(10)
        other.is_sent()
        delivered = world.relay()
        go_on.set()
        return delivered

    assert world.at_once(world.relay, second) == [1, 1]
    assert (len(postbox.taken), len(other.taken)) == (1, 1)


def test_the_relay_is_woken_after_the_commit_only(world):
    woken: list[str] = []

    def command() -> None:
        after_commit(lambda: woken.append("now"))
        assert woken == []

    world.does(command)
    assert woken == ["now"]

    def fails() -> None:
        after_commit(lambda: woken.append("never"))
        raise LookupError

    with pytest.raises(LookupError):
        world.does(fails)
    world.does(lambda: None)
    assert woken == ["now"]
