"""What crosses the wire about the register. Persons have no name here."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema

from backend.http.fields import Identifier, Instant, RequestSchema, Text, fields
from backend.http.serials import SerialRangeSchema


class Part(fields.Nested):
    """A group of fields that the view itself carries flat."""

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = None) -> Any:
        return obj


class SearchSchema(RequestSchema):
    q = Text(longest=80, required=True, metadata={"example": "2,738,415",
             "description": "a serial, a ticket's number, a certificate's, or part of a forest's name"})  # fmt: skip


class HitSchema(Schema):
    kind = fields.String(required=True, metadata={"enum": ["serial", "batch", "certificate", "project"]})
    title = fields.String(required=True)
    subtitle = fields.String(required=True)
    path = fields.String(required=True)
    number = fields.String(required=True)


class HitsSchema(Schema):
    items = fields.List(fields.Nested(HitSchema), required=True)


class ProjectSchema(Schema):
    name = fields.String(required=True)
    place = fields.String(required=True)
    area_mu = fields.Integer(required=True)
    kind = fields.String(required=True)
    methodology = fields.String(required=True)


class SerialBatchSchema(Schema):
    number = fields.String(required=True)
    issued_kg = fields.Integer(required=True)
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)


class RegistryEventSchema(Schema):
    at = Instant(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)


class StripSchema(Schema):
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)
    state = fields.String(required=True)
    label = fields.String(required=True)


class BlockSchema(Schema):
    first = fields.Integer(required=True)
    last = fields.Integer(required=True)


class SerialHistorySchema(Schema):
    serial = fields.Integer(required=True)
    serial_text = fields.String(required=True)
    state = fields.String(required=True)
    state_text = fields.String(required=True)
    batch = fields.Nested(SerialBatchSchema, required=True)
    project = fields.Nested(ProjectSchema, required=True, attribute="batch.project")
    block = fields.Nested(BlockSchema, required=True)
    purpose_text = fields.String(required=True, allow_none=True)
    certificate_number = fields.String(required=True, allow_none=True)
    history = fields.List(fields.Nested(RegistryEventSchema), required=True)
    ribbon = fields.List(fields.Nested(StripSchema), required=True)


class RegistryVintageSchema(Schema):
    from_ = fields.Integer(required=True, data_key="from", attribute="from")
    to = fields.Integer(required=True)


class StateSumSchema(Schema):
    state = fields.String(required=True)
    state_text = fields.String(required=True)
    quantity_kg = fields.Integer(required=True)


class BatchSchema(Schema):
    number = fields.String(required=True, attribute="batch.number")
    issued_kg = fields.Integer(required=True, attribute="batch.issued_kg")
    first = fields.Integer(required=True, attribute="batch.first")
    last = fields.Integer(required=True, attribute="batch.last")
    issued_on = fields.Date(required=True, attribute="batch.issued_on")
    vintage = fields.Nested(RegistryVintageSchema, required=True, attribute="batch.vintage")
    project = fields.Nested(ProjectSchema, required=True, attribute="batch.project")
    owner = fields.String(required=True)
    demo = fields.Boolean(required=True, attribute="batch.is_demo")
    states = fields.List(fields.Nested(StateSumSchema), required=True)
    history = fields.List(fields.Nested(RegistryEventSchema), required=True)
    ribbon = fields.List(fields.Nested(StripSchema), required=True)


class PurposeSumSchema(Schema):
    purpose = fields.String(required=True)
    purpose_text = fields.String(required=True)
    retirements = fields.Integer(required=True)
    quantity_kg = fields.Integer(required=True)


class StatisticsSchema(Schema):
    as_of = Instant(required=True)
    projects = fields.Integer(required=True)
    batches = fields.Integer(required=True)
    area_mu = fields.Integer(required=True)
    issued_kg = fields.Integer(required=True)
    retirements = fields.Integer(required=True)
    retired_kg = fields.Integer(required=True)
    states = fields.List(fields.Nested(StateSumSchema), required=True)
    purposes = fields.List(fields.Nested(PurposeSumSchema), required=True)


class BatchNumberSchema(Schema):
    number = fields.String(required=True)


class RetirementBeneficiarySchema(Schema):
    kind = fields.String(required=True, metadata={"enum": ["nickname", "real-name", "none", "organisation"]},
                         attribute="beneficiary_kind")  # fmt: skip
    name = fields.String(required=True, allow_none=True, attribute="beneficiary_name")


class CertificateNumberSchema(Schema):
    number = fields.String(required=True, attribute="certificate_number")


class RetirementSchema(Schema):
    retirement_id = Identifier(required=True)
    quantity_kg = fields.Integer(required=True)
    serials = fields.List(fields.Nested(SerialRangeSchema), required=True)
    batch = fields.Nested(BatchNumberSchema, required=True)
    project = fields.Nested(ProjectSchema, required=True, attribute="batch.project")
    purpose = fields.String(required=True)
    beneficiary = Part(RetirementBeneficiarySchema, required=True)
    retired_at = Instant(required=True)
    certificate = Part(CertificateNumberSchema, required=True)
