"""Validation: every YAML file against its schema and the rules of content, as far as it was asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pdctl.actions import targets
from pdctl.actions.look import Looker, Seen, Where
from pdctl.actions.targets import Scope, Target
from pdctl.core.findings import Finding, usage
from pdctl.core.text import msg
from pdctl.store.git import Git

Tell = Callable[[int, int], None]
# Below so many files a further process costs more than it brings.
_WORTH = 400
_BATCH = 64
_MOST_JOBS = 8


@dataclass
class Validated:
    """What was looked at and found; `lines` are the lines that findings speak of, by file and number."""

    findings: list[Finding] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    lines: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether there is no error; warnings alone are none."""
        return all(found.severity != "error" for found in self.findings)

    @property
    def checked(self) -> Mapping[str, int]:
        """How many files were looked at, of each kind."""
        return {"files": sum(self.kinds.values()), **dict(sorted(self.kinds.items()))}


def validate(
    folder: Path,
    paths: Sequence[str] = (),
    since: str | None = None,
    commit: str | None = None,
    jobs: int | None = None,
    told: Tell | None = None,
) -> Validated:
    """Look at what was named, at the whole repository, at a commit, or at what changed. Raises `Stop`."""
    done = Validated()
    for where, scope in _scopes(folder, paths, since, commit):
        if scope.root is not None and not paths and since is None:
            done.findings += _missing(Looker(where))
        titles: dict[str, str] = {}
        for target, seen in _looked(where, scope, jobs, told):
            _take(done, target, seen, titles)
        _same_titles(done, where, titles)
    done.findings.sort(key=lambda found: (found.file, found.line, found.column, found.rule))
    return done


def _scopes(folder: Path, paths: Sequence[str], since: str | None, commit: str | None) -> Iterator[tuple[Where, Scope]]:
    if since is None and commit is None and paths:
        yield from ((Where(str(folder), str(s.root) if s.root else None), s) for s in targets.named(paths, folder))
        return
    git = None
    try:
        if since is None and commit is None:
            home = targets.repository(folder)
            yield Where(str(folder), str(home)), targets.whole(home)
            return
        git = Git(folder)
        yield _of_history(git, folder, paths, since, commit)
    finally:
        if git is not None:
            git.close()


def _of_history(
    git: Git, folder: Path, paths: Sequence[str], since: str | None, commit: str | None
) -> tuple[Where, Scope]:
    """What changed since a revision, or what a commit holds; a bare repository has only commits."""
    commit = commit or ("HEAD" if git.bare else None)
    tip = targets.resolve(git, commit) if commit else None
    root = git.folder
    if tip is None:
        names = targets.changed(git, since or "", None)
        found = targets.since(names, None, root)
    elif since is not None:
        there = set(targets.of_commit(git, tip).paths)
        found = targets.since(targets.changed(git, since, tip), there, None)
    else:
        found = targets.of_commit(git, tip).paths
    if paths:
        wanted = [os.path.relpath(os.path.normpath(folder / path), root) for path in paths]
        if any(path.startswith("..") for path in wanted):
            raise usage(msg("--since and --commit go with paths of the repository only"))
        found = tuple(name for name in found if any(p in (".", name) or name.startswith(f"{p}/") for p in wanted))
    return Where(str(folder), str(root), tip), Scope(root, found)


Batch = list[tuple[Target, Seen]]
# Paths of a repository, or lone ones, that are looked at together.
Part = tuple[Sequence[str], bool]


def _looked(where: Where, scope: Scope, jobs: int | None, told: Tell | None) -> Iterator[tuple[Target, Seen]]:
    """Each target with what was seen there, in one process or several."""
    count = len(scope.paths) + len(scope.lone)
    wanted = min(jobs or min(os.cpu_count() or 1, _MOST_JOBS), max(1, count // (_WORTH // 2)))
    parts = [(paths[at : at + _BATCH], lone) for paths, lone in ((scope.paths, False), (scope.lone, True)) for at in range(0, len(paths), _BATCH)]  # fmt: skip
    done = 0
    for batch in _parallel(where, parts, wanted) if wanted > 1 else map(_work_on(where), parts):
        done = min(done + _BATCH, count)
        if told is not None:
            told(done, count)
        yield from batch


def _work_on(where: Where) -> Callable[[Part], Batch]:
    _begin(where)
    return _work


_looker: Looker | None = None


def _begin(where: Where) -> None:
    global _looker  # noqa: PLW0603 - a process looks at one place at a time
    _looker = Looker(where)


def _work(part: Part) -> Batch:
    assert _looker is not None
    paths, lone = part
    targets_here = (Target(path, lone=True) if lone else targets.target_of(path) for path in paths)
    seen = ((target, _looker.look(target)) for target in targets_here if target is not None)
    return [(target, found) for target, found in seen if found is not None]


def _parallel(where: Where, parts: Sequence[Part], jobs: int) -> Iterator[Batch]:
    """Batches as they are done; the processes end with this generator, however it ends."""
    import multiprocessing

    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    with context.Pool(jobs, _begin, (where,)) as pool:
        yield from pool.imap_unordered(_work, parts)


def _take(done: Validated, target: Target, seen: Seen, titles: dict[str, str]) -> None:
    done.kinds[seen.kind] = done.kinds.get(seen.kind, 0) + 1
    done.findings += seen.findings
    done.lines.update({(target.path, number): text for number, text in seen.lines})
    if seen.title is not None:
        first = titles.setdefault(seen.title, target.path)
        if first is not target.path:
            titles[seen.title] = f"{first}\n{target.path}"


def _same_titles(done: Validated, where: Where, titles: Mapping[str, str]) -> None:
    """Items of one organization that nobody can tell apart by their titles."""
    twice = [sorted(paths.split("\n")) for paths in titles.values() if "\n" in paths]
    if not twice:
        return
    looker = Looker(where)
    for first, *others in twice:
        for path in others:
            found, line = looker.same_title(first, Target(path))
            done.findings.append(found)
            done.lines[path, found.line] = line


def _missing(looker: Looker) -> Iterator[Finding]:
    """Files that a repository cannot be without."""
    if looker.view is not None and looker.view.read("people.yaml") is None:
        yield Finding(
            msg("there is no such file"), rule="E-REF", clause="七(一)", file="people.yaml",
            expected="people.yaml", found=msg("none"), fix=msg("git restore {file}", file="people.yaml"),
        )  # fmt: skip
