"""Texts to begin with (文本样式): the tables that offices use for members, appointments, elections, appraisals and dues."""

from __future__ import annotations

import difflib

from pdctl.core.findings import usage
from pdctl.core.text import msg
from pdctl.core.words import Vocabulary
from pdctl.store.data import shipped

BODIES = Vocabulary(
    "body",
    {
        "admission": "发展党员公示",
        "appointment": "任前公示",
        "election": "选举结果公布",
        "appraisal": "民主评议结果通报",
        "dues": "党费收缴使用情况公布",
    },
)


def body(name: str) -> str:
    """The text of a name or label, in Markdown. Raises `Stop` (usage) with near misses."""
    key = BODIES.find(name)
    if key is None:
        near = difflib.get_close_matches(name, [*BODIES.keys, *BODIES.labels.values()], 1)
        fix = msg("did you mean {near}?", near=near[0]) if near else msg("one of: {values}", values=", ".join(BODIES))
        raise usage(msg("there is no text to begin with called {name}", name=name), fix)
    return (shipped("templates") / "bodies" / f"{key}.md").read_text(encoding="utf-8")
