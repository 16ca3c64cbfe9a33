"""抵消凭证 / A certificate that anybody can check, with us or without."""

from __future__ import annotations

import base64
import json
from uuid import UUID

import jwt
import pytest

from backend.certificates.numbers import number_for
from backend.certificates.qr import page_url, qr_text
from backend.extensions import db
from backend.kernel.check_digits import check_digit
from backend.kernel.ids import new_id
from tests.support.forest import Forest, on_shelf
from tests.support.world import World


@pytest.fixture(scope="module")
def shelf() -> dict[str, tuple[Forest, UUID]]:
    return {}


@pytest.fixture
def number(world: World, shelf) -> str:
    """Of a certificate for 23 kg against October's footprint, whose holder chose to show a nickname."""
    forest, offer_id = shelf.setdefault("here", on_shelf(world, 10_000, slots=4))
    order_id = new_id()
    forest.reserves(offer_id, 23, order_id)
    return forest.retires(order_id, new_id(), purpose="footprint", period="2026-10", name="溪边的风").certificate_number


def verified(world, text):
    reply = world.request("POST", "/certificate-verifications", body={"text": text})
    assert reply.status_code == 200, reply.json
    return reply.json


def published_key(world, kid) -> bytes:
    keys = world.request("GET", "/.well-known/jwks.json").json["keys"]
    key = next(key for key in keys if key["kid"] == kid)
    return base64.urlsafe_b64decode(key["x"] + "=")


class TestItsPage:
    def test_says_what_was_retired_for_what_and_for_whom(self, world, number):
        page = world.get(f"/certificates/{number}").json

        facts = page["facts"]
        assert (page["number"], page["state"], page["demo"]) == (number, "valid", True)
        assert facts["quantity_kg"] == 23
        assert sum(each["last"] - each["first"] + 1 for each in facts["serials"]) == 23
        assert facts["serials"][0]["first_text"].startswith("MX")
        assert facts["purpose_text"] == "2026 年 10 月个人生活足迹"
        assert facts["beneficiary_name"] == "溪边的风"
        assert facts["project"]["area_mu"] == 3197 and facts["vintage"] == {"from": 2016, "to": 2020}
        assert facts["retired_at"].endswith("+08:00")
        assert page["signature"]["valid"] is True and page["signature"]["alg"] == "EdDSA"
        assert [event["kind"] for event in page["history"]] == ["issued", "reserved", "listed", "retired"]
        assert page["url"].endswith(f"/c/{number}") and page["qr_text"] == f"{page['url']}#{page['signature']['jws']}"

    def test_reads_in_english_too_for_ever(self, world, number):
        page = world.request("GET", f"/certificates/{number}", language="en").json
        assert page["facts"]["purpose_text"] == "Personal footprint of October 2026"
        assert page["facts"]["project"]["place"] == "Jiangle, Sanming"
        assert page["history"][-1]["title"] == "23 kg retired"

    def test_shows_no_name_that_nobody_chose(self, world):
        forest, offer_id = on_shelf(world, 100, slots=2)
        order_id = new_id()
        forest.reserves(offer_id, 5, order_id)
        page = world.get(f"/certificates/{forest.retires(order_id, new_id()).certificate_number}").json
        assert page["facts"]["beneficiary_name"] is None and page["facts"]["period"] is None
        assert page["facts"]["purpose_text"] == "自愿抵消"

    @pytest.mark.parametrize("written", ["MX-2026-000001-0", "MX-2026-999999-1", "0", "x" * 300, "MX-2026-00000１-7"])
    def test_of_a_number_that_is_none_is_not_there(self, world, written):
        refused = world.get(f"/certificates/{written}")
        assert (refused.status_code, refused.json["code"]) == (404, "certificate-not-found")


class TestItsCode:
    def test_is_a_picture_that_needs_nothing_else(self, world, number):
        picture = world.get(f"/certificates/{number}/qr.svg")
        assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
        assert b"<path" in picture.data and b"<script" not in picture.data and b"href" not in picture.data

    def test_can_be_checked_without_asking_us(self, world, number):
        """With a library of one's own choice and the published key."""
        jws = world.get(f"/certificates/{number}").json["qr_text"].split("#")[1]
        header = jwt.get_unverified_header(jws)
        assert (header["alg"], header["typ"]) == ("EdDSA", "tanhui-cert+jwt")

        key = jwt.PyJWK({"kty": "OKP", "crv": "Ed25519", "x": base64.urlsafe_b64encode(
            published_key(world, header["kid"])).decode().rstrip("=")}, algorithm="EdDSA")  # fmt: skip
        facts = jwt.decode(jws, key, algorithms=["EdDSA"])

        assert (facts["no"], facts["kg"], facts["for"], facts["by"]) == (number, 23, "footprint", "溪边的风")
        assert sum(last - first + 1 for first, last in facts["srl"]) == 23

    def test_carries_every_splinter_of_a_shelf_that_is_nearly_sold_out(self, world):
        forest, offer_id = on_shelf(world, 60, slots=20)
        for _ in range(12):
            forest.reserves(offer_id, 1)
        order_id = new_id()
        forest.reserves(offer_id, 48, order_id)

        page = world.get(f"/certificates/{forest.retires(order_id, new_id()).certificate_number}").json

        assert len(page["facts"]["serials"]) > 3
        assert world.get(f"/certificates/{page['number']}/qr.svg").status_code == 200
        assert verified(world, page["qr_text"])["valid"] is True

    def test_too_fine_for_a_phones_camera_leads_to_the_page_alone(self, world):
        address, coarse, fine = world.reads(
            lambda: (page_url("MX-2026-000001-7"), qr_text("MX-2026-000001-7", "x" * 900),
                     qr_text("MX-2026-000001-7", "x" * 1800))
        )  # fmt: skip
        assert coarse == f"{address}#{'x' * 900}" and fine == address


class TestChecking:
    def test_takes_the_number_the_address_and_the_signed_text(self, world, number):
        page = world.get(f"/certificates/{number}").json
        jws = page["signature"]["jws"]
        for text in (number, number.lower(), f"  {number}  ", page["url"], page["qr_text"], jws):
            answer = verified(world, text)
            assert (answer["valid"], answer["state"], answer["number"]) == (True, "valid", number), text
            assert answer["facts"]["quantity_kg"] == 23

    def test_does_not_believe_what_was_not_signed(self, world, number):
        jws = world.get(f"/certificates/{number}").json["signature"]["jws"]
        head, body, signature = jws.split(".")
        facts = json.loads(base64.urlsafe_b64decode(body + "==="))
        forged = base64.urlsafe_b64encode(json.dumps({**facts, "kg": 23_000}).encode()).decode().rstrip("=")
        unsigned = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "tanhui-cert+jwt"}).encode()).decode()
        unsigned = unsigned.rstrip("=")
        for text in (f"{head}.{forged}.{signature}", f"{unsigned}.{body}.x", f"{head}.{body}.{signature[:-4]}AAAA"):
            answer = verified(world, text)
            assert (answer["valid"], answer["state"], answer["facts"]) == (False, "altered", None)

    def test_of_one_certificates_address_with_anothers_signature_says_altered(self, world, number, shelf):
        forest, offer_id = shelf["here"]
        order_id = new_id()
        forest.reserves(offer_id, 2, order_id)
        other = forest.retires(order_id, new_id()).certificate_number
        address = world.get(f"/certificates/{other}").json["url"]
        jws = world.get(f"/certificates/{number}").json["signature"]["jws"]
        assert verified(world, f"{address}#{jws}")["state"] == "altered"

    def test_does_not_take_an_access_token_for_a_certificate(self, world):
        answer = verified(world, world.citizen().token)
        assert (answer["valid"], answer["state"]) == (False, "altered")

    @pytest.mark.parametrize(
        "text", [number_for(2026, 999_999), "MX-2026-000001-0", "你好", "https://example.org/c/x", "a.b"]
    )
    def test_of_what_we_never_issued_says_unknown(self, world, text):
        answer = verified(world, text)
        assert (answer["valid"], answer["state"], answer["facts"]) == (False, "unknown", None)
        assert answer["reason"]

    @pytest.mark.parametrize(
        "body", [{}, {"text": ""}, {"text": 5}, {"text": "x" * 4097}, {"text": "a\x00b"}, {"texts": "x"}]
    )
    def test_of_nothing_is_refused(self, world, body):
        refused = world.request("POST", "/certificate-verifications", body=body)
        assert refused.status_code == 400 and refused.json["errors"][0]["mend"]

    def test_of_a_revoked_one_says_so(self, world, number):
        revoke = "UPDATE certificates_certificates SET state = 'revoked', state_changed_at = now() WHERE number = :n"
        world.does(lambda: db.session.execute(db.text(revoke), {"n": number}))
        answer = verified(world, number)
        assert (answer["valid"], answer["state"]) == (False, "revoked")
        assert world.get(f"/certificates/{number}").json["state"] == "revoked"


class TestTheRegisterItself:
    def test_notices_facts_that_were_changed_behind_its_back(self, world, number, database):
        """An owner of the database who switches the guard off still has no key to sign with."""
        import psycopg

        url = database.superuser_url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(
                "UPDATE certificates_certificates SET canonical = replace(canonical, '溪边的风', '别人')"
                " WHERE number = %s",
                (number,),
            )
        assert world.get(f"/certificates/{number}").json["signature"]["valid"] is False
        assert verified(world, number)["state"] == "altered"


class TestANumber:
    def test_ends_in_a_digit_that_catches_every_single_mistake(self):
        number = number_for(2026, 1)
        assert number == "MX-2026-000001-7"
        digits = "2026000001"
        for place in range(len(digits)):
            for digit in "0123456789":
                if digit != digits[place]:
                    assert check_digit(digits[:place] + digit + digits[place + 1 :]) != "7"

    def test_is_on_one_certificate_however_many_retire_at_once(self, world, shelf):
        forest, offer_id = shelf.setdefault("here", on_shelf(world, 10_000, slots=4))
        orders = [new_id() for _ in range(16)]
        for order_id in orders:
            forest.reserves(offer_id, 3, order_id)
        retired = world.at_once(*[lambda order_id=order_id: forest.retires(order_id, new_id()) for order_id in orders])
        assert len({each.certificate_number for each in retired}) == 16
