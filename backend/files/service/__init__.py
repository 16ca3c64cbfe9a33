"""What can be done with files: store and keep one, hang it on a thing, remove it, erase all of a party."""

from backend.files.service.attaching import attach, attachable
from backend.files.service.keeping import discard, keep_file, keep_made, refusals_counted, refuse_floods, store, stored
from backend.files.service.removing import erase_attached, erase_of, remove_stray_objects, remove_what_is_over

__all__ = [
    "attach",
    "attachable",
    "discard",
    "erase_attached",
    "erase_of",
    "keep_file",
    "keep_made",
    "refusals_counted",
    "refuse_floods",
    "remove_stray_objects",
    "remove_what_is_over",
    "store",
    "stored",
]
