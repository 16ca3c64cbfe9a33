"""Write down an act, beside its effect, for the public log."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from backend.extensions import db
from backend.kernel import clock
from backend.kernel.ids import new_id
from backend.kernel.principal import Principal
from backend.transparency.models import Leaf

SALT_BYTES: Final = 16


def note(principal: Principal, kind: str, facts: Mapping[str, Any], *, public: bool = False) -> UUID:
    """Append one leaf: who did what, in canonical JSON. Called inside a command; does not commit.

    ``facts`` hold ids and numbers, never a name or a phone number: a leaf is for ever.
    """
    leaf_id, now = new_id(), clock.now()
    content = canonical({
        "kind": kind, "at": now.isoformat(), "leaf": str(leaf_id), "role": str(principal.role),
        "actor": str(principal.person_id), "party": str(principal.party_id), "facts": facts,
    })  # fmt: skip
    db.session.add(Leaf(id=leaf_id, recorded_at=now, kind=kind, is_public=public, salt=os.urandom(SALT_BYTES),
                        content=content))  # fmt: skip
    return leaf_id


def canonical(document: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the bytes that are hashed and signed."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def leaf_hash(salt: bytes, content: bytes) -> str:
    """RFC 6962 leaf hash over salt and content, in hexadecimal."""
    return hashlib.sha256(b"\x00" + salt + content).hexdigest()
