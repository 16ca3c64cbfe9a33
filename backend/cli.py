"""The command line: what operators, tests and the local system type. Each runs the same commands as the API."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from backend import wiring
from backend.extensions import db
from backend.kernel import calendar, chance
from backend.kernel.principal import Proof, Role
from backend.kernel.transaction import run

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output on one line.")
ROLES_OF_PEOPLE = tuple(str(role) for role in Role if role not in {Role.CLIENT, Role.SYSTEM})
ORGANISATION_KINDS = (
    "merchant", "firm", "village-collective", "reserve", "bank", "bureau", "township", "court", "event-organiser",
    "verifier",
)  # fmt: skip
MIGRATIONS = str(Path(__file__).parent.parent / "migrations")


def init_app(app: Flask) -> None:
    if click.get_current_context(silent=True) is not None:
        # Alembic takes a third of a second to import: only who migrates waits for it.
        from flask_migrate import Migrate

        Migrate(app, db, directory=MIGRATIONS, compare_type=True)
    from backend.key_commands import keys

    for command in (prepare, ledger, seed, token, sweep, data, keys):
        app.cli.add_command(command)


def refuse_in_production() -> None:
    if current_app.extensions["settings"].is_production:
        raise click.ClickException("refused in production")


def clients_folder() -> Path:
    """Where the private keys of clients lie that we made ourselves."""
    keys_dir: Path = current_app.extensions["settings"].keys_dir
    return keys_dir.parent / "clients"


def say(document: dict[str, Any], *, as_json: bool, words: str) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, default=str) if as_json else words)


@click.command()
@click.option("--demo", is_flag=True, help="Also fill the demo county (never in production).")
@AS_JSON
@with_appcontext
def prepare(demo: bool, as_json: bool) -> None:
    """Migrate, load reference data and, with --demo, the demo county. Repeating it changes nothing."""
    from flask_migrate import upgrade

    from backend.demo import seed_demo_county
    from backend.demo_machines import seed_demo_clients
    from backend.reference_data import load_reference_data

    upgrade(directory=MIGRATIONS)
    load_reference_data()
    people: dict[str, Any] = {}
    if demo:
        refuse_in_production()
        people = seed_demo_county() | {"clients": seed_demo_clients(clients_folder())}
    say(people, as_json=as_json, words="ready")


@click.group()
def data() -> None:
    """Reference data: documents, factors, rules, settings."""


@data.command("load")
@with_appcontext
def load_data() -> None:
    """Load what this version ships. Repeating it changes nothing."""
    from backend.reference_data import load_reference_data

    load_reference_data()


@data.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day.")
@click.option("--source", required=True, help="Who decided it, where it is written.")
@click.option("--grade", type=click.Choice(["A", "B", "C", "D"]), default="A")
@with_appcontext
def set_value(key: str, value: str, valid_from: datetime, source: str, grade: str) -> None:
    """Publish a setting, such as help.phone, before there is anybody to approve a release. What was before stays."""
    from backend.release_tables import there_are_four_eyes
    from backend.releases import service
    from backend.releases.ports import SETTINGS

    if run(lambda: there_are_four_eyes(SETTINGS)):
        raise click.ClickException("settings change under four eyes: draft a release at /office/releases")
    day = valid_from.date()
    try:
        made = run(lambda: service.publish_next(key=key, valid_from=day, value=value, source=source, grade=grade,
                                                verified=grade in {"A", "B"}))  # fmt: skip
    except service.SettingUnknown as error:
        raise click.ClickException(f"no setting {key}") from error
    except service.SettingMalformed as error:
        raise click.ClickException(str(error)) from error
    if not made:
        raise click.ClickException(f"{key} has a value from {day} on: choose a later day")
    click.echo(f"{key} is {value!r} from {day} on")


@data.command("day")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("kind", type=click.Choice(["rest", "work"]))
@click.option("--name", "name_zh", required=True, help="What people call it.")
@click.option("--source", required=True, help="Who decided it, where it is written.")
@with_appcontext
def set_day(day: datetime, kind: str, name_zh: str, source: str) -> None:
    """Say that a day is a holiday, or a weekend that is worked. It wins over what this version ships."""
    run(lambda: calendar.decide(day.date(), calendar.DayKind(kind), name_zh=name_zh, source=source))
    click.echo(f"{day.date()} is a day of {kind}")


ledger = AppGroup("ledger", help="The books.")


@ledger.command("verify")
@AS_JSON
@with_appcontext
def verify_ledger(as_json: bool) -> None:
    """Check every invariant; exit 1 and name the rows that break one."""
    from backend.ledger.verify import verify

    report = verify(wiring.ledger_checks()).as_dict()
    broken = [check for check in report["checks"] if not check["ok"]]
    words = [f"{check['name']}: {row['row']} {row['problem']}" for check in broken for row in check["rows"]]
    verdict = "all hold" if report["ok"] else "BROKEN"
    summary = f"{len(report['checks'])} checks, {report['entries']} entries: {verdict}"
    say(report, as_json=as_json, words="\n".join([*words, summary]))
    sys.exit(0 if report["ok"] else 1)


seed = AppGroup("seed", help="Make people and organisations known (never in production).")


@seed.command("person")
@click.option("--role", type=click.Choice(ROLES_OF_PEOPLE), default=str(Role.CITIZEN))
@click.option("--phone", help="A mobile number; default: a random one.")
@click.option("--nickname")
@click.option("--organisation", type=click.UUID, help="For whom a clerk acts; default: a new merchant.")
@AS_JSON
@with_appcontext
def seed_person(role: str, phone: str | None, nickname: str | None, organisation: UUID | None, as_json: bool) -> None:
    """Register a person without an SMS."""
    refuse_in_production()
    from backend.demo import seed_person as command

    made = run(lambda: command(role=Role(role), phone=phone or random_phone(), nickname=nickname,
                               organisation=organisation))  # fmt: skip
    say(made, as_json=as_json, words=f"{made['role']} {made['phone']} person {made['person_id']}")


@seed.command("client")
@click.option("--role", type=click.Choice(["till"]), required=True)
@click.option("--organisation", type=click.UUID, help="For whom it acts; default: a new merchant.")
@click.option("--sandbox", "is_sandbox", is_flag=True, help="To try things out: it acts for a stand-in.")
@AS_JSON
@with_appcontext
def seed_client(role: str, organisation: UUID | None, is_sandbox: bool, as_json: bool) -> None:
    """Register a machine client; its private key is written to a file beside the service's keys."""
    refuse_in_production()
    from backend.demo import seed_organisation as new_organisation
    from backend.demo_machines import write_client
    from backend.identity import queries

    if organisation is None:
        organisation = UUID(run(lambda: new_organisation(kind="merchant", name="示例商户"))["party_id"])
    party_id = organisation
    if run(lambda: queries.organisation(party_id)) is None:
        raise click.ClickException(f"no organisation {party_id}")
    made = write_client(clients_folder(), party_id, role=role, is_sandbox=is_sandbox)
    say(made, as_json=as_json, words=f"{made['role']} {made['client_id']} key {made['private_key_file']}")


@seed.command("organisation")
@click.option("--role", "kind", type=click.Choice(ORGANISATION_KINDS), required=True)
@click.option("--name", default="示例单位")
@AS_JSON
@with_appcontext
def seed_organisation(kind: str, name: str, as_json: bool) -> None:
    """Register an organisation."""
    refuse_in_production()
    from backend.demo import seed_organisation as command

    made = run(lambda: command(kind=kind, name=name))
    say(made, as_json=as_json, words=f"{made['kind']} {made['party_id']}")


@click.command()
@click.option("--person", "person_id", type=click.UUID, required=True)
@click.option("--as", "party_id", type=click.UUID, help="Act for this organisation.")
@click.option("--role", type=click.Choice(ROLES_OF_PEOPLE), help="Of several.")
@AS_JSON
@with_appcontext
def token(person_id: UUID, party_id: UUID | None, role: str | None, as_json: bool) -> None:
    """Open a session for a person without an SMS (never in production)."""
    refuse_in_production()
    from backend.identity import queries, service

    def opened() -> dict[str, Any]:
        person = queries.person(person_id)
        if person is None:
            raise click.ClickException(f"no person {person_id}")
        wanted = Role(role) if role else None
        if party_id is not None and queries.role_for(person_id, party_id, wanted) is None:
            raise click.ClickException(f"person {person_id} may not act for {party_id}")
        session = service.open_session(person_id, client="app", party_id=party_id, role=wanted, proof=Proof.TOTP)
        return {"access_token": session.access_token, "refresh_token": session.refresh_token, "token_type": "Bearer",
                "expires_in_s": session.expires_in_s, "person_id": session.person_id, "party_id": session.party_id,
                "roles": list(session.roles)}  # fmt: skip

    made = run(opened)
    say(made, as_json=as_json, words=made["access_token"])


@click.command()
@click.option("--once", is_flag=True, required=True, help="Run everything that is due, to rest, and return.")
@AS_JSON
@with_appcontext
def sweep(once: bool, as_json: bool) -> None:
    """Relay, sweeps and roll-ups without a queue."""
    from backend.sweeps import SweepUnderWay, to_rest

    try:
        done = to_rest()
    except SweepUnderWay as under_way:
        raise click.ClickException(
            f"somebody else is at the sweep {under_way} and has been for too long: try again, or look at the worker"
        ) from under_way
    say(done, as_json=as_json, words=", ".join(f"{name} {count}" for name, count in done.items()))


def random_phone() -> str:
    return "139" + chance.digits(8)
