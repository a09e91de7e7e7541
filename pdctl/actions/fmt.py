"""The canonical form of files that people edit: written in place, whole or not at all; what is recorded stays as it is."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pdctl.actions import targets
from pdctl.actions.targets import Scope, Target
from pdctl.core.findings import Finding, Stop
from pdctl.core.text import Msg, msg
from pdctl.store.git import Git
from pdctl.store.work_files import Unreadable, read_plain
from pdctl.store.yaml_form import form
from pdctl.store.yaml_read import MAX_BYTES, YamlFault
from pdctl.store.yaml_traps import worded

# Once committed, these stand for ever, or opinions were given on their very bytes.
_KEPT = frozenset({"record", "evidence", "release", "catalog-record", "ledger", "quarantine", "content"})
_HALF_WRITTEN = ".pdctl-fmt.tmp"


@dataclass
class Formed:
    """What has another form than the canonical one, with the difference; what was left alone and why; what is no YAML."""

    changed: dict[str, str] = field(default_factory=dict)
    left: dict[str, Msg] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    files: int = 0


def fmt(folder: Path, paths: Sequence[str] = (), write: bool = True) -> Formed:
    """Bring files into the canonical form. Raises `Stop` where nothing is named outside a repository."""
    done = Formed()
    scopes = targets.named(paths, folder) if paths else iter((targets.whole(targets.repository(folder)),))
    for scope in scopes:
        committed = _Committed(scope.root)
        for target in _candidates(scope, committed, bool(paths), done):
            base = folder if target.lone and scope.root is None else scope.root or folder
            _one(done, target, base / target.path, write)
        committed.close()
    return done


def _candidates(scope: Scope, committed: _Committed, asked: bool, done: Formed) -> Iterator[Target]:
    for target in scope.targets():
        if not target.path.lower().endswith((".yaml", ".yml")) or (target.schema is None and not target.lone):
            continue
        kind = target.place.kind if target.place else ""
        if kind not in _KEPT or (asked and not committed.has(target.path)):
            yield target
        elif asked:
            done.left[target.path] = msg("it is committed: what is recorded or under review keeps its bytes")


class _Committed:
    """Which files the newest commit has; without git, all of them, to be safe."""

    def __init__(self, root: Path | None) -> None:
        self._git: Git | None = None
        try:
            self._git = Git(root) if root else None
        except Stop:
            self._git = None

    def has(self, path: str) -> bool:
        return self._git is None or self._git.objects.read(f"HEAD:{path}") is not None

    def close(self) -> None:
        if self._git is not None:
            self._git.close()


def _one(done: Formed, target: Target, path: Path, write: bool) -> None:
    try:
        data = read_plain(str(path), MAX_BYTES)
        done.files += 1
        formed = form(data)
    except Unreadable as problem:
        done.findings.append(replace(problem.finding, file=target.path))
        return
    except YamlFault as fault:
        done.findings.append(replace(worded(fault.finding, data), file=target.path))
        return
    if formed != data:
        done.changed[target.path] = _difference(target.path, data, formed)
        if write:
            _replace(path, formed)


def _difference(name: str, before: bytes, after: bytes) -> str:
    """The difference as `diff -u` shows it."""
    old, new = (data.decode("utf-8", "replace").splitlines(keepends=True) for data in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the rights it has."""
    temporary = path.with_name(f"{path.name}{_HALF_WRITTEN}")
    try:
        temporary.write_bytes(data)
        temporary.chmod(path.stat().st_mode & 0o7777)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
