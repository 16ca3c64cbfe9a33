"""What a page costs does not grow with what is on it."""

from __future__ import annotations

from sqlalchemy import event

from backend.extensions import db
from tests.flows.test_recording_activities import rides, walks
from tests.support.world import Person, World


def questions_for(world: World, person: Person) -> int:
    """How many statements a page of point entries takes."""
    asked: list[str] = []

    def hears(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    with world.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", hears)
    try:
        assert person.get("/points/entries", limit=20).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", hears)
    return len(asked)


def test_twenty_entries_are_asked_for_like_two(world: World) -> None:
    lin = world.citizen()
    rides(lin)
    rides(lin)
    few = questions_for(world, lin)
    for _ in range(9):
        rides(lin)
    walks(lin, "7250")
    assert questions_for(world, lin) == few
