from backend.kernel.errors import NotFound, RuleViolation


class OfferNotFound(NotFound):
    """No such offer, or it is closed."""

    code = "offer-not-found"


class ShelfExhausted(RuleViolation):
    """The offer holds less than was asked for. Facts: ``left_kg``."""

    code = "shelf-exhausted"
