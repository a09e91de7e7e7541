"""The text of the Word template of the approval form: ruled tables, then the text on pages of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tools.word.notice import attachments, blocks
from tools.word.ooxml import choice, loop, paragraph, run, tab
from tools.word.styles import HEI, KEEP, SONG, TEXT_WIDTH, XIAOBIAOSONG, Style, aligned, face, indent, loose, size

_LABEL = 2000
_TICK = 900
_DATED = "日期：　　　年　　月　　日"
_PLACES = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - _LABEL - 200}"/></w:tabs>'
STYLES = (
    Style("GwFormTitle", "审批表标题", f"{KEEP}{loose(0, 120)}{aligned('center')}", face(XIAOBIAOSONG) + size(44)),
    Style("GwFormHead", "审批表栏目", f"{KEEP}{loose(100, 40)}{indent()}{aligned('left')}", face(HEI) + size(24)),
    Style("GwFormLabel", "审批表项目", f"{loose(20, 20)}{indent()}{aligned('center')}", face(HEI) + size(24)),
    Style("GwFormText", "审批表内容", f"{_PLACES}{loose(20, 20)}{indent()}{aligned('left')}", size(24)),
    Style("GwFormOpinion", "审批意见", f"{loose(20, 20)}{indent()}{aligned('left')}", face(HEI) + size(24)),
    Style("GwFormCode", "版本校验码", f"{loose()}{indent()}{aligned('right')}", face(SONG) + size(21)),
    Style("GwFormSmall", "审批表说明", f"{_PLACES}{loose(20, 20)}{indent()}{aligned('left')}", size(21)),
)


HEAD = paragraph("GwFormCode", run("版本校验码　{{ code }}"))


def body() -> str:
    """The form, and the text annexed."""
    return "".join(
        (
            paragraph("GwFormTitle", run("{{ heading }}")),
            paragraph("GwFormSmall", run("方案编号：{{ item }}　版本校验码：{{ code }}　内容校验码：{{ digest }}　打印日期：{{ printed }}")),
            paragraph("GwFormSmall", run("{{ validity }}")),
            _plan(),
            _questions(),
            _opinions("三、审核（审查）意见", "reviews"),
            _opinions("四、审批意见", "approvals"),
            _carried_out(),
            paragraph("GwTitle", run("{{ title_text }}"), more="<w:pageBreakBefore/>"),
            choice((("addressees", paragraph("GwTo", run("{{ addressees }}："))),)),
            blocks("flow"),
            attachments(),
        )
    )  # fmt: skip


def _text(content: str) -> str:
    return paragraph("GwFormText", run(content))


def _pair(left: str, right: str) -> str:
    return paragraph("GwFormText", run(left), tab(), run(right))


def _table(widths: Sequence[int], *rows: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="GwFormTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(*cells: str, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, content: str, span: int = 1) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _labelled(label: str, content: str) -> str:
    return _row(_cell(_LABEL, paragraph("GwFormLabel", run(label))), _cell(TEXT_WIDTH - _LABEL, content))


def _plan() -> str:
    rows = loop("row in plan", _labelled("{{ row.label }}", _text("{{ row.value }}")), "tr")
    return paragraph("GwFormHead", run("一、公开方案")) + _table((_LABEL, TEXT_WIDTH - _LABEL), rows)


def _questions() -> str:
    wide = TEXT_WIDTH - 2 * _TICK
    ticks = _cell(_TICK, paragraph("GwFormLabel", run("□"))) * 2
    heads = ((wide, "自查事项"), (_TICK, "是"), (_TICK, "否"))
    head = _row(*(_cell(width, paragraph("GwFormLabel", run(name))) for width, name in heads), head=True)
    rows = loop("question in questions", _row(_cell(wide, _text("{{ loop.index }}．{{ question }}")), ticks), "tr")
    signed = _row(_cell(TEXT_WIDTH, _pair("自查人签名：", _DATED), 3))
    title = paragraph("GwFormHead", run("二、保密自查（逐项勾选；有一项为“是”的，不得送审公开）"))
    return title + _table((wide, _TICK, _TICK), head, rows, signed)


def _opinions(name: str, boxes: str) -> str:
    done = "".join(
        (
            paragraph("GwFormOpinion", run("{{ box.decision }}")),
            choice((("box.text", _text("{{ box.text }}")),)),
            loop("fact in box.facts", _text("{{ fact.label }}：{{ fact.value }}")),
            _text("签名：{{ box.signed }}"),
            paragraph("GwFormSmall", run("{{ box.vouched }}")),
        )
    )
    missing = "".join(
        (
            _text("{% for choice in box.choices %}□ {{ choice }}　　{% endfor %}"),
            choice((("box.blanks", _text("{% for blank in box.blanks %}{{ blank }}：＿＿＿＿＿＿　{% endfor %}")),)),
            _text("意见："),
            paragraph("GwFormSmall", run("　")),
            _pair("签名：", _DATED),
            choice((("box.signers", paragraph("GwFormSmall", run("可签署人：{{ box.signers }}"))),)),
        )
    )
    earlier = choice((("box.earlier", paragraph("GwFormSmall", run("{{ box.earlier }}"))),))
    content = earlier + choice((("box.done", done), ("true", missing)))
    rows = loop(f"box in {boxes}", _labelled("{{ box.label }}", content), "tr")
    return paragraph("GwFormHead", run(name)) + _table((_LABEL, TEXT_WIDTH - _LABEL), rows)


def _carried_out() -> str:
    used = choice((("row.done", _text("{{ row.done }}")), ("true", _pair(f"公开{_DATED}", "发布人签名：　　　　　"))))
    rows = loop("row in postings", _labelled("{{ row.label }}", used), "tr")
    filed = choice((("filed", _text("{{ filed }}")), ("true", _pair("档号：", "档案员签名：　　　　　"))))
    return paragraph("GwFormHead", run("五、实施与归档")) + _table(
        (_LABEL, TEXT_WIDTH - _LABEL), rows, _labelled("归档", filed)
    )
