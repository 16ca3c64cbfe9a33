"""What goes wrong in the background is written down, where whoever looks after the service will look."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from celery.signals import setup_logging

import backend.celery  # noqa: F401 - joins the signal


@contextmanager
def as_in_a_worker() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers.clear()  # pytest's own
    setup_logging.send(sender=None, loglevel=logging.INFO, logfile=None, format="", colorize=False)
    yield
    root.handlers[:] = before
    root.setLevel(level)


def test_a_task_that_failed_is_told_with_its_stack(capsys: pytest.CaptureFixture[str]) -> None:
    with as_in_a_worker():
        try:
            raise LookupError("the seventh sweep")
        except LookupError:
            logging.getLogger("celery.app.trace").exception("Task tanhui.sweep raised")
    line = json.loads(capsys.readouterr().err.strip())
    assert (line["level"], line["event"]) == ("error", "Task tanhui.sweep raised")
    assert "LookupError: the seventh sweep" in line["exception"]


def test_a_broker_that_went_away_is_told_and_daily_life_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with as_in_a_worker():
        logging.getLogger("celery.worker.consumer").warning("consumer: Connection to broker lost. Trying again")
        logging.getLogger("celery.worker.strategy").info("Task tanhui.sweep received")
    assert [json.loads(line)["level"] for line in capsys.readouterr().err.splitlines()] == ["warning"]
