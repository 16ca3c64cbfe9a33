"""Amounts of money in the characters that nobody can turn into others with a stroke: 人民币贰拾叁元整.

After the rules for cheques (中国人民银行《支付结算办法》, annex 1): zeros between digits are read once, 整 ends
what has no fen.
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
PLACES: Final = ("", "拾", "佰", "仟")
GROUPS: Final = ("", "万", "亿", "万亿")
LARGEST_FEN: Final = 10**18 - 1


def in_capitals(amount_fen: int) -> str:
    """``2305`` -> ``人民币贰拾叁元零伍分``. Not negative, below ten thousand million million yuan."""
    if not 0 <= amount_fen <= LARGEST_FEN:
        raise ValueError(f"no amount of money: {amount_fen} fen")
    yuan, rest = divmod(amount_fen, 100)
    jiao, fen = divmod(rest, 10)
    written = f"{_whole(yuan)}元" if yuan or not rest else ""
    if jiao:
        written += f"{DIGITS[jiao]}角"
    if fen:
        written += ("零" if yuan and not jiao else "") + f"{DIGITS[fen]}分"
    return f"人民币{written}{'' if fen else '整'}"


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    written, owes_zero = "", False
    for place in range(len(GROUPS) - 1, -1, -1):
        group = number // 10 ** (4 * place) % 10_000
        if group == 0:
            owes_zero = bool(written)
            continue
        if written and (owes_zero or group < 1000):
            written += DIGITS[0]
        written += _group(group) + GROUPS[place]
        owes_zero = False
    return written.replace("万亿", "万", 1) if written.count("亿") > 1 else written


def _group(number: int) -> str:
    """1 to 9999."""
    written, owes_zero = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            owes_zero = bool(written)
            continue
        written += (DIGITS[0] if owes_zero else "") + DIGITS[digit] + PLACES[place]
        owes_zero = False
    return written
