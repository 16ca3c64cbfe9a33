"""One process of the run: so many examples from one seed, then what `flask ledger verify` checks.

    python -m tests.properties.worker URL CONNINFO KEYS --seed 7 --examples 150 --steps 200

Prints one line of JSON. On a breach it prints the shortest sequence of steps that leads to it, and ends with 1.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from pathlib import Path

import structlog
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from backend import create_app
from backend.config import Settings
from backend.extensions import db
from tests.properties.machine import CountyMachine
from tests.properties.observing import BrokenInvariant
from tests.properties.stage import Stage, build
from tests.support.failures import Failures


def explore(stage: Stage, *, first_seed: int, examples: int, steps: int, shrink: bool = True) -> None:
    class Machine(CountyMachine):
        pass

    Machine.stage = stage
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    run_state_machine_as_test(
        seed(first_seed)(Machine),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, database=None, phases=phases,
            suppress_health_check=list(HealthCheck), verbosity=Verbosity.normal, print_blob=False,
            report_multiple_bugs=False,
        ),
        _min_steps=steps,
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser()
    for name in ("url", "conninfo", "keys"):
        parser.add_argument(name)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", type=int, default=150)
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--no-shrink", action="store_true")
    wanted = parser.parse_args()
    app = create_app(
        Settings(environment="test", database_url=wanted.url, database_owner_url=wanted.url, broker_url=None,
                 public_url="http://localhost:1",
                 keys_dir=Path(wanted.keys), files_dir=Path(wanted.keys) / "files", sms_url="file:/dev/null",
                 web_dist=Path("no-web"), database_connections=2)
    )  # fmt: skip
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    begun = time.monotonic()
    with app.app_context(), Failures(db.engine) as failures:
        stage = build(app, wanted.conninfo, failures)
        gc.collect()
        gc.freeze()
        try:
            explore(stage, first_seed=wanted.seed, examples=wanted.examples, steps=wanted.steps,
                    shrink=not wanted.no_shrink)  # fmt: skip
            explored_s = time.monotonic() - begun
            broken = stage.broken_laws()
            if broken:
                raise BrokenInvariant(f"ledger verify: {json.dumps(broken, ensure_ascii=False)}")
        finally:
            print(json.dumps({
                "seed": wanted.seed, "examples": stage.examples, "steps": stage.steps, "commands": stage.commands,
                "deaths": stage.deaths, "struck": stage.failures.struck, "statements": stage.failures.statements,
                "came_to": dict(stage.came_to.most_common()),
                "refusals": dict(stage.refusals.most_common()), "seconds": round(time.monotonic() - begun, 1),
                "cpu_seconds": round(time.process_time(), 1),
            }), flush=True)  # fmt: skip
    print(f"explored in {explored_s:.1f} s, verified in {time.monotonic() - begun - explored_s:.1f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
