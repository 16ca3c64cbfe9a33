"""Evidence in, evidence and exports out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, g
from marshmallow import ValidationError

from backend.files import inspection, ports, queries, service
from backend.files.errors import (
    DocumentTooLong,
    FileMissing,
    FileNotFound,
    FileRemoved,
    FileTypeRefused,
    FileUnreadable,
    FileUnsafe,
    PicturesBusy,
    PictureTooLarge,
    StorageUnavailable,
    TooManyFiles,
)
from backend.files.names import plain_name
from backend.files.payloads import BROUGHT, Purpose
from backend.files.schemas import FileSchema, UploadFieldsSchema
from backend.http import downloads
from backend.http.auth import requires
from backend.http.body import field_faults
from backend.http.command import REPLAYED, execute, replayed
from backend.http.downloads import FileWish
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.problem import BadInput
from backend.http.uploads import Upload, form_body, read_upload
from backend.kernel.transaction import run
from backend.sheets.errors import SheetUnreadable, WorkbookTooLarge, WorkbookUnsafe

blueprint = Blueprint("files", __name__, description="Evidence and exports")

UPLOAD_FORM = form_body(
    "a photo (JPEG, PNG, WebP), a PDF, or a table (XLSX, CSV)",
    {"purpose": {"type": "string", "enum": [str(purpose) for purpose in BROUGHT]}},
    {"purpose": "evidence"},
)


@blueprint.route("/files", methods=["POST"])
@requires(Permission.KEEP_FILES)
@keyed
@blueprint.takes(UPLOAD_FORM)
@blueprint.response(201, FileSchema)
@refuses(FileMissing, FileTypeRefused, FileUnreadable, FileUnsafe, PictureTooLarge, PicturesBusy, DocumentTooLong,
         WorkbookTooLarge, WorkbookUnsafe, SheetUnreadable, TooManyFiles, StorageUnavailable,
         upload_too_large=413, not_a_form=415)  # fmt: skip
def upload_file() -> Response:
    """Bring a file: its real type by its content, pictures drawn again without place and camera."""
    upload = read_upload(most_bytes=ports.largest_upload_bytes(), fields=("purpose",))
    purpose = _purpose_of(upload)
    if (answer := replayed(upload.stands_for_itself)) is not None:
        return answer
    run(lambda: service.refuse_floods(g.principal))
    with service.refusals_counted(g.principal):
        content = inspection.examined(purpose, upload.name, upload.body)
    with service.stored(purpose, content) as stored:
        answer = execute(service.keep_file, stored, reply=FileSchema(), status=201, stands_for=upload.stands_for_itself)
    if REPLAYED in answer.headers:  # the same request was under way: its object is the one that is written down
        service.discard(stored)
    return answer


@blueprint.route("/files/<uuid:file_id>")
@requires(Permission.READ_FILES)
@blueprint.response(200, FileSchema)
@refuses(FileNotFound)
def get_file(file_id: UUID) -> Any:
    """What is known of a file of mine, or of one that hangs on what I handle."""
    return queries.file(g.principal, file_id)


@blueprint.route("/files/<uuid:file_id>/content")
@requires(Permission.READ_FILES)
@blueprint.response(200, content_type="*/*")  # each of its own type
@refuses(FileNotFound, FileRemoved, StorageUnavailable)
def download_file(file_id: UUID) -> Response:
    """The file itself, to be saved; its own type is in the answer's head."""
    place = run(lambda: queries.located(g.principal, file_id))
    opened = queries.opened(place)
    response = downloads.file(opened.body, kind=opened.media_type, name=opened.name,
                              plain_name=plain_name(opened.name), wish=FileWish(None, is_to_be_saved=True))  # fmt: skip
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def _purpose_of(upload: Upload) -> Purpose:
    try:
        fields = UploadFieldsSchema().load(dict(upload.fields))
    except ValidationError as error:
        raise BadInput(field_faults(error.messages)) from error
    return Purpose(fields["purpose"])
