"""Whose file it is. Pure: plain values in, a refusal or nothing out."""

from __future__ import annotations

from uuid import UUID

from backend.files.errors import FileNotFound
from backend.kernel.principal import Principal, Role


def is_of_themselves(principal: Principal, owner: UUID) -> bool:
    """A person's own party owns it, and they act for nobody else."""
    return owner == principal.party_id and principal.role is Role.CITIZEN


def is_own(principal: Principal, owner: UUID, brought_by: UUID) -> bool:
    """Their own party's; in an organisation only what they brought themselves: its positions have different work."""
    return is_of_themselves(principal, owner) or (owner, brought_by) == (principal.party_id, principal.person_id)


def may_read(
    principal: Principal, owner: UUID, brought_by: UUID, file_id: UUID, *, handles_its_thing: bool | None
) -> None:
    """One's own, or that of a thing that one handles (None: it hangs on nothing); to all others it is not there.

    What somebody brought for an organisation belongs, once it hangs on a thing, to those who handle that thing.
    """
    if is_of_themselves(principal, owner):
        return
    if not (is_own(principal, owner, brought_by) if handles_its_thing is None else handles_its_thing):
        raise FileNotFound(file_id=str(file_id))


def may_use(principal: Principal, owner: UUID, brought_by: UUID, file_id: UUID) -> None:
    """Only one's own is put forward as evidence, or read in."""
    if not is_own(principal, owner, brought_by):
        raise FileNotFound(file_id=str(file_id))
