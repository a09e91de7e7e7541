"""E-mail addresses, and accounts of WeChat and QQ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.form_code import read_code
from pdctl.core.privacy.hits import Hit

_LOCAL = re.compile(r"(?<![A-Za-z0-9_.%+*-])[A-Za-z0-9_][A-Za-z0-9_.%+-]{0,63}$", re.ASCII)
_DOMAIN = re.compile(r"@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,18}(?![A-Za-z0-9])", re.ASCII)
_NOBODYS = ".invalid"  # reserved so that nobody has an address there: authors of commits, ids in a calendar feed
# The way to write an address that programs shall not find.
_SPELLED = re.compile(
    r"(?<![A-Za-z0-9_.%+*-])([A-Za-z0-9_][A-Za-z0-9_.%+-]{0,63}) ?[(\[{](?:at|AT|At)[)\]}] ?((?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,18})(?![A-Za-z0-9])"
)
_NETWORK = re.compile(r"微信|扣扣|[WwVvQq][EeXxQq信]")
_WECHAT = re.compile(
    r"(?:微信|(?i:wechat|weixin|wx|vx|v信))(?:号码|账号|帐号|号|(?i:id))?(?!公众|小程序|视频|群|支付|平台|端)[ \t]*[:：为是]?[ \t]*(?:同手机[:：]?)?"
    r"([A-Za-z][A-Za-z0-9_-]{5,19}|1[3-9][0-9]{9})(?![A-Za-z0-9_*-])"
)
_QQ = re.compile(r"(?i:qq|扣扣)(?:号码|账号|帐号|号|群号|群)?[ \t]*[:：为是]?[ \t]*([1-9][0-9]{4,10})(?![0-9A-Za-z*@])")
# Letters that only happen to say WX or QQ: the code of an approval form, and keys and digests in base64.
_FORM_CODE = re.compile(r"[A-Z2-9]{3}-[A-Z2-9]{3}-[A-Z2-9]{3}(?![A-Za-z0-9-])")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{40,}", re.ASCII)
# Words in letters that may follow 微信 and are no account.
_NO_ACCOUNT = re.compile(r"(?i:pay|work|https?|official|account|public|mini)")


def find(text: str) -> Iterator[Hit]:
    """Every address and account."""
    place = text.find("@")
    while place >= 0:
        local, domain = _LOCAL.search(text[max(0, place - 65) : place]), _DOMAIN.match(text, place)
        if local and domain and not domain[0].lower().endswith(_NOBODYS):
            start = place - len(local[0])
            yield Hit("email", start, domain.end(), text[start : domain.end()].lower())
        place = text.find("@", place + 1)
    if any(word in text for word in ("at)", "at]", "at}", "AT)", "AT]", "At)")):
        for spelled in _SPELLED.finditer(text):
            yield Hit("email", *spelled.span(), f"{spelled[1]}@{spelled[2]}".lower())
    for network in _NETWORK.finditer(text):
        found = None if _inside_a_word(text, network.start()) else _account(text, network.start())
        if found and not _NO_ACCOUNT.match(found[1]) and not _computed(text, network.start()):
            yield Hit("account", *found.span(1), found[1])


def _inside_a_word(text: str, start: int) -> bool:
    """Whether the name of a network in letters is only a part of a longer word; Chinese names are never that."""
    name, before = text[start], text[start - 1 : start]
    return name.isascii() and before.isascii() and before.isalnum()


def _computed(text: str, start: int) -> bool:
    """Whether what begins here was computed by a machine, and names nobody."""
    code = _FORM_CODE.match(text, start)
    if code and read_code(code[0]):
        return True
    near = _BASE64.finditer(text, max(0, start - 200), start + 200)
    return any(run.start() <= start < run.end() for run in near)


def _account(text: str, start: int) -> re.Match[str] | None:
    return _WECHAT.match(text, start) or _QQ.match(text, start)
