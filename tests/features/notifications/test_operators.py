"""What the county must have with an operator: refused at the start if it is less, and ready to be applied for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backend.config import ConfigurationError, load
from backend.kernel import i18n
from backend.notifications.operators.account import LANGUAGES, Operator
from backend.notifications.operators.wording import wording
from backend.notifications.templates import sms_templates
from tests.support.operators import SECRETS, write_account

PAGE = Path(__file__).parents[3] / "docs" / "sms.md"
HOME = "https://sms.example"


@pytest.fixture(params=list(Operator))
def operator(request: pytest.FixtureRequest) -> Operator:
    chosen: Operator = request.param
    return chosen


def start(keys: Path, sms_url: str, **more: str) -> object:
    return load({"DATABASE_URL": "postgresql:///x", "KEYS_DIR": str(keys), "SMS_URL": sms_url, **more}).sms_account


def change(file: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        said = (folder / file).read_text(encoding="utf-8")
        assert old in said
        (folder / file).write_text(said.replace(old, new), encoding="utf-8")

    return apply


def write(file: str, content: str) -> Callable[[Path], None]:
    return lambda folder: (folder / file).write_text(content) and None


GAPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "no folder of files": (lambda folder: (folder / "sms.toml").unlink(), "there is no file"),
    "no key": (lambda folder: (folder / "access_key_id.txt").unlink(), "access_key_id.txt"),
    "an empty secret": (write("access_key_secret.txt", "\n"), "access_key_secret"),
    "two lines of secret": (write("access_key_secret.txt", "12345678\n12345678"), "and nothing else"),
    "no sign": (change("sms.toml", "明溪碳惠", ""), "lacks 'zh-CN'"),
    "a sign that is a number": (change("sms.toml", '"明溪碳惠"', "5"), "table of texts"),
    "a template that was forgotten": (change("sms.toml", "refund-made", "refund-mad"), "lacks refund-made"),
    "a language that was forgotten": (change("sms.toml", '[templates."en"]', "[templates.fr]"), "templates.en"),
    "an address without encryption": (change("sms.toml", "https://", "http://"), "endpoint"),
    "an address with a path": (change("sms.toml", HOME, f"{HOME}/x"), "endpoint"),
    "no TOML": (change("sms.toml", "[sign]", "[sign"), "no TOML"),
}  # fmt: skip


@pytest.mark.parametrize("gap", GAPS)
def test_what_is_incomplete_does_not_start_and_says_so(tmp_path: Path, operator: Operator, gap: str) -> None:
    folder = write_account(operator, tmp_path / operator, HOME)
    breaks, words = GAPS[gap]
    breaks(folder)
    with pytest.raises(ConfigurationError) as refused:
        start(tmp_path, f"{operator}:")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert SECRETS[operator] not in str(refused.value)


def test_tencent_alone_needs_an_application(tmp_path: Path) -> None:
    for operator in Operator:
        change("sms.toml", 'app_id = "1400000001"', "")(write_account(operator, tmp_path / operator, HOME))
    assert start(tmp_path, "aliyun:") is not None
    with pytest.raises(ConfigurationError, match="app_id"):
        start(tmp_path, "tencent:")


def test_the_account_may_lie_elsewhere_and_production_takes_it(tmp_path: Path, operator: Operator) -> None:
    elsewhere = write_account(operator, tmp_path / "elsewhere", HOME)
    account = start(tmp_path / "keys", f"{operator}:{elsewhere}", ENVIRONMENT="production", PUBLIC_URL="https://x.cn")
    assert account is not None
    assert SECRETS[operator] not in repr(account)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("template", sms_templates())
def test_the_page_has_each_text_as_it_is_handed_in(template: str, language: str) -> None:
    aliyun, tencent = (wording(operator, template, language) for operator in Operator)
    assert f"| `{template}` | {language} | {aliyun} | {tencent} |" in PAGE.read_text(encoding="utf-8")
    assert "碳惠】" not in aliyun
    assert "[Tanhui]" not in tencent


def test_every_language_of_the_app_is_asked_for() -> None:
    assert LANGUAGES == i18n.LANGUAGES


def test_nobody_waits_for_what_was_not_chosen() -> None:
    """The SDKs are imported by whoever sends through them: a third of all starts are of commands."""
    look = "import sys, backend.wiring; print({'alibabacloud_dysmsapi20170525', 'tencentcloud'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
