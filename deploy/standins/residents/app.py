"""Puts the register together. Everybody is in it under every name, but for those whose names say otherwise."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, jsonify, request

from deploy.standins.residents.signatures import Refused, check

ANSWERS = {
    "0": "姓名和身份证号一致",
    "-1": "姓名和身份证号不一致",
    "-2": "非法身份证号（长度、校验位等不正确）",
    "-3": "非法姓名（长度、格式等不正确）",
    "-4": "证件库服务异常",
    "-5": "证件库中无此身份证记录",
    "-6": "权威比对系统升级中，请稍后再试",
}
BY_NAME = {"不符": "-1", "查无": "-5", "升级": "-6"}
"""What a name that ends so is answered: to try out what a screen then shows."""


@dataclass
class Book:
    """``says``: what it answers to every question, instead of looking (None: it looks). ``is_down``: 503 to all."""

    secret_id: str
    secret_key: str
    says: str | None = None
    is_down: bool = False
    asked: list[str] = field(default_factory=list)
    """The last four of every number that was asked about."""


def create_app(book: Book) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider

    @app.post("/")
    def answer() -> Any:
        if book.is_down:
            return jsonify({"Response": {}}), 503
        identity = {"RequestId": secrets.token_hex(16)}
        try:
            check(request.headers, request.get_data(), secret_id=book.secret_id, secret_key=book.secret_key)
            _is_ours()
        except Refused as refused:
            return jsonify({"Response": {"Error": {"Code": refused.code, "Message": refused.message}, **identity}})
        asked = request.get_json()
        book.asked.append(asked["IdCard"][-4:])
        result = book.says or _look(asked["Name"])
        return jsonify({"Response": {"Result": result, "Description": ANSWERS[result], **identity}})

    return app


def _is_ours() -> None:
    if (request.headers.get("X-TC-Action"), request.headers.get("X-TC-Version")) != (
        "IdCardVerification",
        "2018-03-01",
    ):
        raise Refused("InvalidAction", "The action is invalid.")


def _look(name: str) -> str:
    return next((result for ending, result in BY_NAME.items() if name.endswith(ending)), "0")
