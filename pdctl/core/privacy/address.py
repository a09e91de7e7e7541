"""Where somebody lives, more exactly than by street or village: number, building, unit, room."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy.hits import Hit, before, places

_FIGURE = r"(?:[0-9]{1,5}|[一二三四五六七八九十百〇零]{1,5}|[A-Z](?![A-Za-z]))(?:[之\-][0-9]{1,4}){0,2}"
_PART = rf"(?:附?{_FIGURE}(?:号楼|号院|号|栋|幢|座|单元|室|户|弄|楼|层|组))"
_CHAIN = re.compile(
    rf"{_PART}(?:[ ,，、-]?{_PART}){{0,6}}(?:[ ,，-]?[0-9]{{1,3}}-[0-9]{{1,4}}(?:室|房)?(?![0-9年月日号元楼层A-Za-z-])|[ ,，-]?[0-9]{{3,4}}(?:室|房)?(?![0-9年月日号元A-Za-z]))?"
)
_MARKS = ("号", "室", "单元", "栋", "幢", "户")
_FIGURES = frozenset("0123456789一二三四五六七八九十百〇零ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# What a chain of such numbers consists of, and what stands before a number that is none of a door.
_LINKS = _FIGURES | frozenset("之-, 、附号楼院栋幢座单元室户弄层组")
_NO_START = frozenset("〕])》第年月〉}")
_STREET = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{1,10}?(?:大道|大街|(?<![铁公网线电水思])路|街|巷|弄|胡同|(?<![国省县乡渠频管通轨赛报车航隧街])道)(?:[东南西北中]?段)?[ ]?$"
)
_ESTATE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{1,12}?(?:小区|社区|花园|家园|公寓|新村|大院|宿舍|家属院|家属楼|安置房|山庄|苑|园区?|府|邸|城|庭|湾|里|坊|村|屯|庄|寨|组|队|社)"
    r"(?:[0-9一二三四五六七八九十]{1,3}(?:区|期|组|队|社))?[ ]?$"
)
_BUILDING, _DOOR = re.compile("号楼|栋|幢|座|单元"), re.compile("单元|室|户|号(?!楼)|[0-9]{3,4}$|[0-9]-[0-9]{1,4}$|房$")
_NO_DOOR = re.compile(
    r"[ ]?(?:线|文|令|公告|通知|标|口|桥|站|机|井|矿|闸|台|窗|选|提案|议案|信箱|柜|车|船|球|字|院线|会议室|修正案|票|刊|规划|地块|工程|路灯)"
)
_DOORSTEP = re.compile(rf"(?:{_FIGURE}(?:组|社|队|弄|巷)[ ]?)?附?{_FIGURE}号")
_RURAL = re.compile("[村组队社屯庄寨][ ]?$")
_DASHED = re.compile(
    r"(?:小区|花园|家园|公寓|新村|苑|园|府|城|庭)[ ]?([0-9]{1,3}(?:栋|幢|号楼|[-#])[ ]?[0-9]{1,3}-[0-9]{3,4})(?![0-9A-Za-z*-])"
)
# What stands before the part that is hidden; it may be told.
_AREA = re.compile(
    r".*(?:街道|社区|[省市区县旗乡镇州盟]|家住|住在|现住|住址|地址|位于|地点|[在至到从由住为是])(?=.)", re.DOTALL
)


def find(text: str) -> Iterator[Hit]:
    """Every address below the level of street or village."""
    done = 0
    for place in sorted(place for mark in _MARKS for place in places(text, mark)):
        if place < done or text[place - 1 : place] not in _FIGURES:
            continue
        found = _chain(text, place)
        start = _start(text, found) if found else None
        if found and start is not None:
            done = found.end()
            yield Hit("address", start, done, "".join(text[start:done].split()))
    if "-" in text or "#" in text:
        for found in _DASHED.finditer(text):
            start = _name_start(text, found.start(1), _ESTATE)
            yield Hit("address", start, found.end(), text[start : found.end()])


def _chain(text: str, place: int) -> re.Match[str] | None:
    """The numbers and their words around a place, where they may lead to a door; none for 〔2026〕12号 and the like."""
    start, least = place, max(0, place - 40)
    while start > least and text[start - 1] in _LINKS:
        start -= 1
    if text[start - 1 : start] in _NO_START and start:
        return None
    while start < place:
        found = _CHAIN.match(text, start)
        if found is not None:
            return found if found.end() > place else None
        start += 1
    return None


def _start(text: str, found: re.Match[str]) -> int | None:
    """Where the address begins, without district and street office; None where it is none."""
    start, chain = found.start(), found[0]
    left = before(text, start, 26)
    door = _DOORSTEP.match(chain)
    closed = not _NO_DOOR.match(text, found.end())
    inner = bool(_BUILDING.search(chain) and _DOOR.search(_BUILDING.sub("", chain, count=1)))
    if _STREET.search(left) and door and (closed or inner):
        return _name_start(text, start, _STREET)
    if _ESTATE.search(left) and closed and (_BUILDING.search(chain) or inner or (door and _RURAL.search(left))):
        return _name_start(text, start, _ESTATE)
    return start if inner and closed else None


def _name_start(text: str, start: int, name: re.Pattern[str]) -> int:
    """The beginning of the name of a street or estate before a place: behind the last district or street office."""
    left = before(text, start, 26)
    found = re.search(r"[\u4e00-\u9fffA-Za-z0-9]*[ ]?$", left)
    words = found[0] if found else ""
    core = words.rstrip()
    area = _AREA.match(core[:-1]) if core else None
    hidden = words[area.end() :] if area else words
    if not area and len(core) > 8:  # no district is named: take the name alone
        hidden = words[-9:]
    return start - len(hidden) if name.search(left) else start
