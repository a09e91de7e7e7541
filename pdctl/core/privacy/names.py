"""Names of persons, only where the text itself says that it is one: behind 姓名, or told by who masks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pdctl.core.privacy.hits import Hit

# How the column or the label of a person's name reads.
HEADS = (
    "姓名",
    "名字",
    "户主姓名",
    "申请人姓名",
    "学生姓名",
    "联系人姓名",
    "家长姓名",
    "受助人姓名",
    "救助对象姓名",
    "户主",
    "申请人",
    "受助人",
    "救助对象",
    "持卡人",
    "学生",
    "家长",
    "监护人",
)
NAME = re.compile(r"[\u4e00-\u9fff]{1,4}(?:·[\u4e00-\u9fff]{1,8}){1,2}|[\u4e00-\u9fff]{2,4}")
_LABELLED = re.compile(
    rf"(?:{'|'.join(sorted(HEADS[:9], key=len, reverse=True))})[ \t]*[:：][ \t]*({NAME.pattern})(?![\u4e00-\u9fff])"
)


def labelled(text: str) -> Iterator[Hit]:
    """Names behind a label."""
    yield from (Hit("name", *found.span(1), found[1]) for found in _LABELLED.finditer(text))


def given(text: str, names: Sequence[str]) -> Iterator[Hit]:
    """Names that somebody told."""
    for name in names:
        yield from (Hit("name", *found.span(), name) for found in re.finditer(re.escape(name), text))


# What stands in such a column, or beside such a label, and is no name.
_NO_NAME = re.compile(
    r"性别|出生|民族|籍贯|学历|学位|单位|职务|职称|岗位|部门|电话|手机|号码|证号|地址|住址|年龄|备注|时间|日期|金额|关系|情况|类别|类型|编号|序号|面貌|"
    r"合计|总计|小计|暂无|不详|同上|签名|盖章|照片|专业|学校|班级"
)


def is_name(text: str) -> bool:
    """Whether what stands where a name is expected can be one."""
    return NAME.fullmatch(text) is not None and not _NO_NAME.search(text)


def is_head(text: str) -> bool:
    """Whether the head of a column says that names of persons stand below it."""
    return "".join(text.split()).strip("*＊") in HEADS
