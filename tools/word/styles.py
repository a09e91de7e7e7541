"""The styles of the Word templates, after GB/T 9704-2012: 22 lines of 28 characters of size 3, heads in their faces."""

from __future__ import annotations

from dataclasses import dataclass

from tools.word.ooxml import part

# Twentieths of a point: the line pitch 225 mm / 22, and a character of size 3 with the 0.25 pt by which 28 fit a line.
PITCH = 579
CHARACTER = 320
TEXT_WIDTH = 8845
DEEPEST = 8  # lists within lists

FANG, KAI, HEI, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
# What stands in where a face is missing, on Windows, macOS and Linux.
FALLBACKS = {
    FANG: ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "华文仿宋", "FandolFang R", "Noto Serif CJK SC"),
    KAI: ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "华文楷体", "FandolKai", "Noto Serif CJK SC"),
    HEI: ("SimHei", "STHeiti", "Heiti SC", "FandolHei", "Noto Sans CJK SC"),
    SONG: ("SimSun", "STSong", "Songti SC", "FandolSong", "Noto Serif CJK SC"),
    XIAOBIAOSONG: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "华文中宋", "STZhongsong", "Noto Serif CJK SC"),
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """A style: its id, its name, and what it says of paragraphs and of text; `based` on another one."""

    id: str
    name: str
    paragraph: str = ""
    text: str = ""
    based: str = "Normal"
    kind: str = "paragraph"
    next: str = ""

    def xml(self) -> str:
        """As Word keeps it."""
        custom = "" if self.id == "Normal" else ' w:customStyle="1"'
        default = ' w:default="1"' if self.id == "Normal" else ""
        based = f'<w:basedOn w:val="{self.based}"/>' if self.based and self.id != "Normal" else ""
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        paragraph = f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else ""
        text = f"<w:rPr>{self.text}</w:rPr>" if self.text else ""
        return (
            f'<w:style w:type="{self.kind}"{custom}{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f"{based}{following}<w:qFormat/>{paragraph}{text}</w:style>"
        )


def face(name: str) -> str:
    """A face for Chinese and Latin characters alike."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def size(half_points: int, pitch: int = 0) -> str:
    """A size of text in half points, with its letter pitch."""
    return f'<w:spacing w:val="{pitch}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def indent(first: int = 0, left: int = 0, right: int = 0, hanging: int = 0) -> str:
    """An indent in characters of the text."""
    start = (
        f' w:hanging="{hanging}"' if hanging else f' w:firstLineChars="{first * 100}" w:firstLine="{first * CHARACTER}"'
    )
    return f'<w:ind w:left="{left}" w:right="{right}"{start}/>'


def spacing(before: int = 0, after: int = 0, line: int = PITCH) -> str:
    """Exact lines, and the space around them."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


def loose(before: int = 0, after: int = 0) -> str:
    """Single lines off the grid, as tables have them."""
    return f'{OFF_GRID}<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def aligned(how: str) -> str:
    """How lines are aligned."""
    return f'<w:jc w:val="{how}"/>'


KEEP = "<w:keepNext/>"
OFF_GRID = '<w:snapToGrid w:val="0"/>'
_BODY = indent(first=2)
_MARK_DOWN = 1984  # 35 mm
RED = '<w:color w:val="FF0000"/>'


def loose_lines(before: int, after: int) -> str:
    """Lines as high as their type, with space around them."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="240" w:lineRule="auto"/>'


def _head(level: int, name: str, family: str) -> Style:
    return Style(
        f"GwHead{level}", name, f'{KEEP}{_BODY}<w:outlineLvl w:val="{level - 1}"/>', face(family), next="GwBody"
    )


def _cell(key: str, name: str, how: str) -> Style:
    return Style(f"GwCell{key}", name, f"{loose(40, 40)}{indent()}{aligned(how)}", size(28))


def _list(depth: int) -> tuple[Style, Style]:
    """A line of a list at a depth, and what follows it within the same point."""
    left = CHARACTER * (3 + depth)
    number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
    tail = "" if not depth else str(depth + 1)
    return (
        Style(f"GwPoint{depth}", f"列项{tail}", f"{number}{indent(left=left, hanging=CHARACTER)}", ""),
        Style(f"GwWithin{depth}", f"列项续段{tail}", indent(left=left), ""),
    )


COMMON = (
    Style("Normal", "Normal", f'<w:widowControl w:val="0"/>{aligned("both")}'),
    Style("GwBody", "公文正文", _BODY),
    Style("GwTitle", "公文标题", f"{KEEP}{OFF_GRID}{spacing(PITCH, PITCH)}{aligned('center')}", face(XIAOBIAOSONG) + size(44), next="GwBody"),
    Style("GwRedMark", "发文机关标志", f"{OFF_GRID}{loose_lines(_MARK_DOWN, 2 * PITCH)}{aligned('center')}", face(XIAOBIAOSONG) + RED + size(88)),
    Style(
        "GwRedNumber",
        "发文字号",
        f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>{aligned("center")}',
    ),
    Style("GwNote", "附注", _BODY),
    Style(
        "GwImprint",
        "版记",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH - 360}"/></w:tabs>{spacing()}{indent(left=200, right=200)}{aligned("left")}',
        size(28),
    ),
    Style("GwTo", "主送机关", indent(), next="GwBody"),
    _head(1, "一级标题", HEI),
    _head(2, "二级标题", KAI),
    _head(3, "三级标题", FANG),
    _head(4, "四级标题", FANG),
    *(style for depth in range(DEEPEST) for style in _list(depth)),
    Style("GwRule", "分隔线", f"{indent()}{aligned('center')}"),
    Style("GwCaption", "表题", f"{KEEP}{loose(120, 60)}{indent()}{aligned('center')}", face(HEI) + size(28)),
    Style("GwUnit", "表格单位", f"{KEEP}{loose(60, 60)}{indent()}{aligned('right')}", size(28)),
    Style("GwCellHead", "表头", f"{KEEP}{loose(40, 40)}{indent()}{aligned('center')}", face(HEI) + size(28)),
    _cell("Left", "表文", "left"),
    _cell("Center", "表文居中", "center"),
    _cell("Right", "表文居右", "right"),
    Style("GwAfterTable", "表后", spacing(line=200), size(10)),
    Style("GwContact", "联系方式", f"{_BODY}{aligned('left')}"),
    Style("GwAttachments", "附件说明", f"{KEEP}{indent(left=5 * CHARACTER, hanging=3 * CHARACTER)}{aligned('left')}"),
    Style("GwIssuer", "署名", f"{KEEP}{spacing(PITCH)}{indent()}{aligned('right')}"),
    Style("GwDate", "成文日期", f"{KEEP}{indent(right=4 * CHARACTER)}{aligned('right')}"),
    Style(
        "GwProvenance",
        "出处",
        '<w:keepLines/><w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
        f"{loose(PITCH // 2)}{indent()}{aligned('left')}",
        face(SONG) + size(18),
    ),
    Style("GwMarks", "标识", f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>{loose()}{aligned("left")}', face(HEI) + size(32)),
    Style("GwPageOdd", "页码（单页）", f"{spacing(line=280)}{indent(right=280)}{aligned('right')}", face(SONG) + size(28)),
    Style("GwPageEven", "页码（双页）", f"{spacing(line=280)}{indent(left=280)}{aligned('left')}", face(SONG) + size(28)),
    Style("GwStrong", "着重", "", face(HEI), based="", kind="character"),
    Style("GwEmphasis", "强调", "", face(KAI), based="", kind="character"),
)  # fmt: skip
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="000000"/>' for edge in _EDGES)


def _ruled(key: str, name: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_LINES}</w:tblBorders></w:tblPr></w:style>'
    )


TABLES = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    + _ruled("GwTable", "公文表格")
    + _ruled("GwFormTable", "审批表格")
    + '<w:style w:type="table" w:customStyle="1" w:styleId="GwImprintTable"><w:name w:val="版记表格"/><w:basedOn w:val="TableNormal"/>'
    "<w:tblPr><w:tblBorders>"
    + "".join(
        f'<w:{edge} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'
        for edge, width in (("top", 8), ("bottom", 8), ("insideH", 6))
    )
    + "</w:tblBorders></w:tblPr></w:style>"
)


def styles(*more: Style) -> bytes:
    """styles.xml: the common styles and further ones."""
    text = f'{face(FANG)}<w:spacing w:val="-5"/><w:kern w:val="0"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    paragraph = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{spacing()}'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{text}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{paragraph}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    return part("styles", defaults, *(style.xml() for style in (*COMMON, *more)), TABLES)


def fonts() -> bytes:
    """fontTable.xml: each face with what stands in for it."""
    entries = (
        f'<w:font w:name="{name}"><w:altName w:val="{",".join(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEI else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    return part("fonts", *entries)


def numbering() -> bytes:
    """numbering.xml: the points of lists."""
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{indent(left=CHARACTER * (3 + depth), hanging=CHARACTER)}</w:pPr><w:rPr>{face(FANG)}</w:rPr></w:lvl>"
        for depth in range(DEEPEST)
    )
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>',
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
