from backend.kernel.errors import Conflict, NotFound


class CertificateNotFound(NotFound):
    """No certificate has this number."""

    code = "certificate-not-found"


class CertificateAltered(Conflict):
    """What the register keeps of it no longer fits its signature: nothing is printed of it. Facts: ``number``."""

    code = "certificate-altered"
