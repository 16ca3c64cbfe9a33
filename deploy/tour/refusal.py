"""Why a tour ends before its end."""


class TourStopped(Exception):
    """Said as it is, without a traceback; the tour ends with status 1."""
