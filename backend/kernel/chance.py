"""The one source of chance: codes, tokens, certificate salts. A simulation may put a seeded one in its place."""

from __future__ import annotations

import random
import secrets
import string
from typing import Final

ALPHABET: Final = string.ascii_letters + string.digits
BASE32: Final = string.ascii_uppercase + "234567"

_source: random.Random = secrets.SystemRandom()


def use(source: random.Random) -> None:
    """Only for simulations that must replay; the default is the operating system's generator."""
    global _source
    _source = source


def digits(count: int) -> str:
    """``count`` decimal digits, each equally likely."""
    return f"{_source.randrange(10**count):0{count}d}"


def token(characters: int = 43) -> str:
    """An unguessable word; 43 characters carry 256 bits."""
    return "".join(_source.choice(ALPHABET) for _ in range(characters))


def base32_secret(characters: int = 32) -> str:
    """160 bits as authenticator apps take them, without letters that look like figures."""
    return "".join(_source.choice(BASE32) for _ in range(characters))


def index(count: int) -> int:
    """One of ``range(count)``."""
    return _source.randrange(count)
