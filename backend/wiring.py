"""The only file that knows both sides of a port. What is missing here stops the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask

from backend.activities import queries as activities
from backend.activities.personal_data import ActivitiesData
from backend.activities.queries import ActivityCause
from backend.certificates import ports as certificate_ports
from backend.complaints import ports as complaint_ports
from backend.complaints.evidence import OF_COMPLAINT, ComplaintEvidence
from backend.complaints.personal_data import ComplaintsData
from backend.complaints.waiting import ComplaintsWaiting
from backend.config import Settings, WeChatPay
from backend.files import ports as file_ports
from backend.files.personal_data import FilesData
from backend.files.storage.bucket import BucketAddress, BucketStorage
from backend.files.storage.folder import FolderStorage
from backend.footprints.personal_data import FootprintsData
from backend.footprints.releasing import FactorTable
from backend.http import auth, machines
from backend.http.grants import GRANTS, Permission
from backend.http.openapi import Blueprint
from backend.identity import ports as identity_ports
from backend.identity import queries as identity
from backend.identity.clients.door import ClientsAtTheDoor
from backend.identity.clients.office_queries import HeldClients
from backend.identity.contacts import PhoneBook
from backend.identity.people import cases, invited
from backend.identity.people import queries as people
from backend.identity.people.name_correction_queries import OF_NAME_CORRECTION
from backend.identity.people.recovery_queries import OF_RECOVERY
from backend.identity.people.registers import protocol as register_of_residents
from backend.identity.people.registers.tencent import TencentRegister
from backend.identity.personal_data import IdentityData
from backend.kernel import jobs, outbox, settings
from backend.kernel.holdings import Holding
from backend.kernel.personal_data import PersonalData
from backend.kernel.personal_rows import KernelRows
from backend.ledger.checks import Check
from backend.market import queries as market
from backend.notifications import ports as notification_ports
from backend.notifications import queries as notices
from backend.notifications.personal_data import NoticesData
from backend.notifications.sms import SmsRelay, sender_for
from backend.notifications.webhooks import sending
from backend.notifications.webhooks import service as webhooks
from backend.notifications.webhooks.destinations import Limits
from backend.notifications.webhooks.sending import Sender
from backend.offsets import queries as offsets_queries
from backend.offsets.explanations import RetirementCause
from backend.offsets.personal_data import OffsetsData
from backend.offsets.service import OffsetOrders
from backend.payments import gateways
from backend.payments import ports as payment_ports
from backend.payments.gateways.wechat import WeChatPayConfig, WeChatPayGateway
from backend.payments.personal_data import PaymentsData
from backend.points import ports as point_ports
from backend.points.explaining import explain
from backend.points.personal_data import PointsData
from backend.points.releasing import EarnRulesTable
from backend.privacy import ports as privacy_ports
from backend.privacy import service as privacy
from backend.privacy.personal_data import ConsentsData
from backend.registry.personal_data import RegistryData
from backend.registry.queries import RetirementBackground
from backend.release_tables import OfficesAndPeople, ReleaseDrafts, ReleasesToCheck
from backend.releases import ports as release_ports
from backend.releases import service as releases
from backend.releases.queries import FileRetention
from backend.releases.settings_table import SettingsTable
from backend.rewards import queries as rewards_queries
from backend.rewards.explanations import RedemptionCause
from backend.rewards.personal_data import RewardsData
from backend.waking import Waker


def connect(app: Flask, configuration: Settings) -> None:
    """Hand every part what it asks for by name."""
    settings.use(configuration)
    auth.set_session_check(identity.standing_of)
    machines.set_clients(ClientsAtTheDoor())
    outbox.receiver("sms", SmsRelay(sender_for(configuration.sms_url, configuration.sms_account)))
    outbox.receiver(webhooks.TOPIC, webhooks.EventRelay())
    outbox.receiver(invited.INBOX_TOPIC, invited.InboxOfANumber())
    sending.use(
        Sender(
            Limits(frozenset(configuration.webhook_ports), loopback=configuration.webhook_loopback),
            authority_file=configuration.webhook_authority_file,
        )
    )
    if configuration.broker_url:
        outbox.on_wake(Waker(configuration.broker_url).wake)
        jobs.on_wake(Waker(configuration.broker_url, "jobs").wake)

    notification_ports.fill(PhoneBook())
    identity_ports.work_lists.update(cases.WORK)
    identity_ports.work_lists["held-clients"] = HeldClients()
    register_of_residents.use(_register(configuration))
    gateways.withdraw_all()
    if configuration.wechat_pay is not None:
        pay = configuration.wechat_pay
        gateways.offer("wechat", lambda: WeChatPayGateway(_wechat_pay(pay)))

    file_ports.fill(_storage(configuration), FileRetention(), largest_upload_bytes=configuration.largest_upload_bytes)
    file_ports.readers["activity"] = file_ports.NobodyElse()
    file_ports.readers.update({OF_RECOVERY: cases.CaseEvidence(), OF_NAME_CORRECTION: cases.CaseEvidence()})
    certificate_ports.background("retirement", RetirementBackground())
    payment_ports.fill("offset-order", OffsetOrders())
    point_ports.causes.update(
        {"activity": ActivityCause(), "retirement": RetirementCause(), "redemption": RedemptionCause()}
    )
    complaint_ports.fill("order", offsets_queries.order)
    complaint_ports.fill("points-entry", explain)
    complaint_ports.fill("redemption", rewards_queries.redemption_concerning)
    complaint_ports.fill("activity", activities.activity)
    complaint_ports.fill("notice", notices.notice)
    complaint_ports.fill("disclosure", people.disclosure)
    desk = frozenset(role for role, doors in GRANTS.items() if Permission.HANDLE_COMPLAINTS in doors)
    identity_ports.work_lists["complaints"] = ComplaintsWaiting(desk)
    file_ports.readers[OF_COMPLAINT] = ComplaintEvidence(desk)
    point_ports.fill_retail_price(market.lowest_price_fen_per_t)
    jobs.kind("personal-copy", privacy.make_copy)
    privacy_ports.fill(_keepers())
    privacy_ports.refuse_gaps()
    release_ports.tables.update({
        release_ports.SETTINGS: SettingsTable(), release_ports.EARN_RULES: EarnRulesTable(),
        release_ports.FACTOR_SET: FactorTable(),
    })  # fmt: skip
    jobs.kind(releases.EXPORT, releases.write_sheet)
    jobs.kind(releases.IMPORT, releases.read_sheet)
    release_ports.fill_directory(OfficesAndPeople())
    identity_ports.work_lists["releases"] = ReleasesToCheck()
    identity_ports.work_lists["release-drafts"] = ReleaseDrafts()
    release_ports.refuse_gaps()
    file_ports.refuse_gaps()
    notification_ports.refuse_gaps()
    complaint_ports.refuse_gaps()
    certificate_ports.refuse_gaps()
    payment_ports.refuse_gaps()
    point_ports.refuse_gaps()


def blueprints() -> Iterator[Blueprint]:
    """Every feature's routes, in the order of the OpenAPI document."""
    from backend.activities.routes import blueprint as activities
    from backend.certificates.routes import blueprint as certificates
    from backend.complaints.routes.citizen import blueprint as complaints
    from backend.complaints.routes.office import blueprint as office_complaints
    from backend.files.routes import blueprint as files
    from backend.footprints.routes import blueprint as footprints
    from backend.http.jobs import blueprint as jobs_routes
    from backend.identity.clients.routes.office import blueprint as office_clients
    from backend.identity.clients.routes.organisation import blueprint as clients
    from backend.identity.routes import BLUEPRINTS as IDENTITY
    from backend.market.routes import blueprint as market_routes
    from backend.notifications.routes import blueprint as notifications
    from backend.notifications.webhooks.routes import blueprint as webhook_routes
    from backend.offsets.routes import blueprint as offsets
    from backend.payments.routes import blueprint as payments
    from backend.points.routes import blueprint as points
    from backend.privacy.routes import blueprint as privacy_routes
    from backend.programme.routes import blueprint as programme
    from backend.registry.routes import blueprint as registry
    from backend.releases.routes import blueprint as release_routes
    from backend.rewards.routes import blueprint as rewards

    yield from (
        *IDENTITY, privacy_routes, notifications, footprints, market_routes, offsets, payments, certificates, registry,
        activities, points, rewards, programme, complaints, office_complaints, files, jobs_routes, clients,
        office_clients,
        webhook_routes, release_routes,
    )  # fmt: skip


def ledger_checks() -> tuple[Check, ...]:
    """What each feature says must hold beside the ledger's own laws."""
    from backend.activities.verify import CHECKS as ACTIVITIES
    from backend.certificates.verify import CHECKS as CERTIFICATES
    from backend.closing_checks import CHECKS as CLOSINGS
    from backend.complaints.verify import CHECKS as COMPLAINTS
    from backend.footprints.verify import CHECKS as FOOTPRINTS
    from backend.identity.verify import CHECKS as IDENTITY
    from backend.key_checks import present_keys
    from backend.offsets.verify import CHECKS as OFFSETS
    from backend.payments.verify import CHECKS as PAYMENTS
    from backend.points.verify import CHECKS as POINTS
    from backend.registry.verify import CHECKS as REGISTRY
    from backend.rewards.verify import CHECKS as REWARDS

    return (
        *PAYMENTS, *CERTIFICATES, *REGISTRY, *POINTS, *FOOTPRINTS, *ACTIVITIES, *OFFSETS, *REWARDS, *IDENTITY,
        *COMPLAINTS, *CLOSINGS, present_keys(key_holdings()),
    )  # fmt: skip


def key_holdings() -> tuple[Holding, ...]:
    """What each feature keeps that a key of the service has made."""
    from backend.complaints.holdings import HOLDINGS as COMPLAINTS
    from backend.files.holdings import HOLDINGS as FILES
    from backend.identity.holdings import HOLDINGS as IDENTITY
    from backend.kernel.holdings import HOLDINGS as KERNEL
    from backend.notifications.holdings import HOLDINGS as NOTIFICATIONS
    from backend.rewards.holdings import HOLDINGS as REWARDS

    return (*KERNEL, *FILES, *NOTIFICATIONS, *IDENTITY, *REWARDS, *COMPLAINTS)


def _keepers() -> Mapping[str, PersonalData]:
    """Who keeps something about people, by the names that privacy knows them by."""
    return {
        "identity": IdentityData(), "kernel": KernelRows(), "files": FilesData(), "notifications": NoticesData(),
        "privacy": ConsentsData(), "payments": PaymentsData(), "registry": RegistryData(), "points": PointsData(),
        "footprints": FootprintsData(), "activities": ActivitiesData(), "offsets": OffsetsData(),
        "rewards": RewardsData(), "complaints": ComplaintsData(),
    }  # fmt: skip


def _storage(configuration: Settings) -> file_ports.Storage:
    bucket = configuration.bucket
    if bucket is None:
        return FolderStorage(configuration.files_dir)
    return BucketStorage(
        BucketAddress(bucket.name, bucket.endpoint, bucket.region, bucket.access_key_id, bucket.secret_access_key)
    )


def _register(configuration: Settings) -> TencentRegister | None:
    """Where names are confirmed; without an address nobody's is."""
    asked = configuration.real_name
    return None if asked is None else TencentRegister(asked.base_url, asked.secret_id, asked.secret_key_file)


def _wechat_pay(configured: WeChatPay) -> WeChatPayConfig:
    """Read the keys that the settings name, when the first payment needs them."""
    return WeChatPayConfig(
        base_url=configured.base_url, public_key=configured.public_key_file.read_text(encoding="ascii"),
        public_key_id=configured.public_key_id, mchid=configured.mchid, appid=configured.appid,
        merchant_serial=configured.merchant_serial,
        merchant_private_key=configured.merchant_key_file.read_text(encoding="ascii"),
        apiv3_key=configured.apiv3_key_file.read_text(encoding="ascii").strip(),
    )  # fmt: skip
