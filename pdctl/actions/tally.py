"""Publication and archive numbers, and successors, counted record by record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pdctl.actions.before import Numbers
from pdctl.core.judge.cases import Case, StepCase
from pdctl.core.model import Record
from pdctl.core.numbers import PUBLICATION


@dataclass
class Tally:
    """Numbers given so far, and which item was published in the place of which: small, and saved between runs.

    With a `base` it counts on from what that says.
    """

    publication: dict[str, int] = field(default_factory=dict)
    archive: dict[str, int] = field(default_factory=dict)
    successors: dict[str, str] = field(default_factory=dict)
    base: Numbers | None = None

    def highest_number(self, org: str, year: int) -> int:
        """The highest publication number of an organization in a year."""
        below = self.base.highest_number(org, year) if self.base else 0
        return max(below, self.publication.get(f"{org} {year}", 0))

    def highest_archive(self, org: str, klass: str) -> int:
        """The highest archive number of a class."""
        below = self.base.highest_archive(org, klass) if self.base else 0
        return max(below, self.archive.get(f"{org} {klass}", 0))

    def superseded_by(self, item: str) -> str | None:
        """A published item that names this one, or None."""
        return self.successors.get(item) or (self.base.superseded_by(item) if self.base else None)

    def follow(self, case: Case) -> None:
        """Count what a judged commit brings."""
        if isinstance(case, StepCase):
            self.note(case.plan.org, case.plan.id, case.record, case.plan.supersedes)

    def note(self, org: str, item: str, record: Record, supersedes: str | None) -> None:
        """Count one more record."""
        if record.step == "publish" and supersedes:
            self.successors[supersedes] = item
        self.count(org, record.number if record.step == "publish" else None, record.archive_no)

    def saved(self) -> dict[str, Any]:
        """As plain JSON, without the base."""
        return {"publication": self.publication, "archive": self.archive, "successors": self.successors}

    def count(self, org: str, number: str | None, archive_no: str | None) -> None:
        """Count a publication number and an archive number."""
        match = PUBLICATION.fullmatch(number or "")
        if match:
            key = f"{org} {int(match['year'])}"
            self.publication[key] = max(self.publication.get(key, 0), int(match["number"]))
        klass, _, last = (archive_no or "").rpartition("-")
        if last.isdigit():
            key = f"{org} {klass}"
            self.archive[key] = max(self.archive.get(key, 0), int(last))


def tally_from(value: Any) -> Tally:
    """A tally from its saved form. Raises `ValueError` where it is odd."""
    if not isinstance(value, dict) or set(value) != {"publication", "archive", "successors"}:
        raise ValueError
    numbers = (*value["publication"].values(), *value["archive"].values())
    if not all(type(n) is int and n >= 0 for n in numbers):
        raise ValueError
    if not all(isinstance(s, str) for s in value["successors"].values()):
        raise ValueError
    return Tally(dict(value["publication"]), dict(value["archive"]), dict(value["successors"]))
