"""Tell the workers that there is something to do, without waiting for the broker and without depending on it."""

from __future__ import annotations

import threading
from typing import Final

import structlog

log = structlog.get_logger()

PATIENCE_S: Final = 1.0


class Waker:
    """Sends "look at the outbox" (or at ``sweep``) from a thread of its own. Many wishes at once become one message.

    A broker that is away or hangs costs nobody anything: the workers look by themselves every few seconds.
    """

    def __init__(self, broker_url: str, sweep: str = "outbox") -> None:
        self._broker_url, self._sweep = broker_url, sweep
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Ask for a look. Returns at once."""
        self._wanted.set()
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._send, name="waker", daemon=True)
                    self._thread.start()

    def _send(self) -> None:
        from celery import Celery  # takes a while to import: nobody but this thread waits for it

        patience = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
        queue = Celery("tanhui", broker=self._broker_url, set_as_current=False)
        queue.conf.update(task_serializer="json", task_ignore_result=True, broker_transport_options=patience)
        while True:
            self._wanted.wait()
            self._wanted.clear()
            try:
                queue.send_task("tanhui.sweep", args=(self._sweep,), expires=30, retry=False)
            except Exception as error:  # whatever a broker may raise, nobody waits for it
                log.info("waking-failed", error=type(error).__name__)
