"""The commands about machine clients, a file a verb."""

from backend.identity.clients.service.admitting import admit, spend_nonce
from backend.identity.clients.service.ending import resume_client, revoke_client, suspend_client
from backend.identity.clients.service.holding import hold_client, release_client
from backend.identity.clients.service.keeping_keys import add_client_key, retire_client_key
from backend.identity.clients.service.refusing import count_refusal
from backend.identity.clients.service.registering import register_client
from backend.identity.clients.service.signing_in import forget_what_is_past, issue_client_token
from backend.identity.clients.service.warning import tell_of_ending_keys

__all__ = [
    "add_client_key", "admit", "count_refusal", "forget_what_is_past", "hold_client", "issue_client_token",
    "register_client", "release_client", "resume_client", "retire_client_key", "revoke_client", "spend_nonce",
    "suspend_client", "tell_of_ending_keys",
]  # fmt: skip
