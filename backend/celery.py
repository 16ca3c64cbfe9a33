"""The queue. It only wakes: everything that must happen is a row with a ``due_at``, found again by the sweeps.

Messages carry ids or nothing; a lost message delays, a repeated one changes nothing, a second beat is harmless.
"""

from __future__ import annotations

from typing import Any, Final

from celery import Celery, Task
from celery.signals import setup_logging
from flask import Flask

from backend import create_app
from backend.http import logs
from backend.sweeps import SWEEPS

BROKER_PATIENCE_S: Final = 1.0


def make_celery(app: Flask) -> Celery:
    """A worker whose tasks run inside ``app``."""

    class InsideTheApp(Task):  # type: ignore[misc]  # Celery ships no types
        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            with app.app_context():
                return super().__call__(*args, **kwargs)

    queue = Celery("tanhui", task_cls=InsideTheApp)
    queue.conf.update(
        broker_url=app.extensions["settings"].broker_url or "memory://",
        task_serializer="json", accept_content=["json"], task_ignore_result=True, result_backend=None,
        task_acks_late=True, task_reject_on_worker_lost=True, worker_prefetch_multiplier=1, task_time_limit=120,
        broker_connection_retry_on_startup=True, broker_transport_options=_patience(), timezone="Asia/Shanghai",
        beat_schedule={name: {"task": "tanhui.sweep", "args": (name,), "schedule": sweep.every_s,
                              "options": {"expires": max(sweep.every_s * 2, 10)}}
                       for name, sweep in SWEEPS.items()},
        worker_hijack_root_logger=False,
    )  # fmt: skip
    queue.task(name="tanhui.sweep")(run_sweep)
    return queue


def run_sweep(name: str) -> int:
    """Run one sweep by its name, alone among all workers."""
    return SWEEPS[name].run()


def _patience() -> dict[str, float]:
    """Nobody waits long for a broker that hangs: the sweeps will do the work anyway."""
    return {"socket_timeout": BROKER_PATIENCE_S, "socket_connect_timeout": BROKER_PATIENCE_S,
            "visibility_timeout": 600}  # fmt: skip


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery ships no types
def _keep_our_logs(**_: Any) -> None:
    """Celery leaves logging alone, and then what it says itself, a task's failure above all, would go nowhere."""
    logs.take_in_standard_logging()


def __getattr__(name: str) -> Any:
    """``celery -A backend.celery:celery``: the worker's own application, made when it is asked for."""
    if name == "celery":
        queue = make_celery(create_app())
        globals()["celery"] = queue
        return queue
    raise AttributeError(name)
