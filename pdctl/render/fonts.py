"""Which font draws what: a stack of families for each role, resolved once against what this machine has.

The two faces of `pylopdf-fonts-zh-cn` are there on every machine; they end each stack, and stand alone where
`PDCTL_FONTS=packaged` asks for pages that look the same everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pdctl.core.findings import environment
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg

if TYPE_CHECKING:
    from typst import FontInfo, Fonts

PACKAGED_SERIF, PACKAGED_SANS = "Noto Serif SC", "Noto Sans SC"
_SERIFS = ("Noto Serif CJK SC", "Source Han Serif SC", PACKAGED_SERIF)
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", PACKAGED_SANS)
_XIAOBIAOSONG = ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0", "STZhongsong")
_FANGSONG = (
    "FangSong_GB2312",
    "CESI仿宋-GB2312",
    "FZFangSong-Z02S",
    "FZFangSong-Z02",
    "FangSong",
    "STFangsong",
    "FandolFang R",
    "FandolFang",
)
_KAITI = (
    "KaiTi_GB2312",
    "CESI楷体-GB2312",
    "FZKai-Z03S",
    "FZKai-Z03",
    "KaiTi",
    "STKaiti",
    "Kaiti SC",
    "FandolKai",
    "AR PL UKai CN",
)
_HEITI = ("SimHei", "CESI黑体-GB2312", "FZHei-B01S", "FZHei-B01", "STHeiti", "Heiti SC", "FandolHei")
_SONGTI = ("SimSun", "CESI宋体-GB2312", "FZShuSong-Z01S", "FZShuSong-Z01", "STSong", "Songti SC")


@dataclass(frozen=True)
class Role:
    """What a face is for: `true` are the families that officials mean by it, `rest` what stands in for them."""

    key: str
    label: str
    true: tuple[str, ...]
    rest: tuple[str, ...]


ROLES = (
    Role("title", "小标宋", _XIAOBIAOSONG, (*_SERIFS,)),
    Role("text", "仿宋", _FANGSONG, (*_SERIFS,)),
    Role("hei", "黑体", _HEITI, (*_SANS,)),
    Role("kai", "楷体", _KAITI, (*_SERIFS,)),
    Role("song", "宋体", _SONGTI, (*_SERIFS,)),
)


@dataclass(frozen=True)
class Face:
    """The families that draw a role here, the first one first; `thicken` where a title stands in a text weight."""

    role: Role
    families: tuple[str, ...]
    bold: bool = False

    @property
    def family(self) -> str:
        """The family that draws all it can."""
        return self.families[0]

    @property
    def true(self) -> bool:
        """Whether it is a face that officials mean by the role."""
        return self.family in self.role.true


@dataclass(frozen=True)
class Faces:
    """The fonts of this process, loaded once, and the face of each role."""

    fonts: Fonts
    faces: Mapping[str, Face]

    def typst(self) -> dict[str, Any]:
        """What the Typst library reads: families and weight of each role, and the family of the signs."""
        return {
            role: {
                "signs": PACKAGED_SANS if role == "hei" else PACKAGED_SERIF,
                "families": face.families,
                "true": face.true,
                "bold": face.bold,
            }
            for role, face in self.faces.items()
        }


def packaged_only() -> bool:
    """Whether only the fonts that pip installed may be used, so that pages are the same on every machine."""
    return os.environ.get("PDCTL_FONTS") == "packaged"


def faces() -> Faces:
    """The fonts to set pages with."""
    return _loaded(packaged_only())


@cache
def _loaded(packaged: bool) -> Faces:
    try:
        from pylopdf_fonts_zh_cn import serif_path
        from typst import Fonts
    except ImportError as error:
        raise environment(
            msg("PDF cannot be made on this machine: {problem}", problem=str(error)),
            msg("use --format html and print the page from a browser"),
        ) from error
    found = Fonts(include_system_fonts=not packaged, include_embedded_fonts=True, font_paths=[str(serif_path().parent)])
    return Faces(found, resolved(found.fonts()))


def resolved(known: Iterable[FontInfo]) -> dict[str, Face]:
    """The face of each role from the fonts that are there."""
    weights: dict[str, set[int]] = {}
    for font in known:
        weights.setdefault(font.family, set()).add(font.weight)
    return {role.key: _face(role, weights) for role in ROLES}


def _face(role: Role, weights: Mapping[str, set[int]]) -> Face:
    families = tuple(family for family in (*role.true, *role.rest) if family in weights)
    # 小标宋 has one weight; what stands in for it is set bold.
    bold = role.key == "title" and families[0] not in role.true and max(weights[families[0]]) >= 600
    return Face(role, families, bold)
