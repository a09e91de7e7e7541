"""Configuration, environment and files that would make git do something else change nothing here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.program import program
from tests.story import Story

TRAP = '#!/bin/sh\necho trapped >> "$PDCTL_TEST_TRAP"\nexit 1\n'


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that must never run; it would leave a trace."""
    monkeypatch.setenv("PDCTL_TEST_TRAP", str(tmp_path / "trapped"))
    path = tmp_path / "trap"
    path.write_text(TRAP, encoding="utf-8")
    path.chmod(0o755)
    return path


def hostile(trap: Path) -> dict[str, str]:
    """Settings, each of which changes what plain git does."""
    return {
        "commit.gpgsign": "true",
        "gpg.program": str(trap),
        "gpg.format": "openpgp",
        "gpg.ssh.program": str(trap),
        "gpg.ssh.defaultKeyCommand": str(trap),
        "gpg.ssh.allowedSignersFile": "/nonexistent",
        "core.hooksPath": str(trap.parent / "hooks"),
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "core.editor": str(trap),
        "core.sshCommand": str(trap),
        "core.autocrlf": "true",
        "core.eol": "crlf",
        "core.safecrlf": "true",
        "core.quotePath": "true",
        "core.precomposeUnicode": "true",
        "core.ignoreCase": "true",
        "core.fileMode": "false",
        "core.logAllRefUpdates": "false",
        "core.commentChar": ";",
        "core.abbrev": "4",
        "core.attributesFile": str(trap.parent / "attributes"),
        "core.excludesFile": str(trap.parent / "ignore"),
        "i18n.commitEncoding": "GB18030",
        "i18n.logOutputEncoding": "GB18030",
        "log.showSignature": "true",
        "log.follow": "true",
        "log.decorate": "full",
        "log.date": "relative",
        "log.showRoot": "false",
        "log.mailmap": "true",
        "diff.renames": "copies",
        "diff.noprefix": "true",
        "diff.external": str(trap),
        "diff.orderFile": "/nonexistent",
        "diff.ignoreSubmodules": "all",
        "color.ui": "always",
        "column.ui": "always",
        "alias.commit-tree": "!false",
        "alias.update-index": "!false",
        "alias.cat-file": "!false",
        "alias.log": "log --oneline",
        "user.useConfigOnly": "true",
        "user.name": "",
        "author.name": "somebody else",
        "committer.email": "else@x.invalid",
        "transfer.fsckObjects": "true",
        "trace2.normalTarget": "1",
        "filter.x.clean": str(trap),
        "filter.x.smudge": str(trap),
        "filter.x.required": "true",
        "index.version": "4",
        "core.untrackedCache": "true",
        "feature.manyFiles": "true",
        "status.showUntrackedFiles": "all",
    }


def set_up_traps(trap: Path) -> None:
    hooks = trap.parent / "hooks"
    hooks.mkdir()
    for name in (
        "pre-commit",
        "commit-msg",
        "post-commit",
        "reference-transaction",
        "post-index-change",
        "post-checkout",
    ):
        (hooks / name).write_text(TRAP, encoding="utf-8")
        (hooks / name).chmod(0o755)
    (trap.parent / "attributes").write_text("* filter=x text eol=crlf working-tree-encoding=UTF-16\n", encoding="utf-8")
    (trap.parent / "ignore").write_text("*\n", encoding="utf-8")


def life(story: Story) -> str:
    """A part of an item's life, as processes of their own; returns its id."""
    body = story.file("text.md", "第一行\r\n第二行\r\n")
    args = ("--title", "题目", "--body", body, "--attach", story.file("表.csv", b"a\r\nb\r\n"), "--secrecy", "clear")
    ran = program("propose", "dzb", "2.5.4", *args, story=story, by="chen")
    assert ran.code == 0, ran.err
    item = ran.out.strip()
    for by, words in (
        ("wu", ("review", item, "--aspect", "necessity", "--aspect", "accuracy", "--pass")),
        ("chen", ("revise", item, "--title", "新题目")),
        ("lin", ("seat", "assign", "dzb", "coordinator", "gao")),
    ):
        ran = program(*words, story=story, by=by)
        assert ran.code == 0, ran.err
    return item


def check(story: Story, item: str, trap: Path) -> None:
    """What landed is what pdctl wrote, byte for byte, and plain git agrees with it."""
    assert not (trap.parent / "trapped").exists(), "a program of the configuration was run"
    folder = f"catalogs/dzb/items/2026/{item}"
    assert raw(story, f"HEAD:{folder}/content/body.md") == "第一行\n第二行\n".encode()
    assert raw(story, f"HEAD:{folder}/content/attachments/表.csv") == b"a\r\nb\r\n"
    commit = raw(story, "HEAD").decode("utf-8")
    assert "author 林知远 <lin@pdctl.invalid> " in commit
    assert "committer 林知远 <lin@pdctl.invalid> " in commit
    assert "gpgsig -----BEGIN SSH SIGNATURE-----" in commit
    assert "encoding " not in commit.split("\n\n")[0]
    shown = story.run("show", item, "--json").json
    assert [r["step"] for r in shown["records"]] == ["propose", "review", "review", "revise"]
    assert all(len(r["commit"]) == 40 for r in shown["records"])


def raw(story: Story, name: str) -> bytes:
    env = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull, "GIT_NO_REPLACE_OBJECTS": "1"}
    command = ["git", "cat-file", "blob" if ":" in name else "commit", name]
    return subprocess.run(command, cwd=story.folder, env=env, capture_output=True, check=True).stdout


def test_configuration_of_the_user(story: Story, trap: Path) -> None:
    set_up_traps(trap)
    for name, value in hostile(trap).items():
        subprocess.run(["git", "config", "--global", name, value], check=True)
    item = life(story)
    check(story, item, trap)
    (Path(os.environ["HOME"]) / ".gitconfig").unlink()
    assert story.git("status", "--porcelain") == ""


def test_configuration_of_the_repository(story: Story, trap: Path) -> None:
    set_up_traps(trap)
    config = story.folder / ".git/config"
    before = config.read_bytes()
    for name, value in hostile(trap).items():
        if not name.startswith(("core.attributesFile", "filter.")):  # those change files of the user's as he wished
            subprocess.run(["git", "config", name, value], cwd=story.folder, check=True)
    item = life(story)
    check(story, item, trap)
    config.write_bytes(before)
    assert story.git("status", "--porcelain") == ""


def test_hooks_of_the_repository(story: Story, trap: Path) -> None:
    set_up_traps(trap)
    (trap.parent / "hooks").rename(story.folder / ".git/hooks")
    item = life(story)
    check(story, item, trap)
    assert story.git("status", "--porcelain") == ""


def test_variables_of_the_surroundings(
    story: Story, trap: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", str(other)], check=True)
    for name, value in {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(tmp_path / "index"),
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(other / ".git/objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_NAMESPACE": "other",
        "GIT_AUTHOR_NAME": "somebody else",
        "GIT_COMMITTER_DATE": "1 +0000",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": str(tmp_path),
        "GIT_EXTERNAL_DIFF": str(trap),
        "GIT_SSH_COMMAND": str(trap),
        "GIT_EDITOR": str(trap),
        "GIT_PAGER": str(trap),
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_CEILING_DIRECTORIES": str(story.folder.parent),
        "GIT_TRACE": str(tmp_path / "trace"),
        "GIT_EXEC_PATH": str(tmp_path),
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_QUARANTINE_PATH": "x",
    }.items():
        monkeypatch.setenv(name, value)
    item = life(story)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    check(story, item, trap)
    assert story.git("status", "--porcelain") == ""
    assert not (tmp_path / "index").exists()
    assert subprocess.run(
        ["git", "rev-parse", "-q", "--verify", "HEAD"], cwd=other, capture_output=True, check=False
    ).returncode


def test_replace_refs_and_grafts(story: Story, trap: Path) -> None:
    """Somebody has replaced the people's file and cut the history."""
    item = life(story)
    blob = story.git("rev-parse", "HEAD:people.yaml")
    other = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=story.folder,
        input=b"people: {}\n",
        capture_output=True,
        check=True,
    )
    story.git("replace", blob, other.stdout.decode().strip())
    (story.folder / ".git/info").mkdir(exist_ok=True)
    (story.folder / ".git/info/grafts").write_text(f"{story.tip()}\n", encoding="utf-8")
    assert program("todo", "--json", story=story, by="wu").json["person"] == "wu"
    check(story, item, trap)
    ran = program("withdraw", item, "--reason", "误发", story=story, by="chen")
    assert ran.code == 0, ran.err


def test_template_folder(trap: Path, tmp_path: Path, keys: Path) -> None:
    """`init` takes nothing from the user's templates."""
    template = tmp_path / "template"
    (template / "hooks").mkdir(parents=True)
    (template / "hooks/reference-transaction").write_text(TRAP, encoding="utf-8")
    (template / "hooks/reference-transaction").chmod(0o755)
    (template / "config").write_text("[core]\n\tbare = true\n", encoding="utf-8")
    for name, value in {"init.templateDir": str(template), "init.defaultBranch": "trunk", "core.bare": "true"}.items():
        subprocess.run(["git", "config", "--global", name, value], check=True)
    who = ("--person", "lin", "--person-name", "林知远", "--key", str(keys / "lin"))
    target = tmp_path / "new"
    ran = program("init", str(target), "--org", "gw", "--name", "党工委", "--kind", "work-committee", *who)
    assert ran.code == 0, ran.err
    assert not (trap.parent / "trapped").exists()
    assert not (target / ".git/hooks").exists()
    (Path(os.environ["HOME"]) / ".gitconfig").unlink()
    new = Story(target, keys, "2026-11-23T15:00:00+08:00")
    assert new.git("symbolic-ref", "HEAD") == "refs/heads/main"
    assert new.git("status", "--porcelain") == ""


def test_a_user_whom_git_does_not_know(story: Story, trap: Path) -> None:
    """No name, no address, no home."""
    env = {"HOME": "/nonexistent", "XDG_CACHE_HOME": None, "USER": None, "LOGNAME": None}
    item = story.propose()
    ran = program("withdraw", item, "--reason", "误发", story=story, by="chen", env=env)
    assert ran.code == 0, ran.err
    assert "author 陈思敏 <chen@pdctl.invalid>" in raw(story, "HEAD").decode()


def test_a_tag_and_a_branch_that_look_like_others(story: Story) -> None:
    """Names that shadow HEAD and the branch."""
    item = story.propose()
    old = story.git("rev-parse", "HEAD~1")
    for name in ("main", "HEAD", "refs/heads/main"):
        story.git("update-ref", f"refs/tags/{name}", old)
    story.git("update-ref", "refs/heads/HEAD", old)
    story.git("update-ref", "refs/heads/refs/heads/main", old)
    assert story.state(item) == "proposed"
    ran = program("withdraw", item, "--reason", "误发", story=story, by="chen")
    assert ran.code == 0, ran.err
    assert story.git("log", "-1", "--format=%an", "refs/heads/main") == "陈思敏"
    assert story.git("rev-parse", "refs/heads/main~1^{commit}") != old
