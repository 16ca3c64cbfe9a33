"""Why a file is not taken, or not given."""

from __future__ import annotations

from backend.kernel.errors import Conflict, InvalidInput, NotFound, RuleViolation, TooMany, Unavailable


class FileNotFound(NotFound):
    """Not there, or not for this principal. Facts: ``file_id``."""

    code = "file-not-found"


class FileRemoved(NotFound):
    """It was there; its days are over and only its hash is left. Facts: ``file_id``."""

    code = "file-removed"


class FileMissing(InvalidInput):
    """The request carries no file, or an empty one."""

    code = "file-missing"


class FileTypeRefused(RuleViolation):
    """What it contains is none of the types that its purpose takes. Facts: ``types``."""

    code = "file-type-refused"


class FileUnreadable(RuleViolation):
    """It begins like one of its type and then is not one."""

    code = "file-unreadable"


class FileUnsafe(RuleViolation):
    """It brings something that acts by itself, or is two things at once. Facts: ``brings``."""

    code = "file-unsafe"


class PictureTooLarge(RuleViolation):
    """Facts: ``megapixels``, ``most_megapixels``."""

    code = "picture-too-large"


class PicturesBusy(Unavailable):
    """Others' pictures are being drawn, one at a time. Facts: ``retry_after_s``."""

    code = "pictures-busy"


class DocumentTooLong(RuleViolation):
    """Facts: ``pages``, ``most_pages``."""

    code = "document-too-long"


class FileInUse(Conflict):
    """A file hangs on one thing, once. Facts: ``file_id``."""

    code = "file-in-use"


class TooManyFiles(TooMany):
    """So many a party and day. Facts: ``limit``, ``retry_after_s``."""

    code = "too-many-files"


class StorageUnavailable(Unavailable):
    """Where files lie does not answer. Facts: ``retry_after_s``."""

    code = "storage-unavailable"
