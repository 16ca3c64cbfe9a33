"""What an operator's answer means for the outbox."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection
from typing import Final, TypeVar

from backend.kernel.outbox import DeliveryFailed, DeliveryRefused

Result = TypeVar("Result")

CONNECT_S: Final = 2
ANSWER_S: Final = 3
"""How long an operator is waited for in all. Both SDKs bound each wait for a byte, which bounds nothing."""


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What ``call`` gives or raises; DeliveryFailed if it takes longer.

    A call that is given up goes on by itself until its own time-outs end it, and nobody hears what it says. The message
    may then have been sent: it is sent again, which is better than never.
    """
    results: list[Result] = []
    troubles: list[Exception] = []

    def speak() -> None:
        try:
            results.append(call())
        except Exception as trouble:  # handed to whoever waits
            troubles.append(trouble)

    thread = threading.Thread(target=speak, name="sms", daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    if troubles:
        raise troubles[0]
    raise DeliveryFailed("the operator did not answer in time")


def refuse(code: object, *, for_good: Collection[str]) -> DeliveryFailed | DeliveryRefused:
    """What to raise for an operator's code. Not its sentence: that may repeat the number.

    Only what is known to stay as it is is given up at once. Anything else, also what we have never heard of and a key
    that is not accepted, is tried again: it may be mended, and the tries are counted.
    """
    said = str(code) if re.fullmatch(r"[A-Za-z0-9_.-]{1,80}", str(code), re.ASCII) else "something strange"
    if any(said == known or said.startswith(f"{known}.") for known in for_good):
        return DeliveryRefused(f"the operator answered {said}")
    return DeliveryFailed(f"the operator answered {said}")
