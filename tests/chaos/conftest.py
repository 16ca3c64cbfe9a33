"""One real system for all of these tests (one process runs them all), and a line of figures for each."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from deploy.local.sockets import free_port
from tests.chaos.audit import audit
from tests.chaos.county import County
from tests.chaos.people import Crowd, gather

FIGURES = "chaos"


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    county = County(tmp_path_factory.mktemp("county"), free_port("127.0.0.1"))
    try:
        county.start()
        yield county
    finally:
        county.end()


@pytest.fixture(scope="session")
def crowd(county: County) -> Iterator[Crowd]:
    crowd = gather(county, buyers=3, customers=3)
    yield crowd
    crowd.leaves()


class Run:
    """One test's faults: how long it took to be whole again after each, and what the audit says in the end."""

    def __init__(self, test: pytest.Item, county: County, crowd: Crowd) -> None:
        self.test, self.county, self.crowd = test, county, crowd
        self.recovery_s: list[float] = []
        self._before = crowd.journal.acknowledged()
        self._refused = crowd.traffic.count("5"), crowd.traffic.count("lost"), crowd.traffic.count("500")
        self._answered = sum(crowd.traffic.answers.values())
        crowd.traffic.slowest_s = 0.0

    def recovers(self) -> None:
        self.recovery_s.append(self.county.recovers())

    def is_audited(self, *, faults: int) -> None:
        found = audit(self.county, self.crowd)
        traffic = self.crowd.traffic
        refused, lost = traffic.count("5") - self._refused[0], traffic.count("lost") - self._refused[1]
        broken = traffic.count("500") - self._refused[2]
        self.test.user_properties.append((FIGURES, json.dumps({
            "run": self.test.name, "faults": faults, "acknowledged": found.acknowledged - self._before,
            "lost": len(found.lost), "doubled": len(found.doubled), "differing": len(found.differing),
            "stuck": len(found.stuck), "requests": sum(traffic.answers.values()) - self._answered,
            "refused": refused, "cut": lost, "status 500": broken,
            "slowest answer s": round(traffic.slowest_s, 1),
            "recovery s": [round(seconds, 1) for seconds in sorted(self.recovery_s)][-1:] or None,
        })))  # fmt: skip
        assert found.clean, found.told()
        assert len(traffic.secrets) > 20 and self.county.logs_that_tell(traffic.secrets) == []
        assert broken == 0, f"{broken} answers were 500:\n{self.county.mistakes()}"


@pytest.fixture
def run(request: pytest.FixtureRequest, county: County, crowd: Crowd) -> Run:
    if county.supervisor is None or county.supervisor.poll() is not None:
        county.start()  # one test's failure is not the next one's
    county.recovers()
    return Run(request.node, county, crowd)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for outcome in ("passed", "failed") for report in terminalreporter.getreports(outcome)]
    figures = [value for report in reports for name, value in report.user_properties if name == FIGURES]
    if figures:
        terminalreporter.section("chaos")
        for line in figures:
            terminalreporter.write_line(line)
