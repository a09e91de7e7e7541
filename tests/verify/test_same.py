"""Metamorphic: full, incremental, fresh, bundled, packed or loose, here or elsewhere: the same findings."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pdctl.actions.verify import world
from pdctl.store import trees
from tests.history import History
from tests.verify.test_merges import legal, merged, side


def shown(history: History, *options: str, **env: str) -> dict[str, Any]:
    """The JSON of the real command in a process of its own, without what counts the work done."""
    command = [
        sys.executable,
        "-m",
        "pdctl",
        "-C",
        str(history.folder),
        "verify",
        "--introduction",
        history.introduction,
        "--format",
        "json",
        *options,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **env}, cwd="/")
    assert done.returncode in (0, 1), done.stderr
    value: dict[str, Any] = json.loads(done.stdout)
    value["checked"].pop("fresh", None)
    return value


@pytest.fixture
def mixed(history: History) -> History:
    """A history with lawful steps, a merge, and unlawful commits in between."""
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    merged(history, branch)
    history.passes(history.items["proposed"], "secrecy", "wu")
    history.forge(files={"README.md": "x"}, by="chen")
    history.passes(history.items["proposed"], "secrecy", "zhao")
    history.forge(files={"docs.md": "x"}, sign=False)
    return history


def test_full_incremental_fresh_and_bundled(mixed: History, tmp_path: Path) -> None:
    first = shown(mixed)
    assert not first["ok"]
    assert {f["rule"] for f in first["findings"]} >= {"E-SEAT", "E-POLICY", "E-SIG-NONE"}
    bundle = tmp_path / "all.bundle"
    mixed.raw("bundle", "create", str(bundle), "HEAD", "main")
    subprocess.run(["git", "clone", "-q", str(bundle), str(tmp_path / "b")], check=True, capture_output=True)
    bundled = History(tmp_path / "b", mixed.keys, mixed.now, mixed.introduction)
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(mixed.folder), str(bare)], check=True, capture_output=True)
    others = {
        "incremental": shown(mixed),
        "full": shown(mixed, "--full"),
        "fresh": shown(mixed.clone(tmp_path / "fresh", "--no-local")),
        "bundle": shown(bundled),
        "bare": shown(History(bare, mixed.keys, mixed.now, mixed.introduction)),
    }
    for name, other in others.items():
        assert other == first, name


def test_every_stop_on_the_way_gives_the_same(mixed: History) -> None:
    """Verified after each single commit, the end is as if it were verified once."""
    chain = mixed.git("rev-list", "--first-parent", "--reverse", "HEAD").split()
    found = []
    for oid in chain[-8:]:
        found = mixed.verify(full=False, tip=oid, remember=False).findings
    assert found == mixed.verify(full=True, remember=False).findings


def test_with_no_item_and_no_folder_kept(mixed: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """What memory has no room for is read again: the items, and the folders."""
    first = mixed.verify(remember=False)
    monkeypatch.setattr(world, "_KEPT", 1)
    monkeypatch.setattr(trees, "_TREES_KEPT", 1)
    assert mixed.verify(remember=False) == first
    monkeypatch.setattr(trees, "_TREES_KEPT", 4_000)
    monkeypatch.setattr(trees, "_BYTES_KEPT", 300)
    assert mixed.verify(remember=False) == first


def test_packed_and_loose(mixed: History) -> None:
    first = shown(mixed, "--full")
    subprocess.run(
        ["git", "gc", "-q", "--aggressive", "--prune=now"], cwd=mixed.folder, check=True, capture_output=True
    )
    assert shown(mixed, "--full") == first
    from tests.verify.test_objects import own_folder

    own_folder(mixed)
    assert shown(mixed, "--full") == first


def test_nothing_depends_on_place_and_time(mixed: History, tmp_path: Path) -> None:
    first = shown(mixed, "--full", PDCTL_LANG="en")
    moved = mixed.copy(tmp_path / "某处 with spaces" / "repository")
    places = [
        {"TZ": "America/St_Johns"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"LC_ALL": "tr_TR.UTF-8", "LANG": "zh_CN.UTF-8"},
        {"PDCTL_NOW": "2031-01-01T00:00:00+00:00"},
        {"HOME": str(tmp_path / "none")},
    ]
    for place in places:
        assert shown(mixed, "--full", **{"PDCTL_LANG": "en", **place}) == first, place
    old = os.umask(0o077)
    try:
        assert shown(moved, "--full", PDCTL_LANG="en") == first
    finally:
        os.umask(old)


def test_the_work_tree_and_the_index_do_not_count(mixed: History) -> None:
    first = shown(mixed, "--full")
    (mixed.folder / "people.yaml").write_text("people: {}\n")
    (mixed.folder / ".git/index").unlink()
    (mixed.folder / "disclosure.yaml").unlink()
    assert shown(mixed, "--full") == first


# The note of the last run ----------------------------------------------------------------------------------------------


def note() -> Path:
    return next((Path(os.environ["HOME"]) / ".cache/pdctl").glob("*/verified.json"))


def resealed(change: Callable[[dict[str, Any]], Any]) -> Callable[[str], str]:
    """A note changed without its seal."""

    def changed(text: str) -> str:
        value = json.loads(text)
        change(value["walk"])
        return json.dumps(value)

    return changed


NOTES: dict[str, Callable[[str], str]] = {
    "empty": lambda t: "",
    "cut": lambda t: t[: len(t) // 2],
    "no JSON": lambda t: "\x00",
    "a list": lambda t: "[]",
    "null": lambda t: "null",
    "deep": lambda t: "[" * 100_000,
    "no findings": resealed(lambda w: w.update(findings=[])),
    "another tip": resealed(lambda w: w.update(tip="HEAD")),
    "numbers": resealed(lambda w: w["tally"]["publication"].update({"dzb 2026": 41})),
    "counts": resealed(lambda w: w.update(commits=-3)),
    "layout": resealed(lambda w: w.update(layout=0)),
    "types": resealed(lambda w: w.update(findings={}, tally=[], tip=7)),
    "pins": resealed(lambda w: w.update(pins={"people.yaml": "x"})),
}


@pytest.mark.parametrize("name", NOTES)
def test_a_doctored_note_changes_nothing(mixed: History, name: str) -> None:
    first = mixed.verify(full=False).findings
    path = note()
    path.write_text(NOTES[name](path.read_text()))
    assert mixed.verify(full=False).findings == first


def test_a_note_that_cannot_be_written_leaves_nothing(history: History) -> None:
    history.verify()
    path = note()
    path.unlink()
    path.mkdir()
    history.clean()
    assert [name for name in os.listdir(path.parent) if "verified" in name] == [path.name]


def test_the_note_of_another_repository_in_the_same_place(mixed: History, tmp_path: Path) -> None:
    good = mixed.copy(tmp_path / "good")
    good.move(good.git("rev-parse", "HEAD~4"))
    assert good.verify(full=False).ok
    found = mixed.verify(full=False).findings
    os.rename(mixed.folder, tmp_path / "away")
    os.rename(good.folder, mixed.folder)
    assert History(mixed.folder, mixed.keys, mixed.now, mixed.introduction).verify(full=False, remember=False).ok
    assert found


def test_a_note_in_the_repository_is_not_read(mixed: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative cache folder would lie in the repository; it is not used."""
    first = mixed.verify(full=False).findings
    planted = mixed.folder / "cache/pdctl" / note().parent.name
    planted.mkdir(parents=True)
    (planted / "verified.json").write_text(note().read_text())
    monkeypatch.chdir(mixed.folder)
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    before = (planted / "verified.json").stat().st_mtime_ns
    assert mixed.verify(full=False).findings == first
    assert (planted / "verified.json").stat().st_mtime_ns == before


def test_only_new_commits_are_verified(history: History) -> None:
    assert history.verify(full=False).fresh == history.verify().commits
    assert history.verify(full=False).fresh == 0
    history.forge(files=legal(history), by="zhao")
    assert history.verify(full=False).fresh == 1


# Random histories --------------------------------------------------------------------------------------------------------


def walked(history: History, seed: int, steps: int) -> None:
    """Random steps that are possible now, each by somebody who may take it."""
    chance = random.Random(seed)
    items = [history.items[name] for name in ("proposed", "reviewed", "approved", "published")]
    for _ in range(steps):
        item = chance.choice(items)
        following = history.show(item)["next"]
        if not following or chance.random() < 0.1:
            items.append(history.propose())
            continue
        duty = chance.choice(following)
        take(history, item, duty, chance)


def take(history: History, item: str, duty: dict[str, Any], chance: random.Random) -> None:
    by = chance.choice([person for person in duty["who"] if person != "gao"] or ["tang"])
    step = duty["step"]
    if step == "review":
        answer = chance.choice(["--pass", "--pass", "--pass", "--return"])
        more = ["--opinion", "请修改"] if answer == "--return" else []
        history.review(item, duty["aspect"], by=by, more=[answer, *more])
    elif step == "approve":
        answer = chance.choice(["--pass", "--pass", "--return"])
        history.approve(item, duty["level"], answer, *(["--opinion", "请修改"] if answer == "--return" else []), by=by)
    elif step == "revise":
        history.run("revise", item, "--title", f"标题{chance.randrange(10**9)}", by=by)
    elif step == "publish":
        history.publish(item, duty["channel"], by=by)
    elif step == "archive":
        history.run("archive", item, by=by)
    elif step in ("drop", "takedown"):
        history.run(
            step,
            item,
            "--channel",
            duty["channel"],
            *(["--reason", "取消"] if step == "drop" else ["--on", "2026-11-23"]),
            by=by,
        )


def mutated(history: History, chance: random.Random) -> None:
    """One change of what one of the last commits holds, signed by whoever signed it."""
    oid = history.git("rev-parse", f"HEAD~{chance.randrange(6)}")
    by = history.git("log", "-1", "--format=%ae", oid).split("@")[0]
    on = history.git("rev-parse", f"{oid}^")
    names = history.git("diff-tree", "-r", "--no-commit-id", "--name-only", oid).split()
    path = chance.choice(names)
    data = history.raw("show", f"{oid}:{path}")
    files: dict[str, bytes | None] = {name: history.raw("show", f"{oid}:{name}") for name in names}
    kind = chance.randrange(6)
    if kind == 0:
        files[path] = (
            data.replace(by.encode(), b"he" if by != "he" else b"wu") if by.encode() in data else data + b"x: y\n\xff"
        )
    elif kind == 1:
        files["README.md"] = b"x"
    elif kind == 2:
        files[path] = data.replace(b"sha256:", b"sha256:0")
        files["catalogs/x"] = b""
    elif kind == 3:
        old = next(p for p in history.git("ls-tree", "-r", "--name-only", on).split() if "/record/" in p)
        files[old] = None
    elif kind == 4:
        by = "stranger"
    history.forge("变", files, by, parents=[on], sign=kind != 5)


@pytest.mark.parametrize("seed", range(4))
def test_random_legal_histories_verify_and_mutations_do_not(history: History, seed: int) -> None:
    walked(history, seed, 14)
    history.clean()
    tip, chance = history.tip(), random.Random(seed)
    (Path(os.environ["HOME"]) / ".config/pdctl/trust.json").unlink()
    for _ in range(5):
        mutated(history, chance)
        found = [f for f in history.verify().findings if f.commit == history.tip()]
        assert found, history.git("show", "--stat", "HEAD")
        history.move(tip)
