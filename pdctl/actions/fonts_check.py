"""The fonts of this machine, looked at by the doctor: what draws each role, and where a true face can be had."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import Shown, Stop
from pdctl.core.text import msg
from pdctl.render.fonts import Face, faces
from pdctl.report.checks import Check

# What each platform offers for a true 仿宋 (and, beside it, 楷体, 黑体 and 宋体).
_OFFERS = msg(
    "Windows: FangSong, by the optional feature “Chinese (Simplified) Supplemental Fonts”; macOS: STFangsong, in Font Book; "
    "UOS and Kylin: CESI or Founder FangSong, in the font manager; Debian and Ubuntu: apt install texlive-lang-chinese (FandolFang)"
)


def font_checks() -> Iterator[Check]:
    """One check for each role."""
    try:
        found = faces().faces.values()
    except Stop as problem:
        yield Check("fonts", "warning", problem.message, problem.fix)
        return
    for face in found:
        bare = face.role.key == "text" and not face.true
        yield Check(f"font {face.role.label}", "warning" if bare else "ok", _said(face), _OFFERS if bare else "")


def _said(face: Face) -> Shown:
    return face.family if face.true else msg("{family} stands in for it", family=face.family)
