"""Writes the JSON Schemas in `schemas/`; each definition stands here once, and each file gets those it uses.

`python tools/build_schemas.py` rewrites the files; with `--check` it only says whether they are up to date.
A key that ends in `?` is optional. Two engines and the editors must read the patterns alike: digits are
`[0-9]`, there is no look-around, and every anchored pattern goes with a ban on line breaks, because the `$`
of Python's `re` overlooks a final one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from pdctl.core import words
from pdctl.core.numbers import DOCUMENT_NUMBER
from pdctl.core.sheet.columns import COLUMNS

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json]"
Schema: TypeAlias = "Mapping[str, Json]"

FOLDER = Path(__file__).resolve().parent.parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://pdctl.invalid/schemas/1/"

# Control characters, line and paragraph separators, the marks that turn the direction of writing around, and
# the byte order mark (a blank to some engines, a letter to others).
CONTROLS = "\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff"
CONTROLS_BUT_LF = CONTROLS.replace("\\u001f", "\\u0009\\u000b-\\u001f")
# A file name without path, not hidden, that Windows takes too: no reserved sign, no dot or blank at its end.
NAME = '[^./\\\\:*?"<>|\\s]([^/\\\\:*?"<>|]*[^./\\\\:*?"<>|\\s])?'
ORG = "[a-z][a-z0-9-]{0,31}"
TAIL = "[0-9]{8}-[a-z2-7]{4}"
DAY = "[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][+-](0[0-9]|1[0-4]):[0-5][0-9]"
NUMBER = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"  # 0001 to 9999
KEY_TYPE = (
    "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)"
    "|sk-ssh-ed25519@openssh\\.com|sk-ecdsa-sha2-nistp256@openssh\\.com)"
)


# --- the language in which the schemas are written ------------------------------------------------


def ref(name: str, **narrower: Json) -> Schema:
    """A definition, with keywords that narrow it here."""
    return {"$ref": f"#/$defs/{name}", **narrower}


def exact(pattern: str) -> Schema:
    """Single-line text that matches a pattern as a whole."""
    return ref("line", pattern=f"^{pattern}$")


def prop(shape: Schema, title: str, description: str = "", *examples: Json) -> Schema:
    """A shape with what an editor shows about it."""
    shown: dict[str, Json] = {"title": title}
    if description:
        shown["description"] = description
    shown.update(shape)
    if examples:
        shown["examples"] = examples
    return shown


def choice(vocabulary: words.Vocabulary, title: str, description: str = "", only: Iterable[str] = ()) -> Schema:
    """A key of a vocabulary (or `only` some of its keys); the description lists the labels."""
    keys = tuple(only) or vocabulary.keys
    listed = "；".join(f"{key} = {vocabulary.label(key)}" for key in keys)
    text = f"{description}可填：{listed}。"
    return {"title": title, "description": text, "type": "string", "enum": keys, "examples": keys[:1]}


def whole(minimum: int, maximum: int) -> Schema:
    """A whole number in a range."""
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


def listing(items: Schema, at_least: int = 1) -> Schema:
    """A list without repetitions."""
    return {"type": "array", "items": items, "minItems": at_least, "uniqueItems": True}


def closed(properties: Mapping[str, Json], *rules: Schema) -> Schema:
    """An object that takes these keys and no others; a key that ends in `?` may be left out."""
    shape: dict[str, Json] = {
        "type": "object",
        "properties": {key.removesuffix("?"): value for key, value in properties.items()},
        "required": [key for key in properties if not key.endswith("?")],
        "additionalProperties": False,
    }
    if rules:
        shape["allOf"] = rules
    return shape


def when(condition: Schema, consequence: Schema) -> Schema:
    """A rule: where the condition holds, the consequence must hold."""
    return {"if": condition, "then": consequence}


def has(key: str, *values: str) -> Schema:
    """The condition that a key is there with one of these values."""
    test: Schema = {"const": values[0]} if len(values) == 1 else {"enum": values}
    return {"properties": {key: test}, "required": [key]}


def need(*keys: str) -> Schema:
    """The consequence that keys must be there."""
    return {"required": keys}


def ban(*keys: str) -> Schema:
    """The consequence that keys must not be there; it fails at the key itself."""
    return {"properties": {key: {"not": {}, "description": "此处不得填写。"} for key in keys}}


def only_with(key: str, vocabulary: words.Vocabulary, values: Sequence[str], *keys: str) -> tuple[Schema, Schema]:
    """Two rules: with these values of `key` the other keys are required, with all others forbidden."""
    return when(has(key, *values), need(*keys)), never_with_others(key, vocabulary, values, *keys)


def never_with_others(key: str, vocabulary: words.Vocabulary, values: Sequence[str], *keys: str) -> Schema:
    """The rule that keys are allowed with these values of `key` only."""
    others = [other for other in vocabulary.keys if other not in values]
    return when(has(key, *others), ban(*keys))


# --- definitions that several files share ---------------------------------------------------------

DATE_TEXT = '日期写成 "2026-11-23" 的样子，并加引号，按文字保存。'
OTHER_KINDS = tuple(key for key in words.KIND.keys if key != "discipline")
PLACED = tuple(key for key in words.CHANNEL.keys if key in words.PLACED_CHANNELS)
PLACE_RULES = only_with("channel", words.CHANNEL, PLACED, "place")
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SHA_SUBJECT = f"sha256:{SHA}"
PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBeVl37bONht/XlNpn9/EMAia7cVC3RgBR7gdiwcIonU lin-he"
ITEM_ID = "qinghe-20261123-k4mt"

FORMAT = prop({"const": 1}, "格式版本", "本文件所用格式的版本，目前只有 1。", 1)
ON = prop(ref("date"), "日期", "事情发生的日期。", "2026-11-23")
REASON = prop(ref("passage"), "理由", "为什么这样做，供审核人和查阅人了解。", "会议改期，公开渠道相应取消。")
OPINION = prop(ref("passage"), "意见", "书面意见原文；同意而无补充意见的可以不写。", "内容属实，同意公开。")
EVIDENCE = prop(ref("evidence"), "凭据", "扫描件、照片等，文件与本记录一并保存。")
PLACE = choice(words.PLACE, "设置位置", "公开栏、电子屏和党务信息公开平台须写明设在单位内部还是外部，其他渠道不填。")
DOCUMENT_NO = prop(ref("line", maxLength=120), "文号", "文件或回执上的编号。", "云密复〔2026〕3号")


def reviews(title: str, description: str) -> Schema:
    """A list of review aspects that holds the four basic ones."""
    items = choice(words.ASPECT, "审核（审查）事项")
    basics = [{"contains": {"const": aspect}} for aspect in words.BASIC_ASPECTS]
    example = list(words.BASIC_ASPECTS)
    return prop({**listing(items), "allOf": basics}, title, description, example)


def line_list(title: str, description: str, *examples: str, at_least: int = 1) -> Schema:
    """A list of single-line texts."""
    return prop(listing(ref("line"), at_least), title, description, list(examples))


BASE_SHAPES: dict[str, Schema] = {
    "line": {
        "title": "单行文字",
        "description": "一行文字：不得为空，首尾不留空白，不得含换行和控制字符。",
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "pattern": "^\\S(.*\\S)?$",
        "not": {"type": "string", "pattern": f"[{CONTROLS}]"},
    },
    "passage": {
        "title": "成段文字",
        "description": "一段或几段文字，可以换行，不超过2000字；不得只有空白，不得含控制字符。",
        "type": "string",
        "minLength": 1,
        "maxLength": 2000,
        "pattern": "\\S",
        "not": {"type": "string", "pattern": f"[{CONTROLS_BUT_LF}]"},
    },
    "public-key": {
        "title": "公钥",
        "type": "string",
        "maxLength": 2000,
        "pattern": f"^{KEY_TYPE} AAAA[A-Za-z0-9+/]{{40,}}={{0,2}}( \\S(.*\\S)?)?$",
        "not": {"type": "string", "pattern": f"[{CONTROLS}]"},
    },
    "headline": prop(ref("line", maxLength=120), "标题", "一行标题，不超过120字。", "2026年第四季度党费收缴情况"),
    "date": prop(exact(DAY), "日期", DATE_TEXT, "2026-11-23"),
    "instant": prop(
        exact(f"{DAY}T{TIME}"),
        "时刻",
        "年月日、时分秒和时差，加引号，按文字保存。时刻由签名人自述。",
        "2026-11-23T14:03:22+08:00",
    ),
    "org": prop(exact(ORG), "党组织代码", "小写字母开头，只用小写字母、数字和连字符，不超过32位。", "qinghe"),
    "person": prop(exact(ORG), "人员代码", "小写字母开头，只用小写字母、数字和连字符，不超过32位。", "lin-he"),
    "ledger-id": prop(
        exact(f"({'|'.join(words.LEDGER_KIND.keys)})-{TAIL}"),
        "登记代码",
        "类别、日期和四位随机字母数字，由程序给出。",
        "event-20261123-abcd",
    ),
    "item-id": prop(
        exact(f"{ORG}-{TAIL}"), "方案代码", "党组织代码、提出日期和四位随机字母数字，由程序给出。", ITEM_ID
    ),
    "entry-id": prop(
        exact("[1-4]\\.[1-9][0-9]?\\.[1-9][0-9]?"),
        "公开事项代码",
        "“部分.条款.序号”：1至4依次对应第三部分的（一）至（四），如 2.6.3 是（二）第6项下的第三个事项。",
        "2.6.3",
    ),
    "release-no": prop(exact(NUMBER), "目录版本号", '四位数字，加引号，自 "0001" 起。', "0001"),
    "subject": prop(
        exact("sha256:[0-9a-f]{64}"),
        "内容校验码",
        "所针对内容的校验码，由程序计算；内容改动一字即不相符。",
        SHA_SUBJECT,
    ),
    "sha256": prop(exact("[0-9a-f]{64}"), "文件校验码", "文件的 SHA-256，64位小写十六进制，由程序计算。", SHA),
    "seq": prop(whole(1, 9999), "记录序号", "自1起连续编号，与文件名开头的四位数字一致。", 1),
    "evidence": prop(
        listing(
            closed(
                {
                    "file": prop(
                        exact(f"evidence/{NAME}"),
                        "文件",
                        "evidence 文件夹内的文件名。",
                        "evidence/shenpibiao.pdf",
                    ),
                    "sha256": ref("sha256", title="文件校验码"),
                }
            )
        ),
        "凭据",
        "每份凭据写明文件和校验码，至少一份。",
        [{"file": "evidence/shenpibiao.pdf", "sha256": SHA}],
    ),
    "channel": prop(
        closed({"channel": choice(words.CHANNEL, "公开渠道"), "place?": PLACE}, *PLACE_RULES),
        "公开渠道",
        "公开栏、电子屏和党务信息公开平台另须写明设置位置。",
        {"channel": "bulletin-board", "place": "inside"},
    ),
    "channels": prop(
        listing(ref("channel")),
        "公开渠道",
        "逐个列出，至少一个；实施时按此逐个办理。",
        [{"channel": "meeting"}, {"channel": "bulletin-board", "place": "inside"}],
    ),
    "duration": prop(
        {
            **closed(
                {
                    "workdays?": prop(whole(1, 2500), "工作日", "公开多少个工作日。", 5),
                    "days?": prop(whole(1, 36525), "天", "公开多少天（自然日）。", 30),
                    "until?": choice(words.DURATION_UNTIL, "截止情形", "公开到什么情形为止。"),
                }
            ),
            "minProperties": 1,
            "maxProperties": 1,
        },
        "公开时长",
        "公开多久。工作日、天、截止情形三项中只填一项。",
        {"workdays": 5},
        {"until": "superseded"},
    ),
    "due": prop(
        closed(
            {
                "from": choice(words.DUE_FROM, "起算点", "从何时起算。"),
                "workdays?": prop(whole(0, 2500), "工作日", "起算后多少个工作日以内；0为当日。", 5),
                "days?": prop(whole(0, 36525), "天", "起算后多少天（自然日）以内；0为当日。", 15),
                "hours?": prop(whole(1, 8760), "小时", "起算后多少小时以内。", 24),
                "month?": prop(whole(1, 12), "周期内第几个月", "只用于周期内，与日一并填写。", 1),
                "day?": prop(whole(1, 31), "该月几日", "只用于周期内，与月一并填写。", 20),
            },
            {
                "oneOf": [
                    need("workdays"),
                    need("days"),
                    need("hours"),
                    {"anyOf": [need("month"), need("day")]},
                ]
            },
            {"dependentRequired": {"month": ["day"], "day": ["month"]}},
            never_with_others("from", words.DUE_FROM, ("period",), "month"),
        ),
        "应公开期限",
        "最迟何时公开。起算点之外，只填工作日、天、小时、“第几个月和几日”四种中的一种。",
        {"from": "decided", "workdays": 5},
        {"from": "period", "month": 1, "day": 20},
    ),
}

# --- the catalogue --------------------------------------------------------------------------------

ENTRY_SAMPLE: dict[str, Json] = {
    "id": "2.6.3",
    "clause": "三(二)6",
    "title": "党费收缴使用管理情况",
    "wording_as_of": "2026-01-01",
    "elements": ["党费收缴数额", "党费使用项目和数额", "结余"],
    "basis": ["《中国共产党党务公开条例（试行）》第十条"],
    "scope": "party",
    "importance": "ordinary",
    "frequency": "periodic",
    "period": "quarter",
    "due": {"from": "period-end", "workdays": 10},
    "duration": {"workdays": 5},
    "channels": [{"channel": "meeting"}, {"channel": "bulletin-board", "place": "inside"}],
    "approval": ["principal"],
    "reviews": list(words.BASIC_ASPECTS),
    "family": "report",
    "retention": "y10",
}

ENTRY_HEAD: dict[str, Json] = {
    "id": ref("entry-id", title="公开事项代码"),
    "clause": prop(
        exact("三\\([一二三四]\\)[1-9][0-9]?"),
        "条款",
        "所依据的第三部分条款，半角括号、半角数字。",
        "三(二)6",
    ),
    "category?": prop(ref("line", maxLength=120), "一级事项", "目录中归在哪一类之下。", "党的建设"),
    "title": ref("headline", title="公开事项", description="公开事项的名称，不超过120字。"),
    "wording_as_of": ref("date", title="文字核定日期", description=f"事项文字是哪一天核定的。{DATE_TEXT}"),
    "elements": line_list("公开要素", "公开时必须写到的内容，逐条列出。", "党费收缴数额", "结余"),
    "basis": line_list("公开依据", "逐条列出，写明文件和条款。", "《中国共产党党务公开条例（试行）》第十条"),
}
ENTRY_RESPONSIBLE: dict[str, Json] = {
    "responsible?": ref("org", title="责任党组织", description="由哪个党组织公开；不填即目录所属的党组织。"),
}
ENTRY_BODY: dict[str, Json] = {
    "department?": prop(ref("line", maxLength=120), "承办部门", "承办部门的名称，用文字写明。", "组织人事部"),
    "scope": choice(words.SCOPE, "公开范围", "向谁公开。"),
    "audience?": line_list("公开对象", "向特定对象公开时必填，逐个写明对象。", "全体党员"),
    "importance": choice(words.IMPORTANCE, "重要程度", "重要事项由主要负责人审批或者领导班子集体研究决定。"),
    "matter?": choice(words.MATTER, "事项性质", "干部人事、纪律处分事项集体研究时到会要求不同；不填为一般。"),
    "frequency": choice(words.FREQUENCY, "公开时限", "多久公开一次。"),
    "period?": choice(words.PERIOD, "公开周期", "定期公开时必填，其他时限不填。"),
    "stages?": prop(
        listing(ref("line", maxLength=120), 2),
        "公开阶段",
        "分期公开时必填，按先后列出各阶段，至少两个；其他时限不填。",
        ["进驻", "反馈", "整改"],
    ),
    "recheck_months?": prop(whole(1, 120), "复核间隔", "长期公开的内容每隔几个月复核一次；其他时限不填。", 12),
    "due": ref("due", title="应公开期限"),
    "duration": ref("duration", title="公开时长"),
    "channels": ref("channels", title="公开渠道"),
    "approval": prop(
        listing(choice(words.LEVEL, "审批层级")),
        "审批层级",
        "按审批的先后列出，至少一级，不得重复。",
        ["principal"],
    ),
    "superior_by?": choice(
        words.SUPERIOR_BY,
        "由哪个上级审批",
        "只用于纪检组织的目录，且审批层级含上一级党组织；不填为上级党组织。",
    ),
    "reviews": reviews("审核（审查）事项", "必要性、准确性、法规、保密四项必须列入，其他按需增加。"),
    "family": choice(words.FAMILY, "文种", "公开文稿用什么文种。"),
    "retention": choice(words.RETENTION, "保管期限", "归档后保管多久。"),
    "note?": prop(ref("passage"), "备注", "其他需要说明的情况。", "涉及个人信息的，公开前作遮盖处理。"),
    "import_notes?": prop(
        listing(
            closed(
                {
                    "column": prop(exact("[^：]+"), "列", "表格中该列的表头。", "公开时限"),
                    "text": prop(
                        {key: value for key, value in BASE_SHAPES["line"].items() if key != "maxLength"}
                        | {"maxLength": 2000},
                        "原文",
                        "未能识别的单元格原文，换行写作“↵”。",
                        "适时公开",
                    ),
                }
            )
        ),
        "导入备注",
        "从表格导入目录时未能识别的单元格，逐格保留原文，核对后可以删去。",
        [{"column": "公开时限", "text": "适时公开"}],
    ),
}
ENTRY_SUSPENDED: dict[str, Json] = {
    "suspended?": prop(
        {"type": "boolean"}, "暂停", "为 true 时，本事项暂停公开：不再提出新的方案，已提出的照常办结。", True
    ),
}
ENTRY_RULES: tuple[Schema, ...] = (
    when(has("scope", "targeted"), need("audience")),
    *only_with("frequency", words.FREQUENCY, ("periodic",), "period"),
    *only_with("frequency", words.FREQUENCY, ("staged",), "stages"),
    never_with_others("frequency", words.FREQUENCY, ("long-term",), "recheck_months"),
    when(
        {
            "properties": {"approval": {"type": "array", "not": {"contains": {"const": "superior"}}}},
            **need("approval"),
        },
        ban("superior_by"),
    ),
)
ENTRY_SHAPES: dict[str, Schema] = {
    "entry": prop(
        closed({**ENTRY_HEAD, **ENTRY_RESPONSIBLE, **ENTRY_BODY, **ENTRY_SUSPENDED}, *ENTRY_RULES),
        "公开事项",
        "公开目录中的一个事项：公开什么、向谁、何时、多久、用什么渠道、由谁审批。",
        ENTRY_SAMPLE,
    ),
    "starter-entry": prop(
        closed({**ENTRY_HEAD, **ENTRY_BODY}, *ENTRY_RULES),
        "公开事项",
        "示范目录中的一个事项，不指定责任党组织。",
        ENTRY_SAMPLE,
    ),
}
ENTRIES = prop(
    {"type": "array", "items": ref("entry"), "minItems": 1},
    "公开事项",
    "按条款顺序列出，代码不得重复。",
    [ENTRY_SAMPLE],
)

# --- one disclosure: its plan and its records -----------------------------------------------------

PLAN_HEAD: dict[str, Json] = {
    "format": FORMAT,
    "id": ref("item-id", title="方案代码"),
    "org": ref("org", title="公开的党组织", description="由哪个党组织公开。"),
    "release": ref("release-no", title="目录版本号", description="按哪一版公开目录办理，四位数字，加引号。"),
    "secrecy": choice(words.SECRECY, "涉密判断", "提出时的判断。有疑问的只登记代码，不写标题和内容。"),
}
# Keys that a file describes at its top and that a branch of it only lets through.
PLAN_PASSED: dict[str, Json] = dict.fromkeys(PLAN_HEAD, True)
RECORD_HEAD: dict[str, Json] = {
    "format": FORMAT,
    "item": ref("item-id", title="方案代码", description="本记录属于哪一个党务公开方案。"),
    "seq": ref("seq", title="记录序号"),
    "step": choice(words.STEP, "程序", "本记录是哪一步。"),
    "by": ref("person", title="签名人", description="谁签署了本记录，写人员代码。"),
    "seat": choice(words.SEAT, "岗位", "签名人以什么岗位签署。"),
    "org": ref("org", title="岗位所在党组织", description="签名人的岗位设在哪个党组织。"),
    "at": ref("instant", title="签署时刻"),
    "subject": ref("subject", title="内容校验码"),
}
RECORD_PASSED: dict[str, Json] = dict.fromkeys(RECORD_HEAD, True)

SCAN_FILE = "content/body.md"
SCANNED: dict[str, Json] = {
    "acknowledged?": prop(
        listing(
            closed(
                {
                    "kind": choice(words.SCAN_KIND, "扫描到的内容"),
                    "shown?": prop(ref("line"), "遮盖后的样子", "只写遮盖后的形式，不写原文。", "138****1234"),
                    "file": prop(ref("line"), "文件", "在本事项文件夹中的位置。", SCAN_FILE),
                    "reason": prop(
                        ref("line"), "保留的理由", "为什么可以照写，供保密审查人查看。", "本人书面同意公布。"
                    ),
                }
            )
        ),
        "扫描发现的确认",
        "扫描发现个人信息或者文件无法扫描，经办人确认保留的，逐项写明理由。",
        [{"kind": "phone", "shown": "138****1234", "file": SCAN_FILE, "reason": "本人书面同意公布。"}],
    ),
    "unscanned?": prop(
        listing(ref("line")),
        "未能扫描的凭据",
        "扫描件、照片等没有文字可以扫描，由经办人目视检查。",
        ["evidence/0005-form.png"],
    ),
}
EXEMPTION: dict[str, Json] = {
    "exemption?": choice(
        words.EXEMPTION,
        "依法公布姓名的情形",
        "干部人事、纪律处分事项依法公布姓名等内容；身份证号码、私人电话不在其内。",
    ),
}

PAPER: dict[str, Json] = {
    "on_behalf_of?": ref("person", title="纸质件签批人", description="依据纸质审批件登记时填写：谁在纸质件上签批。"),
    "signed_on?": ref("date", title="纸质件签批日期", description=f"纸质件上的签批日期。{DATE_TEXT}"),
    "form_code?": prop(
        exact("[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}-[2-9A-HJKMNP-Z]{3}"),
        "版本校验码",
        "纸质审批表上的版本校验码，由事项和内容校验码算出；表与所审版本不一致的不能登记。",
        "H7K-2QM-X9D",
    ),
    "evidence?": EVIDENCE,
}
POSTING: dict[str, Json] = {
    "channel": choice(words.CHANNEL, "公开渠道", "方案中列明的渠道之一。"),
    "place?": PLACE,
}
MEETING = closed(
    {
        "id": prop(ref("line", maxLength=64), "会议名称或次数", "能认出是哪一次会议。", "2026年第18次"),
        "date": ref("date", title="会议日期"),
        "chair": ref("person", title="主持人", description="会议主持人的人员代码。"),
        "present": prop(
            # Somebody counted twice is a finding about the quorum, not about the form.
            {"type": "array", "items": ref("person"), "minItems": 1},
            "到会成员",
            "到会的领导班子成员，写人员代码。",
            ["lin-he", "zhou-qing", "wu-yan"],
        ),
        "in_favour": prop(whole(0, 999), "赞成", "赞成人数。", 3),
        "against": prop(whole(0, 999), "反对", "反对人数。", 0),
        "abstain": prop(whole(0, 999), "弃权", "弃权人数。", 0),
    }
)


def step(title: str, own: Mapping[str, Json], *rules: Schema) -> Schema:
    """The keys of one step's record: the common ones and its own."""
    return {"title": title, **closed({**RECORD_PASSED, **own, **SCANNED}, *rules)}


REVIEW = step(
    "审核记录",
    {
        "aspect": choice(words.ASPECT, "审核（审查）事项"),
        "decision": choice(words.DECISION, "意见", only=("pass", "return", "refer")),
        "opinion?": OPINION,
        "detail?": prop(
            {
                "type": "object",
                "propertyNames": ref("line", maxLength=40),
                "additionalProperties": ref("passage"),
                "minProperties": 1,
            },
            "分项意见",
            "分项写明的意见，项目名称对应文字，如风险评估的各项。",
            {"合法性": "符合有关规定。", "可控性": "风险较低，已有应对安排。"},
        ),
        "reconfirms?": ref("seq", title="续认的记录", description="内容修改后续认本人先前的意见，写先前记录的序号。"),
        **PAPER,
    },
    {
        "dependentRequired": {
            "on_behalf_of": ["signed_on", "evidence"],
            "signed_on": ["on_behalf_of", "evidence"],
            "form_code": ["evidence"],
            "evidence": ["on_behalf_of", "signed_on"],
        }
    },
)
HELD = prop(
    MEETING,
    "会议",
    "领导班子集体研究决定时必填，其他审批层级不填。",
    {
        "id": "2026年第18次",
        "date": "2026-11-20",
        "chair": "lin-he",
        "present": ["lin-he", "zhou-qing", "wu-yan"],
        "in_favour": 3,
        "against": 0,
        "abstain": 0,
    },
)
REPLY = prop(
    closed(
        {
            "number": prop(ref("line", maxLength=120), "批复文号", "", "云发〔2026〕12号"),
            "date": ref("date", title="批复日期"),
        }
    ),
    "上级批复",
    "上级党组织不在本库时，登记其批复的文号和日期，并附扫描件。",
    {"number": "云发〔2026〕12号", "date": "2026-11-20"},
)
APPROVE = step(
    "审批记录",
    {
        "level": choice(words.LEVEL, "审批层级"),
        "decision": choice(words.DECISION, "意见", only=("pass", "return", "reject")),
        "opinion?": OPINION,
        "meeting?": HELD,
        "reply?": REPLY,
        **PAPER,
    },
    *only_with("level", words.LEVEL, ("collective",), "meeting"),
    never_with_others("level", words.LEVEL, ("superior",), "reply"),
    {
        "dependentRequired": {
            "on_behalf_of": ["signed_on", "evidence"],
            "signed_on": ["on_behalf_of", "evidence"],
            "form_code": ["evidence"],
        }
    },
    when(need("reply"), {**need("evidence"), **ban("on_behalf_of")}),
    when(need("evidence"), {"anyOf": [need("on_behalf_of"), need("reply"), need("meeting")]}),
)
PUBLISH = step(
    "实施记录",
    {
        **POSTING,
        "on": ref("date", title="公开日期", description=f"实际公开的日期。{DATE_TEXT}"),
        "where": prop(
            ref("line"),
            "公开位置",
            "公开栏的位置、会议名称、网址、期号等，能让人找到。",
            "青禾社区服务中心一楼公开栏",
        ),
        "number?": prop(
            exact("[0-9]{4}-[0-9]{3,5}"), "公开编号", "首次公开时由程序给出，加引号，按文字保存。", "2026-017"
        ),
        "direct_reason?": prop(
            ref("passage"), "直接对外公开的理由", "未先在党内公开即对外公开的理由。", "突发事件，须即时公开。"
        ),
        "provisional_reason?": prop(
            ref("passage"),
            "按暂定日历公示的理由",
            "公示期涉及放假安排尚未公布的年份时，为什么不等公布。",
            "换届时间已定，公示期内不会遇到调休。",
        ),
        "late_reason?": prop(ref("passage"), "逾期的理由", "未在应公开期限内公开的理由。", "定密答复期间暂停办理。"),
        "evidence?": EVIDENCE,
    },
    *PLACE_RULES,
)
STEPS: dict[str, Schema] = {
    "propose": step("提出记录", {"secrecy": choice(words.SECRECY, "涉密判断", "与方案中的判断一致。"), **EXEMPTION}),
    "revise": step("修改记录", {"reason?": REASON, **EXEMPTION}),
    "answer": step(
        "定密答复记录",
        {
            "result": choice(words.ANSWER, "答复结论", "只登记结论，不登记答复内容。"),
            "authority": prop(
                ref("line", maxLength=120),
                "答复机关",
                "作出答复的保密行政管理部门。",
                "云溪区保密行政管理部门",
            ),
            "number": DOCUMENT_NO,
            "on": ref("date", title="答复日期"),
        },
    ),
    "review": REVIEW,
    "approve": APPROVE,
    "publish": PUBLISH,
    "drop": step("取消渠道记录", {**POSTING, "reason": REASON}, *PLACE_RULES),
    "takedown": step(
        "撤下记录",
        {**POSTING, "on": ref("date", title="撤下日期"), "evidence?": EVIDENCE},
        *PLACE_RULES,
    ),
    "archive": step(
        "归档记录",
        {
            "retention": choice(words.RETENTION, "保管期限"),
            "archive_no": prop(
                ref("line", maxLength=120), "档号", "由程序给出，不重复使用。", "J001-WS·2026-D30-QH-0007"
            ),
        },
    ),
    "withdraw": step("撤回记录", {"reason": REASON}),
}
STEP_SHAPES: dict[str, Schema] = {f"step-{key}": shape for key, shape in STEPS.items()}

ITEM_SHAPES: dict[str, Schema] = {
    "plan": {
        "title": "方案",
        **closed(
            {
                **PLAN_PASSED,
                "entry?": ref(
                    "entry-id",
                    title="公开事项代码",
                    description="依据目录中的哪一个事项；与目录外事项二者填一。",
                ),
                "off_catalog?": prop(
                    closed({"reason": REASON}),
                    "目录外事项",
                    "目录中没有的事项，写明理由；与公开事项代码二者填一。",
                    {"reason": "目录尚无此类事项，党员反映集中，有必要公开。"},
                ),
                "title": ref("headline", title="标题"),
                "family": choice(words.FAMILY, "文种"),
                "scope": choice(words.SCOPE, "公开范围", "向谁公开。"),
                "scope_reason?": prop(
                    ref("passage"),
                    "调整范围的理由",
                    "公开范围与目录不一致时写明。",
                    "涉及个人信息，缩小到本单位。",
                ),
                "audience?": line_list("公开对象", "向特定对象公开时必填，逐个写明对象。", "第三党小组全体党员"),
                "importance": choice(words.IMPORTANCE, "重要程度"),
                "importance_reason?": prop(
                    ref("passage"),
                    "调整重要程度的理由",
                    "重要程度与目录不一致时写明。",
                    "仅为例行更新，不涉及新的决定。",
                ),
                "publish_on?": ref("date", title="拟公开日期", description=f"计划哪一天公开。{DATE_TEXT}"),
                "duration": ref("duration", title="公开时长"),
                "channels": ref("channels", title="公开渠道"),
                "supersedes?": ref("item-id", title="替代的方案", description="更正或者再次公开时，写原方案的代码。"),
                "period?": prop(
                    exact("[12][0-9]{3}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?"),
                    "所属周期",
                    "定期公开的事项讲的是哪一个周期：年写 2026，半年写 2026-H1，季度写 2026-Q3，月写 2026-09。",
                    "2026-Q3",
                ),
                "event?": ref("ledger-id", title="触发事件", description="因哪一个触发事件公开，写工作登记的代码。"),
                "round?": prop(whole(2, 99), "第几次公开", "再次公开时填写，从2起。", 2),
                "title_lines?": line_list(
                    "标题分行",
                    "标题排成几行时逐行写出，连起来就是标题；不填则自动分行。",
                    "关于2026年第四季度",
                    "党费收缴情况的公示",
                ),
                "document_number?": prop(
                    exact(DOCUMENT_NUMBER.pattern),
                    "发文字号",
                    "机关代字、年份、序号：年份用六角括号，序号不编虚位，不加“第”字。",
                    "云党发〔2026〕7号",
                ),
                "main_recipients?": line_list("主送机关", "文件主送哪些机关，逐个写。", "各党支部"),
                "copy_recipients?": line_list("抄送机关", "文件抄送哪些机关，逐个写。", "区委办公室"),
                "printed_by?": prop(
                    ref("line"), "印发机关", "版记中的印发机关，不填即公开的党组织。", "中共云溪片区工作委员会办公室"
                ),
                "printed_on?": ref("date", title="印发日期", description=f"版记中的印发日期。{DATE_TEXT}"),
                "attachments?": prop(
                    listing(
                        closed(
                            {
                                "file": prop(
                                    exact(f"attachments/{NAME}"),
                                    "文件",
                                    "attachments 文件夹内的文件名。",
                                    "attachments/mingxi.xlsx",
                                ),
                                "title?": ref("headline", title="附件名称"),
                            }
                        )
                    ),
                    "附件",
                    "随正文一并公开的文件。",
                    [{"file": "attachments/mingxi.xlsx", "title": "党费收缴明细"}],
                ),
            },
            {"oneOf": [need("entry"), need("off_catalog")]},
            when(has("scope", "targeted"), need("audience")),
        ),
    },
    "reference": {
        "title": "待定密事项的登记",
        **closed(
            {
                **PLAN_PASSED,
                "entry?": ref("entry-id", title="公开事项代码", description="依据目录中的哪一个事项。"),
            }
        ),
    },
}

SHAPES: dict[str, Schema] = {**BASE_SHAPES, **ENTRY_SHAPES, **STEP_SHAPES, **ITEM_SHAPES}

# --- the files ------------------------------------------------------------------------------------

DISCLOSURE = prop(
    closed(
        {
            "sealed?": prop(
                closed(
                    {
                        "tip": prop(
                            exact("[0-9a-f]{40}"), "封存的末条存证记录", "此前历史的最后一条存证记录。", "0f" * 20
                        ),
                        "on": ref("date", title="封存日期"),
                        "reason": prop(ref("passage"), "理由", "为什么封存。", "误录不应公开的内容。"),
                    }
                ),
                "此前历史已封存",
                "重新建库时填写：此前的历史另行保管，须另行核验。",
                {"tip": "0f" * 20, "on": "2026-11-23", "reason": "误录不应公开的内容。"},
            ),
            "format": FORMAT,
            "title": ref("headline", title="名称", description="本党务公开库的名称。", examples=["云溪片区党务公开库"]),
            "root": ref("org", title="根党组织", description="本库最上级的党组织，写代码。", examples=["yunxi"]),
            "rules": prop(whole(1, 9999), "规则版本", "按第几版规则核验，只增不减。", 1),
            "branch": prop(exact("[A-Za-z0-9][A-Za-z0-9._/-]{0,99}"), "受保护分支", "正式记录所在的分支。", "main"),
            "timezone": prop(
                exact("[A-Za-z]+(/[A-Za-z0-9_+-]+)*"),
                "时区",
                "按哪个时区计算日期，写 IANA 名称。",
                "Asia/Shanghai",
            ),
            "policy": prop(
                closed(
                    {
                        "reviews": reviews("必经的审核（审查）", "每个方案都须经过的事项，至少含基本四项。"),
                        "secrecy_reviewer_apart": prop(
                            {"type": "boolean"},
                            "保密审查人单设",
                            "为 true 时，保密审查人不得兼作同一方案的其他审核。",
                            True,
                        ),
                        "quorum": prop(
                            closed(
                                {
                                    "present": choice(words.QUORUM, "到会人数", "一般事项的到会要求。"),
                                    "personnel_present": choice(
                                        words.QUORUM,
                                        "人事和纪律事项到会人数",
                                        "干部人事、纪律处分事项的到会要求。",
                                    ),
                                    "in_favour": choice(words.QUORUM, "赞成人数", "占领导班子全体成员的比例。"),
                                }
                            ),
                            "集体决定的人数要求",
                            "领导班子集体研究决定时的到会和赞成要求。",
                            {
                                "present": "over-half",
                                "personnel_present": "two-thirds",
                                "in_favour": "over-half",
                            },
                        ),
                        "notice_days_from": choice(words.COUNT_FROM, "公示日起算", "公示期从哪一天起算。"),
                        "masking": choice(words.MASKING, "个人信息遮盖", "公开稿中个人信息的遮盖程度。"),
                        "public_code?": choice(
                            words.PUBLIC_CODE,
                            "公示上的二维码",
                            "向社会公开的公示上是否印核对用的二维码，不写为由经办人定。",
                        ),
                        "remotes?": line_list(
                            "允许的远端",
                            "允许同步到的远端地址，没有则留空列表。",
                            "ssh://git@git.yunxi.example/dangwu.git",
                            at_least=0,
                        ),
                        "catalog_approval?": prop(
                            listing(
                                choice(words.LEVEL, "审批层级", only=("principal", "collective", "superior")),
                            ),
                            "目录调整的审批层级",
                            "按审批的先后列出；不填为主要负责人。",
                            ["principal"],
                        ),
                    }
                ),
                "本库规定",
                "由根党组织的管理员设定。",
            ),
        }
    ),
    "党务公开库设置",
    "disclosure.yaml：名称、根党组织、规则版本和本库规定。",
    {
        "format": 1,
        "title": "云溪片区党务公开库",
        "root": "yunxi",
        "rules": 1,
        "branch": "main",
        "timezone": "Asia/Shanghai",
        "policy": {
            "reviews": list(words.BASIC_ASPECTS),
            "secrecy_reviewer_apart": True,
            "quorum": {"present": "over-half", "personnel_present": "two-thirds", "in_favour": "over-half"},
            "notice_days_from": "next-day",
            "masking": "common",
            "remotes": [],
        },
    },
)

KEY = closed(
    {
        "public": prop(
            ref("public-key"),
            "公钥",
            "OpenSSH 公钥文件中的一整行，可带注释。只放公钥，私钥由本人保管。",
            PUBLIC_KEY,
        ),
        "state": choice(words.PERSON_STATE, "状态", "停用的公钥不再有效，先前的签名不受影响。"),
        "added": ref("date", title="启用日期"),
        "compromised_since?": prop(
            exact("[0-9a-f]{40}"),
            "失密起点",
            "密钥失密时填写：此存证记录之后用它签署的不再计。",
            "0f" * 20,
        ),
        "void?": prop(
            listing(
                prop(
                    exact("[a-z][a-z0-9-]{0,31}-[0-9]{8}-[a-z2-7]{4}/[0-9]{4}"),
                    "记录",
                    "方案代码和记录序号。",
                    "dzb-20261123-abcd/0003",
                )
            ),
            "不再计的记录",
            "因密钥失密而不再计的记录，由程序列出，核验时重新计算。",
            ["dzb-20261123-abcd/0003"],
        ),
        "retired?": ref("date", title="停用日期", description=f"状态为停用时必填，在用时不填。{DATE_TEXT}"),
    },
    *only_with("state", words.PERSON_STATE, ("retired",), "retired"),
)
PERSON = closed(
    {
        "name": prop(ref("line", maxLength=50), "姓名", "本人姓名。", "林禾"),
        "state": choice(words.PERSON_STATE, "状态", "停用的人员不再办理。"),
        "keys?": prop(
            listing(KEY, 0),
            "公钥",
            "本人的公钥；只在纸质件上签批的人员留空列表。",
            [{"public": PUBLIC_KEY, "state": "active", "added": "2026-01-05"}],
        ),
    }
)
PEOPLE = prop(
    closed(
        {
            "format": FORMAT,
            "people": prop(
                {
                    "type": "object",
                    "propertyNames": ref("person"),
                    "additionalProperties": {"title": "人员", "description": "一名人员及其公钥。", **PERSON},
                    "minProperties": 1,
                },
                "人员",
                "人员代码对应一名人员。代码启用后不再改作他人。",
                {"wu-yan": {"name": "吴砚", "state": "active", "keys": []}},
            ),
        }
    ),
    "人员和公钥",
    "people.yaml：参与办理的人员及其公钥。",
    {"format": 1, "people": {"wu-yan": {"name": "吴砚", "state": "active", "keys": []}}},
)


def dates(title: str, description: str, *examples: str) -> Schema:
    """A list of dates, possibly empty."""
    return prop(listing(ref("date"), 0), title, f"{description}按先后排列，不得重复，各日期加引号。", list(examples))


CALENDAR = prop(
    closed(
        {
            "format": FORMAT,
            "year": prop(whole(2000, 2199), "年份", "与文件名一致。", 2026),
            "source": prop(
                closed(
                    {
                        "title": ref(
                            "headline",
                            title="依据",
                            description="放假安排出自哪份通知。",
                            examples=["国务院办公厅关于2026年部分节假日安排的通知"],
                        ),
                        "number?": prop(ref("line", maxLength=120), "文号", "通知的文号。", "国办发明电〔2024〕12号"),
                        "url?": prop(exact("https?://\\S+"), "网址", "通知原文的网址。", "https://www.gov.cn/"),
                        "seeded_from?": prop(
                            ref("line", maxLength=120),
                            "初始数据来源",
                            "由程序预填时，写明所用数据。",
                            "chinesecalendar 1.11.0",
                        ),
                    }
                ),
                "来源",
                "放假和调休安排的来源。",
            ),
            "holidays": dates("放假日", "放假的日期，含周末。", "2026-10-01"),
            "workdays": dates("调休上班日", "周末调为上班的日期。", "2026-10-10"),
        }
    ),
    "工作日历",
    "calendar/<年>.yaml：放假日和调休上班日，用来计算工作日。",
    {
        "format": 1,
        "year": 2026,
        "source": {
            "title": "国务院办公厅关于2026年部分节假日安排的通知",
            "seeded_from": "chinesecalendar 1.11.0",
        },
        "holidays": ["2026-10-01", "2026-10-02"],
        "workdays": ["2026-10-10"],
    },
)

CONTACT = {
    **closed(
        {
            "phone?": prop(exact("[0-9+() 转-]{3,40}"), "联系电话", "对外公布的办公电话。", "023-5550 0100"),
            "address?": prop(ref("line"), "地址", "办公地址。", "云溪区青禾路1号"),
            "postcode?": prop(exact("[0-9]{6}"), "邮政编码", "六位数字，加引号。", "400000"),
            "email?": prop(exact("[^@\\s]+@[^@\\s]+"), "电子邮箱", "对外公布的办公邮箱。", "qinghe@yunxi.example"),
        }
    ),
    "minProperties": 1,
}


def seats() -> Schema:
    """The mapping of seats to the persons who hold them."""
    holders = {
        f"{key}?": prop(listing(ref("person"), 0), words.SEAT.label(key), "任此岗位的人员，写人员代码。", ["lin-he"])
        for key in words.SEAT.keys
    }
    return closed(holders)


ORGANIZATION = prop(
    closed(
        {
            "format": FORMAT,
            "id": ref("org", title="党组织代码", description="与所在文件夹同名，启用后不再更改。"),
            "name": prop(ref("line", maxLength=120), "名称", "党组织全称。", "中共云溪区青禾社区支部委员会"),
            "short_name?": prop(ref("line", maxLength=60), "简称", "通行的规范简称。", "青禾社区党支部"),
            "kind": choice(words.KIND, "类型", "决定适用哪一类公开内容。"),
            "form?": choice(words.FORM, "组织形式"),
            "superior?": ref(
                "org", title="上一级党组织", description="本库内的上一级党组织，写代码。", examples=["yunxi"]
            ),
            "superior_discipline?": ref(
                "org",
                title="上级纪检组织",
                description="只用于纪检组织：本库内的上级纪检组织，写代码。",
                examples=["yunxi-jiwei"],
            ),
            "superior_outside?": prop(
                ref("line", maxLength=120), "库外上级", "上级党组织不在本库时，写其名称。", "中共云溪区委员会"
            ),
            "valid_from?": ref("date", title="设立日期"),
            "valid_to?": ref("date", title="撤销日期"),
            "succeeded_by?": prop(
                listing(ref("org")),
                "承接的党组织",
                "撤销后由哪些党组织承接；须同时写明撤销日期。",
                ["qinghe-dong"],
            ),
            "responsible_person?": ref(
                "person", title="党务公开责任人", description="负责党务公开工作的人员，写人员代码。"
            ),
            "contact?": prop(CONTACT, "联系方式", "对外公布的办公联系方式，不写个人号码。", {"phone": "023-5550 0100"}),
            "fonds?": prop(ref("line", maxLength=40), "全宗号", "档案全宗号；不填则用上级的。", "J001"),
            "archive_code?": prop(ref("line", maxLength=40), "机构代码", "档号中的机构（问题）代码。", "QH"),
            "reviews_by?": choice(
                words.REVIEWS_BY, "审核由谁承担", "人员不足时可由上一级党组织代为审核；不填为本组织。"
            ),
            "maintained_by?": ref(
                "org", title="目录由谁代管", description="人员不足时，目录可由上级党组织的目录管理员代管，写其代码。"
            ),
            "departments?": prop(
                listing(choice(words.DEPARTMENT, "职能部门")),
                "承担的部门职能",
                "工作机制所称的牵头、配合部门中，由本组织承担的。",
                ["office"],
            ),
            "former_names?": prop(
                {
                    "type": "array",
                    "minItems": 1,
                    "items": closed(
                        {
                            "name": prop(
                                ref("line", maxLength=120), "名称", "更名以前的全称。", "中共云溪新区工作委员会"
                            ),
                            "short_name?": prop(ref("line", maxLength=60), "简称"),
                            "until": ref("date", title="启用新名称的日期"),
                            "at": ref("instant", title="登记更名的时刻"),
                        }
                    ),
                },
                "曾用名称",
                "按先后列出，只增不改；更名以前批准的公开文稿仍用当时的名称。",
                [{"name": "中共云溪新区工作委员会", "until": "2026-01-01", "at": "2026-01-01T09:00:00+08:00"}],
            ),
            "closed_reason?": prop(ref("passage"), "撤销理由", "为什么撤销、合并或者分设。", "两个支部合并。"),
            "seats?": prop(
                seats(),
                "岗位",
                "各岗位由哪些人员担任。",
                {"proposer": ["lin-he"], "principal": ["zhou-qing"]},
            ),
        },
        never_with_others("kind", words.KIND, ("discipline",), "superior_discipline"),
        when({**has("kind", *OTHER_KINDS), **need("kind", "superior")}, ban("superior_outside")),
        when(has("reviews_by", "superior"), need("superior")),
        {"dependentRequired": {"succeeded_by": ["valid_to"], "closed_reason": ["valid_to"]}},
    ),
    "党组织",
    "catalogs/<党组织>/organization.yaml：名称、类型、上级、联系方式和各岗位人员。",
    {
        "format": 1,
        "id": "qinghe",
        "name": "中共云溪区青禾社区支部委员会",
        "kind": "basic",
        "form": "branch",
        "superior": "yunxi",
        "seats": {"proposer": ["lin-he"], "principal": ["zhou-qing"]},
    },
)

RELEASE_HEAD: dict[str, Json] = {
    "format": FORMAT,
    "org": ref("org", title="党组织", description="目录所属的党组织，与所在文件夹同名。"),
}
CATALOG = prop(
    closed({**RELEASE_HEAD, "entries": ENTRIES}),
    "公开目录（编制中）",
    "catalogs/<党组织>/catalog.yaml：正在编制、调整的目录；发布为版本之前不作依据。",
    {"format": 1, "org": "qinghe", "entries": [ENTRY_SAMPLE]},
)
RELEASE = prop(
    closed(
        {
            **RELEASE_HEAD,
            "release": ref("release-no", title="目录版本号", description="四位数字，加引号，与文件名一致。"),
            "on": ref("date", title="发布日期", description=f"本版目录的发布日期。{DATE_TEXT}"),
            "entries": ENTRIES,
        }
    ),
    "公开目录（已发布版本）",
    "catalogs/<党组织>/releases/<版本号>.yaml：经审批发布的目录，各方案以此为依据，发布后不再改动。",
    {"format": 1, "org": "qinghe", "release": "0001", "on": "2026-01-12", "entries": [ENTRY_SAMPLE]},
)
STARTER = prop(
    closed(
        {
            "format": FORMAT,
            "kind": choice(words.KIND, "适用类型", "供哪一类党组织参照。"),
            "title": ref(
                "headline",
                title="名称",
                description="示范目录的名称。",
                examples=["基层组织党务公开示范目录"],
            ),
            "source": prop(
                ref("line"),
                "来源",
                "目录文字出自哪份文件。",
                "《中国共产党党务公开条例（试行）》及实施方案第三部分（二）",
            ),
            "wording_as_of": ref("date", title="文字核定日期", description=f"目录文字是哪一天核定的。{DATE_TEXT}"),
            "entries": prop(
                {"type": "array", "items": ref("starter-entry"), "minItems": 1},
                "公开事项",
                "按条款顺序列出，代码不得重复。",
                [ENTRY_SAMPLE],
            ),
        },
        when(
            has("kind", *OTHER_KINDS),
            {"properties": {"entries": {"items": ban("superior_by")}}},
        ),
    ),
    "示范目录",
    "随程序提供的示范目录，每类党组织一份，编制本组织目录时参照。",
    {
        "format": 1,
        "kind": "basic",
        "title": "基层组织党务公开示范目录",
        "source": "《中国共产党党务公开条例（试行）》及实施方案第三部分（二）",
        "wording_as_of": "2026-01-01",
        "entries": [ENTRY_SAMPLE],
    },
)

CATALOG_CHANGES = prop(
    listing(
        closed(
            {
                "entry": ref("entry-id", title="公开事项代码"),
                "change": choice(words.CATALOG_CHANGE, "调整方式"),
                "reason": REASON,
                "item?": ref(
                    "item-id", title="目录外方案", description="由哪一个目录外公开的方案引起；新增事项时填写。"
                ),
            }
        )
    ),
    "调整内容",
    "逐个事项写明怎样调整和理由。",
    [{"entry": "2.6.3", "change": "change", "reason": "公开周期由每年改为每季度。"}],
)
MAPPED = ("ignore", *(column.key for column in COLUMNS))
MAPPING = prop(
    closed(
        {
            "format": FORMAT,
            "sheet?": prop(ref("line", maxLength=120), "工作表", "读取哪一张工作表。", "公开目录"),
            "head_row?": prop(whole(1, 1000), "表头行", "表头从第几行开始；不填则由程序查找。", 3),
            "head_rows?": prop(whole(1, 3), "表头行数", "表头占几行；不填则由程序查找。", 2),
            "columns?": prop(
                {
                    "type": "object",
                    "propertyNames": ref("line", maxLength=120),
                    "additionalProperties": {"enum": [*MAPPED, *(column.label for column in COLUMNS)]},
                    "minProperties": 1,
                },
                "各列",
                "表头（或列标，如 C）对应目录的哪一列，写英文名或者中文列名；ignore 表示不读。",
                {"公示起止": "duration", "H": "ignore"},
            ),
            "values?": prop(
                {
                    "type": "object",
                    "propertyNames": {"enum": [*MAPPED[1:], *(column.label for column in COLUMNS)]},
                    "additionalProperties": {
                        "type": "object",
                        "propertyNames": ref("line"),
                        "additionalProperties": ref("line"),
                        "minProperties": 1,
                    },
                    "minProperties": 1,
                },
                "取值",
                "某一列中的写法在目录里是什么意思，写成目录的用语。一级事项可以对应到条款。",
                {"channels": {"政府公报": "报刊"}, "category": {"党建工作": "三(二)6"}},
            ),
            "defaults?": prop(
                {
                    "type": "object",
                    "propertyNames": {"enum": [*MAPPED[1:], *(column.label for column in COLUMNS)]},
                    "additionalProperties": ref("passage"),
                    "minProperties": 1,
                },
                "缺省值",
                "表格里没有写明的，各事项一律按此填写，写成目录的用语。",
                {"retention": "10年", "clause": "三(二)6"},
            ),
        }
    ),
    "表格对照",
    "导入公开目录表格时用 --mapping 指定：各列、各种写法对应目录的什么内容。",
    {"format": 1, "columns": {"公示起止": "duration"}, "values": {"channels": {"政府公报": "报刊"}}},
)

CATALOG_RECORD = prop(
    closed(
        {
            **RELEASE_HEAD,
            "seq": ref("seq", title="记录序号"),
            "step": choice(words.CATALOG_STEP, "程序", "目录管理的哪一步。"),
            "by": ref("person", title="签名人", description="谁签署了本记录，写人员代码。"),
            "seat": choice(words.SEAT, "岗位", "签名人以什么岗位签署。"),
            "at": ref("instant", title="签署时刻"),
            "subject?": ref("subject", title="内容校验码"),
            "reason?": REASON,
            "release?": ref("release-no", title="目录版本号", description="涉及哪一版目录，四位数字，加引号。"),
            "level?": choice(words.LEVEL, "审批层级", only=("principal", "collective", "superior")),
            "decision?": choice(words.DECISION, "意见", only=("pass", "return", "reject")),
            "opinion?": OPINION,
            "number?": prop(ref("line", maxLength=120), "回执编号", "备案回执上的编号。", "备字〔2026〕5号"),
            "to?": ref("org", title="备案党组织", description="向哪个党组织备案，写代码。"),
            "to_outside?": prop(
                ref("line", maxLength=120), "库外备案党组织", "上一级党组织不在本库时，写其名称。", "中共云溪区委员会"
            ),
            "on?": ON,
            "seat_org?": ref(
                "org", title="岗位所在党组织", description="签名人在另一个党组织任职时填写，如接收备案的上一级党组织。"
            ),
            "changes?": CATALOG_CHANGES,
            "meeting?": HELD,
            "reply?": REPLY,
            **PAPER,
            **SCANNED,
        },
        when(has("step", "adjust"), need("subject", "changes")),
        when(has("step", "approve"), need("subject", "decision")),
        *(when(has("step", step), need("release")) for step in ("release", "file", "receive")),
        {"dependentRequired": {"on_behalf_of": ["signed_on", "evidence"], "signed_on": ["on_behalf_of"]}},
    ),
    "目录管理记录",
    "catalogs/<党组织>/catalog-record/<序号>-<程序>.yaml：目录的调整、审批、发布、备案和回执。",
    {
        "format": 1,
        "org": "qinghe",
        "seq": 1,
        "step": "release",
        "by": "lin-he",
        "seat": "keeper",
        "at": "2026-01-12T09:30:00+08:00",
        "release": "0001",
    },
)

ITEM = prop(
    {
        "type": "object",
        "properties": PLAN_HEAD,
        "required": list(PLAN_HEAD),
        "allOf": [
            when(has("secrecy", "clear"), ref("plan")),
            when(has("secrecy", "doubt"), ref("reference")),
        ],
    },
    "党务公开方案",
    "content/item.yaml：一次公开的方案。涉密判断为有疑问的，只登记代码，不写标题、范围和内容。",
    {
        "format": 1,
        "id": ITEM_ID,
        "org": "qinghe",
        "entry": "2.6.3",
        "release": "0001",
        "secrecy": "clear",
        "title": "2026年第四季度党费收缴情况",
        "family": "report",
        "scope": "party",
        "importance": "ordinary",
        "duration": {"workdays": 5},
        "channels": [{"channel": "bulletin-board", "place": "inside"}],
    },
)
RECORD = prop(
    {
        "type": "object",
        "properties": RECORD_HEAD,
        "required": list(RECORD_HEAD),
        "allOf": [when(has("step", key), ref(f"step-{key}")) for key in STEPS],
    },
    "办理记录",
    "record/<序号>-<程序>.yaml：一步一份，只增不改。各步有各自的栏目，不得填写他步的栏目。",
    {
        "format": 1,
        "item": ITEM_ID,
        "seq": 2,
        "step": "review",
        "by": "wu-yan",
        "seat": "reviewer-accuracy",
        "org": "qinghe",
        "at": "2026-11-24T10:12:00+08:00",
        "subject": SHA_SUBJECT,
        "aspect": "accuracy",
        "decision": "pass",
    },
)
LEDGER = prop(
    closed(
        {
            "format": FORMAT,
            "id": prop(
                exact(f"({'|'.join(words.LEDGER_KIND.keys)})-{TAIL}"),
                "登记代码",
                "类别、日期和四位随机字母数字，由程序给出。",
                "urge-20261123-abcd",
            ),
            "org": ref("org", title="党组织", description="由哪个党组织登记。"),
            "kind": choice(words.LEDGER_KIND, "类别", "与登记代码开头一致。"),
            "by": ref("person", title="签名人", description="谁签署了本登记，写人员代码。"),
            "seat": choice(words.SEAT, "岗位", "签名人以什么岗位签署。"),
            "at": ref("instant", title="签署时刻"),
            "entry?": ref("entry-id", title="公开事项代码", description="涉及目录中的哪一个事项。"),
            "item?": ref("item-id", title="方案代码", description="涉及哪一个党务公开方案。"),
            "on?": ON,
            "time?": prop(
                exact("([01][0-9]|2[0-3]):[0-5][0-9]"),
                "时刻",
                "事情发生的时和分，按本库的时区；期限按小时计算时必填。",
                "09:30",
            ),
            "stage?": prop(ref("line", maxLength=120), "阶段", "分期公开的事项到了哪个阶段。", "反馈"),
            "follows?": ref("ledger-id", title="前一阶段", description="同一事情前一阶段的登记代码。"),
            "answers?": ref("ledger-id", title="答复对象", description="答复的是哪一条登记。"),
            "revokes?": ref("ledger-id", title="撤销对象", description="撤销哪一条登错的登记，原登记保留。"),
            "due?": ref("date", title="办理期限", description=f"要求在哪一天以前办理。{DATE_TEXT}"),
            "via?": choice(words.VIA, "反映途径", "意见从哪里来。"),
            "again?": prop({"type": "boolean"}, "再次公开", "是否要按意见再次公开；不填为否。", True),
            "title?": ref("headline", title="题名", examples=["关于党费公示内容的询问"]),
            "text?": prop(ref("passage"), "内容", "登记的内容；不写与办理无关的个人信息。", "有党员询问结余的用途。"),
            "result?": prop(ref("passage"), "结果", "办理结果。", "已在支部党员大会上说明。"),
            "reply?": prop(
                closed(
                    {
                        "text": prop(ref("passage"), "答复内容", "", "结余转入下一年度。"),
                        "on": ref("date", title="答复日期"),
                        "number?": DOCUMENT_NO,
                    }
                ),
                "答复",
                "对意见或者请示的答复。",
                {"text": "结余转入下一年度。", "on": "2026-11-30"},
            ),
            "evidence?": EVIDENCE,
            **SCANNED,
        },
        *(
            when(has("kind", key), {"properties": {"id": {"pattern": f"^{key}-[0-9]"}}})
            for key in words.LEDGER_KIND.keys
        ),
    ),
    "工作登记",
    "catalogs/<党组织>/ledger/<年>/<类别>/<日期>-<四位>.yaml：触发事件、催办、意见反馈等，一事一份。",
    {
        "format": 1,
        "id": "urge-20261123-abcd",
        "org": "qinghe",
        "kind": "urge",
        "by": "lin-he",
        "seat": "coordinator",
        "at": "2026-11-23T14:03:22+08:00",
        "entry": "2.6.3",
        "due": "2026-11-30",
        "text": "本季度党费收缴使用管理情况尚未提出公开意见，请按期提出。",
    },
)

QUARANTINE = prop(
    closed(
        {
            "format": FORMAT,
            "commit": prop(
                exact("[0-9a-f]{40}"), "存证记录", "不合规则、予以隔离的存证记录，与文件名一致。", "0f" * 20
            ),
            "reason": prop(ref("passage"), "理由", "为什么隔离。", "未经审核即审批。"),
            "by": ref("person", title="签名人", description="谁签署了本登记，写人员代码。"),
            "at": ref("instant", title="签署时刻"),
        }
    ),
    "隔离登记",
    "quarantine/<存证记录>.yaml：管理员公开隔离一条不合规则的存证记录，不改写历史。",
    {"format": 1, "commit": "0f" * 20, "reason": "未经审核即审批。", "by": "lin-he", "at": "2026-11-23T14:03:22+08:00"},
)

_DEPARTMENTS = listing(choice(words.DEPARTMENT, "职能部门"))
MECHANISMS = prop(
    closed(
        {
            "format": FORMAT,
            "title": ref("headline", title="名称"),
            "source": prop(ref("line"), "来源", "依据的文件和部分。", "实施方案第七部分"),
            "mechanisms": {
                "title": "工作机制",
                "type": "array",
                "minItems": 1,
                "items": closed(
                    {
                        "clause": prop(exact("七\\([一二三四五六七八九十]\\)"), "条款", "", "七(二)"),
                        "title": prop(ref("line", maxLength=60), "机制", "", "公开目录优化机制"),
                        "lead": prop(_DEPARTMENTS, "牵头部门", "", ["office"]),
                        "support": prop(_DEPARTMENTS, "配合部门", "", ["publicity"]),
                        "note?": prop(ref("passage"), "说明", "", "办公室和组织人事部负责方案解释工作。"),
                    }
                ),
            },
        }
    ),
    "工作机制",
    "mechanisms/mechanisms.yaml：实施方案第七部分的十项工作机制及其牵头、配合部门，随程序提供。",
    {
        "format": 1,
        "title": "党务公开工作机制",
        "source": "实施方案第七部分",
        "mechanisms": [
            {"clause": "七(二)", "title": "公开目录优化机制", "lead": ["office"], "support": ["publicity"]},
        ],
    },
)

FILES: dict[str, Schema] = {
    "disclosure": DISCLOSURE,
    "people": PEOPLE,
    "calendar": CALENDAR,
    "organization": ORGANIZATION,
    "catalog": CATALOG,
    "release": RELEASE,
    "starter": STARTER,
    "catalog-record": CATALOG_RECORD,
    "item": ITEM,
    "record": RECORD,
    "ledger": LEDGER,
    "quarantine": QUARANTINE,
    "import-mapping": MAPPING,
    "mechanisms": MECHANISMS,
}

# --- writing them ---------------------------------------------------------------------------------


def referred(value: Json) -> Iterator[str]:
    """The names of the definitions that a part of a schema refers to."""
    if isinstance(value, Mapping):
        target = value.get("$ref")
        if isinstance(target, str):
            yield target.removeprefix("#/$defs/")
        for part in value.values():
            yield from referred(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from referred(part)


def shapes_of(root: Schema) -> dict[str, Schema]:
    """The definitions that a schema needs, in their fixed order."""
    found: set[str] = set()
    waiting = set(referred(root))
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= set(referred(SHAPES[name])) - found
    return {name: shape for name, shape in SHAPES.items() if name in found}


def render(name: str) -> str:
    """The text of one schema file."""
    root = FILES[name]
    schema = {"$schema": DIALECT, "$id": f"{BASE}{name}.schema.json", **root, "$defs": shapes_of(root)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def outdated(folder: Path) -> list[str]:
    """The names of files that differ from what would be written, or that should not be there."""
    wanted = {f"{name}.schema.json": render(name).encode() for name in FILES}
    there = {path.name: path.read_bytes() for path in folder.glob("*.schema.json")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write(folder: Path) -> None:
    """Bring the folder up to date."""
    folder.mkdir(exist_ok=True)
    for name in outdated(folder):
        path = folder / name
        if name.removesuffix(".schema.json") in FILES:
            path.write_bytes(render(name.removesuffix(".schema.json")).encode())
        else:
            path.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the schemas, or check them."""
    parser = argparse.ArgumentParser(description="Write the JSON Schemas in schemas/.")
    parser.add_argument("--check", action="store_true", help="only say which files differ; exit 1 if any does")
    if not parser.parse_args(arguments).check:
        write(FOLDER)
        return 0
    names = outdated(FOLDER)
    for name in names:
        print(f"schemas/{name} is not what tools/build_schemas.py writes", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
