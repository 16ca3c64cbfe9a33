"""Both operators behind one address: the headers of a request say whose it is."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from flask import Flask, Response, jsonify, request

from deploy.standins.sms.desk import Customer, Desk
from deploy.standins.sms.signatures import SignatureRefused, verify_acs3, verify_tc3

Answer = Response | tuple[Response, int]
SLOW_S = 6.0


def create_app(customers: dict[str, Customer]) -> Flask:
    """The WSGI application; `customers` by operator (`aliyun`, `tencent`)."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    desks = {operator: Desk(customer) for operator, customer in customers.items()}

    @app.post("/")
    def send() -> Answer:
        headers = {name.lower(): value for name, value in request.headers.items()}
        operator = "aliyun" if "x-acs-action" in headers else "tencent"
        desk, body = desks[operator], request.get_data()
        mood = desk.mood()
        if mood == "fail":
            return Response("bad gateway", 502, mimetype="text/html"), 502
        if mood == "slow":
            time.sleep(SLOW_S)
        if mood == "drip":
            return Response(_drop_by_drop(), mimetype="application/json")
        take = _aliyun if operator == "aliyun" else _tencent
        return take(desk, headers, body, None if mood == "slow" else mood)

    @app.post("/_control/<operator>/moods")
    def moods(operator: str) -> Answer:
        desks[operator].moods.extend(request.get_json()["moods"])
        return jsonify(ok=True)

    @app.get("/_control/<operator>")
    def log(operator: str) -> Answer:
        return jsonify(sent=desks[operator].sent, refused=desks[operator].refused)

    return app


def _drop_by_drop() -> Iterator[bytes]:
    """A byte at a time, each in time: what bounds only single waits waits for all of it."""
    for _ in range(12):
        time.sleep(0.5)
        yield b" "
    yield b"{}"


def _aliyun(desk: Desk, headers: dict[str, str], body: bytes, mood: str | None) -> Answer:
    customer, given = desk.customer, request.args
    try:
        verify_acs3(headers, request.query_string.decode(), body, key_id=customer.key_id, secret=customer.secret,
                    nonces=desk.nonces)  # fmt: skip
    except SignatureRefused as refusal:
        code = desk.refuses(str(refusal))
        return jsonify(RequestId=str(uuid4()), HostId=request.host, Code=code, Message="signature"), 400
    code = mood or _aliyun_code(desk, given)
    if code.startswith("Throttling"):
        return jsonify(RequestId=str(uuid4()), HostId=request.host, Code=desk.refuses(code), Message="slow down"), 400
    if code != "OK":
        # The real one repeats what it was given: such a sentence must not get into a log.
        said = f"{given.get('PhoneNumbers')} invalid"
        return jsonify(RequestId=str(uuid4()), Code=desk.refuses(code), Message=said)
    desk.takes(f"+86{given['PhoneNumbers']}", given["TemplateCode"], given["SignName"],
               json.loads(given["TemplateParam"]), given.get("OutId", ""))  # fmt: skip
    return jsonify(RequestId=str(uuid4()), Code="OK", Message="OK", BizId=f"{uuid4().int % 10**18}^0")


def _aliyun_code(desk: Desk, given: Any) -> str:
    if (given.get("Action") or request.headers.get("x-acs-action")) != "SendSms":
        return "InvalidAction.NotFound"
    if not re.fullmatch(r"(\+?86)?1[3-9]\d{9}", given.get("PhoneNumbers", "")):
        return "isv.MOBILE_NUMBER_ILLEGAL"
    if given.get("SignName") not in desk.customer.signs:
        return "isv.SMS_SIGNATURE_ILLEGAL"
    if given.get("TemplateCode") not in desk.customer.templates:
        return "isv.SMS_TEMPLATE_ILLEGAL"
    try:
        values = json.loads(given.get("TemplateParam", "{}"))
    except ValueError:
        return "isv.INVALID_JSON_PARAM"
    return "OK" if set(desk.places(given["TemplateCode"])) <= set(values) else "isv.TEMPLATE_MISSING_PARAMETERS"


def _tencent(desk: Desk, headers: dict[str, str], body: bytes, mood: str | None) -> Answer:
    customer = desk.customer
    try:
        verify_tc3(headers, body, key_id=customer.key_id, secret=customer.secret)
    except SignatureRefused as refusal:
        return _error(desk.refuses(str(refusal)))
    if mood and mood.startswith("RequestLimitExceeded"):
        return _error(desk.refuses(mood))
    given = json.loads(body)
    code = mood or _tencent_code(desk, headers, given)
    phone = given["PhoneNumberSet"][0]
    if code == "Ok":
        values = {str(number): value for number, value in enumerate(given["TemplateParamSet"], start=1)}
        desk.takes(phone, given["TemplateId"], given["SignName"], values, given.get("SessionContext", ""))
    else:
        desk.refuses(code)
    status = {"SerialNo": uuid4().hex if code == "Ok" else "", "PhoneNumber": phone, "Fee": int(code == "Ok"),
              "SessionContext": given.get("SessionContext", ""), "Code": code, "Message": f"{phone}: {code}",
              "IsoCode": "CN"}  # fmt: skip
    return jsonify(Response={"SendStatusSet": [status], "RequestId": str(uuid4())})


def _error(code: str) -> Answer:
    return jsonify(Response={"Error": {"Code": code, "Message": "no"}, "RequestId": str(uuid4())})


def _tencent_code(desk: Desk, headers: dict[str, str], given: dict[str, Any]) -> str:
    if (headers.get("x-tc-action"), headers.get("x-tc-version")) != ("SendSms", "2021-01-11"):
        return "InvalidAction"
    if given.get("SmsSdkAppId") != desk.customer.app_id:
        return "UnauthorizedOperation.SmsSdkAppIdVerifyFail"
    if not re.fullmatch(r"\+861[3-9]\d{9}", given["PhoneNumberSet"][0]):
        return "InvalidParameterValue.IncorrectPhoneNumber"
    if given.get("SignName") not in desk.customer.signs:
        return "FailedOperation.SignatureIncorrectOrUnapproved"
    if given.get("TemplateId") not in desk.customer.templates:
        return "FailedOperation.TemplateIncorrectOrUnapproved"
    if len(given.get("TemplateParamSet", [])) != len(desk.places(given["TemplateId"])):
        return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
    return "Ok"
