"""The columns of a catalogue's table, and every name under which offices head them. The one place of both."""

from __future__ import annotations

import re
import unicodedata

from pdctl.core.frozen import dataclass


@dataclass(frozen=True)
class Column:
    """One column: its key, its head, the head above it, its other names, and how it is set.

    `public` columns are the table that offices publish; `fills` says that a blank cell means "as above" by custom;
    `merges` that equal cells stand as one.
    """

    key: str
    label: str
    group: str = ""
    names: tuple[str, ...] = ()
    width: int = 12
    public: bool = True
    fills: bool = False
    merges: bool = False


_TIME, _WORK = "公开时限", "办理要求"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COLUMNS: tuple[Column, ...] = (
    Column("order", "序号", "", _names("编号 序 号 No No. 项次"), 5),
    Column(
        "category", "一级事项", "公开事项",
        _names("一级目录 一级公开事项 一级项目 一级分类 一级指标 公开类别 类别 事项类别 项目类别 公开大类 大类 分类 公开分类 主题 公开主题"),
        9, fills=True, merges=True,
    ),
    Column(
        "title", "二级事项", "公开事项",
        _names(
            "公开事项 二级目录 二级公开事项 二级项目 二级分类 二级指标 三级事项 三级目录 三级公开事项 四级事项 四级目录"
            " 公开事项名称 事项名称 公开项目 公开项目名称 项目名称 项目 事项 名称 公开名称 信息名称 具体事项 公开子项 党务公开事项"
            " 公开条目 公开标题"
        ),
        15,
    ),
    Column(
        "elements", "公开内容（要素）", "",
        _names("公开内容 公开要素 内容要素 内容 主要内容 具体内容 公开具体内容 公开的内容 公开内容及要素 公开内容和要素 公开内容要素 要素 内容标准"),
        28,
    ),
    Column(
        "basis", "公开依据", "",
        _names("依据 法律依据 政策依据 法规依据 法律法规依据 政策法规依据 设定依据 文件依据 公开的依据 依据文件 公开法律依据"),
        26, fills=True, merges=True,
    ),
    Column("scope", "公开范围", "", _names("范围 公开的范围 公开面 公开范围类型"), 8),
    Column("audience", "公开对象", "", _names("对象 受众 面向对象 公开的对象 公开受众 公开群体"), 10),
    Column("frequency", "时限类型", _TIME, _names("公开时限类型 公开频率 公开频次 频次 频率 公开时限类别"), 9),
    Column("rhythm", "周期或阶段", _TIME, _names("公开周期 周期 公开阶段 阶段 更新周期"), 10),
    Column(
        "due", "应公开期限", _TIME,
        _names("公开时限 公开时间 时限 时间 公开期限 期限 公开时间要求 公开时限要求 完成时限 更新时限 发布时限 公开时间(时限) 公开时限(时间)"),
        12,
    ),
    Column(
        "duration", "公开时长", "",
        _names("公开期 公示期 公示期限 公示时间 公示时长 公开持续时间 公开保留时间 保留时间 公开有效期 公布期限 展示时间"),
        9,
    ),
    Column(
        "responsible", "公开主体", "",
        _names("责任主体 公开单位 公开机构 公开责任主体 发布主体 责任党组织 公开责任单位 公开的主体"),
        11, fills=True, merges=True,
    ),
    Column(
        "department", "承办部门", "",
        _names(
            "责任单位 责任部门 责任科室 责任处室 承办单位 承办科室 牵头部门 牵头单位 主办部门 主办科室 业务科室 责任人"
            " 责任单位(责任人) 责任部门(责任人) 责任单位及责任人 责任单位和责任人 责任科室(责任人)"
        ),
        10, fills=True, merges=True,
    ),
    Column(
        "channels", "公开渠道", "",
        _names(
            "公开渠道和载体 公开渠道及载体 公开载体 渠道 载体 公开形式 公开方式 公开形式(方式) 公开方式(形式) 公开途径 公开平台"
            " 发布渠道 公开场所 公开地点 公开方式和渠道 公开形式和载体 公开方式及渠道 形式 方式 途径"
        ),
        14,
    ),
    Column("note", "备注", "", _names("说明 备考 其他说明 注 附注"), 12),
    Column("id", "公开事项代码", _WORK, _names("事项代码 代码 事项编码 编码 目录编号 目录代码"), 11, public=False),
    Column("clause", "条款", _WORK, _names("对应条款 依据条款 方案条款 对应方案条款"), 10, public=False),
    Column("importance", "重要程度", _WORK, _names("重要性 事项等级 事项级别"), 9, public=False),
    Column("matter", "事项性质", _WORK, _names("性质"), 9, public=False),
    Column(
        "approval", "审批层级", _WORK,
        _names("审批人 审批 审批权限 批准人 审批领导 审批主体 审签人 审批责任人"), 14, public=False,
    ),
    Column("superior_by", "由哪个上级审批", _WORK, (), 12, public=False),
    Column("reviews", "审核（审查）事项", _WORK, _names("审核事项 审查事项 审核内容 审核(审查)内容"), 14, public=False),
    Column("family", "文种", _WORK, _names("公开文种 文稿文种"), 8, public=False),
    Column("retention", "保管期限", _WORK, _names("归档期限 档案保管期限 保存期限"), 8, public=False),
    Column("suspended", "暂停公开", _WORK, _names("是否暂停"), 9, public=False),
    Column("wording_as_of", "文字核定日期", _WORK, _names("核定日期"), 13, public=False),
    Column("import_notes", "导入备注", _WORK, (), 24, public=False),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
PUBLIC = tuple(column for column in COLUMNS if column.public)
LABELS = {column.label: column.key for column in COLUMNS}


def plain_head(text: str) -> str:
    """A head without blanks, colons and full-width forms, as names are compared."""
    return re.sub("[\\s:*＊\u200b-\u200d\ufeff]+", "", unicodedata.normalize("NFKC", text)).strip(".,、，")


_BY_NAME = {plain_head(name): c.key for c in reversed(COLUMNS) for name in (c.label, *c.names)}


def key_of(head: str) -> str | None:
    """The column that a head means, with or without what stands in its brackets; None for an unknown one."""
    text = plain_head(head)
    return _BY_NAME.get(text) or _BY_NAME.get(re.sub(r"\([^)]*\)", "", text))


def letters(column: int) -> str:
    """The letters of a column as spreadsheets show them: 1 is A, 27 is AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def number_of(text: str) -> int:
    """The number of a column from its letters."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
