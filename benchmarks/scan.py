"""The scan against the plain regular expressions that a careful clerk might run instead: `python benchmarks/scan.py`.

A thousand pages of official text with the odd number in it are searched by both in one process, in turn. The plain
expressions take the text as it is: without normalizing, without check digits, without places, without context.
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from measuring import Figure, machine, noise, pairs, table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pdctl.core.privacy.registry import find

PAGES, LETTERS, ROUNDS = 1000, 900, 7
PLAIN = tuple(
    re.compile(pattern)
    for pattern in (
        r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]",
        r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}",
        r"(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}",
        r"0\d{2,3}[ -]?\d{7,8}",
        r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{0,3}",
        r"[EGDSPHMC][A-Z]?\d{7,8}",
        r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+",
        r"(?:微信|QQ)号?[:：]?[A-Za-z0-9_-]{5,20}",
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]·?[A-Z0-9]{5,6}",
        r"[\u4e00-\u9fff]{2,6}(?:路|街|巷)\d+号(?:\d+栋)?(?:\d+单元)?(?:\d+室)?",
        r"(?:绝密|机密|秘密)(?:★.{0,4})?",
        r"内部(?:文件|资料|使用)|注意(?:保存|保管|保密)",
        r"\d{1,2}周?岁",
    )
)
_WORDS = (
    "经支部大会讨论通过，现将有关情况公布如下。", "根据《中国共产党发展党员工作细则》，", "第三季度收缴党费3480.00元，", "2026年11月23日召开会议3次，",
    "应到党员21名，实到20名；", "一是加强学习教育，", "二是落实工作责任，", "云岭委发〔2026〕12号文件要求，", "未发现不宜公开的内容，同意公开。",
    "各党支部要结合实际抓好落实。", "预算执行率为98.7%，", "公示期为5个工作日，", "党员群众可以向支部反映意见，", "联系人：陈思敏，",
)  # fmt: skip
_RARE = (
    "电话：13812345678，",
    "身份证号500199196006190603，",
    "住明月路12号3栋2单元501室，",
    "邮箱chen@example.org，",
    "卡号6222022319487574917，",
)


def text() -> str:
    """A thousand pages, the same ones each time."""
    draw = random.Random(20261123)
    pages = []
    for _ in range(PAGES):
        page = ""
        while len(page) < LETTERS:
            page += draw.choice(_RARE) if draw.random() < 0.01 else draw.choice(_WORDS)
            page += "\n" if draw.random() < 0.2 else ""
        pages.append(page)
    return "\n\f\n".join(pages)


def main() -> None:
    """Print the table."""
    whole = text()

    def ours() -> float:
        began = time.perf_counter()
        find(whole)
        return time.perf_counter() - began

    def anchor() -> float:
        began = time.perf_counter()
        for pattern in PLAIN:
            for _ in pattern.finditer(whole):
                pass
        return time.perf_counter() - began

    print(machine())
    print(noise())
    print(table([Figure(f"scan of {PAGES:,} pages / plain regular expressions", 2, pairs(ours, anchor, ROUNDS))]))


if __name__ == "__main__":
    main()
