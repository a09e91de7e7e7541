"""What a mapping file says: which column of a table is which, what its words mean, and what stands for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from pdctl.core.frozen import dataclass
from pdctl.core.sheet.columns import LABELS
from pdctl.core.sheet.read import Reader
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Guide:
    """The mapping; without a file everything is empty."""

    sheet: str = ""
    head_row: int = 0
    head_rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    @property
    def by_category(self) -> dict[str, str]:
        """First-level matters that the file gives a clause."""
        return {old: new for old, new in self.values.get("category", {}).items() if _is_clause(new)}

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Words for words, column by column."""
        clauses = self.by_category
        kept = {key: dict(table) for key, table in self.values.items()}
        if "category" in kept:
            kept["category"] = {old: new for old, new in kept["category"].items() if old not in clauses}
        return kept


def _is_clause(text: str) -> bool:
    return text.startswith("三") and text[1:2] in ("(", "（", "部")


def guide_from(value: Mapping[str, Any]) -> Guide:
    """The mapping from the value of its file."""

    def keyed(table: Mapping[str, Any]) -> dict[str, Any]:
        return {LABELS.get(key, key): item for key, item in table.items()}

    return Guide(
        sheet=value.get("sheet", ""),
        head_row=value.get("head_row", 0),
        head_rows=value.get("head_rows", 0),
        columns={head: LABELS.get(key, key) for head, key in value.get("columns", {}).items()},
        values=keyed(value.get("values", {})),
        defaults=keyed(value.get("defaults", {})),
    )


def defaults(guide: Guide, reader: Reader) -> tuple[dict[str, Any], list[tuple[str, str, Msg]]]:
    """The values that stand for all entries, and those that cannot be read, with key, words and why."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str, Msg]] = []
    for key, text in guide.defaults.items():
        read = reader.read(key, text) if key != "order" else None
        if read is None or read.problem or not read.values:
            wrong.append((key, text, read.problem if read and read.problem else msg("it cannot be a default")))
        else:
            values.update(read.values)
    return values, wrong
