"""The last commit of a story, to be spoiled by hand and judged again by the judge of all commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pdctl.actions.judging import build_case
from pdctl.core.findings import Refusal
from pdctl.core.judge import judge
from pdctl.core.judge.cases import Signer
from pdctl.store.git import Git
from pdctl.store.view import View
from pdctl.store.yaml_read import load
from pdctl.store.yaml_write import dump
from tests.actions.conftest import At
from tests.story import Story

Files = dict[str, bytes | None]


class Counted:
    """The numbers of a repository where nothing was published or filed before, and nothing superseded."""

    def highest_number(self, org: str, year: int) -> int:
        return 0

    def highest_archive(self, org: str, klass: str) -> int:
        return 0

    def superseded_by(self, item: str) -> str | None:
        return None


class Bench:
    """The last commit of a story: its files, to be spoiled and judged again over its parent."""

    def __init__(self, story: Story, item: str, by: str) -> None:
        self.git = Git(story.folder)
        self.view = View(self.git, story.git("rev-parse", "HEAD~"))
        self.folder = f"catalogs/dzb/items/2026/{item}"
        self.by = by
        names = story.git("show", "-z", "--name-only", "--no-renames", "--format=", "HEAD").split("\0")
        now = View(self.git, story.tip())
        self.files: Files = {name: now.read(name) for name in names if name}

    @property
    def record(self) -> str:
        return next(path for path in self.files if "/record/" in path and path.endswith(".yaml"))

    def rules(self, files: Mapping[str, bytes | None] | None = None, by: str | None = None) -> set[str]:
        """The rule ids of all findings."""
        by = by or self.by
        try:
            case = build_case(self.view, self.files if files is None else files, Signer(by, by), Counted())
            return {finding.rule for finding in judge(case)}
        except Refusal as refusal:
            return {finding.rule for finding in refusal.findings}

    def spoiled(self, path: str, change: Callable[[dict[str, Any]], Any]) -> Files:
        """The files with one of them changed; that of the parent where the commit does not hold it."""
        data = self.files.get(path) or self.view.read(path)
        value = load(data or b"")
        change(value)
        return {**self.files, path: dump(value)}


def last(at: At, stage: str, by: str, *command: str) -> Bench:
    """The bench of one more command on the item of a stage."""
    story, item = at(stage)
    story.run(*(item if part == "ITEM" else part for part in command), by=by)
    return Bench(story, item, by)
