"""The QR code of a notice: its number, its id and its 内容校验码, as lines that any page or PDF can draw."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pdctl.render.source import NoticeSource

EDGE = 4  # modules of white around the code, as the standard asks for
_RUN = "M{x} {y}h{length}v1h-{length}z"


def code_text(source: NoticeSource) -> str:
    """What the code says: the words of the foot, with the whole 内容校验码."""
    number = f"编号：{source.number} " if source.number else ""
    return f"{number}方案：{source.item_id} 内容校验码：{source.digest}"


def code_view(source: NoticeSource) -> dict[str, Any]:
    """The code as plain data: what it says, its size with its edge, its path, and the whole as an SVG file."""
    if not source.code:
        return {"text": "", "size": 0, "path": "", "svg": ""}
    import segno

    text = code_text(source)
    matrix = segno.make(text, error="m", micro=False, encoding="utf-8").matrix
    size = len(matrix) + 2 * EDGE
    path = "".join(_runs(matrix))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
    return {"text": text, "size": size, "path": path, "svg": svg}


def code_png(text: str) -> bytes:
    """The code as a picture, for formats that take no drawing."""
    import segno

    made = io.BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(made, kind="png", scale=8, border=EDGE)
    return made.getvalue()


def _runs(matrix: Any) -> Iterator[str]:
    """Each run of dark modules of a line as one rectangle."""
    for y, line in enumerate(matrix, EDGE):
        start = None
        for x, dark in enumerate((*line, 0), EDGE):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                yield _RUN.format(x=start, y=y, length=x - start)
                start = None
