"""When a telephone may ring: what comes in the night waits for the morning, and none of it is lost."""

from __future__ import annotations

from datetime import datetime, time, timedelta


def after_the_quiet(instant: datetime, *, begins: time, ends: time) -> datetime:
    """``instant``, or the end of the quiet that it falls into.

    The instant is in the zone in which the hours are meant. Quiet may run over midnight; equal ends mean no quiet.
    The first minute of the quiet is quiet, its end is not.
    """
    moment = instant.time()
    over_midnight = ends < begins
    quiet = (moment >= begins or moment < ends) if over_midnight else begins <= moment < ends
    if not quiet:
        return instant
    morning = instant.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return morning if morning > instant else morning + timedelta(days=1)
