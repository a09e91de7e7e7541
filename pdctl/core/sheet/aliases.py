"""What offices write for the words of the product. The one place of these names; keys are half-width and without blanks."""

from __future__ import annotations

import re
from functools import cache

from pdctl.core import words
from pdctl.core.sheet.tidy import half


def _spread(table: dict[str, str]) -> dict[str, str]:
    return {half(name): key for key, names in table.items() for name in names.split()}


SCOPE = _spread(
    {
        "society": "社会 全社会 社会公开 向社会 面向社会 社会公众 公众 向全社会公开 面向社会公开 社会各界 对社会公开 对外公开 对外 外部 群众"
        " 全体群众 社会群众 社会面 向社会公众公开",
        "party": "党内 党内公开 党员 全体党员 本支部党员 支部党员 支部全体党员 向党员公开 全体党员干部 党组织内部 对党内公开 在党内公开"
        " 向全体党员公开 各级党组织和党员 党组织和党员 全区党员 党内通报",
        "unit": "本单位 单位内部 本单位公开 单位 内部 机关内部 内部公开 在单位内部公开 干部职工 全体干部职工 职工 全体职工 本单位干部职工"
        " 机关干部 全体干部 单位内 本单位内部 在本单位内部公开 本机关",
        "targeted": "特定对象 特定群体 特定范围 特定人员 有关人员 相关人员 当事人 本人 利害关系人 特定对象公开 特定群体(群众)"
        " 特定群众 特定群众(请写明) 特定群体(请写明)",
    }
)
FREQUENCY = _spread(
    {
        "long-term": "长期 长期公开 常年 常年公开 固定公开 经常性公开",
        "periodic": "定期 定期公开",
        "staged": "分期 分期公开 分阶段 分阶段公开 逐段公开 阶段性公开 按阶段公开 动态公开",
        "immediate": "即时 即时公开 及时 及时公开 随时 随时公开 随时公布 实时 实时公开 即时公布 及时公布 立即公开 当即公开",
    }
)
PERIOD = _spread(
    {
        "year": "每年 年度 按年 按年度 每年度 一年一次 每年一次 每年公开一次 年度公开 每年公开 每年1次 一年1次 每年至少一次 1年1次",
        "half-year": "每半年 半年 按半年 半年一次 每半年一次 每半年公开一次 半年公开 每半年公开 每半年1次 半年1次 1年2次 一年两次 每年两次",
        "quarter": "每季度 季度 按季 按季度 每季 季度公开 每季度一次 每季度公开一次 每季度公开 每季度1次 一季一次 每季一次 每季度至少一次",
        "month": "每月 月度 按月 每月一次 每月公开一次 每月公开 月度公开 每月1次 一月一次 1月1次 逐月公开",
    }
)
IMPORTANCE = _spread({"ordinary": "一般 普通 一般事项 普通事项 否", "important": "重要 重大 重要事项 重大事项 是"})
MATTER = _spread(
    {"general": "一般 普通 其他", "personnel": "人事 干部 干部人事", "discipline": "处分 纪律 纪律处分 执纪"}
)
LEVEL = _spread(
    {
        "head": "分管领导 分管负责人 分管负责同志 分管领导同志 部门负责人 科室负责人 分管书记 副书记",
        "principal": "主要领导 主要负责人 主要负责同志 书记 党委书记 支部书记 党支部书记 党组书记 党总支书记 一把手 单位主要负责人",
        "collective": "集体研究 领导班子集体研究 班子集体研究 集体研究决定 领导班子集体研究决定 党委会 党委会研究 支委会 支委会研究"
        " 党组会 党组会研究 领导班子会议 班子会 党工委会议 党委会议 集体讨论决定",
        "superior": "上级党组织 上一级党组织 上级党委 上级审批 报上级党组织审批 上级",
    }
)
ASPECT = _spread(
    {
        "necessity": "必要性 必要性审核 必要性审查",
        "accuracy": "准确性 准确性审核 真实性审核 内容审核 真实性",
        "legal": "合法性 合法性审查 法规审查 法制审核 合规性审查 合法合规性审查 合规性",
        "secrecy": "保密 保密审查 保密性审查 涉密审查",
        "risk-stability": "社会稳定风险评估 稳评 风险评估",
        "risk-opinion": "网络舆情风险评估 舆情风险评估 舆情评估",
        "countersign": "会签 部门会签",
    }
)
FAMILY = _spread(
    {
        "notice": "公示", "announcement": "公布 公告", "circular": "通报", "decision": "决定", "report": "情况通报 报告",
        "clarification": "澄清 说明", "result": "结果公布 结果 结果公示", "catalogue": "目录",
    }
)  # fmt: skip
RETENTION = _spread({"permanent": "永久 Y", "y30": "30年 三十年 D30 长期", "y10": "10年 十年 D10 短期"})
UNTIL = _spread(
    {
        "superseded": "长期 长期公开 最新有效 长期,最新有效 长期、最新有效 长期(最新有效) 长期有效 长期公示 永久 一直有效 更新前 长期展示",
        "term-end": "任期内 任期 任期届满 届内 本届任期内",
        "stage-end": "本阶段结束 阶段结束 本阶段 至本阶段结束 至阶段结束 阶段内",
    }
)
SUPERIOR_BY = _spread({"superior": "上级党组织 上级党委", "superior-discipline": "上级纪检组织 上级纪委 上级纪检机关"})
STARTS = _spread(
    {
        "formed": "信息形成 形成 信息产生 产生 信息生成 文件形成 信息形成或变更 信息形成或者变更 形成或变更 形成或者变更 信息公开形成",
        "changed": "信息变更 变更 信息更新 更新 变动 信息变动 内容变更 发生变更 发生变化 变化",
        "decided": "作出决定 决定 决定作出 做出决定 决策作出 作出决策 审议通过 会议决定 批准 审批通过",
        "completed": "事项办结 办结 办理完毕 完成 工作完成 事项完成 工作结束 办理完成 活动结束",
        "stage-done": "阶段完成 阶段结束 每阶段完成 各阶段完成 每阶段结束 各阶段结束 本阶段完成 阶段性工作完成",
        "period-end": "周期届满 期满 届满 年度结束 年度终了 季度结束 季末 半年结束 月末 月度结束 每季度结束 每年度结束 每月结束"
        " 每半年结束 周期结束 季度终了 年终",
        "period": "周期内",
        "event": "事件发生 发生 事发 事项发生 突发事件发生",
    }
)

# Boxes and words for channels; an empty key is a known box without a counterpart here.
CHANNEL = _spread(
    {
        "meeting": "召开会议 会议 党员大会 支部党员大会 支部大会 党员会议 会议通报 党内会议 会上公布 三会一课 主题党日 会议公开 会议传达",
        "document": "制发文件 文件 下发文件 印发文件 发文 文件通报 党内文件 公文 文件公开 文件下发 通报文件 内部文件",
        "briefing": "编发简报 简报 信息简报 工作简报 党建简报 印发简报",
        "intranet": "局域网发布 局域网 内网 内部网站 内部网络 办公内网 单位内网 OA OA系统 办公系统 办公平台 政务内网",
        "website": "公众信息网 政府网站 门户网站 网站 官方网站 官网 互联网站 党建网 单位网站 政务网站 信息网 互联网 政府门户网站",
        "press-conference": "新闻发布会 发布会/听证会 发布会 新闻发布会/听证会 新闻发布",
        "interview": "接受访谈 访谈 在线访谈 媒体访谈",
        "article": "发表文章 文章 署名文章",
        "newspaper": "报刊 纸质媒体 报纸 纸媒 报刊杂志 党报党刊",
        "broadcast": "广播电视 电视 广播 广播电台 电视台 电台",
        "new-media": "两微一端 微信公众号 公众号 微信 微博 新媒体 客户端 移动客户端 政务新媒体 微信微博 微信平台 两微",
        "bulletin-board": "公开栏 公示栏 宣传栏 公告栏 党务公开栏 政务公开栏 村务公开栏 信息公开栏 党务公示栏 村公示栏 社区公示栏 公示公告栏"
        " 社区/企事业单位/村公示栏(电子屏) 社区/企事业单位/村公示栏 张贴 张榜公布 展板 橱窗 公开墙",
        "e-screen": "电子屏 电子显示屏 LED屏 显示屏 电子屏幕 LED显示屏 电子大屏 滚动屏",
        "platform": "党务信息公开平台 党务公开平台 信息公开平台 党务平台",
        "repost": "转载",
        "": "政府公报 公开查阅点 政务服务中心 政务(行政)服务中心 行政服务中心 便民服务站 入户/现场 入户 现场 精准推送 其他 12345热线"
        " 热线 听证会 短信 微信群 QQ群 党员微信群",
    }
)
PLACES = _spread(
    {
        "inside": "单位内部 内部 内 单位内 院内 室内 楼内 机关内 办公楼内 一楼大厅 单位内设",
        "outside": "单位外部 外部 外 单位外 院外 室外 门口 大门口 临街 社区 村 村口 对外",
    }
)
CHECKED = frozenset(
    [
        "√",
        "✓",
        "✔",
        "■",
        "☑",
        "☒",
        "●",
        "◆",
        "▣",
        "V",
        "v",
        "R",
        "P",
        "t",
        "T",
        "Y",
        "y",
        "是",
        "有",
        "TRUE",
        "True",
        "true",
        "1",
        "对",
        "☐√",
    ]
)
UNCHECKED = frozenset(
    [
        "□",
        "☐",
        "○",
        "◇",
        "×",
        "✗",
        "✘",
        "X",
        "x",
        "口",
        "否",
        "无",
        "N",
        "n",
        "FALSE",
        "False",
        "false",
        "0",
        "-",
        "—",
        "/",
        "▢",
        "o",
    ]
)


# Every table of names with its column and vocabulary, as the documentation lists them.
ALL: tuple[tuple[str, words.Vocabulary, dict[str, str]], ...] = (
    ("公开范围", words.SCOPE, SCOPE),
    ("时限类型", words.FREQUENCY, FREQUENCY),
    ("公开周期", words.PERIOD, PERIOD),
    ("起算点", words.DUE_FROM, STARTS),
    ("公开时长", words.DURATION_UNTIL, UNTIL),
    ("公开渠道", words.CHANNEL, CHANNEL),
    ("设置位置", words.PLACE, PLACES),
    ("重要程度", words.IMPORTANCE, IMPORTANCE),
    ("事项性质", words.MATTER, MATTER),
    ("审批层级", words.LEVEL, LEVEL),
    ("由哪个上级审批", words.SUPERIOR_BY, SUPERIOR_BY),
    ("审核（审查）事项", words.ASPECT, ASPECT),
    ("文种", words.FAMILY, FAMILY),
    ("保管期限", words.RETENTION, RETENTION),
)


@cache
def labels_of(vocabulary: words.Vocabulary) -> dict[str, str]:
    """The keys of a vocabulary by their labels, half-width."""
    return {half(label): key for key, label in vocabulary.labels.items()}


def find(table: dict[str, str], text: str, vocabulary: words.Vocabulary) -> str | None:
    """The key that a text means: the label itself, the key, or one of the names."""
    plain = re.sub(r"^[。.,;、]+|[。.,;、]+$", "", half(text))
    return labels_of(vocabulary).get(plain) or table.get(plain) or (plain if plain in vocabulary else None)
