"""The vocabularies of the field: one English key for files and code, one Chinese label for screen and paper.

Every enumeration of the product stands here once. Schemas, command options, messages and notices read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A closed, ordered set of keys with their Chinese labels; each is itself alone, so that it can stand in sets."""

    name: str
    labels: dict[str, str]

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys, in the order in which people expect them."""
        return tuple(self.labels)

    def label(self, key: str) -> str:
        """The Chinese label of a key; an unknown key is returned as it is."""
        return self.labels.get(key, key)

    def find(self, text: str) -> str | None:
        """The key meant by a key or by a label, or None."""
        if text in self.labels:
            return text
        return next((key for key, label in self.labels.items() if label == text), None)

    def __contains__(self, key: object) -> bool:
        return key in self.labels

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)


KIND = Vocabulary(
    "kind",
    {"work-committee": "党工委", "discipline": "纪检组织", "department": "工作部门", "basic": "基层组织"},
)
FORM = Vocabulary(
    "form",
    {
        "committee": "党委",
        "general-branch": "党总支",
        "branch": "党支部",
        "party-group": "党组",
        "leading-group": "领导小组",
        "office": "办公室",
    },
)
SCOPE = Vocabulary(
    "scope",
    {"society": "向社会公开", "party": "向党内公开", "unit": "在本单位公开", "targeted": "向特定对象公开"},
)
FREQUENCY = Vocabulary(
    "frequency",
    {"long-term": "长期公开", "periodic": "定期公开", "staged": "分期公开", "immediate": "即时公开"},
)
PERIOD = Vocabulary("period", {"year": "每年", "half-year": "每半年", "quarter": "每季度", "month": "每月"})
CHANNEL = Vocabulary(
    "channel",
    {
        "meeting": "召开会议",
        "document": "制发文件",
        "briefing": "编发简报",
        "intranet": "局域网发布",
        "website": "公众信息网",
        "press-conference": "新闻发布会",
        "interview": "接受访谈",
        "article": "发表文章",
        "newspaper": "报刊",
        "broadcast": "广播电视",
        "new-media": "两微一端",
        "bulletin-board": "公开栏",
        "e-screen": "电子屏",
        "platform": "党务信息公开平台",
        "repost": "转载",
    },
)
PLACE = Vocabulary("place", {"inside": "单位内部", "outside": "单位外部"})
STEP = Vocabulary(
    "step",
    {
        "propose": "提出",
        "revise": "修改",
        "answer": "定密答复",
        "review": "审核",
        "approve": "审批",
        "publish": "实施",
        "drop": "取消渠道",
        "takedown": "撤下",
        "archive": "归档",
        "withdraw": "撤回",
    },
)
ASPECT = Vocabulary(
    "aspect",
    {
        "necessity": "必要性审核",
        "accuracy": "准确性审核",
        "legal": "法规审查",
        "secrecy": "保密审查",
        "risk-stability": "社会稳定风险评估",
        "risk-opinion": "网络舆情风险评估",
        "countersign": "会签",
    },
)
DECISION = Vocabulary(
    "decision",
    {"pass": "同意", "return": "修改后再报", "reject": "不同意公开", "refer": "报保密行政管理部门确定"},
)
LEVEL = Vocabulary(
    "level",
    {
        "head": "分管负责人",
        "principal": "主要负责人",
        "collective": "领导班子集体研究决定",
        "superior": "上一级党组织",
    },
)
SEAT = Vocabulary(
    "seat",
    {
        "proposer": "承办人",
        "reviewer-necessity": "必要性审核人",
        "reviewer-accuracy": "准确性审核人",
        "reviewer-legal": "法规审查人",
        "reviewer-secrecy": "保密审查人",
        "head": "分管负责人",
        "principal": "主要负责人",
        "member": "领导班子成员",
        "publisher": "发布人",
        "archivist": "档案员",
        "keeper": "目录管理员",
        "registrar": "纸质审批登记人",
        "coordinator": "领导小组办公室联络员",
        "supervisor": "党务公开监督员",
        "admin": "管理员",
    },
)
FAMILY = Vocabulary(
    "family",
    {
        "notice": "公示",
        "announcement": "公布",
        "circular": "通报",
        "decision": "决定",
        "report": "情况通报",
        "clarification": "澄清",
        "result": "结果公布",
        "catalogue": "目录",
    },
)
IMPORTANCE = Vocabulary("importance", {"ordinary": "一般事项", "important": "重要事项"})
MATTER = Vocabulary("matter", {"general": "一般", "personnel": "干部人事", "discipline": "纪律处分"})
RETENTION = Vocabulary("retention", {"permanent": "永久", "y30": "30年", "y10": "10年"})
SECRECY = Vocabulary("secrecy", {"clear": "不涉密", "doubt": "是否涉密有疑问"})
ANSWER = Vocabulary("answer", {"open": "可以公开", "masked": "处理后公开", "closed": "不得公开"})
STATE = Vocabulary(
    "state",
    {
        "referred": "待定密答复",
        "proposed": "已提出",
        "reviewing": "审核中",
        "reviewed": "已审核",
        "approved": "已批准",
        "published": "已实施",
        "archived": "已归档",
        "returned": "退回修改",
        "rejected": "不同意公开",
        "closed": "不予公开",
        "withdrawn": "已撤回",
        "superseded": "已被替代",
    },
)
DUE_FROM = Vocabulary(
    "due-from",
    {
        "formed": "信息形成",
        "changed": "信息变更",
        "decided": "作出决定",
        "completed": "事项办结",
        "stage-done": "阶段完成",
        "period-end": "周期届满",
        "period": "周期内",
        "event": "事件发生",
    },
)
DURATION_UNTIL = Vocabulary(
    "duration-until", {"superseded": "最新有效", "term-end": "任期内", "stage-end": "本阶段结束"}
)
QUORUM = Vocabulary("quorum", {"over-half": "过半数", "two-thirds": "三分之二以上", "all": "全体"})
COUNT_FROM = Vocabulary("count-from", {"next-day": "次日起算", "same-day": "当日起算"})
MASKING = Vocabulary("masking", {"common": "通用", "strict": "从严"})
SCAN_KIND = Vocabulary(
    "scan-kind",
    {
        "id": "身份证号码",
        "phone": "电话号码",
        "card": "银行卡号",
        "document": "证件号码",
        "email": "电子邮箱",
        "account": "微信或QQ号",
        "plate": "车牌号",
        "address": "住址",
        "name": "姓名",
        "minor": "未成年人线索",
        "secret-mark": "密级标志",
        "internal-mark": "内部标志",
        "internal-word": "内部字样",
        "unscannable": "无法扫描",
    },
)
# Matters whose notices name persons by law (part three of the source); what the law does not name stays protected.
EXEMPTION = Vocabulary("exemption", {"personnel": "干部人事公开", "discipline": "纪律处分公开"})
CATALOG_STEP = Vocabulary(
    "catalog-step",
    {
        "adjust": "调整",
        "approve": "审批",
        "release": "发布版本",
        "file": "备案",
        "receive": "备案回执",
    },
)
CATALOG_CHANGE = Vocabulary(
    "catalog-change", {"add": "新增", "change": "变更", "suspend": "暂停", "resume": "恢复", "cancel": "取消"}
)
CATALOG_STATE = Vocabulary(
    "catalog-state",
    {
        "current": "现行",
        "adjusting": "调整中",
        "approved": "已批准待发布",
        "returned": "退回修改",
        "rejected": "不同意调整",
    },
)
FILING_STATE = Vocabulary(
    "filing-state", {"unfiled": "未备案", "filed": "已报送备案", "received": "已备案", "sent-back": "备案退回"}
)
LEDGER_KIND = Vocabulary(
    "ledger-kind",
    {
        "event": "触发事件",
        "urge": "催办",
        "feedback": "意见反馈",
        "participation": "民主参与",
        "inspection": "督查",
        "opinion-event": "舆情",
        "question": "方案解释",
        "recheck": "复核",
        "one-off": "一次性事项认定",
    },
)
OBLIGATION = Vocabulary(
    "obligation",
    {
        "present": "长期公开",
        "change": "信息变更",
        "recheck": "复核",
        "period": "定期公开",
        "stage": "分期公开",
        "event": "即时公开",
        "again": "再次公开",
    },
)
DUE_STATE = Vocabulary(
    "due-state", {"overdue": "未完成", "due": "待公开", "done": "已完成", "done-late": "逾期完成", "exempt": "不予公开"}
)
URGE_STATE = Vocabulary("urge-state", {"open": "待提出", "unanswered": "逾期未提出", "answered": "已提出"})
COVER = Vocabulary("cover", {"gap": "未公开", "idle": "未到公开时间", "live": "已公开"})
VIA = Vocabulary(
    "via",
    {
        "visit": "来访",
        "letter": "来信",
        "phone": "来电",
        "email": "电子邮件",
        "box": "意见箱",
        "meeting": "会议",
        "online": "网络",
    },
)
PERSON_STATE = Vocabulary("person-state", {"active": "在用", "retired": "停用"})
REVIEWS_BY = Vocabulary("reviews-by", {"own": "本组织", "superior": "上级党组织代审"})
PUBLIC_CODE = Vocabulary("public-code", {"off": "不印", "on": "印", "choice": "由经办人定"})
VERDICT = Vocabulary("verdict", {"same": "一致", "differs": "不一致", "unseen": "未见", "unchecked": "无法核对"})
SUPERIOR_BY = Vocabulary("superior-by", {"superior": "上级党组织", "superior-discipline": "上级纪检组织"})
DEPARTMENT = Vocabulary(
    "department",
    {
        "office": "办公室",
        "organization-personnel": "组织人事部",
        "party-committee": "机关党委",
        "discipline": "纪工委",
        "publicity": "宣传部",
        "political-legal": "政法委",
    },
)

# The four reviews that part five (二) of the source asks of every item.
BASIC_ASPECTS = ("necessity", "accuracy", "legal", "secrecy")
# Channels that stand inside or outside a building; the plan must say which.
PLACED_CHANNELS = frozenset({"bulletin-board", "e-screen", "platform"})
INSIDE_CHANNELS = frozenset({"meeting", "document", "briefing", "intranet"})
# Levels of one organization, lower to higher; `superior` belongs to another organization.
OWN_LEVELS = ("head", "principal", "collective")


def is_society_channel(channel: str, place: str | None) -> bool:
    """Whether a posting there can be read by anybody, members of the party or not (part six, (一))."""
    if channel in PLACED_CHANNELS:
        return place != "inside"
    return channel not in INSIDE_CHANNELS


def channel_name(channel: str, place: str | None) -> str:
    """The written form `channel[:place]` that options, file names and messages use."""
    return f"{channel}:{place}" if place else channel


def channel_label(channel: str, place: str | None) -> str:
    """The Chinese label of a channel with its place."""
    label = CHANNEL.label(channel)
    return f"{label}（{PLACE.label(place)}）" if place else label


def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of a name. Raises `ValueError` where there is none."""
    for value in globals().values():
        if isinstance(value, Vocabulary) and value.name == name:
            return value
    raise ValueError(name)
