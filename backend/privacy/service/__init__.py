"""What one may do with one's own data, a file a verb."""

from backend.privacy.service.consenting import give_consent, publish_consent_text, withdraw_consent

__all__ = ["give_consent", "publish_consent_text", "withdraw_consent"]
