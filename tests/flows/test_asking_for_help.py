"""问谁 / Whom to ask: what the county has named is shown, what it has not is left empty."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import Result

from backend.kernel.principal import Role
from backend.releases import service as releases
from tests.support.offices import somebody_who_works
from tests.support.world import World


def set_in(world: World, *arguments: str) -> Result:
    """As the office types it: `./tanhui flask data set ...`."""
    return world.app.test_cli_runner().invoke(args=["data", "set", *arguments])


class TestTheHelpDesk:
    def test_has_no_number_until_the_county_names_one(self, world: World) -> None:
        told = world.get("/help").json
        assert (told["phone"], told["hours"], told["address"], told["verified"]) == (None, None, None, False)
        assert told["office"] == "明溪县林业局"
        assert world.request("GET", "/help", language="en").json["office"] == "Mingxi County Forestry Bureau"

    def test_has_the_number_that_was_published_from_its_day_on(self, world: World) -> None:
        by = ("--source", "县林业局 2026-03-01 通知")
        assert set_in(world, "help.phone", "0598-0000000", "--from", "2026-03-01", *by).exit_code == 0
        assert set_in(world, "help.hours", "工作日 8:30—17:30", "--from", "2026-03-01", *by).exit_code == 0
        assert set_in(world, "help.phone", "0598-1111111", "--from", "2999-01-01", *by).exit_code == 0

        told = world.get("/help").json

        assert (told["phone"], told["hours"]) == ("0598-0000000", "工作日 8:30—17:30")
        assert (told["source"], told["verified"]) == ("县林业局 2026-03-01 通知", True)

    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (("help.phone", "javascript:alert(1)"), "is no telephone"),
            (("help.phone", "０５９８"), "is no telephone"),
            (("help.fax", "0598-0000000"), "no setting help.fax"),
            (("help.phone", "0598-2222222", "--from", "2026-01-01"), "choose a later day"),
        ],
    )
    def test_refuses_what_is_no_number_no_setting_or_no_new_day(
        self, world: World, arguments: tuple[str, ...], why: str
    ) -> None:
        told = set_in(world, "--from", "2026-05-01", "--source", "x", *arguments)
        assert told.exit_code == 1
        assert why in told.output

    def test_keeps_what_was_published_before(self, world: World) -> None:
        shipped_on = date(2026, 1, 1)

        def again() -> bool:
            return releases.publish_next(
                key="help.phone", valid_from=shipped_on, value="1234567", source="x", grade="A", verified=True
            )

        assert world.does(again) is False

    def test_has_no_number_set_by_hand_once_two_could_release_it(self, world: World) -> None:
        """The last of this file: from now on the county has the offices that change settings."""
        by = ("--source", "县林业局 2026-06-01 通知")
        somebody_who_works(world, Role.SYSTEM_ADMINISTRATOR)
        assert set_in(world, "help.phone", "0598-3333333", "--from", "2026-06-01", *by).exit_code == 0, "one is not two"
        somebody_who_works(world, Role.SECURITY_OFFICER)
        told = set_in(world, "help.phone", "0598-4444444", "--from", "2026-07-01", *by)
        assert (told.exit_code, "under four eyes" in told.output) == (1, True)
