"""Run the whole system in the foreground: start in order, watch, mend, stop in order."""

from __future__ import annotations

import ctypes
import fcntl
import http.client
import json
import os
import select
import shutil
import signal
import ssl
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, Any

from deploy.local import environment, launch, postgres, preparation, web_build
from deploy.local.announcement import announcement
from deploy.local.environment import Settings
from deploy.local.places import ROOT, Places, write_private
from deploy.local.processes import Child, Guardian, launched
from deploy.local.refusal import Refusal
from deploy.local.sockets import is_free

# A service that has answered since its start, or that cannot be asked and lived this long, counts its failures anew.
STEADY_S = 30.0
# Without these the system does not serve: when they do not come up, everything stops.
VITAL = frozenset({"postgres", "valkey", "web"})
VITAL_ATTEMPTS = 5
LONGEST_PAUSE_S = 10.0
COMING_UP_S = 0.2
START_PATIENCE_S = 60.0


class StopRequested(BaseException):
    """Ctrl-C, SIGTERM or the end of the terminal."""


def run(places: Places, given: Mapping[str, str]) -> None:
    """Start everything, say where it is, and return when asked to stop.

    Raises:
        Refusal: it cannot start, or cannot go on.
    """
    places.prepare()
    with hold_lock(places):
        port = environment.read_port(given.get("PORT") or str(environment.DEFAULT_PORT))
        host = environment.read_host(given)
        if not is_free(host, port):
            raise Refusal(f"port {port} on {host} is taken: choose another, for example PORT={port + 10}")
        Supervisor(places, given).run()


def hold_lock(places: Places) -> IO[str]:
    """Return the lock of the state folder, held until it is closed; the kernel lets go of it if we are killed."""
    handle = open(places.lock, "a+", encoding="ascii")  # noqa: SIM115
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.seek(0)
        holder = handle.read().strip()
        handle.close()
        raise Refusal(f"already running here (process {holder or 'unknown'}): stop that one first") from None
    handle.truncate(0)
    handle.write(f"{os.getpid()}\n")
    handle.flush()
    return handle


@dataclass(eq=False)
class Service:
    """A child that is kept up.

    ready: tells whether it answers; None where nobody can ask. has_answered: since it was started last.
    """

    child: Child
    failures: int = 0
    next_start_at: float = 0.0
    ready: Callable[[], bool] | None = None
    has_answered: bool = False

    @property
    def vital(self) -> bool:
        return self.child.name in VITAL

    @property
    def is_coming_up(self) -> bool:
        """It was started and has yet to answer."""
        return self.ready is not None and not self.has_answered and not self.child.has_ended()

    def look(self) -> bool:
        """Tell whether it answers, and remember that it did. One that nobody can ask is taken to be up."""
        if self.ready is None:
            return True
        self.has_answered = self.ready()
        return self.has_answered


class Supervisor:
    """Owner of the processes of one running system."""

    def __init__(self, places: Places, given: Mapping[str, str]) -> None:
        self._places = places
        self._given = given
        self._services: list[Service] = []
        self._stopping = False
        self._hurried = False
        self._wake_reader, self._wake_writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(self._wake_writer, False)

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        # An ended child wakes the main loop through the pipe; the handler itself has nothing to do.
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._wake_writer, warn_on_full_buffer=False)
        if os.environ.get("MAKELEVEL"):
            self._end_with_make()
        self._guardian = Guardian(ROOT)
        try:
            web_build.ensure_built()
            settings = environment.settle(self._places, self._given)
            self._start(settings)
            self._watch()
        except StopRequested:
            say("\nstopping …")
        finally:
            self._stop()
            self._guardian.dismiss()
            self._places.environment.unlink(missing_ok=True)
        say("stopped")

    # Start

    def _start(self, settings: Settings) -> None:
        environment.keep(self._places, settings)
        shutil.rmtree(self._places.metrics, ignore_errors=True)
        self._places.metrics.mkdir(mode=0o700)
        database, broker, standin = self._database(settings), self._broker(settings), self._payment_standin(settings)
        self._launch(database)
        self._launch(broker)
        self._wait_for(database)
        if settings.postgres is not None:
            settings.postgres.ensure_roles()
            settings.postgres.ensure_database()
        demo = self._demo(settings)
        web = self._web(settings)
        self._launch(web)
        self._launch(standin)
        for service in (broker, standin, web):
            self._wait_for(service)
        # What works in the background comes last: the person at the terminal does not wait for it.
        self._launch(self._worker(settings))
        self._launch(self._beat(settings))
        self._launch(self._register_standin(settings))
        write_private(self._places.demo, json.dumps(demo, ensure_ascii=False, indent=2) + "\n")
        say(announcement(demo, self._places, settings))

    def _database(self, settings: Settings) -> Service | None:
        server = settings.postgres
        if server is None:
            return None
        server.initialise()
        self._guardian.watch_database(server.data)
        child = self._child(
            "postgres", server.command, settings,
            stop_signal=postgres.STOP_SIGNAL, stop_patience_s=20, before=server.clear_the_way,
        )  # fmt: skip
        return Service(child, ready=server.is_ready)

    def _broker(self, settings: Settings) -> Service | None:
        if settings.valkey is None:
            return None
        return Service(self._child("valkey", settings.valkey.command, settings), ready=settings.valkey.is_ready)

    def _payment_standin(self, settings: Settings) -> Service | None:
        port = settings.payment_standin_port
        if port is None:
            return None
        module = self._python(
            "deploy.standins.wechatpay",
            "--port", str(port),
            "--state", str(self._places.payment_standin),
            "--keys", settings.environment["KEYS_DIR"],
            "--mchid", settings.environment["WECHATPAY_MCHID"],
            "--appid", settings.environment["WECHATPAY_APPID"],
            *_for_phones(settings),
        )  # fmt: skip
        host = settings.host if settings.certificate else environment.DEFAULT_HOST
        return Service(self._child("payment-standin", module, settings), ready=lambda: not is_free(host, port))

    def _register_standin(self, settings: Settings) -> Service | None:
        port = settings.register_standin_port
        if port is None:
            return None
        module = self._python(
            "deploy.standins.residents", "--port", str(port),
            "--secret-key-file", settings.environment["REAL_NAME_SECRET_KEY_FILE"],
        )  # fmt: skip
        return Service(
            self._child("register-standin", module, settings), ready=lambda: not is_free(environment.DEFAULT_HOST, port)
        )

    def _web(self, settings: Settings) -> Service:
        command = self._python(
            "granian", "--interface", "wsgi", "--host", settings.host, "--port", str(settings.port),
            "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--respawn-interval", "0.5",
            "--workers-kill-timeout", "4", "--log-level", "warning", *_over_tls(settings), "wsgi:app",
        )  # fmt: skip
        return Service(self._child("web", command, settings), ready=lambda: answers(settings))

    def _worker(self, settings: Settings) -> Service:
        # Threads: no processes of its own that could outlive it. Its tasks wait for the database, not for a processor.
        command = self._python(
            "celery", "-A", "backend.celery:celery", "worker", "--pool", "threads", "--concurrency", "4",
            "--loglevel", "info", "--without-gossip", "--without-mingle", "--without-heartbeat",
        )  # fmt: skip
        return Service(self._child("worker", command, settings))

    def _beat(self, settings: Settings) -> Service:
        command = self._python(
            "celery", "-A", "backend.celery:celery", "beat", "--loglevel", "info",
            "--schedule", str(self._places.var / "run" / "beat-schedule"), "--pidfile", "",
        )  # fmt: skip
        return Service(self._child("beat", command, settings))

    def _demo(self, settings: Settings) -> dict[str, Any]:
        """var/demo.json's content: how other programs reach this system, and as whom."""
        return {
            "base_url": settings.base_url,
            "sms_file": str(self._places.sms),
            "audit_database_url": settings.audit_database_url,
            **preparation.prepared(self._places, settings, self._guardian),
            "standins": {"wechat": settings.environment["WECHATPAY_BASE_URL"], "sms": settings.environment["SMS_URL"]},
            "wechatpay": _what_a_stand_in_needs(settings),
        }

    def _child(
        self, name: str, command: Callable[[], list[str]], settings: Settings, *,
        stop_signal: signal.Signals = signal.SIGTERM, stop_patience_s: float = 6.0,
        before: Callable[[], None] = lambda: None,
    ) -> Child:  # fmt: skip
        return Child(
            name=name, command=command, log=self._places.logs / f"{name}.log", environment=settings.environment,
            folder=ROOT, stop_signal=stop_signal, stop_patience_s=stop_patience_s, before=before,
        )  # fmt: skip

    @staticmethod
    def _python(module: str, *arguments: str) -> Callable[[], list[str]]:
        return lambda: launched([sys.executable, "-m", module, *arguments], signal.SIGTERM)

    def _launch(self, service: Service | None) -> None:
        if service is None:
            return
        if service not in self._services:
            self._services.append(service)
        service.has_answered = False
        service.child.start()
        self._guardian.watch(service.child.group, service.child.stop_signal)

    def _wait_for(self, service: Service | None) -> None:
        """Return when the service is ready; one that dies first, this one or another, ends the wait."""
        if service is None:
            return
        deadline = time.monotonic() + START_PATIENCE_S
        while not service.look():
            for other in self._services:
                if other.child.has_ended() and (other.vital or other is service):
                    self._give_up(other.child, "while starting")
            if time.monotonic() > deadline:
                child = service.child
                raise Refusal(f"{child.name} did not answer within {START_PATIENCE_S:.0f} s:\n{child.last_words()}")
            time.sleep(0.05)

    # Watch

    def _watch(self) -> None:
        """Start again what dies, until asked to stop."""
        while True:
            self._guardian.ensure_alive()
            now = time.monotonic()
            pause = 5.0
            for service in self._services:
                if service.child.has_ended() and service.next_start_at == 0.0:
                    self._note_death(service, now)
                if service.next_start_at:
                    if service.next_start_at <= now:
                        service.next_start_at = 0.0
                        self._launch(service)
                    else:
                        pause = min(pause, service.next_start_at - now)
                if service.is_coming_up and not service.look():
                    pause = min(pause, COMING_UP_S)
            select.select([self._wake_reader], [], [], pause)
            with suppress(BlockingIOError):
                os.read(self._wake_reader, 4096)

    def _note_death(self, service: Service, now: float) -> None:
        child = service.child
        child.sweep()
        self._guardian.forget(child.group)
        if service.has_answered or now - child.started_at > STEADY_S:
            service.failures = 0
        service.failures += 1
        if child.process is not None and child.process.returncode == launch.NO_ORDINARY_USER:
            raise Refusal(postgres.NEEDS_ORDINARY_USER)
        # Who was killed (by a person, or for want of memory) did not fail, perhaps just before it could be asked.
        if service.vital and service.failures >= VITAL_ATTEMPTS and not child.was_killed():
            self._give_up(child, f"{service.failures} times in a row")
        delay = 0.0 if service.failures == 1 else min(0.5 * 2.0 ** (service.failures - 2), LONGEST_PAUSE_S)
        service.next_start_at = now + delay
        again = f"again in {delay:.1f} s" if delay else "starting it again"
        say(f"{child.name} {child.outcome()}: {again} (log: {os.path.relpath(child.log)})")

    def _give_up(self, child: Child, when: str) -> None:
        if child.process is not None and child.process.returncode == launch.NO_ORDINARY_USER:
            raise Refusal(postgres.NEEDS_ORDINARY_USER)
        raise Refusal(f"{child.name} {child.outcome()} {when}; the end of {child.log}:\n{child.last_words()}")

    # Stop

    def _stop(self) -> None:
        """What takes requests goes first, what they need goes last."""
        self._stopping = True
        by_name = {service.child.name: service.child for service in self._services}
        for names in (("web", "worker", "beat"), ("payment-standin", "register-standin"), ("valkey",), ("postgres",)):
            children = [by_name[name] for name in names if name in by_name]
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.end(lambda: self._hurried)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._stopping:
            self._hurried = True
            return
        self._stopping = True
        raise StopRequested

    def _end_with_make(self) -> None:
        """Stop when make is killed: nobody would be left to stop us."""
        ctypes.CDLL(None).prctl(launch.PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


def _what_a_stand_in_needs(settings: Settings) -> dict[str, str]:
    """The merchant's side of WeChat Pay, for whoever runs a stand-in of their own against this system."""
    environment = settings.environment
    private = Path(environment["WECHATPAY_MERCHANT_KEY_FILE"])
    return {
        "base_url": environment["WECHATPAY_BASE_URL"],
        "mchid": environment["WECHATPAY_MCHID"],
        "appid": environment["WECHATPAY_APPID"],
        "merchant_serial": environment["WECHATPAY_MERCHANT_SERIAL"],
        "merchant_public_key_file": str(private.with_name("merchant_public.pem")),
        "apiv3_key_file": environment["WECHATPAY_APIV3_KEY_FILE"],
        "public_key_id": environment["WECHATPAY_PUBLIC_KEY_ID"],
        "public_key_file": environment["WECHATPAY_PUBLIC_KEY_FILE"],
        "notify_url": f"{settings.base_url}/api/v1/payment-notifications/wechat",
    }


def _over_tls(settings: Settings) -> list[str]:
    if settings.certificate is None:
        return []
    return [
        "--ssl-certificate", str(settings.certificate.shown), "--ssl-keyfile", str(settings.certificate.key),
        "--ssl-protocol-min", "tls1.2",
    ]  # fmt: skip


def _for_phones(settings: Settings) -> list[str]:
    """Whoever pays opens the stand-in's page; its news go to an address that our own authority vouches for."""
    if settings.certificate is None:
        return []
    return [
        "--host", settings.host, "--public-url", settings.environment["WECHATPAY_BASE_URL"],
        "--authority", str(settings.certificate.authority),
    ]  # fmt: skip


def say(line: str) -> None:
    """Print; a reader who has gone is no reason to end."""
    with suppress(OSError):
        print(line, flush=True)


def answers(settings: Settings) -> bool:
    """Tell whether the web server says that it is alive."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    connection = http.client.HTTPConnection(reachable, settings.port, timeout=5)
    if settings.certificate is not None:
        trust = ssl.create_default_context(cafile=settings.certificate.authority)
        connection = http.client.HTTPSConnection(reachable, settings.port, timeout=5, context=trust)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
