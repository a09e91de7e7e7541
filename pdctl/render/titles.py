"""Where a title is broken into lines: balanced, and never inside a word, a number or a name that is known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from pdctl.render.characters import is_wide

LINE = 38  # half characters of size 2 on a line: 40 would fill it, and figures are wider than half
_SHORTEST, _LONGEST = 8, 240
_WORDS = (
    "中国共产党 中共 党委 党组 党工委 党总支 党支部 支部 党小组 党员 党费 党务 公开 "
    "公示 公布 通报 情况 工作 决定 结果 报告 会议 制度 执行 落实 季度 年度 上半年 "
    "下半年 收缴 使用 管理 发展 对象 预备 转正 入党 积极分子 任前 干部 拟任 任职 "
    "任免 表彰 先进 优秀 选举 换届 委员会 委员 书记 副书记 纪检 监察 纪委 纪律 "
    "处分 检查 巡察 整改 民主 生活会 组织生活 评议 主题 教育 学习 计划 总结 考核 "
    "推荐 人选 名单 事项 目录 调整 建设 组织 领导 班子 成员 分工 街道 社区 机关 "
    "工作委员会 代表 大会 三会一课 党课 党日 违反 规定 问题 有关 关于 同志 征求 "
    "意见 建议 办法 通知 活动 开展 贯彻 精神 重点 任务 完成 经费 预算 决算 支出 "
    "收入 慰问 困难 帮扶 信访 举报 澄清 说明 处理 批评 奖励 荣誉 称号 个人 集体 "
    "基层 全面 从严 治党 责任 清单 落实情况 使用情况 工作情况 服务 群众 实事 项目 "
    "采购 招标 审计 监督 台账 备案 "
)
_NEVER_FIRST = "、。，．：；！？）〕】》〉」』”’…—·,.;:!?)]}%‰℃的了等们者之"
_NEVER_LAST = "（〔【《〈「『“‘([{及和与或对在将把被不第各全本该拟"
# Numbers with their unit, words of other scripts, short titles and quotations: one piece each.
_WHOLE = re.compile(
    r"第?[0-9]+(?:[.—–-][0-9]+)*(?:年度|年|月|日|季度|个|名同志|名|次|批|届|期|号|元|%)?|[!-~]+|第[一二三四五六七八九十百]+.{0,2}"
    r"|《[^》]{1,12}》|“[^”]{1,10}”|〔[0-9]{4}〕[0-9]+号|[一二三四五六七八九十]+(?:年|季度|次|届|名同志)"
)

_KNOWN = re.compile("|".join(sorted(_WORDS.split(), key=len, reverse=True)))


def title_lines(title: str, names: Iterable[str] = (), line: int = LINE) -> list[str]:
    """The lines of a title; `names` are kept whole where they fit."""
    total = _width(title)
    if total <= line:
        return [title]
    if len(title) > _LONGEST:  # no title of an item; whatever it is, it is set
        return [title[n : n + line // 2] for n in range(0, len(title), line // 2)]
    least = -(-total // line)
    penalties = _penalties(title, names)
    tried = (_best(title, penalties, count, line) for count in range(least, least + 3))
    return next((found for found in tried if found), [title])


def _width(text: str) -> int:
    return sum(2 if is_wide(char) else 1 for char in text)


def _penalties(title: str, names: Iterable[str]) -> list[int]:
    """What it costs to break before each character."""
    costs = [0] * (len(title) + 1)
    for pattern, cost in ((_WHOLE, 4000), (_KNOWN, 1500)):
        for match in pattern.finditer(title):
            _raise_within(costs, match.start(), match.end(), cost)
    for name in filter(None, names):
        for match in re.finditer(re.escape(name), title):
            _raise_within(costs, match.start(), match.end(), 300)
    for place in range(1, len(title)):
        if title[place] in _NEVER_FIRST or title[place - 1] in _NEVER_LAST or title[place - 2 : place] == "关于":
            costs[place] += 3000
    return costs


def _raise_within(costs: list[int], begin: int, end: int, cost: int) -> None:
    for place in range(begin + 1, end):
        costs[place] += cost


def _best(title: str, penalties: Sequence[int], count: int, line: int) -> list[str] | None:
    """The cheapest way to break a title into a number of lines that all fit."""
    reach = [0, *accumulate(map(_width, title))]
    ideal = reach[-1] / count
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for number in range(count):
        reached: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, cuts) in best.items():
            last = bisect_right(reach, reach[begin] + line) - 1
            for end in range(begin + 1, last + 1):
                width = reach[end] - reach[begin]
                price = cost + (width - ideal) ** 2 + penalties[end] + (200 if width < _SHORTEST else 0)
                if (end == len(title)) == (number == count - 1) and (end not in reached or price < reached[end][0]):
                    reached[end] = (price, [*cuts, end])
        best = reached
    if len(title) not in best:
        return None
    lines = (title[begin:end].strip() for begin, end in pairwise([0, *best[len(title)][1]]))
    return [part for part in lines if part]
