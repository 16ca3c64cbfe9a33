"""What comes in is exactly what it says, or it is refused with the field, the reason and the way out."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from backend.http.body import DEEPEST, field_faults, strict_json
from backend.http.fields import Choice, Day, Identifier, Instant, Pattern, Quantity, RequestSchema, Text, Whole, YesNo
from backend.http.problem import BadInput
from backend.kernel import i18n


class Everything(RequestSchema):
    points = Whole(least=1, most=500)
    quantity = Quantity(most="5000")
    name = Text(longest=20)
    note = Text(longest=20, multiline=True)
    code = Pattern(r"[0-9]{6}", code="not-six-digits")
    kind = Choice("browser", "app")
    party_id = Identifier()
    occurred_at = Instant()
    day = Day()
    elder_mode = YesNo()


def load(**given_fields: Any) -> Any:
    return Everything().load(given_fields)


def code_of(**given_fields: Any) -> str:
    """The code with which one field is refused; "" when it is taken."""
    try:
        load(**given_fields)
    except ValidationError as error:
        (fault,) = field_faults(error.messages)
        assert fault.field == f"/{next(iter(given_fields))}"
        assert i18n.has_text(f"field.{fault.code}.detail")
        return fault.code
    return ""


class TestAWholeNumber:
    @pytest.mark.parametrize(
        "value",
        [
            0.1,
            1.0,
            5e0,
            "5",
            "１２",
            "1_0",
            " 5 ",
            "5\n",
            True,
            False,
            [],
            {},
            [5],
            float("inf"),
            float("nan"),
            Decimal(5),
        ],
        ids=repr,
    )
    def test_is_a_json_integer_and_nothing_like_one(self, value):
        assert code_of(points=value) == "not-an-integer"

    @pytest.mark.parametrize("value", [-1, 0, 501, 2**63, 10**18, -(10**30)])
    def test_lies_in_its_range(self, value):
        assert code_of(points=value) == "out-of-range"

    def test_is_taken_as_it_is(self):
        assert load(points=1) == {"points": 1}
        assert load(points=500) == {"points": 500}

    def test_may_not_be_null(self):
        assert code_of(points=None) == "null-not-allowed"


class TestAQuantity:
    @pytest.mark.parametrize(
        "value",
        ["-1", "-0", "+1", "1e3", "1E+400", "NaN", "Infinity", "-Infinity", "１２", "１２.５", "1_0", " 5 ", "5\n",
         "5 ", "", ".5", "5.", "00", "01", "1,000", "1.0000000001", "9" * 16, "٣", "½", "0x10", 5, 1.5, True, [], {}],
        ids=repr,
    )  # fmt: skip
    def test_is_plain_ascii_decimal_text(self, value):
        assert code_of(quantity=value) == "not-a-decimal"

    @pytest.mark.parametrize("value", ["5000.000000001", "999999999999999"])
    def test_is_bounded(self, value):
        assert code_of(quantity=value) == "out-of-range"

    @given(st.decimals(min_value=0, max_value=5000, places=3, allow_nan=False, allow_infinity=False))
    def test_loses_nothing(self, value):
        written = format(abs(value), "f")
        assert load(quantity=written)["quantity"] == Decimal(written)


class TestText:
    @pytest.mark.parametrize(
        "value",
        ["a\x00b", "\x1b[31m", "a\nb", "tab\there", "\ud800", "a\u202eb", "zero\u200dwidth", "\u200b", "\ufeffx",
         "\x7f", "\u2028", "\ue000", "\U000e0041", "\u3164", "\u2800\u2800", "林\u034f溪", "\uffa0", "\u1160"],
        ids=ascii,
    )  # fmt: skip
    def test_has_nothing_that_is_not_seen(self, value):
        assert code_of(name=value) == "unprintable-characters"

    def test_may_have_lines_where_lines_make_sense(self):
        assert load(note="一\n二") == {"note": "一\n二"}
        assert code_of(note="一\r\n二") == "unprintable-characters"

    @pytest.mark.parametrize("value", ["", "   ", "长" * 21, "x" * 1_000_000])
    def test_has_a_length(self, value):
        assert code_of(name=value) == "wrong-length"

    @pytest.mark.parametrize("value", [5, True, [], {}, ["a"]], ids=repr)
    def test_is_text(self, value):
        assert code_of(name=value) == "not-text"

    def test_has_one_spelling(self):
        """Two ways to write é are one name."""
        composed, decomposed = "caf\u00e9", "cafe\u0301"
        assert load(name=decomposed) == load(name=composed) == {"name": composed}
        assert load(name="  林小溪 ") == {"name": "林小溪"}

    @pytest.mark.parametrize("value", ["=1+1", "＝1+1", "<b>林</b>", "'; DROP TABLE x; --", "林🌲"])
    def test_is_otherwise_kept_as_written(self, value):
        """Escaping belongs to where it is shown."""
        assert load(name=value) == {"name": value}


class TestAForm:
    @pytest.mark.parametrize(
        "value", ["12345", "1234567", "１２３４５６", "12345\n", "123456\n", "12 456", 123456, None, ""]
    )
    def test_is_matched_to_its_end_in_ascii(self, value):
        assert code_of(code=value) in {"not-six-digits", "null-not-allowed"}

    @pytest.mark.parametrize("value", ["APP", "app ", "", 1, ["app"], "desktop"], ids=repr)
    def test_is_one_of_a_closed_list(self, value):
        assert code_of(kind=value) == "not-one-of"

    @pytest.mark.parametrize(
        "value",
        ["7", "{01930000-0000-7000-8000-000000000000}", "urn:uuid:01930000-0000-7000-8000-000000000000",
         "01930000000070008000000000000000", "01930000-0000-7000-8000-00000000000g",
         " 01930000-0000-7000-8000-000000000000",
         557266228976810658281553920, None],
        ids=repr,
    )  # fmt: skip
    def test_is_an_id_in_its_usual_spelling(self, value):
        assert code_of(party_id=value) in {"not-an-id", "null-not-allowed"}

    def test_is_an_id_in_either_case(self):
        written = "01930000-ABCD-7000-8000-000000000000"
        assert load(party_id=written) == {"party_id": UUID(written)}

    @pytest.mark.parametrize("value", ["yes", "true", 1, 0, "1", None], ids=repr)
    def test_is_true_or_false(self, value):
        assert code_of(elder_mode=value) in {"not-a-boolean", "null-not-allowed"}


class TestTime:
    @pytest.mark.parametrize(
        "value",
        ["2026-11-22", "2026-11-22T08:00:00", "2026-11-22 08:00:00+08:00", "2026-11-22T08:00+08:00", "20261122T080000Z",
         "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-22T25:00:00Z", "2026-11-22T08:00:00+99:00",
         "２０26-11-22T08:00:00Z", "2026-11-22T08:00:00Z\n", "0001-01-01T00:00:00+14:00",
         "9999-12-31T23:59:59+00:00", "2200-01-01T00:00:00Z", 1763769600, None],
        ids=repr,
    )  # fmt: skip
    def test_an_instant_has_its_offset(self, value):
        assert code_of(occurred_at=value) in {"not-an-instant", "null-not-allowed"}

    def test_an_instant_is_shown_in_the_programmes_zone(self):
        loaded = load(occurred_at="2026-11-22T00:30:00Z")["occurred_at"]
        assert loaded == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
        assert Everything().dump({"occurred_at": loaded}) == {"occurred_at": "2026-11-22T08:30:00+08:00"}
        assert loaded.utcoffset() == timedelta(0)

    @pytest.mark.parametrize(
        "value",
        ["2026-2-9", "2026-02-29", "20261122", "2026-11-22\n", "２０２６-11-22", "0000-01-01", "0001-01-01",
         "9999-12-31", 5],
        ids=repr,
    )  # fmt: skip
    def test_a_day_is_written_in_full_and_exists(self, value):
        assert code_of(day=value) == "not-a-day"

    def test_a_leap_day_is_a_day(self):
        assert load(day="2028-02-29") == {"day": date(2028, 2, 29)}


def test_a_field_that_nobody_knows_is_refused() -> None:
    """Mass assignment: what an answer shows must not be writable by sending it back."""
    assert code_of(role="merchant-clerk") == "unknown-field"


class TestJson:
    @pytest.mark.parametrize(
        ("raw", "code"),
        [
            (b"{", "json-malformed"),
            (b'{"a": 1,}', "json-malformed"),
            (b"{'a': 1}", "json-malformed"),
            (b'{"a": 1} x', "json-malformed"),
            (b'\xef\xbb\xbf{"a": 1}', "json-malformed"),
            (b"{} {}", "json-malformed"),
            (b'{"a": "\xff"}', "json-not-utf8"),
            ('{"a": 1}'.encode("utf-16"), "json-not-utf8"),
            (b'{"a": NaN}', "json-not-a-number"),
            (b'{"a": Infinity}', "json-not-a-number"),
            (b'{"a": -Infinity}', "json-not-a-number"),
            (b'{"a": 1e400}', "json-not-a-number"),
            (b'{"a": -1E+400}', "json-not-a-number"),
            (b'{"a": ' + b"9" * 5000 + b"}", "json-not-a-number"),
            (b'{"a": 1, "a": 2}', "json-duplicate-key"),
            (b'{"b": {"a": 1, "\\u0061": 2}}', "json-duplicate-key"),
            (b"[" * 21 + b"]" * 21, "json-too-deep"),
            (b'{"a":' * 21 + b"1" + b"}" * 21, "json-too-deep"),
            (b"[" * 100_000, "json-too-deep"),
        ],
        ids=lambda value: str(value)[:30],
    )
    def test_is_read_in_one_way_or_not_at_all(self, raw, code):
        with pytest.raises(BadInput) as refused:
            strict_json(raw)
        assert refused.value.faults[0].code == code

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
            max_leaves=12,
        )
    )
    def test_says_what_was_sent(self, document):
        try:
            raw = json.dumps(document, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return  # a lone surrogate has no bytes
        assert strict_json(raw) == document

    def test_may_nest_as_deep_as_anything_does(self):
        assert strict_json(b"[" * DEEPEST + b"]" * DEEPEST)


def forged(text: str) -> str:
    """A cursor that no page has written."""
    return base64.urlsafe_b64encode(text.encode()).decode()


class TestOverHttp:
    def test_every_fault_is_told_with_its_field_and_the_way_out(self, world):
        refused = world.citizen().patch("/me", {"nickname": "a\u0000b", "elder_mode": "yes", "points": 5})
        assert (refused.status_code, refused.json["code"]) == (400, "invalid-request")
        told = {error["field"]: error["code"] for error in refused.json["errors"]}
        assert told == {
            "/nickname": "unprintable-characters", "/elder_mode": "not-a-boolean", "/points": "unknown-field",
        }  # fmt: skip
        assert all(error["detail"] and error["mend"] for error in refused.json["errors"])

    @pytest.mark.parametrize("body", [[], "text", 5, None, True])
    def test_a_body_is_an_object(self, world, body):
        raw = json.dumps(body).encode()
        refused = world.request("POST", "/auth/sms-codes", raw=raw)
        assert refused.status_code == 400
        assert refused.mimetype == "application/problem+json"

    def test_a_body_of_null_is_not_a_body_left_out(self, world):
        refused = world.request("POST", "/pay-codes", raw=b"null", token=world.citizen().token, key="0123456789abcdef")
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (400, "not-an-object")

    def test_a_surrogate_that_came_escaped_is_refused_as_text(self, world):
        raw = b'{"nickname": "\\ud800"}'
        person = world.citizen()
        refused = world.request("PATCH", "/me", raw=raw, token=person.token, key="0123456789abcdef")
        assert refused.json["errors"][0]["code"] == "unprintable-characters"

    @pytest.mark.parametrize(
        "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "", "text/json"]
    )
    def test_a_body_is_json(self, world, content_type):
        refused = world.request("POST", "/auth/sms-codes", raw=b'{"phone": "13800138000"}',
                                headers={"Content-Type": content_type})  # fmt: skip
        assert (refused.status_code, refused.json["code"]) == (415, "http-415")

    def test_a_body_has_a_size(self, world):
        refused = world.request("POST", "/auth/sms-codes", raw=b'{"phone": "' + b"1" * 10_000_000 + b'"}')
        assert (refused.status_code, refused.json["code"]) == (413, "http-413")

    @pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "101"}, {"limit": "１０"}, {"limit": "1e1"},
                                       {"limit": "-1"}, {"limit": "9" * 5000}, {"cursor": "x"}, {"cursor": "W10"},
                                       {"cursor": "é"}, {"cursor": forged("[" * 3000)},
                                       {"cursor": forged('["2026-01-01T00:00:00+00:00", 7]')},
                                       {"cursor": forged("2026-13-01T00:00:00+00:00 " + "0" * 36)}])  # fmt: skip
    def test_a_list_is_asked_for_within_reason(self, world, query):
        refused = world.citizen().get("/points/entries", **query)
        assert (refused.status_code, refused.json["code"]) == (400, "invalid-request")
