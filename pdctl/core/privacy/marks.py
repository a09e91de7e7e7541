"""Marks of secrecy and of inner use: 绝密, 机密, 秘密 with term or without, 内部资料 and its kin.

A mark stands where marks stand: alone on its line, in brackets, behind 密级, with a star or a term. The words in the
middle of a sentence (不涉及国家秘密) are no mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pdctl.core.privacy.hits import Hit, before, places

_LEVEL = re.compile(r"[绝絕机機秘祕][ \t]{0,6}密$")
_STAR = re.compile(r"[级件]?[ \t]*[★☆✩✪✭✮⭐✯]\ufe0f?[ \t]*")
_TERM = re.compile(
    r"[级件]?[ \t]*[*＊·★☆⭐,，]?[ \t]*((?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[ \t]*(?:年|个月|月)(?![0-9一二三四五六七八九十]|度|份|底|初|以)|长期|永久)"
)
_AFTER_STAR = re.compile(
    r"(?:(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[ \t]*(?:年|个月|月)|长期|永久|[0-9]{4}年[^\n]{0,12}|[^\s。,，;；)）】\]|]{1,10}(?:解密|前|后))?"
)
_LABEL = re.compile(
    r"(?:密[ \t]{0,8}级|保密级别|保密等级|涉密等级|秘密等级|密别)(?:和保密期限|及保密期限)?[ \t]*[:：为是]?[ \t]*[\[【(（“\"]?[ \t]*$"
)
_CHECKED = re.compile(r"[■☑√✓✔☒●]\s*$")
_OPEN, _CLOSE = "【[(（〔《〖「｛{<|", "】])）〕》〗」｝}>|"
_ALONE_LEFT = re.compile(rf"(?:^|[{re.escape(_OPEN)}])[ \t#>*_~\-]*$")
_ALONE_RIGHT = re.compile(
    rf"[级件]?[ \t*_~!！]*(?:$|[\n\r{re.escape(_CLOSE)}]|[ \t]+(?:特急|加急|平急|急件|特提)|[ \t]{{2,}})", re.MULTILINE
)
_FREE_LEFT = re.compile(rf"(?:^|[{re.escape(_OPEN)}:：,，;；。、\s#>*_~\-])$")
_THING = re.compile(r"级?[ \t]?(?:文件|材料|资料|电报|文电|公文|函件|件(?!套|数))")
_OWNED = re.compile(
    r"(?:国家|商业|工作|军事|个人|经营|技术|党和国家|审判|侦查|保守|严守|泄露|窃取|属于|涉及|属|为|的)$"
)

_INNER = (
    r"(?:内部(?:文件|资料|材料|参考|使用|传阅|掌握|刊物|发行|文稿|信息)|仅供内部(?:使用|参考|传阅|掌握|学习|交流)?(?:使用|参考|传阅)?|"
    r"(?:请|应|须)?注意(?:保存|保管|保密)|妥善保管|(?:不得|严禁|请勿|不准|禁止)(?:外传|外泄|扩散|翻印|转载|复制|公开|对外公开|擅自外传|上网)|"
    r"(?:阅|用|会)后(?:收回|退回|即焚|销毁)|工作秘密|商业秘密|[此本]件不予?公开|不宜公开|未经批准不得(?:外传|公开|转载))"
)
_INNER_LINE = re.compile(
    rf"(?:本|此|该)?(?:件|文件|资料|材料)?(?:为|属于?|系)?(?:{_INNER})(?:[ \t,，、;；·!！。★*_-]*(?:{_INNER}))*[ \t]*(?:[★☆*]?[ \t]*(?:[0-9]{{1,2}}年|长期))?[。!！.]?"
)
_INNER_LABEL = re.compile(r"(?:密级|保密级别|秘密等级)[ \t]*[:：为是]?[ \t]*(内部|工作秘密)(?![\u4e00-\u9fff])")
_MENTION = re.compile(r"内部(?:文件|资料|材料)(?!夹|名称|目录管理|整理)")
_TRIGGERS = (
    "内部",
    "注意保",
    "外传",
    "收回",
    "不公开",
    "不予公开",
    "不宜公开",
    "工作秘密",
    "妥善保管",
    "即焚",
    "扩散",
    "商业秘密",
    "外泄",
)
_SEGMENT = re.compile(rf"[^\n{re.escape(_OPEN + _CLOSE)}]{{1,300}}")
_BORDERS = frozenset("\n" + _OPEN + _CLOSE)
_EDGE = " \t#>*_~-\u3000"


def find(text: str) -> Iterator[Hit]:
    """Every mark, and the words for papers of inner use in running text."""
    place = text.find("密")
    while place >= 0:
        level = _LEVEL.search(text[max(0, place - 7) : place + 1])
        if level is not None:
            hit = _mark(text, place + 1 - len(level[0]), place + 1)
            if hit is not None:
                yield hit
        place = text.find("密", place + 1)
    yield from _inner(text)
    if "密级" in text or "保密级别" in text or "秘密等级" in text:
        yield from (Hit("internal-mark", *found.span(1), found[1]) for found in _INNER_LABEL.finditer(text))


def _mark(text: str, start: int, end: int) -> Hit | None:
    """A level as a mark, with what belongs to it; or as the word for a paper that bears one."""
    left = before(text, start)
    star = _STAR.match(text, end)
    if star:
        term = _AFTER_STAR.match(text, star.end())
        return _hit("secret-mark", text, start, term.end() if term and term[0] else star.end())
    term = _TERM.match(text, end)
    if term and (_FREE_LEFT.search(left) or _LABEL.search(left)):
        return _hit("secret-mark", text, start, term.end())
    if _LABEL.search(left) or _CHECKED.search(left):
        return _hit("secret-mark", text, start, end)
    if _ALONE_LEFT.search(left) and _starts(text, start, left) and _ALONE_RIGHT.match(text, end):
        return _hit("secret-mark", text, start, end)
    thing = _THING.match(text, end)
    if thing and not _OWNED.search(left):
        return _hit("internal-word", text, start, thing.end())
    return None


def _starts(text: str, start: int, left: str) -> bool:
    """Whether what stands before begins the line, not only the window that was looked at."""
    begin = start - len(left)
    return begin == 0 or text[begin - 1] == "\n" or bool(re.search(f"[{re.escape(_OPEN)}]", left))


def _inner(text: str) -> Iterator[Hit]:
    """Marks and words of inner use, in each segment between lines and brackets that holds one of their words."""
    done = 0
    for place in sorted(place for word in _TRIGGERS for place in places(text, word)):
        segment = _SEGMENT.match(text, max(done, _segment_start(text, place))) if place >= done else None
        if segment is None:
            continue
        done = segment.end()
        core = segment[0].strip(_EDGE)
        start = segment.start() + len(segment[0]) - len(segment[0].lstrip(_EDGE))
        if _INNER_LINE.fullmatch(core):
            yield _hit("internal-mark", text, start, start + len(core))
        else:
            for found in _MENTION.finditer(segment[0]):
                yield _hit("internal-word", text, segment.start() + found.start(), segment.start() + found.end())


def _segment_start(text: str, place: int) -> int:
    """Where the segment of a place begins; of a very long one, not its very beginning."""
    least = max(0, place - 150)
    while place > least and text[place - 1] not in _BORDERS:
        place -= 1
    return place


def _hit(kind: str, text: str, start: int, end: int) -> Hit:
    return Hit(kind, start, end, "".join(text[start:end].split()))
