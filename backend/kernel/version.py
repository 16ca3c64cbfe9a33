"""Which version of the product this is. A running system has its code, not always its pyproject.toml."""

from typing import Final

VERSION: Final = "0.1.0"
