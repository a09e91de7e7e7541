"""E-BOOT, E-OBJ, and what was measured to deceive git: nothing but the objects' own bytes counts."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from pdctl.actions.verify import share
from pdctl.core.findings import ENVIRONMENT, Stop
from pdctl.store import patience
from pdctl.store.calls import NoGit
from pdctl.store.objects import Objects
from tests.history import History
from tests.store.test_git import DAMAGED


def own_folder(history: History) -> None:
    """Unpack everything, so that single objects can be tampered with."""
    packs = list((history.folder / ".git/objects/pack").glob("*.pack"))
    for pack in packs:
        data = pack.read_bytes()
        pack.unlink()
        pack.with_suffix(".idx").unlink()
        history.raw("unpack-objects", "-q", data=data)


def review(history: History, **how: object) -> bytes:
    item = history.items["proposed"]
    files = history.record(item, "review", "zhao", "reviewer-legal", aspect="legal", decision="pass")
    return history.payload(history.tree_with("HEAD", files), [history.tip()], "审核", "zhao")


# E-BOOT ----------------------------------------------------------------------------------------------------------------


def test_a_history_rebuilt_from_a_look_alike_start(history: History) -> None:
    """The same files, other ids: the introduction names a commit, not a text."""
    old = history.git("rev-list", "--first-parent", "--reverse", "HEAD").split()
    tip: list[str] = []
    for oid in old[:3]:
        by = history.git("log", "-1", "--format=%ae", oid).split("@")[0]
        tip = [
            history.forge(
                "x",
                parents=tip,
                tree=history.git("rev-parse", f"{oid}^{{tree}}"),
                by=by,
                move=False,
                when="1795417201 +0800",
            )
        ]
    history.move(tip[0])
    root = history.git("rev-list", "--max-parents=0", "HEAD")
    history.caught("E-BOOT", root)
    assert history.unchecked(introduction=None)


def test_a_root_signed_by_somebody_else(history: History) -> None:
    root = history.git("rev-list", "--max-parents=0", "HEAD")
    bad = history.forge("x", parents=[], tree=history.git("rev-parse", f"{root}^{{tree}}"), by="stranger")
    history.caught("E-BOOT", bad)


def test_another_introduction(history: History) -> None:
    parts = history.introduction.split(":")
    for changed in ([parts[0], parts[1], "0" * 64, *parts[3:]], [*parts[:4], "A" * 43]):
        found = history.verify(introduction=":".join(changed)).findings
        assert {f.rule for f in found} == {"E-BOOT"}
        assert {f.commit for f in found} == {parts[1]}


def test_the_introduction_only_behind_a_second_parent(history: History) -> None:
    root = history.git("rev-list", "--max-parents=0", "HEAD")
    fake = history.forge(
        "x",
        parents=[],
        tree=history.git("rev-parse", f"{root}^{{tree}}"),
        by="lin",
        move=False,
        when="1795417201 +0800",
    )
    history.forge("x", parents=[fake, history.tip()], tree=history.git("rev-parse", "HEAD^{tree}"), by="lin")
    history.caught("E-BOOT", fake, only=False)


def test_a_root_that_grants_more(history: History) -> None:
    org = "catalogs/gw/organization.yaml"
    root = history.git("rev-list", "--max-parents=0", "HEAD")
    files = history.changed(org, root, seats={"admin": ["lin"], "keeper": ["lin"]})
    tree = history.replaced(
        history.git("rev-parse", f"{root}^{{tree}}"), org, ("100644", "organization.yaml", history.blob(files[org]))
    )
    bad = history.forge("x", parents=[], tree=tree, by="lin")
    assert {f.rule for f in history.verify(introduction=history.introduce(bad)).findings} == {"E-BOOT"}


# E-OBJ -------------------------------------------------------------------------------------------------------------------


def test_a_tampered_commit(history: History) -> None:
    own_folder(history)
    oid = history.git("rev-parse", "HEAD~2")
    history.spoil(oid, "commit", history.bytes_of(oid).replace("审核".encode(), "审批".encode()) + b" ")
    history.caught("E-OBJ", oid, only=False)


@pytest.mark.parametrize("path", ["people.yaml", "catalogs/dzb/organization.yaml", "disclosure.yaml"])
def test_a_tampered_blob(history: History, path: str) -> None:
    """git shows the other bytes; whoever signed on that authority is not believed."""
    own_folder(history)
    oid = history.git("rev-parse", f"HEAD:{path}")
    history.verify()
    history.spoil(oid, "blob", history.bytes_of(oid).replace(b"zhao", b"zha0") + b"#\n")
    found = history.verify().findings
    assert "E-OBJ" in {f.rule for f in found}


def test_a_blob_tampered_with_between_two_runs(history: History) -> None:
    """An incremental run asks the old files for authority; it proves them as a full one does."""
    own_folder(history)
    assert history.verify(full=False).ok
    oid = history.git("rev-parse", "HEAD:people.yaml")
    stranger = (history.keys / "stranger.pub").read_text().split()[1]
    zhao = (history.keys / "zhao.pub").read_text().split()[1]
    history.spoil(oid, "blob", history.bytes_of(oid).replace(zhao.encode(), stranger.encode()))
    bad = history.passes(history.items["proposed"], "legal", "zhao", signed_by="stranger")
    assert any(f.commit == bad for f in history.verify(full=False).findings)
    assert not history.verify().ok


def test_a_tree_tampered_with_between_two_runs(history: History) -> None:
    own_folder(history)
    assert history.verify(full=False).ok
    tree = history.git("rev-parse", "HEAD:catalogs/dzb")
    org = history.value("catalogs/dzb/organization.yaml")
    other = history.blob(history.text({**org, "seats": {**org["seats"], "reviewer-legal": ["xu"]}}))
    rows = [(m, n, other if n == b"organization.yaml" else o) for m, n, o in history.entries(tree)]
    history.spoil(tree, "tree", b"".join(m.encode() + b" " + n + b"\0" + bytes.fromhex(o) for m, n, o in rows))
    item = history.items["proposed"]
    bad = history.passes(item, "legal", "xu")
    assert any(f.commit == bad for f in history.verify(full=False).findings)


TREES = {
    "unsorted": lambda rows: rows[::-1],
    "a name twice": lambda rows: sorted([*rows, rows[-1]], key=lambda r: r[1]),
    "a padded mode": lambda rows: [("040000" if m == "40000" else m, n, o) for m, n, o in rows],
    "an old mode": lambda rows: [("100664" if m == "100644" else m, n, o) for m, n, o in rows],
}


@pytest.mark.parametrize("name", TREES)
def test_trees_that_git_would_not_write(history: History, name: str) -> None:
    rows = TREES[name](history.entries(history.git("rev-parse", "HEAD^{tree}")))
    bad = history.forge(tree=history.tree(rows), by="lin", move=False)
    history.raw("update-ref", "refs/heads/main", bad)
    history.caught("E-OBJ", bad)


@pytest.mark.parametrize("few", [0, 10**6])
@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_files(history: History, monkeypatch: pytest.MonkeyPatch, name: str, few: int) -> None:
    """Git gives less or more than it says, or dies: only the commit that brought the file is accused, and nobody waits."""
    monkeypatch.setattr(patience, "_SILENCE_MS", 100)
    monkeypatch.setattr(share, "_FEW", few)
    bad = history.forge(files={"templates/a.html": "damaged"}, by="lin")
    oid = history.git("rev-parse", "HEAD:templates/a.html")
    history.published()
    path = history.folder / ".git/objects" / oid[:2] / oid[2:]
    path.unlink()
    path.write_bytes(DAMAGED[name])
    history.caught("E-LIMIT" if "larger" in name else "E-OBJ", bad)


COMMITS = {
    "the tree twice": lambda p: re.sub(rb"^(tree .*\n)", rb"\1\1", p),
    "the author twice": lambda p: re.sub(rb"(author .*\n)", rb"\1\1", p),
    "the committer twice": lambda p: re.sub(rb"(committer .*\n)", rb"\1\1", p),
    "committer before author": lambda p: re.sub(rb"(author .*\n)(committer .*\n)", rb"\2\1", p),
    "no committer": lambda p: re.sub(rb"committer .*\n", b"", p),
    "a parent twice": lambda p: re.sub(rb"(parent .*\n)", rb"\1\1", p),
    "a date that is none": lambda p: p.replace(b"1795417200 +0800", b"tomorrow"),
    "a NUL in the text": lambda p: p + b"\0hidden\n",
    "another tree that is no text": lambda p: p.replace(b"\n\n", b"\ntree \xff\n\n", 1),
    "another tree by a name": lambda p: p.replace(b"\n\n", b"\ntree " + "é".encode() * 20 + b" " * 20 + b"\n\n", 1),
}


@pytest.mark.parametrize("name", COMMITS)
def test_commits_that_git_would_not_write(history: History, name: str) -> None:
    """Signed as they stand, by the right person: still refused."""
    payload = COMMITS[name](review(history))
    bad = history.sealed(payload, history.sign(payload, "zhao"))
    (history.folder / ".git/refs/heads/main").write_text(bad + "\n")
    history.caught("E-OBJ", bad)


# What was measured ---------------------------------------------------------------------------------------------------------


def test_a_program_of_the_clone_that_calls_everything_good(history: History) -> None:
    """Its configuration makes git itself say "Good signature" of an unsigned thing; nobody asks it."""
    program = history.folder.parent / "good"
    program.write_text("#!/bin/sh\necho 'Good \"git\" signature for zhao with ED25519 key SHA256:x'\nexit 0\n")
    program.chmod(0o755)
    history.raw("config", "gpg.ssh.program", str(program))
    history.raw("config", "gpg.ssh.allowedSignersFile", str(history.folder.parent / "good"))
    payload = review(history)
    other = history.sign(b"another payload", "zhao")
    history.caught("E-SIG-BAD", history.move(history.sealed(payload, other)))


def test_replace_refs(history: History) -> None:
    bad = history.forge(files={"README.md": "x"}, by="chen")
    good = history.forge(parents=[history.git("rev-parse", "HEAD^")], files={"README.md": "x"}, by="lin", move=False)
    history.raw("replace", bad, good)
    assert "replace" in str(history.unchecked().message)
    history.raw("replace", "-d", bad)
    history.caught("E-SEAT", bad)


def test_grafts(history: History) -> None:
    graft = history.folder / ".git/info/grafts"
    graft.parent.mkdir(exist_ok=True)
    graft.write_text(f"{history.tip()} {history.git('rev-list', '--max-parents=0', 'HEAD')}\n")
    assert "grafts" in str(history.unchecked().message)


def test_a_planted_shallow_file(history: History) -> None:
    (history.folder / ".git/shallow").write_text(history.git("rev-parse", "HEAD~3") + "\n")
    assert "shallow" in str(history.unchecked().message)


def test_a_shallow_clone(history: History, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "3", history.folder.as_uri(), str(clone)], check=True, capture_output=True
    )
    assert "shallow" in str(history.unchecked(clone).message)


def test_a_partial_clone(history: History, tmp_path: Path) -> None:
    clone = tmp_path / "partial"
    history.raw("config", "uploadpack.allowFilter", "true")
    subprocess.run(
        ["git", "clone", "-q", "--no-checkout", "--filter=blob:none", history.folder.as_uri(), str(clone)],
        check=True,
        capture_output=True,
    )
    assert "partial" in str(history.unchecked(clone).message)


@pytest.mark.parametrize("name", ["HEAD~2", "HEAD~2^{tree}", "HEAD:people.yaml", "HEAD:catalogs/dzb"])
def test_missing_objects(history: History, name: str) -> None:
    own_folder(history)
    oid = history.git("rev-parse", name)
    (history.folder / ".git/objects" / oid[:2] / oid[2:]).unlink()
    history.unchecked()


def test_git_is_stopped_at_the_last_commit(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """That says nothing against the commit, neither now nor in the note of the last run."""
    tip, read = history.published(), Objects.read

    def stopped(objects: Objects, name: str) -> tuple[str, str, bytes] | None:
        if name == blob and objects._process:
            objects._process.kill()
            objects._process.wait()
        return read(objects, name)

    blob = history.git("rev-parse", f"HEAD:{history.paths(tip)[-1]}")
    monkeypatch.setattr(share, "_FEW", 10**6)
    monkeypatch.setattr(Objects, "read", stopped)
    with pytest.raises(NoGit) as caught:
        history.verify(full=False)
    assert caught.value.exit_code == ENVIRONMENT
    monkeypatch.setattr(Objects, "read", read)
    assert history.verify(full=False).ok


def test_git_lists_nothing(history: History) -> None:
    """A name that is no commit has no history: that is no history without faults."""
    with pytest.raises(Stop):
        history.verify(tip=history.git("rev-parse", "HEAD^{tree}"))


def test_no_introduction(history: History) -> None:
    assert "核验基准" in str(history.unchecked(introduction=None).message)


def test_a_doctored_commit_graph(history: History) -> None:
    """The graph says that the tip has another parent: its own bytes say which it has."""
    bad = history.forge(files={"README.md": "x"}, by="chen")
    history.forge(files={"docs.md": "x"}, by="lin")
    subprocess.run(["git", "commit-graph", "write", "--reachable"], cwd=history.folder, check=True, capture_output=True)
    graph = history.folder / ".git/objects/info/commit-graph"
    graph.chmod(0o644)
    data = bytearray(graph.read_bytes())
    chunks = {}
    for n in range(data[6]):
        at = 8 + 12 * n
        chunks[bytes(data[at : at + 4])] = int.from_bytes(data[at + 4 : at + 12])
    ids = [
        bytes(data[chunks[b"OIDL"] + 20 * n :][:20]).hex()
        for n in range(int.from_bytes(data[chunks[b"OIDF"] + 1020 :][:4]))
    ]
    row = chunks[b"CDAT"] + 36 * ids.index(history.tip())
    data[row + 20 : row + 24] = ids.index(history.git("rev-parse", "HEAD~2")).to_bytes(4)
    graph.write_bytes(data)
    shown = subprocess.run(
        ["git", "log", "--format=%H"],
        cwd=history.folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    assert bad not in shown.stdout  # git itself is deceived
    history.caught("E-SEAT", bad)


def test_hostile_configuration(history: History) -> None:
    """Hooks, filters, monitors and aliases of the clone run nothing and change nothing."""
    trap = history.folder.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {history.folder.parent}/sprung\n")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.sshCommand",
        "diff.external",
        "core.pager",
        "gpg.program",
        "gpg.ssh.program",
        "core.editor",
    ):
        history.raw("config", key, str(trap))
    history.raw("config", "core.hooksPath", str(trap.parent))
    history.raw("config", "log.showSignature", "true")
    history.raw("config", "core.commitGraph", "true")
    history.clean()
    assert not (history.folder.parent / "sprung").exists()
