from backend.kernel.errors import Unavailable


class DocumentsBusy(Unavailable):
    """Too many pages wait to be set. Facts: ``retry_after_s``."""

    code = "documents-busy"
