"""What stops a command for a reason that can be told in one line, with the mend."""


class Refusal(Exception):
    """Shown as it is, without a traceback; the command ends with status 1."""
