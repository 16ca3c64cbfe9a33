"""Reading a file that is sent as a form: one file, the fields that are named, nothing else; bounded for its route."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from backend.http.problem import BadInput, FieldFault, Refused

FORM_TYPE: Final = "multipart/form-data"
AROUND_IT: Final = 16 * 1024
"""What a form may take beside its file."""
IN_MEMORY: Final = 256 * 1024
"""Of all fields, and of the piece of a file that is being read: werkzeug reads 64 KiB at a time."""
MOST_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Upload:
    """``name`` is whatever the sender says; what it is called and of which type it is, others decide."""

    name: str
    body: bytes
    fields: Mapping[str, str]

    @property
    def stands_for_itself(self) -> Mapping[str, Any]:
        """What takes the body's place in the fingerprint of the request: the same file, the same fields."""
        return {"sha256": hashlib.sha256(self.body).hexdigest(), "name": self.name, "fields": dict(self.fields)}


def read_upload(*, most_bytes: int, fields: Sequence[str]) -> Upload:
    """The file ``file`` and the given fields, all of them wanted. Raises Refused (413, 415) and BadInput."""
    if request.mimetype != FORM_TYPE:
        raise Refused(415, "not-a-form")
    request.max_content_length = most_bytes + AROUND_IT
    request.max_form_parts, request.max_form_memory_size = MOST_PARTS, IN_MEMORY
    try:
        given, files = request.form.to_dict(flat=False), request.files.to_dict(flat=False)
    except RequestEntityTooLarge as error:
        raise _too_large(most_bytes) from error
    faults = [FieldFault(f"/{name}", "unknown-field") for name in (*given, *files) if name not in {*fields, "file"}]
    faults += [FieldFault(f"/{name}", "given-twice") for name in (*given, *files)
               if len(given.get(name, [])) + len(files.get(name, [])) > 1]  # fmt: skip
    faults += [FieldFault(f"/{name}", "required") for name in fields if name not in given]
    faults += [] if "file" in files else [FieldFault("/file", "required")]
    if faults:
        raise BadInput(faults)
    [file] = files["file"]
    body = file.stream.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise _too_large(most_bytes)
    return Upload(file.filename or "", body, {name: given[name][0] for name in fields})


def _too_large(most_bytes: int) -> Refused:
    return Refused(413, "upload-too-large", most_mib=most_bytes // (1024 * 1024))


def form_body(description: str, properties: Mapping[str, Any], example: Mapping[str, Any]) -> dict[str, Any]:
    """The request body as the API's document tells it."""
    file = {"type": "string", "contentMediaType": "application/octet-stream", "description": description}
    schema = {"type": "object", "properties": {"file": file, **properties}, "required": ["file", *properties],
              "additionalProperties": False}  # fmt: skip
    return {"required": True, "content": {FORM_TYPE: {"schema": schema, "example": {"file": "…", **example}}}}
