"""What a detector finds: a kind, a span of the normalized text, and the value without its separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from pdctl.core.frozen import dataclass


@dataclass(frozen=True)
class Hit:
    """One thing found in a normalized text; `sure` is False where a figure is mistyped."""

    kind: str
    start: int
    end: int
    value: str = field(repr=False)
    sure: bool = True


# Labels of numbers that belong to things; a number that follows one is nobody's.
_THING = re.compile(
    r"(?:订单|流水|交易|运单|快递|单据|凭证|发票|票据|合同|协议|项目|招标|采购|标段|文|档|编|序|批次?|条形?|代|信用代|识别|税|登记|注册|许可证?|"
    r"执照|证书|设备|序列|产品|车架|发动机|产权|不动产|案|受理|回执|工单|学籍?|考|准考证|工|座位?|房间?|机器|校验|存证|会议|国标|刊|书|邮政编|"
    r"资产|借据|核验|业务|参考|查询|备案|全宗|案卷|货|型)"
    r"(?:编号|代码|编码|号码|号|码|单号)[:：]?[为是]?[ \t#|]*$|(?:No|NO|№|编号|单号|代码|序号|编码)[.:：]? *$"
)
_CURRENCY = re.compile(r"[¥￥$€£]\s*$")
_LETTERS = re.compile(r"([A-Za-z]+)[-_:.]?$")
_CODE = re.compile(r"(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*(?:[-_/#][A-Za-z0-9]+)*[-_/#]|_)$")
_LABEL_WORDS = frozenset(
    [
        "tel",
        "phone",
        "mobile",
        "mob",
        "cell",
        "id",
        "no",
        "hp",
        "ph",
        "fax",
        "call",
        "sms",
        "card",
        "qq",
        "wx",
        "wechat",
        "vx",
        "m",
        "t",
        "p",
        "v",
        "telephone",
        "handphone",
        "number",
        "code",
    ]
)
_NEXT_WORD = re.compile(r"[A-Za-z]+")
WINDOW = 24


def before(text: str, start: int, width: int = WINDOW) -> str:
    """What stands before a place on its line."""
    line = text.rfind("\n", max(0, start - width), start) + 1
    return text[max(line, start - width, 0) : start]


def names_thing(text: str, start: int) -> bool:
    """Whether the label before a number says that it is the number of a thing."""
    return bool(_THING.search(before(text, start)))


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether a currency or a unit makes a number an amount."""
    return bool(_UNIT.match(text, end) or _CURRENCY.search(before(text, start, 4)))


_UNIT = re.compile(
    r"[ \t]?(?:[万亿千百]?元|万|亿|美元|港元|%|‰|人次|人|吨|公里|千米|平方|立方|公顷|亩|户|千瓦|度|股|kg|km|KB|MB|GB)"
)


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a number stands alone: no part of a code, a digest, a masked value or a word."""
    after = text[end : end + 1]
    if after and (after in "*_" or (after.isascii() and after.isalnum())):
        word = _NEXT_WORD.match(text, end)
        if not word or word[0].lower() not in _LABEL_WORDS:
            return False
    last = text[start - 1 : start] if start else ""
    if not last or not last.isascii():
        return True
    if last == "*" or last.isdigit():
        return False
    left = before(text, start)
    letters = _LETTERS.search(left)
    if letters:
        return letters[1].lower() in _LABEL_WORDS and not left[: letters.start()].endswith(tuple("0123456789_"))
    return not _CODE.search(left)


def in_address_of_page(text: str, start: int) -> bool:
    """Whether a number is a part of a web address (not the value of one of its parameters)."""
    left = text[max(0, start - 200) : start]
    token = re.split(r"[^!-~]", left)[-1]
    return ("://" in token or "www." in token) and not token.endswith("=")


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, quicker than any pattern."""
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + 1)
