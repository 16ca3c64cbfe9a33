from backend.kernel.errors import NotFound


class CertificateNotFound(NotFound):
    """No certificate has this number."""

    code = "certificate-not-found"
