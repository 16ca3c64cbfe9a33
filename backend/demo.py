"""The demo county: what the first published ticket looked like, two shops, two neighbours. Never in production.

Batch 0000001 (12,723 t, 3,197 mu, 2016-2020; 2,723 t sold at 15 yuan, 10,000 t to the reserve at 10) is as the press
reported it on 2021-05-18 and flagged as a demo; shops, rewards and people are made up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from backend.identity import queries as identity_queries
from backend.identity import service as identity
from backend.identity.payloads import RegisterOrganisation, RegisterPerson
from backend.identity.queries import OrganisationView, PersonView, kind_with
from backend.kernel import chance, clock, phones
from backend.kernel.principal import STAFF, SYSTEM, Role
from backend.kernel.transaction import run
from backend.market import queries as market_queries
from backend.market import service as market
from backend.market.payloads import PutOnShelf
from backend.registry import service as registry
from backend.registry.payloads import AGREEMENT, RESERVE, CreateProject, IssueBatch, TransferUnits
from backend.rewards import queries as rewards_queries
from backend.rewards import service as rewards
from backend.rewards.payloads import AddReward

ISSUED: Final = datetime(2021, 5, 18, 10, tzinfo=clock.PROGRAMME_ZONE)
BATCH: Final = "0000001"
KG_SOLD, KG_RESERVED = 2_723_000, 10_000_000
RETAIL_FEN_PER_T: Final = 10_000  # 1 yuan for 10 kg

ORGANISATIONS: Final = (
    RegisterOrganisation(
        "changkou-village", "village-collective", "常口村", "Changkou Village", "将乐县", "Jiangle County"
    ),
    RegisterOrganisation("tonghai-nickel", "firm", "通海镍业", "Tonghai Nickel", "三明市", "Sanming"),
    RegisterOrganisation("jinsen-carbon", "reserve", "金森碳汇", "Jinsen Carbon Sink", "将乐县", "Jiangle County"),
    RegisterOrganisation("leicha-shop", "merchant", "客家擂茶铺", "Hakka Leicha Shop", "雪峰镇", "Xuefeng Town"),
    RegisterOrganisation(
        "forestry-bureau", "bureau", "明溪县林业局", "Mingxi Forestry Bureau", "雪峰镇", "Xuefeng Town"
    ),
    RegisterOrganisation(
        "ecology-bureau",
        "bureau",
        "三明市明溪生态环境局",
        "Mingxi Ecology and Environment Bureau",
        "雪峰镇",
        "Xuefeng Town",
    ),
    RegisterOrganisation(
        "carbon-office", "bureau", "明溪县碳惠办公室", "Mingxi Tanhui Office", "雪峰镇", "Xuefeng Town"
    ),
    RegisterOrganisation("audit-bureau", "bureau", "明溪县审计局", "Mingxi Audit Bureau", "雪峰镇", "Xuefeng Town"),
    RegisterOrganisation("hufang-township", "township", "胡坊镇", "Hufang Town", "胡坊镇", "Hufang Town"),
    RegisterOrganisation("county-court", "court", "明溪县人民法院", "Mingxi County Court", "雪峰镇", "Xuefeng Town"),
    RegisterOrganisation(
        "rural-bank", "bank", "明溪农村信用社（示例）", "Mingxi Rural Bank (sample)", "雪峰镇", "Xuefeng Town"
    ),
    RegisterOrganisation(
        "festival-company", "event-organiser", "红豆杉文化节组委会", "Yew Festival Committee", "雪峰镇", "Xuefeng Town"
    ),
    RegisterOrganisation(
        "third-party-verifier", "verifier", "闽林核证（示例）", "Minlin Verification (sample)", "福州市", "Fuzhou"
    ),
    RegisterOrganisation("supply-coop", "merchant", "明溪供销社", "Mingxi Supply Co-op", "雪峰镇", "Xuefeng Town"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    phone: str
    nickname: str
    role: Role
    works_at: str | None = None
    name: str | None = None
    """One that counts as confirmed by the register of residents, with the day of birth."""
    born_on: date | None = None


PEOPLE: Final = (
    DemoPerson("13800000001", "晓梅", Role.CITIZEN),
    DemoPerson("13800000002", "阿福", Role.CITIZEN, name="张阿福", born_on=date(1986, 5, 4)),
    DemoPerson("13800000003", "小满", Role.CITIZEN, name="张小满", born_on=date(2015, 6, 1)),
    DemoPerson("13800000011", "店员小林", Role.MERCHANT_CLERK, "leicha-shop"),
    DemoPerson("13800000012", "店员老吴", Role.MERCHANT_CLERK, "supply-coop"),
    DemoPerson("13800000013", "店主陈姐", Role.ORGANISATION_MANAGER, "leicha-shop"),
    DemoPerson("13800000021", "林业经办小黄", Role.FORESTRY_MAKER, "forestry-bureau"),
    DemoPerson("13800000022", "林业复核老罗", Role.FORESTRY_CHECKER, "forestry-bureau"),
    DemoPerson("13800000023", "绿化办阿青", Role.GREENING_OFFICER, "forestry-bureau"),
    DemoPerson("13800000024", "生态环境小江", Role.ECOLOGY_OFFICER, "ecology-bureau"),
    DemoPerson("13800000025", "规则编辑小周", Role.RULE_EDITOR, "carbon-office"),
    DemoPerson("13800000026", "规则审批老郑", Role.RULE_APPROVER, "carbon-office"),
    DemoPerson("13800000027", "服务台小叶", Role.SERVICE_DESK, "carbon-office"),
    DemoPerson("13800000028", "系统管理员", Role.SYSTEM_ADMINISTRATOR, "carbon-office"),
    DemoPerson("13800000029", "安全管理员", Role.SECURITY_OFFICER, "carbon-office"),
    DemoPerson("13800000030", "审计员老曾", Role.AUDITOR, "audit-bureau"),
    DemoPerson("13800000031", "胡坊镇小温", Role.TOWNSHIP_OFFICER, "hufang-township"),
    DemoPerson("13800000032", "法院书记员", Role.COURT_CLERK, "county-court"),
    DemoPerson("13800000033", "银行客户经理", Role.BANK_OFFICER, "rural-bank"),
    DemoPerson("13800000034", "文化节小苏", Role.EVENT_ORGANISER, "festival-company"),
    DemoPerson("13800000035", "核证员小卢", Role.VERIFIER, "third-party-verifier"),
)


def seed_demo_county() -> dict[str, Any]:
    """Fill what is missing and say who may sign in: {people: [...], agreement_version}."""
    organisations = {wish.code: run(partial(_organisation, wish)) for wish in ORGANISATIONS}
    run(partial(_ticket, organisations))
    run(partial(_rewards, organisations))
    people = [run(partial(_person, someone, organisations)) for someone in PEOPLE]
    return {"people": people, "agreement_version": run(identity_queries.current_agreement_version)}


def seed_person(*, role: Role, phone: str, nickname: str | None, organisation: UUID | None) -> dict[str, Any]:
    """One person more, without an SMS; in a position of an organisation made for it if none is named."""
    person = _known_or_new(phone, nickname)
    if role is not Role.CITIZEN:
        organisation = organisation or UUID(seed_organisation(kind=kind_with(role), name="示例单位")["party_id"])
        identity.join(person.person_id, organisation, role)
    return _described(person, phone, role, organisation)


def seed_organisation(*, kind: str, name: str) -> dict[str, Any]:
    code = f"{kind}-{chance.digits(8)}"
    made = identity.register_organisation(
        SYSTEM, RegisterOrganisation(code, kind, name, name, "雪峰镇", "Xuefeng Town")
    )
    return {"party_id": str(made.party_id), "organisation_id": str(made.party_id), "kind": made.kind, "name": made.name}


def _organisation(wish: RegisterOrganisation) -> OrganisationView:
    return identity_queries.organisation_by_code(wish.code) or identity.register_organisation(SYSTEM, wish)


def _ticket(organisations: dict[str, OrganisationView]) -> None:
    if market_queries.list_offers():
        return
    village, buyer, reserve = (organisations[code].party_id for code in
                               ("changkou-village", "tonghai-nickel", "jinsen-carbon"))  # fmt: skip
    project = registry.create_project(
        SYSTEM,
        CreateProject(
            code="changkou-public-forest", kind="public-welfare-forest", name_zh="常口村生态公益林",
            name_en="Changkou Village public-welfare forest", place_zh="三明将乐县", place_en="Jiangle County, Sanming",
            area_mu=3197, methodology_zh="三明林业碳票碳减排量计量方法",
            methodology_en="Sanming method for forest carbon tickets", is_demo=True,
        ),
    )  # fmt: skip
    registry.issue_batch(
        SYSTEM,
        IssueBatch(project_id=project.project_id, owner_party_id=village, quantity_kg=KG_SOLD + KG_RESERVED,
                   issued_on=date(2021, 5, 18), vintage_from=2016, vintage_to=2020, number=BATCH, is_demo=True),
    )  # fmt: skip
    registry.transfer_units(SYSTEM, TransferUnits(BATCH, village, buyer, KG_SOLD, AGREEMENT, 1500, ISSUED))
    registry.transfer_units(SYSTEM, TransferUnits(BATCH, village, reserve, KG_RESERVED, RESERVE, 1000, ISSUED))
    market.put_on_shelf(SYSTEM, PutOnShelf(reserve, BATCH, KG_RESERVED, RETAIL_FEN_PER_T, is_demo=True))


def _rewards(organisations: dict[str, OrganisationView]) -> None:
    shop, coop = organisations["leicha-shop"].party_id, organisations["supply-coop"].party_id
    if rewards_queries.list_rewards():
        return
    budget = ("县财政积分补贴", "County points budget")
    hakka = ("客家擂茶铺", "Hakka Leicha Shop")
    for wish in (
        AddReward(coop, "公交乘车券 2 元", "Bus voucher, 2 yuan", "县内公交，30 天有效", "County buses, 30 days",
                  "travel", 80, 200, "bus", 1204, *budget),
        AddReward(shop, "擂茶一碗", "A bowl of leicha", "到店现做，配花生和米果", "Made to order, with peanuts",
                  "food", 200, 600, "leicha", 66, *hakka),
        AddReward(coop, "肉脯干 80 克", "Dried pork, 80 g", "供销社柜台自提", "Collect at the counter",
                  "food", 480, 1440, "jerky", 41, *budget),
        AddReward(coop, "红豆杉苗一盆", "A potted yew seedling", "林场自提，每人限 1 盆",
                  "Collect at the forest farm, one each",
                  "goods", 560, 1680, "yew", 18, *budget, limit_count=1, limit_span="ever"),
        AddReward(coop, "毛竹随行杯", "A bamboo cup", "竹木厂直发到柜台", "From the bamboo works",
                  "goods", 620, 1860, "cup", 9, *budget),
        AddReward(shop, "擂茶小食一份", "A leicha snack", "米果或花生任选一份", "Rice cake or peanuts",
                  "food", 20, 60, "leicha", 300, *hakka),
    ):  # fmt: skip
        rewards.add_reward(SYSTEM, wish)


def _person(someone: DemoPerson, organisations: dict[str, OrganisationView]) -> dict[str, Any]:
    person = _known_or_new(someone.phone, someone.nickname)
    organisation = organisations[someone.works_at].party_id if someone.works_at else None
    if someone.name is not None and someone.born_on is not None:
        identity.seed_real_name(person.person_id, name=someone.name, born_on=someone.born_on)
    if organisation is not None:
        identity.join(person.person_id, organisation, someone.role)
    return _described(person, someone.phone, someone.role, organisation)


def _known_or_new(phone: str, nickname: str | None) -> PersonView:
    e164 = phones.normalised(phone)
    known = identity.person_by_phone(e164)
    found = identity_queries.person(known) if known else None
    return found or identity.register_person(SYSTEM, RegisterPerson(phone=e164, nickname=nickname))


def _described(person: PersonView, phone: str, role: Role, organisation: UUID | None) -> dict[str, Any]:
    described = {"role": str(role), "phone": phone, "person_id": str(person.person_id),
                 "party_id": str(person.party_id), "nickname": person.nickname}  # fmt: skip
    if organisation:
        described["organisation_id"] = str(organisation)
    if role in STAFF:
        described["totp_secret"] = identity.seed_totp(person.person_id)
    return described
