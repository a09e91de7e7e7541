"""A Word template as a file: its parts, their kinds and relations, packed so that the same parts give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

from pdctl.render.zipped import zipped
from tools.word import styles
from tools.word.ooxml import PROLOGUE, field, paragraph, part, run, tab

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Name below word/, kind, and relation of each part beside the text.
_PARTS = (
    ("styles", "styles", "styles"),
    ("settings", "settings", "settings"),
    ("fontTable", "fontTable", "fontTable"),
    ("numbering", "numbering", "numbering"),
    ("header1", "header", "header"),
    ("header2", "header", "header"),
    ("footer1", "footer", "footer"),
    ("footer2", "footer", "footer"),
)
# The heads and feet of odd and of even pages.
_EDGES = (("default", "header1", "footer1"), ("even", "header2", "footer2"))


def template(body: str, more: Sequence[styles.Style] = (), head: str = "") -> bytes:
    """A Word template with this text; every page has its marks, further paragraphs in its `head`, and its number."""
    parts = {
        "document": part("document", f"<w:body>{body}{_section()}</w:body>"),
        "styles": styles.styles(*more),
        "settings": _settings(),
        "fontTable": styles.fonts(),
        "numbering": styles.numbering(),
        "header1": _header(head),
        "header2": _header(head),
        "footer1": _footer("GwPageOdd"),
        "footer2": _footer("GwPageEven"),
    }
    files = {f"word/{name}.xml": data for name, data in parts.items()}
    files |= {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(),
    }
    return zipped({**files, "word/_rels/document.xml.rels": _relations()})


def _header(more: str) -> bytes:
    """The marks of every page, the first at the left and the second at the right."""
    return part("hdr", more, paragraph("GwMarks", run("{{ mark_left }}"), tab(), run("{{ mark_right }}")))


def _footer(style: str) -> bytes:
    return part("ftr", paragraph(style, run("— "), field("PAGE"), run(" —")))


def _section() -> str:
    """A4, margins 37, 26, 35 and 28 mm, 22 lines; the page number stands 7 mm below the text."""
    heads = "".join(f'<w:headerReference w:type="{kind}" r:id="{head}"/>' for kind, head, _ in _EDGES)
    feet = "".join(f'<w:footerReference w:type="{kind}" r:id="{foot}"/>' for kind, _, foot in _EDGES)
    return (
        f'<w:sectPr>{heads}{feet}<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="1247" w:footer="1307" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{styles.PITCH}"/></w:sectPr>'
    )


def _settings() -> bytes:
    return part(
        "settings",
        '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>',
        '<w:characterSpacingControl w:val="compressPunctuation"/>',
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:useFELayout/>",
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
    )


def _content_types() -> bytes:
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, kind) for name, kind, _ in _PARTS))
    )
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    return (
        f'{PROLOGUE}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}{core}</Types>'
    ).encode()


def _package_relations() -> bytes:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relationships(
        ("document", f"{_RELATIONS}/officeDocument", "word/document.xml"), ("core", core, "docProps/core.xml")
    )


def _relations() -> bytes:
    return _relationships(*((name, f"{_RELATIONS}/{kind}", f"{name}.xml") for name, _, kind in _PARTS))


def _relationships(*rows: tuple[str, str, str]) -> bytes:
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'{PROLOGUE}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()


def _core() -> bytes:
    return (
        f'{PROLOGUE}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:language>zh-CN</dc:language></cp:coreProperties>'
    ).encode()
