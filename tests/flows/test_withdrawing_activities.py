"""自己报错了 → 撤回 → 积分收回，写明为什么 / A report was a mistake: it is taken back, with all that it earned."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from tests.flows.test_recording_activities import at, available, records, rides, walks
from tests.support.counter import Shop, a_code, earns, later, signs_in_again
from tests.support.world import Person, World, fresh_key


def withdraws(person: Person, activity_id: str, **more):
    return person.post(f"/activities/{activity_id}/withdrawal", **more)


def reported(person: Person, activity_id: str):
    return person.get(f"/activities/{activity_id}").json


class TestTakingAReportBack:
    def test_takes_its_points_and_says_so(self, world):
        lin = world.citizen()
        walk = walks(lin, "8102").json["activity_id"]

        told = withdraws(lin, walk)

        assert told.status_code == 200, told.json
        assert (told.json["points_taken_back"], told.json["points_owed"], told.json["points_balance"]) == (8, 0, 0)
        assert (told.json["activity"]["state"], told.json["activity"]["abilities"]) == ("withdrawn", [])
        assert available(lin) == 0

    def test_leaves_the_report_readable(self, world):
        lin = world.citizen()
        walk = walks(lin, "8102").json["activity_id"]
        assert reported(lin, walk)["abilities"] == ["withdraw"]
        withdraws(lin, walk)
        [listed] = lin.get("/activities").json["items"]
        assert listed == reported(lin, walk)
        assert (listed["title"], listed["state"], listed["points"]) == ("步行 8,102 步", "withdrawn", 8)
        assert listed["withdrawn_at"] and listed["withdrawable_until"] is None

    def test_is_explained_on_both_sides_of_the_books(self, world):
        lin = world.citizen()
        earned = walks(lin, "8102").json
        gone = withdraws(lin, earned["activity_id"]).json["entry_id"]

        [out, came] = lin.get("/points/entries").json["items"]
        assert (out["entry_id"], out["points"], out["cause_kind"], out["direction"]) == (
            gone, -8, "withdrawal", "clawed-back")  # fmt: skip
        assert (came["points"], came["cause_kind"]) == (8, "mobility.walk")
        for entry_id in (gone, earned["entry_id"]):
            steps = lin.get(f"/points/entries/{entry_id}/explanation").json["steps"]
            assert [step["title"] for step in steps if step["icon"] == "reversal"] == ["你撤回了这次申报"]
        assert lin.get(f"/points/entries/{gone}/explanation").json["title"] == "步行 8,102 步"

    def test_of_one_that_earned_nothing_moves_nothing(self, world):
        lin = world.citizen()
        told = withdraws(lin, walks(lin, "499").json["activity_id"]).json
        assert (told["points_taken_back"], told["entry_id"]) == (0, None)
        assert lin.get("/points/entries").json["items"] == []

    def test_the_same_request_twice_is_done_once_and_answered_twice(self, world):
        lin, key = world.citizen(), fresh_key()
        ride = rides(lin).json["activity_id"]
        first, again = withdraws(lin, ride, key=key), withdraws(lin, ride, key=key)
        assert again.json == first.json
        assert again.headers["Idempotency-Replayed"] == "true"

    def test_happens_once(self, world):
        lin = world.citizen()
        ride = rides(lin).json["activity_id"]
        withdraws(lin, ride)
        again = withdraws(lin, ride)
        assert (again.status_code, again.json["code"]) == (409, "activity-withdrawn")
        assert available(lin) == 0


class TestWhatStaysUsed:
    def test_the_receipt_for_everybody(self, world):
        lin, chen = world.citizen(), world.citizen()
        withdraws(lin, rides(lin, receipt="W-1").json["activity_id"])
        assert rides(lin, receipt="W-1").json["code"] == "activity-already-recorded"
        assert rides(chen, receipt="W-1").json["code"] == "activity-already-recorded"

    def test_the_steps_of_the_day(self, world):
        lin = world.citizen()
        withdraws(lin, walks(lin, "81020").json["activity_id"])
        assert walks(lin, "8102").json["code"] == "activity-already-recorded"

    def test_the_caps_of_the_day_so_that_nobody_earns_them_twice(self, world):
        lin = world.citizen()
        for _ in range(3):
            ride = rides(lin, "4").json
            withdraws(lin, ride["activity_id"])
        assert ride["points"] == 0, "the day was used up by the first"
        assert available(lin) == 0


class TestPointsThatWereSpent:
    def test_become_a_debt_that_the_next_award_pays_first(self, world):
        lin, shop = world.citizen(), Shop(world)
        ride = rides(lin, "4").json
        assert shop.takes(a_code(lin), points=15).status_code == 201

        told = withdraws(lin, ride["activity_id"]).json

        assert (told["points_taken_back"], told["points_owed"], told["points_balance"]) == (20, 15, 0)
        assert lin.get("/points").json["debt"] == 15
        earns(world, lin, 20)
        assert (available(lin), lin.get("/points").json["debt"]) == (5, 0)

    def test_are_taken_from_other_points_before_anything_is_owed(self, world):
        lin, shop = world.citizen(), Shop(world)
        ride = rides(lin, "4").json
        earns(world, lin, 30)
        assert shop.takes(a_code(lin), points=20).status_code == 201
        told = withdraws(lin, ride["activity_id"]).json
        assert (told["points_owed"], told["points_balance"]) == (0, 10)

    def test_of_an_award_that_paid_a_debt_are_owed_again(self, world):
        lin, shop = world.citizen(), Shop(world)
        first = rides(lin, "2").json
        assert shop.takes(a_code(lin), points=10).status_code == 201
        withdraws(lin, first["activity_id"])
        second = rides(lin, "2").json
        assert lin.get("/points").json["debt"] == 0
        assert withdraws(lin, second["activity_id"]).json["points_owed"] == 10
        assert lin.get("/points").json["debt"] == 10


class TestUntilWhen:
    def test_seven_days_after_the_day_of_reporting_and_not_a_minute_more(self, world):
        lin = world.citizen()
        ride = rides(lin).json["activity_id"]
        told = reported(lin, ride)
        recorded_on = clock.business_date(datetime.fromisoformat(told["recorded_at"]))
        last_day = recorded_on + timedelta(days=7)
        assert told["withdrawable_until"] == last_day.isoformat()

        into_the_eighth_day = int((clock.start_of(last_day + timedelta(days=1)) - clock.wall_time()).total_seconds())
        with later(seconds=into_the_eighth_day + 30):
            late = signs_in_again(world, lin)
            refused = withdraws(late, ride)
            assert (refused.status_code, refused.json["code"]) == (422, "activity-withdrawal-too-late")
            assert refused.json["reasons"][0]["facts"] == {"days": 7, "until": last_day.isoformat()}
            assert reported(late, ride)["abilities"] == []
        with later(seconds=into_the_eighth_day - 60):
            in_time = signs_in_again(world, lin)
            assert reported(in_time, ride)["abilities"] == ["withdraw"]
            assert withdraws(in_time, ride).status_code == 200

    def test_counts_from_the_report_and_not_from_what_happened(self, world):
        lin = world.citizen()
        ride = rides(lin, occurred_at=at(3)).json["activity_id"]
        with later(days=6):
            assert withdraws(signs_in_again(world, lin), ride).status_code == 200


class TestWhoMay:
    def test_another_is_told_that_there_is_nothing(self, world):
        lin, chen = world.citizen(), world.citizen()
        ride = rides(lin).json["activity_id"]
        for refused in (withdraws(chen, ride), chen.get(f"/activities/{ride}")):
            assert (refused.status_code, refused.json["code"]) == (404, "activity-not-found")
        assert reported(lin, ride)["state"] == "accepted"

    def test_an_id_that_is_none(self, world):
        lin = world.citizen()
        assert withdraws(lin, str(new_id())).json["code"] == "activity-not-found"
        assert withdraws(lin, "1").status_code == 404

    def test_a_stranger_is_asked_to_sign_in_and_a_key_is_needed(self, world):
        lin = world.citizen()
        ride = rides(lin).json["activity_id"]
        path = f"/activities/{ride}/withdrawal"
        assert world.request("POST", path, body={}, key=fresh_key()).status_code == 401
        assert world.request("POST", path, token=lin.token, body={}).json["code"] == "idempotency-key-required"

    def test_what_a_partner_vouched_for_is_not_ones_own_to_take_back(self, world):
        lin = world.citizen()
        activity_id = new_id()
        vouched = text("""
            INSERT INTO activities_records (id, party_id, kind, measures, tier, source, source_reference, occurred_at,
                                            recorded_at, state)
            VALUES (:id, :party, 'transit.bus', '{"rides": "1"}', 'verified', 'bus-company', 'BC-1', :at, :at,
                    'accepted')""")
        facts = lambda: {"id": activity_id, "party": lin.party_id, "at": clock.now()}  # noqa: E731
        world.does(lambda: db.session.execute(vouched, facts()))
        refused = withdraws(lin, str(activity_id))
        assert (refused.status_code, refused.json["code"]) == (422, "activity-not-self-reported")
        assert reported(lin, str(activity_id))["abilities"] == []

    @pytest.mark.parametrize("body", [{"points": 5}, [], {"reason": "x"}, "withdraw", 1])
    def test_nothing_is_taken_from_the_one_who_asks(self, world, body):
        lin = world.citizen()
        ride = rides(lin).json["activity_id"]
        assert withdraws(lin, ride, body=body).status_code == 400
        assert reported(lin, ride)["state"] == "accepted"


class TestRaces:
    def test_of_thirty_two_who_withdraw_at_once_one_does(self, world):
        lin = world.citizen()
        ride = rides(lin, "4").json["activity_id"]
        answers = world.at_once(*[lambda: withdraws(lin, ride)] * 32)
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 31
        assert available(lin) == 0

    def test_points_are_either_redeemed_or_taken_back_and_never_both_for_nothing(self, world):
        shop = Shop(world)
        for _ in range(4):
            lin = world.citizen()
            ride, code = rides(lin, "4").json["activity_id"], a_code(lin)
            withdrawn, redeemed = world.at_once(
                lambda person=lin, which=ride: withdraws(person, which), lambda shown=code: shop.takes(shown, points=20)
            )
            assert withdrawn.status_code == 200
            owed = lin.get("/points").json["debt"]
            assert (redeemed.status_code, owed) in {(201, 20), (422, 0)}
            assert available(lin) == 0

    def test_while_more_is_reported_the_books_stay_in_order(self, world):
        lin = world.citizen()
        taken_back = [rides(lin).json["activity_id"] for _ in range(4)]
        answers = world.at_once(
            *[lambda which=which: withdraws(lin, which) for which in taken_back],
            *[lambda minute=minute: records(lin, "mobility.cycle", {"km": "1"}, occurred_at=at(1, f"09:{minute:02}"))
              for minute in range(8)],
        )  # fmt: skip
        assert {answer.status_code for answer in answers} == {200, 201}
        assert available(lin) == 8 * 5


class TestWhatIsKept:
    @pytest.mark.parametrize("change", [
        "UPDATE activities_records SET state = 'accepted', withdrawn_at = NULL",
        "UPDATE activities_records SET withdrawn_at = withdrawn_at + interval '1 day'",
        "DELETE FROM activities_records",
    ])  # fmt: skip
    def test_a_withdrawn_report_stays_withdrawn(self, world: World, change):
        lin = world.citizen()
        withdraws(lin, rides(lin).json["activity_id"])
        with pytest.raises(Exception, match=r"permission denied|stays as it was reported"):
            world.does(lambda: db.session.execute(text(change)))
