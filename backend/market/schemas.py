"""What crosses the wire about the shelf."""

from __future__ import annotations

from marshmallow import Schema

from backend.http.fields import Identifier, fields


class OfferBatchSchema(Schema):
    number = fields.String(required=True)
    issued_kg = fields.Integer(required=True)
    issued_on = fields.Date(required=True)


class OfferProjectSchema(Schema):
    name = fields.String(required=True)
    place = fields.String(required=True)
    kind = fields.String(required=True)
    area_mu = fields.Integer(required=True)


class OfferVintageSchema(Schema):
    from_ = fields.Integer(required=True, data_key="from", attribute="from")
    to = fields.Integer(required=True)


class OfferSchema(Schema):
    offer_id = Identifier(required=True)
    batch = fields.Nested(OfferBatchSchema, required=True)
    project = fields.Nested(OfferProjectSchema, required=True, attribute="batch.project")
    vintage = fields.Nested(OfferVintageSchema, required=True, attribute="batch.vintage")
    price_fen_per_t = fields.Integer(required=True, metadata={"example": 10000})
    available_kg = fields.Integer(required=True)
    seller = fields.String(required=True)
    demo = fields.Boolean(required=True, attribute="is_demo")


class OffersSchema(Schema):
    items = fields.List(fields.Nested(OfferSchema), required=True)
