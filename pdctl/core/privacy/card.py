"""Bank cards of 16 to 19 figures with the check digit of ISO/IEC 7812."""

from __future__ import annotations

import re

from pdctl.core.privacy.hits import Hit, before, bounded, in_address_of_page, is_amount, luhn, names_thing
from pdctl.core.privacy.numbers import Run, spans

_LABEL = re.compile(r"(?:卡号?|账户?号?|帐户?号?|开户行?|银行|储蓄|借记|信用卡|工资卡|存折)[^0-9\n]{0,12}$")
_DATED = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
# Mastercard also begins with 2221 to 2720; all else that begins with 0, 1, 2, 7 or 8 is seldom a card.
_ISSUERS = re.compile(r"[34569]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)")


def at(run: Run, first: int) -> tuple[Hit, int] | None:
    """A card number that begins at a group."""
    start = run.groups[first][0]
    if run.gap(first) == "." or (run.ends_with_letter(len(run.groups) - 1) and first == len(run.groups) - 1):
        return None
    for last in spans(run, first, 19):
        value = run.digits(first, last)
        if len(value) >= 16 and _split_like_a_card(run.sizes(first, last)) and _is_card(run, first, last, value):
            return Hit("card", start, run.groups[last][1], value), last
    return None


def is_labelled(value: str, left: str) -> bool:
    """Whether a number is that of a card, and the words before it say so."""
    shaped = 16 <= len(value) <= 19 and len(set(value)) > 1 and luhn(value)
    return shaped and bool(_LABEL.search(left) and _ISSUERS.match(value))


def _split_like_a_card(sizes: tuple[int, ...]) -> bool:
    if len(sizes) == 1:
        return True
    fours = all(size == 4 for size in sizes[:-1]) and sizes[-1] <= 4
    return fours or (sizes[0] == 6 and len(sizes) <= 4) or (sizes[0] == 4 and len(sizes) == 2)


def _is_card(run: Run, first: int, last: int, value: str) -> bool:
    start, end = run.groups[first][0], run.groups[last][1]
    if not luhn(value) or len(set(value)) == 1 or not bounded(run.text, start, end):
        return False
    if any(run.gap(group) in (".", "·") for group in range(first + 1, last + 1)):
        return False
    if last + 1 < len(run.groups) and run.gap(last + 1) == ".":  # an amount with its cents
        return False
    if _LABEL.search(before(run.text, start, 18)):
        return True
    other = names_thing(run.text, start) or is_amount(run.text, start, end) or in_address_of_page(run.text, start)
    return not other and bool(_ISSUERS.match(value)) and not _DATED.match(value)
