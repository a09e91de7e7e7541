"""What the Word templates read: the view of a notice with its blocks in one flat row, for Word has no nesting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

DEEPEST = 7  # the deepest list style of the templates


def word_view(view: Mapping[str, Any]) -> dict[str, Any]:
    """The view of a notice or form with what Word needs beside it."""
    marks = [mark["text"] for mark in view["marks"]]
    return {
        **view,
        # Only lines that the item itself says are broken: a person who edits the title finds it whole.
        "title_text": "\n".join(view["title_lines"]) if view.get("title_broken") else view["title"],
        "mark_left": marks[0] if marks else "",
        "mark_right": "　".join(marks[1:]),
        "flow": list(flow(view["blocks"])),
    }


def flow(blocks: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Blocks one after another, each with a kind that names its style."""
    for block in blocks:
        match block["kind"]:
            case "heading":
                yield {**block, "kind": f"heading{block['level']}"}
            case "list" if block["numbered"]:
                for entry in block["entries"]:
                    yield from flow(entry)  # the number stands in the text
            case "list":
                yield from _points(block, 0)
            case _:
                yield dict(block)


def _points(block: Mapping[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """The lines of a list: a point for the beginning of each entry, and what follows within it."""
    for entry in block["entries"]:
        begun = bool(block["numbered"])
        for inner in entry:
            if inner["kind"] == "list":
                if not begun:
                    yield {"kind": f"point{depth}", "runs": []}
                yield from _points(inner, min(depth + 1, DEEPEST))
            elif inner["kind"] in ("paragraph", "heading"):
                yield {**inner, "kind": f"within{depth}" if begun else f"point{depth}"}
            else:
                yield dict(inner)
            begun = True
