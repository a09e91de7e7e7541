"""One file looked at by everything that `validate` knows: its form, the rules of content, the rules of text."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pdctl.actions.around import Around
from pdctl.actions.targets import Target
from pdctl.core import content
from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.paths import Place
from pdctl.core.text import msg
from pdctl.store.examine import Examined, examine, examine_text, placed_in_text
from pdctl.store.git import Git
from pdctl.store.view import View
from pdctl.store.work_files import Unreadable, WorkFiles, read_plain
from pdctl.store.yaml_read import MAX_BYTES, load_marked

MAX_TEXT = 4 << 20
# Names that people mistype or place wrongly below catalogs/.
_NAMES = ("organization.yaml", "catalog.yaml", "releases/0001.yaml", "catalog-record/0001-adjust.yaml", "content/item.yaml", "content/body.md", "content/attachments/", "record/0001-propose.yaml")  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """What was found in one file: the findings, the lines that they speak of, its kind, and a title it gives."""

    kind: str
    findings: tuple[Finding, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class Where:
    """Where files are read: below a root, in a commit of a repository, or wherever they are named."""

    base: str
    root: str | None = None
    commit: str | None = None


class Looker:
    """Looks at files of one place; what lies around them is read once."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.view: View | None = None
        if where.commit is not None and where.root is not None:
            self.view = View(Git(Path(where.root)), where.commit)
        elif where.root is not None:
            self.view = WorkFiles(Path(where.root))
        self.around = Around(self.view) if self.view else None

    def look(self, target: Target) -> Seen | None:
        """What is found in a file; None where it is gone, as a deleted one that git still lists."""
        try:
            data = self._read(target)
        except Unreadable as problem:
            if target.place is not None and problem.finding.rule == "E-FILE" and self._gone(target):
                return None
            return Seen("unread", (replace(problem.finding, file=target.path),))
        if target.place is None and not target.lone:
            return Seen("unknown", (_no_place(target.path),))
        seen = self._text(target, data) if target.is_text else self._yaml(target, data)
        if not seen.findings:
            return seen
        found = [replace(f, file=target.path) for f in sorted(seen.findings, key=lambda f: (f.line, f.column, f.rule))]
        return replace(seen, findings=tuple(found), lines=tuple(_lines(data, found)))

    def _gone(self, target: Target) -> bool:
        return not os.path.lexists(f"{self.where.root}/{target.path}")

    def _read(self, target: Target) -> bytes:
        most = MAX_TEXT if target.is_text else MAX_BYTES
        if self.where.commit is not None and self.view is not None:
            found = self.view.git.objects.read(f"{self.where.commit}:{target.path}")
            return found[2][: most + 1] if found else b""
        if target.lone:
            return read_plain(os.path.join(self.where.root or self.where.base, target.path), most, follow=True)
        return read_plain(f"{self.where.root}/{target.path}", most)

    @staticmethod
    def _text(target: Target, data: bytes) -> Seen:
        from pdctl.core.tables import check_entered, check_tables

        text, findings = examine_text(data, MAX_TEXT)
        if text is not None:
            findings = [placed_in_text(found, text) for found in content.check_text(text)]
            findings += check_tables(text) if target.lone else check_entered(text)
        return Seen("text", tuple(findings))

    def _yaml(self, target: Target, data: bytes) -> Seen:
        examined = examine(data, target.schema, target.path)
        findings = list(examined.findings)
        suspect = "\\" in examined.text or content.SUSPECT.search(examined.text)
        if suspect and examined.texts is not None:
            findings += map(examined.placed, content.check_texts(examined.texts, examined.schema or ""))
        title = None
        if examined.value is not None:
            findings += map(examined.placed, content.check(self._subject(target, examined)))
            title = _title(target, examined.schema, examined.value)
        return Seen(examined.schema or "unknown", tuple(findings), title=title)

    def _subject(self, target: Target, examined: Examined) -> content.Subject:
        place = target.place or Place(target.path, "")
        around = self.around if target.place else None
        name = place.name.removesuffix(".yaml")
        if examined.schema == "calendar" and target.place:
            name = os.path.basename(target.path).removesuffix(".yaml")
        return content.Subject(
            target.path, examined.schema or "", examined.value, place.org, place.item, name, around, examined.whole
        )

    def same_title(self, first: str, target: Target) -> tuple[Finding, str]:
        """That an item has the title of another one; with the line that says so."""
        data = self._read(target)
        document = load_marked(data)
        line, column = document.where(("title",))
        found = Finding(
            msg("another item of this organization has the same title: {file}", file=first), rule="W-TWICE",
            clause="七(二)", file=target.path, line=line, column=column, found=document.value["title"],
            expected=msg("a title that tells one from the other"),
            fix=msg("name the period or the person in the title, or let it supersede the other"),
        )  # fmt: skip
        return found, dict(_lines(data, [found])).get(line, "")


def _title(target: Target, schema: str | None, value: Any) -> str | None:
    """The title of an item with its organization; a further round may have the title of the one before."""
    if schema != "item" or not target.place or "supersedes" in value or "title" not in value:
        return None
    return f"{value['org']} {value['title']}"


def _lines(data: bytes, findings: Iterable[Finding]) -> list[tuple[int, str]]:
    """The lines that findings speak of, as far as they can be shown."""
    wanted = sorted({found.line for found in findings if found.line})
    if not wanted:
        return []
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return [(number, lines[number - 1][:4000].decode("utf-8", "replace")) for number in wanted if number <= len(lines)]


def _no_place(path: str) -> Finding:
    tail = path.split("/", 2)[-1]
    near = difflib.get_close_matches(tail, _NAMES, 1) or difflib.get_close_matches(os.path.basename(path), [os.path.basename(name) for name in _NAMES], 1)  # fmt: skip
    return Finding(
        msg("a disclosure repository has no place for the file {path}", path=path), rule="E-PATH", clause="五(五)", file=path,
        expected=msg("a path that is known below catalogs/"), found=path,
        fix=msg("did you mean {near}?", near=near[0]) if near else msg("move it out of catalogs/, or remove it"),
    )  # fmt: skip
