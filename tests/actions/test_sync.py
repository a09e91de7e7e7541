"""Clones that meet: eight at once, killed pushes, foreign steps, remotes outside the policy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pdctl.store import remote as remotes
from tests.history import History
from tests.story import Story


@pytest.fixture
def shared(story: Story, tmp_path: Path) -> History:
    """A bare repository that a staffed clone came from; `history.folder` is the first clone."""
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(story.folder), str(bare)], check=True, capture_output=True)
    subprocess.run(["rm", "-rf", str(story.folder)], check=True)
    return another(bare, story.folder, story)


def another(bare: Path, folder: Path, story: Story) -> History:
    subprocess.run(["git", "clone", "-q", str(bare), str(folder)], check=True, capture_output=True)
    return History(folder, story.keys, story.now)


def bare_of(history: History) -> Path:
    return Path(history.git("config", "remote.origin.url"))


def sync(history: History, by: str, code: int = 0, *more: str) -> dict[str, Any]:
    return history.run("sync", "--introduction", history.introduction, "--json", *more, by=by, code=code).json


def tip(bare: Path) -> str:
    return subprocess.run(
        ["git", "rev-parse", "main"], cwd=bare, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_eight_clients_at_once(shared: History, tmp_path: Path) -> None:
    """Each approves or reviews its own item: all land, none twice, none is lost, and the whole verifies."""
    plan = [("wu", "review", "necessity"), ("zhao", "review", "legal"), ("sun", "approve", "head"), ("wu", "review", "accuracy"),
            ("zhao", "review", "secrecy"), ("sun", "approve", "head"), ("he", "approve", "principal"), ("zhao", "review", "legal")]  # fmt: skip
    items = []
    for _, step, _what in plan:
        item = shared.propose()
        if step == "approve":
            shared.reviewed(item)
        items.append(item)
    sync(shared, "chen")
    clients = [another(bare_of(shared), tmp_path / f"client{n}", shared) for n in range(len(plan))]
    running = []
    for n, (client, item, (by, step, what)) in enumerate(zip(clients, items, plan, strict=True)):
        flag = "--aspect" if step == "review" else "--level"
        client.run(step, item, flag, what, "--pass", by=by)
        env = {**os.environ, "PDCTL_KEY": str(shared.keys / by), "HOME": str(tmp_path / f"home{n}")}
        command = [
            sys.executable,
            "-m",
            "pdctl",
            "-C",
            str(client.folder),
            "sync",
            "--introduction",
            shared.introduction,
        ]
        running.append(
            subprocess.Popen(command, env=env, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
    said = [one.communicate(timeout=240) for one in running]
    assert [one.returncode for one in running] == [0] * 8, said
    end = another(bare_of(shared), tmp_path / "end", shared)
    end.clean()
    for item, (_, step, what) in zip(items, plan, strict=True):
        hits = [r for r in end.show(item)["records"] if r["step"] == step and what in (r.get("aspect"), r.get("level"))]
        assert len(hits) == 1, item
    assert len(end.git("rev-list", "HEAD").split()) == len(shared.git("rev-list", "HEAD").split()) + 8


def test_a_step_on_the_same_item_is_numbered_anew(shared: History, tmp_path: Path) -> None:
    item = shared.propose()
    sync(shared, "chen")
    other = another(bare_of(shared), tmp_path / "other", shared)
    shared.review(item, "necessity", by="wu")
    other.review(item, "legal", by="zhao")
    sync(shared, "wu")
    done = sync(other, "zhao")
    assert len(done["replayed"]) == done["pushed"] == 1
    assert [r["seq"] for r in other.show(item)["records"]] == [1, 2, 3]
    other.clean()


def test_a_step_that_is_not_allowed_any_more_is_left_and_named(shared: History, tmp_path: Path) -> None:
    item = shared.propose()
    sync(shared, "chen")
    other = another(bare_of(shared), tmp_path / "other", shared)
    shared.run("withdraw", item, "--reason", "不再公开", by="chen")
    other.review(item, "legal", by="zhao")
    old = other.tip()
    sync(shared, "chen")
    done = sync(other, "zhao", 1)
    assert [one["commit"] for one in done["left"]] == [old]
    assert done["left"][0]["findings"][0]["rule"] == "E-STEP"
    assert other.git("rev-parse", f"refs/pdctl/left/{old[:12]}") == old
    assert other.tip() == tip(bare_of(shared))


def test_a_file_in_the_way_of_what_came_is_named(shared: History, tmp_path: Path) -> None:
    other = another(bare_of(shared), tmp_path / "other", shared)
    item = shared.propose()
    sync(shared, "chen")
    record = f"catalogs/dzb/items/2026/{item}/record/0001-propose.yaml"
    mine = other.folder / record
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    assert record in other.run("sync", "--introduction", other.introduction, by="wu").err
    assert mine.read_bytes() == b"mine"
    assert other.tip() == tip(bare_of(shared))


def test_a_push_that_was_killed_after_the_server_had_it(shared: History) -> None:
    item = shared.propose()
    shared.raw("push", "-q", "origin", "main")
    shared.raw("update-ref", "refs/remotes/origin/main", "HEAD^")
    done = sync(shared, "chen")
    assert (done["pushed"], done["replayed"], done["tip"]) == (0, [], shared.tip())
    assert shared.state(item) == "proposed"
    assert sync(shared, "chen")["pushed"] == 0


def test_verified_own_steps_that_are_replayed_are_no_fork(shared: History, tmp_path: Path) -> None:
    """Whoever verifies before he syncs is not told afterwards that the branch has left its line."""
    item = shared.propose()
    sync(shared, "chen")
    other = another(bare_of(shared), tmp_path / "other", shared)
    shared.review(item, "necessity", by="wu")
    sync(shared, "wu")
    other.review(item, "legal", by="zhao")
    (Path(os.environ["HOME"]) / ".config/pdctl/trust.json").unlink()  # the other clone is another user's
    other.clean()
    assert len(sync(other, "zhao")["replayed"]) == 1
    other.clean()


def test_it_refuses_to_move_onto_what_does_not_verify(shared: History, tmp_path: Path) -> None:
    item = shared.propose()
    sync(shared, "chen")
    other = another(bare_of(shared), tmp_path / "other", shared)
    bad = shared.passes(item, "legal", "wu")
    shared.raw("push", "-q", "origin", "main")
    other.review(item, "necessity", by="wu")
    before = other.tip()
    problem = sync(other, "wu", 1)
    assert problem["findings"][0]["commit"] == bad
    assert other.tip() == before


def test_it_pushes_nothing_that_does_not_verify(shared: History) -> None:
    before = tip(bare_of(shared))
    bad = shared.forge(files={"README.md": "x"}, by="lin", sign=False)
    problem = sync(shared, "lin", 1)
    assert {f["commit"] for f in problem["findings"]} == {bad}
    assert tip(bare_of(shared)) == before


def test_a_foreign_unpushed_step_is_left(shared: History, tmp_path: Path) -> None:
    item = shared.propose()
    sync(shared, "chen")
    other = another(bare_of(shared), tmp_path / "other", shared)
    other.review(item, "legal", by="zhao")
    foreign = other.tip()
    shared.review(item, "necessity", by="wu")
    sync(shared, "wu")
    done = sync(other, "wu", 1)
    assert [one["commit"] for one in done["left"]] == [foreign]
    assert "another person" in done["left"][0]["findings"][0]["message"]


@pytest.mark.parametrize("key", ["remote.origin.url", "remote.origin.pushurl"])
def test_a_remote_outside_the_policy(shared: History, tmp_path: Path, key: str) -> None:
    policy = {**shared.value("disclosure.yaml")["policy"], "remotes": [str(bare_of(shared))]}
    shared.forge(files=shared.changed("disclosure.yaml", policy=policy), by="lin")
    sync(shared, "lin")
    shared.propose()
    shutil.copytree(bare_of(shared), tmp_path / "elsewhere.git")
    before = tip(tmp_path / "elsewhere.git")
    shared.raw("config", key, str(tmp_path / "elsewhere.git"))
    problem = sync(shared, "chen", 1)
    assert problem["findings"][0]["rule"] == "E-POLICY"
    assert tip(tmp_path / "elsewhere.git") == before


@pytest.mark.parametrize(
    "said",
    [
        "! [rejected] main -> main (fetch first)",
        "! [remote rejected] main -> main (cannot lock ref 'refs/heads/main': is at 1 but expected 2)",
        "! [remote rejected] (failed to update ref)",
        "! [rejected] (non-fast-forward)",
    ],
)
def test_the_words_by_which_git_says_that_somebody_was_first(said: str) -> None:
    assert any(words in said for words in remotes._OVERTAKEN)


def test_git_says_so_for_real(shared: History, tmp_path: Path) -> None:
    """Both races: before the push asked, and after it had asked."""
    other = another(bare_of(shared), tmp_path / "other", shared)
    shared.propose()
    shared.raw("push", "-q", "origin", "main")
    mine = other.propose()
    with pytest.raises(remotes.Overtaken):
        remotes.Remote(other.folder).push(other.tip(), "main")
    hook = bare_of(shared) / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/heads/main {shared.git('rev-parse', 'HEAD^')}\n"
    )
    hook.chmod(0o755)
    other.raw("fetch", "-q")
    other.git("reset", "-q", "--hard", "origin/main")
    mine = other.propose()
    with pytest.raises(remotes.Overtaken):
        remotes.Remote(other.folder).push(other.tip(), "main")
    hook.unlink()
    sync(other, "chen")
    assert other.state(mine) == "proposed"


# Join ----------------------------------------------------------------------------------------------------------------------


def emptied(history: History, folder: Path) -> Path:
    """A server that holds nothing, as the remote of a clone that knows of none."""
    subprocess.run(["git", "init", "-q", "--bare", str(folder)], check=True)
    history.git("remote", "remove", "origin")
    history.git("remote", "add", "origin", str(folder))
    return folder


def test_what_a_person_configured_for_other_work_changes_nothing(shared: History, tmp_path: Path) -> None:
    """His credentials and proxies count here; the ways in which he clones and pushes elsewhere do not."""
    for setting in (
        "clone.defaultRemoteName=upstream", "push.gpgSign=true", "push.followTags=true", "push.default=nothing",
        "fetch.prune=true", "core.autocrlf=true", "commit.gpgSign=true", "checkout.defaultRemote=upstream",
        "core.hooksPath=/nonexistent", "init.defaultBranch=trunk", "submodule.recurse=true",
    ):  # fmt: skip
        subprocess.run(["git", "config", "--global", *setting.split("=")], check=True)
    joined = tmp_path / "joined"
    told = shared.run(
        "join", str(bare_of(shared)), str(joined), "--introduction", shared.introduction, "--json", by="zhao"
    )
    assert told.json["ok"]
    mine = History(joined, shared.keys, shared.now, shared.introduction)
    assert mine.git("remote") == "origin"
    assert mine.git("status", "--porcelain") == ""
    mine.git("-c", "user.name=x", "-c", "user.email=x@x.invalid", "tag", "--no-sign", "-m", "x", "mark")
    mine.propose()
    assert sync(mine, "chen")["pushed"] == 1
    assert subprocess.run(["git", "tag"], cwd=bare_of(shared), capture_output=True, check=True).stdout == b""


def test_the_first_sync_fills_an_empty_server(shared: History, tmp_path: Path) -> None:
    bare = emptied(shared, tmp_path / "new.git")
    told = sync(shared, "lin")
    assert (told["received"], told["pushed"]) == (0, len(shared.git("rev-list", "HEAD").split()))
    assert tip(bare) == shared.tip()
    assert sync(shared, "lin")["pushed"] == 0


def test_an_empty_server_gets_nothing_that_does_not_verify(shared: History, tmp_path: Path) -> None:
    bare = emptied(shared, tmp_path / "new.git")
    shared.forge(files={"README.md": "x"}, by="chen")
    sync(shared, "lin", 1)
    assert subprocess.run(["git", "for-each-ref"], cwd=bare, capture_output=True, check=True).stdout == b""


def test_a_server_of_something_else_or_without_what_it_held(shared: History, tmp_path: Path) -> None:
    bare = bare_of(shared)
    subprocess.run(["git", "branch", "-m", "main", "trunk"], cwd=bare, check=True)
    told = shared.run("sync", "--introduction", shared.introduction, by="lin", code=5).err
    assert "no branch main" in told
    assert "trunk" in told
    subprocess.run(["git", "update-ref", "-d", "refs/heads/trunk"], cwd=bare, check=True)
    assert "is gone from origin" in shared.run("sync", "--introduction", shared.introduction, by="lin", code=5).err


def test_join(shared: History, tmp_path: Path) -> None:
    told = shared.run(
        "join",
        str(bare_of(shared)),
        str(tmp_path / "new" / "clone"),
        "--introduction",
        shared.introduction,
        "--json",
        by="zhao",
    ).json
    assert told["person"] == "zhao"
    assert (tmp_path / "new/clone/people.yaml").exists()


@pytest.mark.parametrize("there", [False, True])
def test_a_wrong_introduction_leaves_nothing_behind(shared: History, tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "deep" / "er" / "clone"
    if there:
        folder.mkdir(parents=True)
    wrong = shared.introduction[:48] + "0" * 64 + shared.introduction[112:]
    assert wrong != shared.introduction
    shared.run("join", str(bare_of(shared)), str(folder), "--introduction", wrong, by="zhao", code=1)
    assert folder.exists() is there
    assert (tmp_path / "deep").exists() is there
    assert not (Path(os.environ["HOME"]) / ".config/pdctl/trust.json").exists()
    shared.run("join", str(bare_of(shared)), str(folder), "--introduction", shared.introduction, by="zhao")


def test_an_address_that_is_none_leaves_nothing_behind(shared: History, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "clone"
    shared.run("join", str(tmp_path / "nowhere"), str(folder), "--introduction", shared.introduction, by="zhao", code=5)
    assert not (tmp_path / "deep").exists()


def test_a_replayed_step_keeps_what_was_acknowledged(shared: History, tmp_path: Path) -> None:
    other = another(bare_of(shared), tmp_path / "other", shared)
    other.propose()
    sync(other, "chen")
    text = shared.file("text.md", "经支部大会讨论，联系人电话13812345678。\n")
    command = ("propose", "dzb", "2.5.4", "--title", "“三会一课”制度执行情况", "--body", text, "--secrecy", "clear")
    item = shared.run(*command, *shared.codes(*command, by="chen", reason="本人书面同意"), by="chen").out.strip()
    sync(shared, "chen")
    assert shared.show(item)["records"][0]["acknowledged"][0]["reason"] == "本人书面同意"


def test_two_steps_of_one_catalogue_at_once(shared: History, tmp_path: Path) -> None:
    """The second one is numbered anew; an adjustment of what another adjusted meanwhile is left to its maker."""
    shared.run("seat", "assign", "gw", "keeper", "xu", by="lin")
    shared.run("catalog", "file", "dzb", by="tang")
    sync(shared, "lin")
    other = another(bare_of(shared), tmp_path / "other", shared)
    late = another(bare_of(shared), tmp_path / "late", shared)
    change = ("catalog", "adjust", "dzb", "2.5.4", "--reason", "上级要求", "--set")
    shared.run(*change, "scope=unit", by="tang")
    other.run("catalog", "receive", "dzb", "--number", "1号", by="xu")
    late.run(*change, "scope=society", by="tang")
    sync(shared, "tang")
    assert len(sync(other, "xu")["replayed"]) == 1
    records = other.run("catalog", "log", "dzb", "--json").json["records"]
    assert [(record["seq"], record["step"]) for record in records] == [(1, "file"), (2, "adjust"), (3, "receive")]
    assert len(sync(late, "tang", 1)["left"]) == 1
    other.clean()


def test_nothing_to_join_says_who_fills_the_server(shared: History, tmp_path: Path) -> None:
    bare, folder = emptied(shared, tmp_path / "new.git"), tmp_path / "joined"
    ran = shared.run("join", str(bare), str(folder), "--introduction", shared.introduction, by="zhao", code=6)
    assert "pdctl sync" in ran.err
    assert not folder.exists()
    sync(shared, "lin")
    shared.run("join", str(bare), str(folder), "--introduction", shared.introduction, by="zhao")
