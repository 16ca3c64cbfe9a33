"""打印凭证 / A certificate on paper and as a picture, and the check whether a file is the one that was handed out."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from functools import partial
from urllib.parse import unquote
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from backend.documents.glyphs import MISSING
from backend.extensions import db
from backend.kernel import settings
from backend.kernel.ids import new_id
from tests.support.forest import Forest, on_shelf
from tests.support.paper import Paper, code_on, picture, squeezed
from tests.support.world import World

LARGEST = 200 * 1024


@pytest.fixture(scope="module")
def shelf() -> dict[str, tuple[Forest, UUID]]:
    return {}


@pytest.fixture
def certified(world: World, shelf) -> Callable[..., str]:
    """The number of a fresh certificate: ``certified(name=..., kg=...)``."""

    def certify(name: str | None = "溪边的风", kg: int = 23) -> str:
        forest, offer_id = shelf.setdefault("here", on_shelf(world, 10_000, slots=4))
        order_id = new_id()
        forest.reserves(offer_id, kg, order_id)
        retired = forest.retires(order_id, new_id(), purpose="footprint", period="2026-10", name=name)
        return retired.certificate_number

    return certify


@pytest.fixture
def number(certified) -> str:
    return certified()


def pdf_of(world: World, number: str, language: str = "zh-CN") -> bytes:
    answer = world.get(f"/certificates/{number}.pdf", lang=language)
    assert answer.status_code == 200, answer.json
    return bytes(answer.data)


def poster_of(world: World, number: str, language: str = "zh-CN") -> bytes:
    answer = world.get(f"/certificates/{number}.png", lang=language)
    assert answer.status_code == 200, answer.json
    return bytes(answer.data)


def revokes(world: World, number: str, state: str = "revoked") -> None:
    revoke = "UPDATE certificates_certificates SET state = :s, state_changed_at = now() WHERE number = :n"
    world.does(lambda: db.session.execute(db.text(revoke), {"n": number, "s": state}))


def checks(world: World, content: bytes) -> dict[str, object]:
    answer = world.request("POST", "/certificate-verifications", body={"pdf_sha256": sha256(content)})
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def splinters(world: World, pieces: int) -> str:
    """A certificate over what others left of a shelf: many stretches of serials, ``pieces`` at most."""
    forest, offer_id = on_shelf(world, 2 * pieces, slots=pieces)
    for _ in range(pieces):
        forest.reserves(offer_id, 1)
    order_id = new_id()
    forest.reserves(offer_id, pieces, order_id)
    return forest.retires(order_id, new_id(), name="溪边的风").certificate_number


class TestThePdf:
    @pytest.mark.parametrize("language", ["zh-CN", "en"])
    def test_says_what_the_page_says(self, world, number, language):
        page = world.request("GET", f"/certificates/{number}", language=language).json
        facts, words = page["facts"], Paper(pdf_of(world, number, language)).words
        serials = [f"{each['first']:,}" for each in facts["serials"]] + [
            f"{each['last']:,}" for each in facts["serials"]
        ]
        project = facts["project"]
        for said in (
            number, page["issuer"], page["url"], facts["purpose_text"], facts["beneficiary_name"],
            facts["batch_number"], project["name"], project["place"], f"{project['area_mu']:,}",
            str(facts["vintage"]["from"]), str(facts["vintage"]["to"]), facts["basis"], facts["retired_at"][11:19],
            *serials,
        ):  # fmt: skip
            assert squeezed(said) in words, said

    def test_calls_itself_a_demonstration_where_it_is_one(self, world, number):
        assert "演示凭证" in Paper(pdf_of(world, number)).words
        assert "Demonstration" in Paper(pdf_of(world, number, "en")).words

    def test_writes_the_gas_as_chemists_do(self, world, number):
        """The small two is a glyph or a lowered two, never a box: PDF/A refuses characters without a shape."""
        assert "（CO2e）" in Paper(pdf_of(world, number)).words
        assert "kilogramsofCO2equivalent" in Paper(pdf_of(world, number, "en")).words

    def test_is_one_a4_page_that_a_phone_can_send_on(self, world, number):
        for language in ("zh-CN", "en"):
            content = pdf_of(world, number, language)
            paper = Paper(content)
            assert (paper.pages, paper.size_mm) == (1, (210, 297))
            assert len(content) < LARGEST and paper.fonts_are_subsets

    def test_tells_programs_and_screen_readers_what_it_is(self, world, number):
        paper, english = Paper(pdf_of(world, number)), Paper(pdf_of(world, number, "en"))
        assert (paper.title, paper.author, paper.language) == (
            f"林业碳票抵消凭证 {number}", "明溪县碳普惠登记簿", "zh-CN")  # fmt: skip
        assert (english.title, english.language) == (f"Certificate of Retirement {number}", "en-GB")
        assert paper.is_tagged and b"pdfaid:part>2<" in paper.content and b"pdfuaid:part>1<" in paper.content

    def test_speaks_as_asked_else_as_the_browser_prefers(self, world, number):
        address = f"/certificates/{number}.pdf"
        assert Paper(world.request("GET", address, language="en").data).language == "en-GB"
        assert Paper(world.request("GET", address, language="en", query={"lang": "zh-CN"}).data).language == "zh-CN"
        refused = world.get(address, lang="fr")
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (400, "/lang")

    def test_comes_under_a_name_that_can_be_read(self, world, number):
        shown = world.get(f"/certificates/{number}.pdf", lang="zh-CN", **{"from": "singlemessage"})
        saved = world.get(f"/certificates/{number}.pdf", lang="en", download="1")
        assert shown.mimetype == "application/pdf"
        assert shown.headers["Content-Disposition"].startswith(f'inline; filename="{number}.pdf"')
        assert saved.headers["Content-Disposition"].startswith(f'attachment; filename="{number}.pdf"')
        assert f"林业碳票抵消凭证 {number}.pdf" in unquote(shown.headers["Content-Disposition"])
        assert f"Certificate of retirement {number}.pdf" in unquote(saved.headers["Content-Disposition"])

    @pytest.mark.parametrize("ending", ["pdf", "png"])
    def test_is_fetched_again_only_when_it_changed(self, world, number, ending):
        address = f"/certificates/{number}.{ending}"
        first = world.get(address)
        has_it = {"If-None-Match": first.headers["ETag"]}
        again = world.request("GET", address, headers=has_it)
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        assert first.headers["Cache-Control"] == again.headers["Cache-Control"] == "public, no-cache"
        assert "Accept-Language" in first.headers["Vary"]
        assert world.request("GET", address, headers=has_it, language="en").status_code == 200
        revokes(world, number)
        assert world.request("GET", address, headers=has_it).status_code == 200

    @pytest.mark.parametrize("ending", ["pdf", "png"])
    def test_of_a_number_that_is_none_is_not_there(self, world, ending):
        for written in ("MX-2026-000001-0", "MX-2026-999999-1", "x" * 300):
            refused = world.get(f"/certificates/{written}.{ending}")
            assert (refused.status_code, refused.json["code"]) == (404, "certificate-not-found")

    @pytest.mark.parametrize("ending", ["pdf", "png"])
    def test_is_not_made_of_facts_that_were_changed_behind_the_registers_back(self, world, number, database, ending):
        import psycopg

        with psycopg.connect(database.superuser_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute("UPDATE certificates_certificates SET canonical = replace(canonical, '溪边的风', '别人')"
                               " WHERE number = %s", (number,))  # fmt: skip
        refused = world.get(f"/certificates/{number}.{ending}")
        assert (refused.status_code, refused.json["code"]) == (409, "certificate-altered")


class TestThePoster:
    def test_is_as_wide_as_a_phones_screen(self, world, number):
        for language in ("zh-CN", "en"):
            seen = picture(poster_of(world, number, language))
            assert (seen.format, seen.width) == ("PNG", 1080) and seen.height > 1600

    def test_has_a_code_that_a_camera_reads(self, world, number):
        said = world.get(f"/certificates/{number}").json["qr_text"]
        assert code_on(poster_of(world, number)) == said
        revokes(world, number)
        assert code_on(poster_of(world, number)) == said, "on faded paper too"


class TestARevokedOne:
    def test_says_so_above_the_paper_and_since_when(self, world, number):
        before = Paper(pdf_of(world, number)).words
        revokes(world, number)
        after, english = Paper(pdf_of(world, number)).words, Paper(pdf_of(world, number, "en")).words
        assert before.startswith("签发时有效") and "已撤销" not in before
        assert after.startswith("已撤销") and "这张凭证不能再用" in after
        assert english.startswith("Revoked")

    def test_is_told_from_one_that_was_replaced(self, world, number):
        revokes(world, number, "superseded")
        assert Paper(pdf_of(world, number)).words.startswith("已被新凭证取代")

    def test_is_a_faded_picture_under_a_red_banner(self, world, number):
        valid = picture(poster_of(world, number)).convert("RGB")
        revokes(world, number)
        revoked = picture(poster_of(world, number)).convert("RGB")
        assert valid.getpixel((1070, 10)) == (0x1E, 0x4D, 0x3B)
        assert revoked.getpixel((1070, 10)) == (0x96, 0x2B, 0x22)
        darkest = [min(sum(pixel) for pixel in seen.crop((0, 500, 1080, seen.height - 250)).get_flattened_data())
                   for seen in (valid, revoked)]  # fmt: skip
        assert darkest[0] < 30 < 200 < darkest[1]


class TestManySerials:
    def test_a_few_stretches_stand_on_the_page(self, world):
        number = splinters(world, 5)
        paper = Paper(pdf_of(world, number))
        serials = world.get(f"/certificates/{number}").json["facts"]["serials"]
        assert len(serials) <= 5 and paper.pages == 1
        assert all(f"{each['first']:,}" in paper.words for each in serials)

    def test_more_of_them_have_an_annex(self, world):
        number = splinters(world, 40)
        paper, serials = Paper(pdf_of(world, number)), world.get(f"/certificates/{number}").json["facts"]["serials"]
        assert len(serials) > 6 and paper.pages == 2
        assert f"共{len(serials)}段，全部见附页" in paper.words
        assert all(f"{each['first']:,}" in paper.words for each in serials)
        assert len(paper.content) < LARGEST
        assert picture(poster_of(world, number)).height < 3200, "the poster sends its reader to the page instead"

    def test_a_serial_is_never_torn_apart(self, world):
        number = splinters(world, 6)
        serials = world.get(f"/certificates/{number}").json["facts"]["serials"]
        for language in ("zh-CN", "en"):
            lines = [line for page in Paper(pdf_of(world, number, language)).reader.pages
                     for line in page.extract_text().splitlines()]  # fmt: skip
            for each in serials:
                assert any(f"{each['first']:,}" in line for line in lines)


NAMES = {
    "markup": '#panic("x") *a* $x$ \\u{41} @b _c_ <d> `e`',
    "code": '#import "@preview/x:0.1.0": y',
    "a file": '#read("/etc/passwd")',
    "a long name": "阿布都克里木·买买提吐尔逊·欧阳尉迟诸葛慕容司马上官皇甫令狐宇文公孙轩辕独孤",
    "without a space": "W" * 40,
    "Uyghur": "ئابدۇكېرىم",
    "an emoji": "林🌲溪",
    "old characters": "𠮷㐂龘",
}


class TestTheName:
    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
    def test_stays_a_name_whatever_it_is_made_of(self, world, certified, name):
        number = certified(name)
        paper = Paper(pdf_of(world, number))
        assert paper.pages == 1
        if name.isascii() or name == NAMES["a long name"]:
            assert squeezed(name) in paper.words
        assert MISSING not in paper.words
        assert picture(poster_of(world, number)).width == 1080

    def test_in_a_script_that_no_font_has_shows_the_gap_and_says_where_it_stands(self, world, certified):
        number = certified("བསོད་ནམས Sonam")
        for language, where in (("zh-CN", "原字见凭证网页"), ("en", "thepageofthecertificatehasit")):
            words = Paper(pdf_of(world, number, language)).words
            assert MISSING in words and "Sonam" in words and where in words
        assert picture(poster_of(world, number)).width == 1080

    @pytest.mark.parametrize(
        "name",
        ["林\x00溪", "林\n溪", "\u202e溪林", "林\u200d溪", "\u200b", "\u2066林", "林\ufeff", "\u3164", "溪" * 41, ""],
        ids=ascii,
    )
    def test_is_refused_where_it_would_deceive(self, world, name):
        order = {"quote_id": str(new_id()), "purpose": "voluntary",
                 "beneficiary": {"kind": "real-name", "text": name}}  # fmt: skip
        refused = world.citizen().post("/offset-orders", order)
        assert refused.status_code == 400
        assert refused.json["errors"][0]["field"] == "/beneficiary/text"
        assert refused.json["errors"][0]["code"] in {"unprintable-characters", "wrong-length"}


class TestAFileThatWasHandedOut:
    def test_is_known_again(self, world, number):
        for language in ("zh-CN", "en"):
            answer = checks(world, pdf_of(world, number, language))
            assert (answer["valid"], answer["state"], answer["number"]) == (True, "valid", number)
            assert answer["facts"]["quantity_kg"] == 23 and answer["reason"]

    def test_with_one_byte_changed_is_not(self, world, number):
        content = pdf_of(world, number)
        for place in (0, len(content) // 2, len(content) - 1):
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            answer = checks(world, changed)
            assert (answer["valid"], answer["state"], answer["facts"]) == (False, "unknown", None)
            assert "改过" in answer["reason"]

    def test_is_known_as_revoked_once_it_is(self, world, number):
        before = pdf_of(world, number)
        revokes(world, number)
        for content in (before, pdf_of(world, number)):
            answer = checks(world, content)
            assert (answer["valid"], answer["state"], answer["number"]) == (False, "revoked", number)

    def test_is_known_however_it_is_printed_since(self, world, number):
        """Another address on the paper stands for all that may change: words, template, fonts, typesetter."""
        before = pdf_of(world, number)
        configured = settings.current()
        assert dataclasses.is_dataclass(configured) and not isinstance(configured, type)
        settings.use(dataclasses.replace(configured, public_url="https://tanhui.example"))  # type: ignore[arg-type]
        try:
            since = pdf_of(world, number)
        finally:
            settings.use(configured)
        assert sha256(before) != sha256(since)
        assert checks(world, before)["valid"] and checks(world, since)["valid"]

    def test_stands_in_the_register_before_it_leaves_and_once(self, world, number):
        content = {pdf_of(world, number) for _ in range(3)}
        select = db.text("SELECT sha256 FROM certificates_prints WHERE number = :n")
        kept = world.reads(lambda: db.session.execute(select, {"n": number}).scalars().all())
        assert kept == [sha256(*content)]

    def test_is_not_forgotten_by_the_application(self, world, number):
        pdf_of(world, number)
        for statement in ("DELETE FROM certificates_prints", "UPDATE certificates_prints SET number = number"):
            with pytest.raises(Exception, match=r"permission denied|append-only"):
                world.does(partial(lambda text: db.session.execute(db.text(text)), statement))

    @pytest.mark.parametrize(
        "body",
        [{"pdf_sha256": "A" * 64}, {"pdf_sha256": "a" * 63}, {"pdf_sha256": "a" * 65}, {"pdf_sha256": "ａ" * 64},
         {"pdf_sha256": "a" * 64 + "\n"}, {"pdf_sha256": ""}, {"pdf_sha256": None}, {"pdf_sha256": 5},
         {"pdf_sha256": "a" * 64, "text": "MX-2026-000001-7"}, {}],
        ids=str,
    )  # fmt: skip
    def test_is_asked_for_by_one_digest_or_not_at_all(self, world, body):
        refused = world.request("POST", "/certificate-verifications", body=body)
        assert refused.status_code == 400 and refused.json["errors"][0]["mend"]


class TestManyAtOnce:
    @pytest.fixture
    def answers(self, world, certified) -> list[TestResponse]:
        numbers = [certified(f"第{each}位", kg=1) for each in range(12)]
        return world.at_once(*[lambda number=number: world.get(f"/certificates/{number}.pdf") for number in numbers])

    def test_are_served_or_told_to_come_back(self, world, answers):
        served = [answer for answer in answers if answer.status_code == 200]
        others = [answer for answer in answers if answer.status_code != 200]
        assert len(served) >= 5
        assert all((answer.status_code, answer.json["code"]) == (503, "documents-busy") for answer in others)
        assert all(int(answer.headers["Retry-After"]) >= 1 for answer in others)
        assert all(checks(world, answer.data)["valid"] for answer in served)

    def test_who_want_the_same_get_the_same(self, world, number):
        answers = world.at_once(*[lambda: world.get(f"/certificates/{number}.pdf") for _ in range(6)])
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.data for answer in answers}) == 1
