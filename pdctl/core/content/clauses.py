"""The clauses of part three of the source: which kind of organization answers which, and who approves at least."""

from __future__ import annotations

import re

from pdctl.core.words import KIND

# The kinds in the order of part three, and how many clauses each has.
_COUNTS = {"work-committee": ("一", 9), "basic": ("二", 11), "discipline": ("三", 9), "department": ("四", 2)}
_CLAUSE = re.compile(r"三\(([一二三四])\)([0-9]{1,2})")

CLAUSES: dict[str, tuple[str, ...]] = {
    kind: tuple(f"三({part}){number}" for number in range(1, count + 1)) for kind, (part, count) in _COUNTS.items()
}
KIND_OF_PART = {part: kind for kind, (part, _) in _COUNTS.items()}
_NUMBER_OF_PART = {part: number for number, (part, _) in enumerate(_COUNTS.values(), 1)}

# Clauses whose matters are important by their nature (part five, (三)): the principal or the body decides.
LEAST_LEVEL: dict[str, str] = dict.fromkeys(
    (
        "三(一)4", "三(一)6", "三(一)7", "三(一)9", "三(二)9", "三(二)10", "三(二)11", "三(三)5", "三(三)6", "三(三)7",
        "三(三)9",
    ),
    "principal",
)  # fmt: skip


def kind_of(clause: str) -> str | None:
    """The kind of organization that a clause speaks to."""
    match = _CLAUSE.fullmatch(clause)
    return KIND_OF_PART[match[1]] if match else None


def id_head(clause: str) -> str | None:
    """How the ids of a clause's entries begin: `三(二)6` gives `2.6.`."""
    match = _CLAUSE.fullmatch(clause)
    return f"{_NUMBER_OF_PART[match[1]]}.{match[2]}." if match else None


assert set(CLAUSES) == set(KIND)
