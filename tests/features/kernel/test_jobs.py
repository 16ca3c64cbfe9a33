"""Long work: begun by a command, done by a worker, finished in spite of crashes, told in words when it fails."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from backend.extensions import db
from backend.kernel import clock, jobs
from backend.kernel.errors import Unavailable
from backend.kernel.jobs import ATTEMPTS, Job, JobNotFound, LeaseLost, Work
from backend.kernel.principal import Principal, Role
from backend.kernel.transaction import run
from tests.support.world import Person, World

_kinds = itertools.count(1)


class KilledHard(BaseException):
    """What kill -9 leaves behind: nothing is caught, nothing is written."""


class Desk:
    """A kind of work that does what the test says, and the person who wants it."""

    def __init__(self, world: World, does: Callable[[Work], Mapping[str, Any]]) -> None:
        self.world, self.kind, self.owner = world, f"test-{next(_kinds)}", world.citizen()
        jobs.kind(self.kind, does)

    def is_asked(self, **given: Any) -> UUID:
        return self.world.does(lambda: jobs.start(principal_of(self.owner), self.kind, given))

    def works(self) -> int:
        return self.world.reads(jobs.work_off)

    def time_passes(self) -> None:
        due = update(Job).where(Job.kind == self.kind)
        self.world.does(lambda: db.session.execute(due.values(due_at=clock.now())))

    def told(self, job_id: UUID, **more: Any) -> Any:
        return self.owner.get(f"/jobs/{job_id}").json


def principal_of(person: Person) -> Principal:
    return Principal(UUID(person.person_id), Role.CITIZEN, UUID(person.party_id))


def counts_to_three(work: Work) -> Mapping[str, Any]:
    for done in range(1, 4):
        work.progress(done, 3)
    return {"name": work.input["name"], "for": str(work.principal.party_id), "role": str(work.principal.role)}


class TestWork:
    def test_waits_runs_and_tells_its_result_to_its_owner(self, world):
        desk = Desk(world, counts_to_three)
        job_id = desk.is_asked(name="小溪")
        waiting = desk.told(job_id)
        assert (waiting["state"], waiting["done"], waiting["total"]) == ("queued", 0, None)

        assert desk.works() == 1

        done = desk.told(job_id)
        assert (done["state"], done["done"], done["total"]) == ("done", 3, 3)
        assert done["result"] == {"name": "小溪", "for": desk.owner.party_id, "role": "citizen"}
        assert done["problem"] is None
        assert desk.works() == 0

    def test_is_begun_only_if_the_command_is(self, world):
        desk = Desk(world, counts_to_three)

        def refused() -> None:
            jobs.start(principal_of(desk.owner), desk.kind, {"name": "?"})
            raise JobNotFound()

        with pytest.raises(JobNotFound):
            world.does(refused)
        assert desk.works() == 0

    def test_of_others_is_not_there(self, world):
        desk = Desk(world, counts_to_three)
        job_id = desk.is_asked(name="小溪")
        answer = world.citizen().get(f"/jobs/{job_id}")
        assert (answer.status_code, answer.json["code"]) == (404, "job-not-found")
        assert world.get(f"/jobs/{job_id}").status_code == 401

    def test_shows_how_far_it_is_while_it_goes_on(self, world):
        seen = []

        def looks(work: Work) -> Mapping[str, Any]:
            work.progress(2, 5)
            seen.append(run(lambda: jobs.job(work.principal, work.job_id)))
            return {}

        desk = Desk(world, looks)
        desk.is_asked()
        desk.works()
        assert [(view.state, view.done, view.total) for view in seen] == [("running", 2, 5)]

    def test_leaves_nothing_of_what_was_asked_when_it_ends(self, world):
        desk = Desk(world, counts_to_three)
        job_id = desk.is_asked(name="只有自己知道")
        sealed = select(Job.sealed_input).where(Job.id == job_id)
        assert "自己" not in str(world.reads(lambda: db.session.scalar(sealed)))
        desk.works()
        assert world.reads(lambda: db.session.scalar(sealed)) is None


class TestACrash:
    def test_in_the_middle_loses_nothing_and_is_made_up_for_when_the_lease_ends(self, world):
        began = []

        def dies_once(work: Work) -> Mapping[str, Any]:
            began.append(work.attempt)
            work.progress(1, 3)
            if work.attempt == 1:
                raise KilledHard
            return counts_to_three(work)

        desk = Desk(world, dies_once)
        job_id = desk.is_asked(name="小溪")
        with pytest.raises(KilledHard):
            desk.works()
        assert desk.told(job_id)["state"] == "running"
        assert desk.works() == 0, "the lease still holds"

        desk.time_passes()

        assert desk.works() == 1
        assert (desk.told(job_id)["state"], began) == ("done", [1, 2])

    def test_each_time_is_given_up_in_words(self, world):
        def dies(work: Work) -> Mapping[str, Any]:
            raise KilledHard

        desk = Desk(world, dies)
        job_id = desk.is_asked()
        for _ in range(ATTEMPTS):
            with pytest.raises(KilledHard):
                desk.works()
            desk.time_passes()
        assert desk.works() == 1
        told = desk.told(job_id)
        assert (told["state"], told["problem"]["code"], told["problem"]["title"]) == (
            "failed", "job-interrupted", "没有办完")  # fmt: skip

    def test_of_one_that_was_only_slow_changes_nothing_afterwards(self, world):
        """Frozen for longer than its lease, it wakes when another has taken over: the other's word counts."""

        def slow(work: Work) -> Mapping[str, Any]:
            if work.attempt == 1:
                desk.time_passes()
                assert desk.works() == 1
                with pytest.raises(LeaseLost):
                    work.progress(1, 1)
            return {"by": work.attempt}

        desk = Desk(world, slow)
        job_id = desk.is_asked()
        assert desk.works() == 0
        assert desk.told(job_id)["result"] == {"by": 2}


class TestAFailure:
    def test_is_told_in_the_readers_language(self, world):
        def refuses(work: Work) -> Mapping[str, Any]:
            raise JobNotFound(job_id="x")

        desk = Desk(world, refuses)
        job_id = desk.is_asked()
        desk.works()
        zh = desk.told(job_id)["problem"]
        en = world.request("GET", f"/jobs/{job_id}", token=desk.owner.token, language="en").json["problem"]
        assert (zh["code"], zh["title"], en["title"]) == ("job-not-found", "没有找到这件事", "No such work")
        assert desk.told(job_id)["result"] is None

    def test_of_ours_is_no_secret_and_no_stack(self, world):
        def breaks(work: Work) -> Mapping[str, Any]:
            raise ValueError("13900000000")

        desk = Desk(world, breaks)
        job_id = desk.is_asked()
        desk.works()
        told = desk.owner.get(f"/jobs/{job_id}")
        assert told.json["problem"]["code"] == "job-interrupted"
        assert "13900000000" not in told.get_data(as_text=True)

    def test_of_a_dependency_is_tried_again(self, world):
        def away_at_first(work: Work) -> Mapping[str, Any]:
            if work.attempt < 3:
                raise Unavailable()
            return {}

        desk = Desk(world, away_at_first)
        job_id = desk.is_asked()
        desk.works()
        assert desk.told(job_id)["state"] == "queued"
        for _ in range(2):
            desk.time_passes()
            desk.works()
        assert desk.told(job_id)["state"] == "done"
