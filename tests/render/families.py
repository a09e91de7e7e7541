"""One notice of each family, and of each layout, to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pdctl.render.body import parse_body
from pdctl.render.source import Imprint
from tests.render.test_notice import FULL, RED_HEAD, SHORT

_LONG = "".join(
    f"第{n}项：本季度召开支部党员大会一次，到会党员二十一名，讨论接收预备党员等事项，形成决议并已报上级党委审批。\n\n"
    for n in range(1, 30)
)
_ROW = "党费收缴使用管理情况|党费收缴数额、使用项目、结余，逐项列明|《中国共产党党务公开条例（试行）》第十条"
_WIDE = (
    "现将公开事项列表如下。\n\n|序号|公开事项|公开内容|公开依据|公开范围|公开形式|公开时限|责任单位|责任人|备注|\n"
    + "|-" * 10
)
_WIDE += "|\n" + "".join(f"|{n}|{_ROW}|党内|公开栏|每季度首月20日前|机关第一党支部|张三|无|\n" for n in range(1, 15))

FAMILIES = {
    "notice": FULL,
    "announcement": replace(SHORT, family="announcement", title="关于党员活动室开放时间的公布", attachments=()),
    "circular": replace(RED_HEAD, imprint=None),
    "circular-redhead": replace(RED_HEAD, blocks=parse_body(_LONG)),
    "decision": replace(
        SHORT,
        family="decision",
        title="中共云杉街道工作委员会关于表彰2026年度先进基层党组织和优秀共产党员的决定",
        blocks=parse_body("一、表彰范围\n\n先进基层党组织三个。\n\n二、有关要求\n\n（一）珍惜荣誉\n\n再接再厉。"),
        imprint=Imprint("云党发〔2026〕12号", printed_on=date(2026, 10, 12)),
    ),
    "report": SHORT,
    "clarification": replace(
        SHORT,
        family="clarification",
        title="关于网传党费使用问题的澄清",
        contact=FULL.contact,
        seal=False,
        attachments=(),
    ),
    "result": replace(SHORT, family="result", title="关于支部委员会换届选举结果的公布", contact=FULL.contact),
    "draft": replace(SHORT, state=None, approved=False, scope="party"),
    "review": replace(FULL, state="reviewing", approved=False, scope="unit", blocks=parse_body(_WIDE)),
    "archive": replace(SHORT, scope="party", for_archive=True),
    "catalogue": replace(SHORT, family="catalogue", title="党务公开目录", blocks=parse_body(_WIDE), attachments=()),
}
