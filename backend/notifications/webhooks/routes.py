"""An organisation's webhooks: where to, with which keys, what became of each message."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask import Response, g

from backend.http.auth import requires
from backend.http.command import execute
from backend.http.grants import Permission
from backend.http.openapi import Blueprint, keyed, refuses
from backend.http.paging import Window, page
from backend.notifications.webhooks import queries, service
from backend.notifications.webhooks.errors import (
    WebhookDeliveryNotFound,
    WebhookDestinationRefused,
    WebhookEndpointClosed,
    WebhookEndpointLimit,
    WebhookEndpointNotFound,
)
from backend.notifications.webhooks.payloads import AddEndpoint, ChangeEndpoint, ReplayDelivery, ReplayPeriod
from backend.notifications.webhooks.schemas import (
    AddEndpointSchema,
    DeliveriesSchema,
    DeliveriesWindowSchema,
    DeliverySchema,
    EndpointChangeSchema,
    EndpointSchema,
    EndpointsSchema,
    ReplayedSchema,
    ReplayPeriodSchema,
)

blueprint = Blueprint("webhooks", __name__, description="Signed messages to an organisation's own systems")

ENDPOINTS: Final = "/organisations/<uuid:organisation_id>/webhook-endpoints"
ENDPOINT: Final = f"{ENDPOINTS}/<uuid:endpoint_id>"


@blueprint.route(ENDPOINTS)
@requires(Permission.READ_WEBHOOKS)
@blueprint.response(200, EndpointsSchema)
@refuses(WebhookEndpointNotFound)
def list_webhook_endpoints(organisation_id: UUID) -> Any:
    """Where this organisation is told, with the public keys to verify by."""
    return {"items": queries.endpoints_of(g.principal, organisation_id)}


@blueprint.route(ENDPOINTS, methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(AddEndpointSchema)
@blueprint.response(201, EndpointSchema)
@refuses(WebhookEndpointNotFound, WebhookDestinationRefused, WebhookEndpointLimit)
def add_webhook_endpoint(data: dict[str, Any], organisation_id: UUID) -> Response:
    """Be told at an https address of the open internet."""
    return execute(service.add_endpoint, AddEndpoint(organisation_id, **data), reply=EndpointSchema(), status=201)


@blueprint.route(f"{ENDPOINT}/key-rotation", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(EndpointChangeSchema)
@blueprint.response(200, EndpointSchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed)
def rotate_webhook_key(_: dict[str, Any], organisation_id: UUID, endpoint_id: UUID) -> Response:
    """A new signing key; for a day messages carry both signatures."""
    return execute(service.rotate_endpoint_key, ChangeEndpoint(organisation_id, endpoint_id), reply=EndpointSchema())


@blueprint.route(f"{ENDPOINT}/trials", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(EndpointChangeSchema)
@blueprint.response(201, DeliverySchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed)
def try_webhook_endpoint(_: dict[str, Any], organisation_id: UUID, endpoint_id: UUID) -> Response:
    """Send a trial message there, signed like any other; while five wait already, it is the newest of those."""
    return execute(service.try_endpoint, ChangeEndpoint(organisation_id, endpoint_id), reply=DeliverySchema(),
                   status=201)  # fmt: skip


@blueprint.route(f"{ENDPOINT}/enabling", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(EndpointChangeSchema)
@blueprint.response(200, EndpointSchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed)
def enable_webhook_endpoint(_: dict[str, Any], organisation_id: UUID, endpoint_id: UUID) -> Response:
    """Let an endpoint that was disabled after days of failing work again."""
    return execute(service.enable_endpoint, ChangeEndpoint(organisation_id, endpoint_id), reply=EndpointSchema())


@blueprint.route(f"{ENDPOINT}/closing", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(EndpointChangeSchema)
@blueprint.response(200, EndpointSchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed)
def close_webhook_endpoint(_: dict[str, Any], organisation_id: UUID, endpoint_id: UUID) -> Response:
    """Be told there no more."""
    return execute(service.close_endpoint, ChangeEndpoint(organisation_id, endpoint_id), reply=EndpointSchema())


@blueprint.route(f"{ENDPOINT}/deliveries")
@requires(Permission.READ_WEBHOOKS)
@blueprint.arguments(DeliveriesWindowSchema, location="query")
@blueprint.response(200, DeliveriesSchema)
@refuses(WebhookEndpointNotFound)
def list_webhook_deliveries(asked: tuple[Window, dict[str, Any]], organisation_id: UUID, endpoint_id: UUID) -> Any:
    """What was sent, newest first: tries, the last answer, the next try."""
    window, narrowed = asked
    rows = queries.deliveries_of(g.principal, organisation_id, endpoint_id, **narrowed, limit=window.limit + 1,
                                 after=window.after)  # fmt: skip
    return page(rows, window, lambda row: (row.recorded_at, row.delivery_id))


@blueprint.route(f"{ENDPOINT}/deliveries/<uuid:delivery_id>/replay", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(EndpointChangeSchema)
@blueprint.response(200, DeliverySchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed, WebhookDeliveryNotFound)
def replay_webhook_delivery(_: dict[str, Any], organisation_id: UUID, endpoint_id: UUID, delivery_id: UUID) -> Response:
    """Send one message again, under its own id."""
    return execute(service.replay_delivery, ReplayDelivery(organisation_id, endpoint_id, delivery_id),
                   reply=DeliverySchema())  # fmt: skip


@blueprint.route(f"{ENDPOINT}/replays", methods=["POST"])
@requires(Permission.KEEP_WEBHOOKS)
@keyed
@blueprint.arguments(ReplayPeriodSchema)
@blueprint.response(200, ReplayedSchema)
@refuses(WebhookEndpointNotFound, WebhookEndpointClosed)
def replay_webhook_period(data: dict[str, Any], organisation_id: UUID, endpoint_id: UUID) -> Response:
    """Send what was sent in a period again: the oldest 1,000, then ask for the time after those."""
    return execute(service.replay_period, ReplayPeriod(organisation_id, endpoint_id, **data), reply=ReplayedSchema())
