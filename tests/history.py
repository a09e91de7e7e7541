"""Histories with objects made by hand, on top of a story: what pdctl itself would never write.

    bad = history.forge("昨日的决定", {path: data}, by="chen")
    history.caught("E-SHAPE", bad)

Every commit is a real git object, signed by a real key through `ssh-keygen`; only the content is crafted.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from pdctl.actions.verify import run as verifying
from pdctl.actions.verify.run import Verdict
from pdctl.core.findings import UNCHECKED, Finding, Stop
from pdctl.store.git import Git
from tests.story import PEOPLE, Story

Files = Mapping[str, bytes | str | None]
NOTHING: Mapping[str, Any] = MappingProxyType({})
WHEN = "1795417200 +0800"
AT = "2026-11-23T15:00:00+08:00"
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}


class History(Story):
    """A story whose commits can also be made by hand, and which is verified in process."""

    def __init__(
        self, folder: Path, keys: Path, now: str, introduction: str = "", items: Mapping[str, str] = NOTHING
    ) -> None:
        super().__init__(folder, keys, now)
        self.introduction = introduction or self.introduce()
        self.items = dict(items)

    # Git by hand -------------------------------------------------------------------------------------------------

    def raw(self, *args: str, data: bytes = b"", env: Mapping[str, str] = {}) -> bytes:
        """What a git command prints, as bytes."""
        variables = {**os.environ, **ENVIRONMENT, **env}
        done = subprocess.run(
            ["git", *args], cwd=self.folder, input=data, env=variables, capture_output=True, check=False
        )
        assert done.returncode == 0, f"git {args}: {done.stderr.decode(errors='replace')}"
        return done.stdout

    def blob(self, data: bytes | str) -> str:
        """The id of a new blob."""
        return self.write("blob", data.encode() if isinstance(data, str) else data)

    def write(self, kind: str, data: bytes) -> str:
        """The id of a new object, whatever its bytes."""
        return self.raw("hash-object", "-t", kind, "-w", "--literally", "--stdin", data=data).decode().strip()

    def tree(self, entries: Iterable[tuple[str, bytes | str, str]]) -> str:
        """A tree object of exactly these entries (mode, name, id), in this order."""
        rows = ((mode, name.encode() if isinstance(name, str) else name, oid) for mode, name, oid in entries)
        return self.write("tree", b"".join(m.encode() + b" " + n + b"\0" + bytes.fromhex(o) for m, n, o in rows))

    def entries(self, tree: str) -> list[tuple[str, bytes, str]]:
        """The entries of a tree, to be changed and written again."""
        rows = (row.partition(b"\t") for row in self.raw("ls-tree", "-z", tree).split(b"\0") if row)
        parts = ((head.decode().split(), name) for head, _, name in rows)
        return [(mode.lstrip("0"), name, oid) for (mode, _, oid), name in parts]

    def replaced(self, tree: str, path: str, entry: tuple[str, bytes | str, str] | None, *, of: str = "") -> str:
        """A tree in which the entry at a path is another one (or gone): whatever mode and name."""
        head, _, rest = path.partition("/")
        rows = self.entries(tree)
        if rest:
            inner = next((oid for _, name, oid in rows if name.decode() == head), None)
            new = self.replaced(inner or self.tree([]), rest, entry)
            rows = [row for row in rows if row[1].decode() != head] + [("40000", head.encode(), new)]
        else:
            rows = [row for row in rows if row[1].decode() != head]
            if entry:
                mode, name, oid = entry
                rows.append((mode, name.encode() if isinstance(name, str) else name, oid))
        return self.tree(sorted(rows, key=lambda row: row[1] + (b"/" if row[0] == "40000" else b"")))

    def tree_with(self, base: str | None, files: Files, modes: Mapping[str, str] = {}) -> str:
        """The tree of a commit with some files put in (or taken out: None)."""
        index = {"GIT_INDEX_FILE": str(self.folder / ".git" / "forged-index")}
        Path(index["GIT_INDEX_FILE"]).unlink(missing_ok=True)
        if base:
            self.raw("read-tree", base, env=index)
        rows = []
        for path, data in files.items():
            entry = f"0 {'0' * 40}" if data is None else f"{modes.get(path, '100644')} {self.blob(data)}"
            rows.append(f"{entry}\t{path}\0".encode())
        self.raw("update-index", "-z", "--index-info", data=b"".join(rows), env=index)
        return self.raw("write-tree", env=index).decode().strip()

    def sign(self, payload: bytes, by: str, namespace: str = "git", key: Path | None = None) -> str:
        """An SSH signature over a payload, armored."""
        command = ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", str(key or self.keys / by)]
        done = subprocess.run(command, input=payload, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode()

    def payload(
        self, tree: str, parents: Sequence[str], message: str, by: str, when: str = WHEN, head: Sequence[str] = ()
    ) -> bytes:
        """A commit without its signature."""
        who = f"{PEOPLE.get(by, by)} <{by}@pdctl.invalid> {when}"
        lines = [f"tree {tree}", *(f"parent {p}" for p in parents), f"author {who}", f"committer {who}", *head]
        return ("\n".join(lines) + f"\n\n{message}\n").encode()

    def sealed(
        self, payload: bytes, signature: str | None, before: Sequence[str] = (), after: Sequence[str] = ()
    ) -> str:
        """The id of a commit: a payload with a signature (and other headers around it)."""
        head, _, message = payload.partition(b"\n\n")
        lines = [*before]
        if signature is not None:
            lines.append("gpgsig " + signature.rstrip("\n").replace("\n", "\n "))
        lines += after
        joined = "".join(f"\n{line}" for line in lines).encode()
        return self.write("commit", head + joined + b"\n\n" + message)

    def forge(
        self,
        message: str = "手工提交",
        files: Files = NOTHING,
        by: str = "chen",
        *,
        parents: Sequence[str] | None = None,
        tree: str | None = None,
        modes: Mapping[str, str] = {},
        sign: bool = True,
        namespace: str = "git",
        key: Path | None = None,
        when: str = WHEN,
        move: bool = True,
    ) -> str:
        """A commit by hand on the tip (or on `parents`), signed by anybody; the branch moves to it."""
        on = [self.tip()] if parents is None else list(parents)
        tree = tree or self.tree_with(on[0] if on else None, files, modes)
        payload = self.payload(tree, on, message, by, when)
        oid = self.sealed(payload, self.sign(payload, by, namespace, key) if sign else None)
        return self.move(oid) if move else oid

    def move(self, oid: str, ref: str = "refs/heads/main") -> str:
        """Move a branch, and let index and work tree follow where it is the checked-out one."""
        self.raw("update-ref", ref, oid)
        if ref == "refs/heads/main":
            subprocess.run(["git", "reset", "-q", "--hard"], cwd=self.folder, capture_output=True, check=False)
        return oid

    def spoil(self, oid: str, kind: str, data: bytes) -> None:
        """Put other bytes into the loose object of an id."""
        path = self.folder / ".git" / "objects" / oid[:2] / oid[2:]
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(zlib.compress(f"{kind} {len(data)}\0".encode() + data))

    def bytes_of(self, name: str) -> bytes:
        """The bytes of an object."""
        kind = self.git("cat-file", "-t", name)
        return self.raw("cat-file", kind, name)

    # Records by hand ---------------------------------------------------------------------------------------------

    def folder_of(self, item: str) -> str:
        return f"catalogs/{item[: -len('-20261123-xxxx')]}/items/{item[-13:-9]}/{item}"

    def paths(self, item: str, at: str = "HEAD") -> list[str]:
        """The files of an item."""
        return self.git("ls-tree", "-r", "--name-only", at, "--", self.folder_of(item)).split()

    def value(self, path: str, at: str = "HEAD") -> dict[str, Any]:
        """A YAML file as plain values."""
        return dict(yaml.safe_load(self.raw("show", f"{at}:{path}").decode()))

    @staticmethod
    def text(value: Any) -> str:
        """Plain values as a YAML file."""
        return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False))

    def changed(self, path: str, at: str = "HEAD", **values: Any) -> dict[str, str]:
        """A YAML file of the tip with some values changed (None takes them out)."""
        value = {**self.value(path, at), **values}
        return {path: self.text({k: v for k, v in value.items() if v is not None})}

    def digest(self, item: str, files: Files = NOTHING, at: str = "HEAD") -> str:
        """The 内容校验码 as the documentation defines it, computed here once more."""
        prefix = f"{self.folder_of(item)}/content/"
        content = {p: self.raw("show", f"{at}:{p}") for p in self.paths(item, at) if p.startswith(prefix)}
        for path, data in files.items():
            if path.startswith(prefix):
                content.pop(path, None)
                if data is not None:
                    content[path] = data.encode() if isinstance(data, str) else data
        lines = sorted(
            f"100644 {hashlib.sha256(d).hexdigest()} {p[len(prefix) :]}\n".encode() for p, d in content.items()
        )
        return "sha256:" + hashlib.sha256(b"".join(lines)).hexdigest()

    def record(
        self, item: str, step: str, by: str, seat: str, files: Files = NOTHING, at: str = "HEAD", **more: Any
    ) -> dict[str, str]:
        """The file of a next record, with whatever in it."""
        here = [p for p in self.paths(item, at) if "/record/" in p and p.endswith(".yaml")]
        value: dict[str, Any] = {
            "format": 1, "item": item, "seq": len(here) + 1, "step": step, "by": by, "seat": seat,
            "org": item[: -len("-20261123-xxxx")], "at": AT, "subject": self.digest(item, files, at), **more,
        }  # fmt: skip
        kind = "-".join([step, *(str(value[k]) for k in ("aspect", "level", "channel") if value.get(k))])
        name = value.pop("name", f"{value['seq']:04d}-{kind}.yaml")
        return {f"{self.folder_of(item)}/record/{name}": self.text({k: v for k, v in value.items() if v is not None})}

    def act(
        self, item: str, step: str, by: str, seat: str, *, signed_by: str = "", files: Files = NOTHING, **more: Any
    ) -> str:
        """A commit of one record by hand, with other files where they are given."""
        return self.forge(
            f"{step} {item}", {**files, **self.record(item, step, by, seat, files, **more)}, signed_by or by
        )

    def passes(self, item: str, aspect: str, by: str, **more: Any) -> str:
        """A review by hand."""
        seat = more.pop("seat", f"reviewer-{aspect}")
        return self.act(item, "review", by, seat, aspect=aspect, decision=more.pop("decision", "pass"), **more)

    def approves(self, item: str, by: str, seat: str = "head", **more: Any) -> str:
        """An approval by hand."""
        return self.act(
            item, "approve", by, seat, level=more.pop("level", seat), decision=more.pop("decision", "pass"), **more
        )

    # Verifying ---------------------------------------------------------------------------------------------------

    def introduce(self, root: str = "") -> str:
        """The introduction of a repository, computed here once more."""
        root = root or self.git("rev-list", "--first-parent", "--max-parents=0", "HEAD")
        people = self.raw("show", f"{root}:people.yaml")
        orgs = [p for p in self.git("ls-tree", "-r", "--name-only", root).split() if p.endswith("/organization.yaml")]
        seats = b"".join(self.raw("show", f"{root}:{p}") for p in sorted(orgs))
        key = next(iter(yaml.safe_load(people)["people"].values()))["keys"][0]["public"]
        shown = subprocess.run(["ssh-keygen", "-lf", "-"], input=key.encode(), capture_output=True, check=True).stdout
        return f"pdctl1:{root}:{hashlib.sha256(people + seats).hexdigest()}:{shown.decode().split()[1]}"

    def verify(self, full: bool = True, introduction: str | None = "", **how: Any) -> Verdict:
        """The verdict, in process."""
        git = Git(self.folder)
        try:
            given = self.introduction if introduction == "" else introduction
            return verifying.verify(git, given, full=full, **how)
        finally:
            git.close()

    def clean(self) -> Verdict:
        """Nothing is found."""
        verdict = self.verify()
        assert verdict.ok, said(verdict.findings)
        return verdict

    def caught(self, rule: str, commit: str | None = None, *, only: bool = True) -> Finding:
        """The rule is found broken by this commit (default: the tip); with `only`, by no other."""
        commit = commit or self.tip()
        findings = self.verify().findings
        hits = [f for f in findings if f.rule == rule and f.commit == commit]
        assert hits, f"{rule} at {commit[:8]} is not found; found are:\n{said(findings)}"
        others = {f.commit for f in findings} - {commit}
        assert not (only and others), f"other commits are accused:\n{said(findings)}"
        return hits[0]

    def unchecked(self, folder: Path | None = None, introduction: str | None = "") -> Stop:
        """It could not be checked: exit code 6, never "ok"."""
        there = History(folder, self.keys, self.now, self.introduction) if folder else self
        with pytest.raises(Stop) as caught:
            there.verify(introduction=introduction)
        assert caught.value.exit_code == UNCHECKED
        return caught.value

    def copy(self, folder: Path, **how: Any) -> History:
        """The same repository, copied."""
        shutil.copytree(self.folder, folder, symlinks=True, **how)
        return History(folder, self.keys, self.now, self.introduction, self.items)

    def clone(self, folder: Path, *options: str) -> History:
        """A clone of it."""
        subprocess.run(["git", "clone", "-q", *options, str(self.folder), str(folder)], check=True, capture_output=True)
        return History(folder, self.keys, self.now, self.introduction, self.items)


def said(findings: Iterable[Finding]) -> str:
    """Findings in one line each."""
    return (
        "\n".join(f"  {f.rule} {f.commit[:8]} {f.file} {f.message} | {f.expected} | {f.found}" for f in findings)
        or "  nothing"
    )
