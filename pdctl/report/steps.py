"""What a step led to: data on stdout, talk on stderr."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdctl.core.duty import Duty
from pdctl.core.frozen import dataclass
from pdctl.core.model import Plan
from pdctl.core.replay import Course
from pdctl.core.text import Msg, listing, msg
from pdctl.report.duties import People, tell_next
from pdctl.report.items import item_json
from pdctl.report.lang import show
from pdctl.report.talk import out, out_json, say


@dataclass(frozen=True)
class Written:
    """What was written, or with `dry_run` what would be: files by commit, texts and ids of the commits."""

    files: tuple[Mapping[str, bytes | None], ...]
    texts: tuple[str, ...]
    commits: tuple[str, ...]
    dry_run: bool
    notes: tuple[Msg, ...] = ()

    def json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "ok": True,
            "dry_run": self.dry_run,
            "commits": list(self.commits),
            "files": sorted({path for files in self.files for path in files}),
            "messages": list(self.texts),
            "notes": [show(note) for note in self.notes],
        }

    def tell(self) -> None:
        """In words: notes always, files and texts only when nothing was really written."""
        for note in self.notes:
            say(msg("Note: {note}", note=note))
        if not self.dry_run:
            return
        for files, text in zip(self.files, self.texts, strict=True):
            say(msg("Would write:"))
            for path in sorted(files):
                say(msg("  {sign} {path}", sign="-" if files[path] is None else "+", path=path))
            say(msg("Would commit:"))
            for line in text.splitlines():
                say(msg("  {line}", line=line))


def report_step(
    plan: Plan, course: Course, duties: tuple[Duty, ...], written: Written, people: People, as_json: bool
) -> None:
    """A step of an item. The item's id is the data."""
    if as_json:
        out_json("step", {**written.json(), **item_json(plan, course, duties)})
        return
    out(plan.id)
    written.tell()
    if written.commits:
        say(msg("Done: {commits}", commits=listing(*(commit[:12] for commit in written.commits))))
    tell_next(plan, course, duties, people)


def report_change(name: str, data: Mapping[str, Any], lines: Sequence[Msg], written: Written, as_json: bool) -> None:
    """A change that is no step of an item."""
    if as_json:
        out_json(name, {**written.json(), **data})
        return
    written.tell()
    for line in lines:
        say(line)
