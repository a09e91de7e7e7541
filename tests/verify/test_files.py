"""E-PATH, E-MODE, E-YAML-*, E-LIMIT, E-SCHEMA: names, kinds and forms of files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pdctl.core.findings import Stop
from pdctl.store import ahead, objects, trees
from pdctl.store.git import Git
from tests.history import Files, History

ORG = "catalogs/dzb/organization.yaml"


def legal(history: History) -> tuple[str, str]:
    """Path and text of a lawful record by zhao."""
    return next(
        iter(
            history.record(
                history.items["proposed"], "review", "zhao", "reviewer-legal", aspect="legal", decision="pass"
            ).items()
        )
    )


# E-MODE, E-PATH ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["100755", "120000"])
def test_modes(history: History, mode: str) -> None:
    path, text = legal(history)
    history.caught("E-MODE", history.forge(files={path: text}, modes={path: mode}, by="zhao"))
    history.move(history.git("rev-parse", "HEAD^"))
    history.caught("E-MODE", history.forge(files={"templates/a.html": "x"}, modes={"templates/a.html": mode}, by="lin"))


def test_a_submodule(history: History) -> None:
    tree = history.replaced(
        history.git("rev-parse", "HEAD^{tree}"), "templates", ("160000", "templates", history.tip())
    )
    history.caught("E-MODE", history.forge(tree=tree, by="lin"))


def test_the_catalogue_folder_itself_a_symlink(history: History) -> None:
    tree = history.replaced(
        history.git("rev-parse", "HEAD^{tree}"), "catalogs/zzb", ("120000", "zzb", history.blob("dzb"))
    )
    history.caught("E-MODE", history.forge(tree=tree, by="lin"))


NAMES: dict[str, bytes | str] = {
    "only capitals differ": "README.MD",
    "NFD": "re\u0301sume.txt",
    "reserved on Windows": "aux.txt",
    "device": "COM1",
    "ends in a dot": "notes.",
    "ends in a space": "notes ",
    "git's own folder": ".GIT",
    "git's short name": "git~1",
    "a drive": "C:notes",
    "a backslash": "a\\b",
    "a line break": "a\nb",
    "right to left": "a\u202etxt.exe",
    "nothing to see": "no\u200bte",
    "not UTF-8": b"\xff\xfe",
    "upwards": "..",
    "here": ".",
    "a quote": 'a"b',
}


@pytest.mark.parametrize("name", NAMES)
def test_names(history: History, name: str) -> None:
    history.forge(files={"README.md": "x"}, by="lin")
    base = history.git("rev-parse", "HEAD^{tree}")
    raw = NAMES[name].encode() if isinstance(NAMES[name], str) else NAMES[name]
    rows = [*history.entries(base), ("100644", raw, history.blob("x"))]
    tree = history.tree(sorted(rows, key=lambda row: row[1] + (b"/" if row[0] == "40000" else b"")))
    history.caught("E-PATH", history.forge(tree=tree, by="lin"))


UNKNOWN = ("catalogs/notes.txt", "catalogs/dzb/README.md", "catalogs/dzb/releases/1.yaml", "catalogs/Dzb/organization.yaml",
           "catalogs/dzb/items/2026/dzb-20261123-abc1/record/0001-propose.yaml", "catalogs/dzb/items/2025/dzb-20261123-abcd/record/0001-propose.yaml")  # fmt: skip


@pytest.mark.parametrize("path", UNKNOWN)
def test_unknown_paths_under_catalogs(history: History, path: str) -> None:
    bad = history.forge(files={path: "x"}, by="lin")
    history.caught("E-PATH", bad)
    history.caught("E-SHAPE", bad)


def test_an_empty_folder(history: History) -> None:
    tree = history.replaced(
        history.git("rev-parse", "HEAD^{tree}"), "catalogs/ghost", ("40000", "ghost", history.tree([]))
    )
    history.caught("E-PATH", history.forge(tree=tree, by="lin"))


def test_an_item_in_the_folder_of_another_organization(history: History) -> None:
    old = history.items["proposed"]
    new = "zzb-20261123-abcd"
    files = {
        f"catalogs/zzb/items/2026/{new}/content/{n}": history.raw("show", f"HEAD:{history.folder_of(old)}/content/{n}")
        .decode()
        .replace(old, new)
        for n in ("item.yaml", "body.md")
    }
    history.caught("E-PATH", history.act(new, "propose", "chen", "proposer", files=files, secrecy="clear", org="dzb"))


# YAML ------------------------------------------------------------------------------------------------------------------

YAML: dict[str, tuple[str, Callable[[str], str | bytes]]] = {
    "a key twice": ("E-YAML-DUP", lambda t: t + "decision: return\n"),
    "a key twice, further in": ("E-YAML-DUP", lambda t: t + "detail:\n  a: x\n  a: y\n"),
    "a key twice, once in quotes": ("E-YAML-DUP", lambda t: t + '"decision": return\n'),
    "NEL": ("E-YAML-CHAR", lambda t: t + 'opinion: "a\u0085b"\n'),
    "LS": ("E-YAML-CHAR", lambda t: t + 'opinion: "a\u2028b"\n'),
    "PS in a comment": ("E-YAML-CHAR", lambda t: t + "# a\u2029decision: return\n"),
    "a control character": ("E-YAML-CHAR", lambda t: t + 'opinion: "a\x01b"\n'),
    "a bidirectional one": ("E-YAML-CHAR", lambda t: t + 'opinion: "a\u202eb"\n'),
    "a byte order mark": ("E-YAML-CHAR", lambda t: "\ufeff" + t),
    "not UTF-8": ("E-YAML-CHAR", lambda t: t.encode("utf-16")),
    "GB18030": ("E-YAML-CHAR", lambda t: (t + "opinion: 同意\n").encode("gb18030")),
    "an anchor": ("E-YAML", lambda t: t.replace("decision: pass", "decision: &a pass")),
    "an alias": ("E-YAML", lambda t: t + "opinion: *a\n"),
    "a tag": ("E-YAML", lambda t: t.replace("decision: pass", "decision: !!str pass")),
    "a merge key": ("E-YAML", lambda t: t + "<<: {decision: return}\n"),
    "two documents": ("E-YAML", lambda t: t + "---\ndecision: return\n"),
    "a document after the end": ("E-YAML", lambda t: t + "...\n---\n{}\n"),
    "nothing": ("E-YAML", lambda t: ""),
    "only a comment": ("E-YAML", lambda t: "# nothing\n"),
    "a bare date": ("E-YAML", lambda t: t + "signed_on: 2026-11-23\n"),
    "no YAML": ("E-YAML", lambda t: "{[}\n"),
    "a key that is no text": ("E-YAML", lambda t: t + "1: x\n"),
    "deep": ("E-LIMIT", lambda t: t + "detail: " + "[" * 200 + "]" * 200 + "\n"),
    "deep mappings": ("E-LIMIT", lambda t: t + "detail: " + "{a: " * 200 + "b" + "}" * 200 + "\n"),
    "huge": ("E-LIMIT", lambda t: t + "# " + "x" * (1 << 20) + "\n"),
    "many values": ("E-LIMIT", lambda t: t + "detail: [" + "1," * 200_000 + "1]\n"),
}


@pytest.mark.parametrize("name", YAML)
def test_yaml(history: History, name: str) -> None:
    path, text = legal(history)
    rule, change = YAML[name]
    history.caught(rule, history.forge(files={path: change(text)}, by="zhao"))


def test_the_text_with_characters_that_nobody_sees(history: History) -> None:
    body = f"{history.folder_of(history.items['proposed'])}/content/body.md"
    for text in ("正文\u202e倒序。\n", "正文\u0000。\n", "正文\ufeff。\n"):
        bad = history.act(history.items["proposed"], "revise", "chen", "proposer", files={body: text})
        history.caught("E-YAML-CHAR", bad)
        history.move(history.git("rev-parse", "HEAD^"))


def test_folders_without_end(history: History) -> None:
    deep = history.tree([("100644", b"a", history.blob("x"))])
    for _ in range(60):
        deep = history.tree([("40000", b"d", deep)])
    bad = history.forge(
        tree=history.replaced(history.git("rev-parse", "HEAD^{tree}"), "templates", ("40000", "templates", deep)),
        by="lin",
    )
    history.caught("E-LIMIT", bad)


def test_a_bomb_of_folders(history: History) -> None:
    tree = history.tree([("100644", f"f{n}".encode(), history.blob("x")) for n in range(10)])
    for _ in range(9):
        tree = history.tree([("40000", f"d{n}".encode(), tree) for n in range(10)])
    bad = history.forge(
        tree=history.replaced(history.git("rev-parse", "HEAD^{tree}"), "templates", ("40000", "templates", tree)),
        by="lin",
        move=False,
    )
    history.raw("update-ref", "refs/heads/main", bad)
    history.caught("E-LIMIT", bad)


# E-SCHEMA ----------------------------------------------------------------------------------------------------------------

SCHEMA: dict[str, Callable[[str], str]] = {
    "a key of another step": lambda t: t + "number: '2026-001'\n",
    "an unknown key": lambda t: t + "status: approved\n",
    "an unknown decision": lambda t: t.replace("decision: pass", "decision: agree"),
    "a missing key": lambda t: t.replace("decision: pass\n", ""),
    "a number for text": lambda t: t.replace("by: zhao", "by: 7"),
    "a list": lambda t: "- 1\n",
    "an unknown format": lambda t: t.replace("format: 1", "format: 2"),
    "no format": lambda t: t.replace("format: 1\n", ""),
    "a huge number": lambda t: t.replace("seq: 2", "seq: 99999999999999999"),
}


@pytest.mark.parametrize("name", SCHEMA)
def test_schema(history: History, name: str) -> None:
    path, text = legal(history)
    assert SCHEMA[name](text) != text
    history.caught("E-SCHEMA", history.forge(files={path: SCHEMA[name](text)}, by="zhao"))


def test_schemas_in_the_repository_judge_nothing(history: History) -> None:
    """The copies for editors are loosened by the admin; the shipped ones judge."""
    history.forge(files={"schemas/record.schema.json": "{}"}, by="lin")
    path, text = legal(history)
    history.caught("E-SCHEMA", history.forge(files={path: text + "status: approved\n"}, by="zhao"))


def test_days_that_are_no_days(history: History) -> None:
    files: Files = history.changed("calendar/2026.yaml", holidays=["2026-02-30"])
    history.caught("E-DATE", history.forge(files=files, by="lin"))


def test_lawful_neighbours(history: History) -> None:
    path, text = legal(history)
    history.forge(files={path: "# 注\n" + text}, by="zhao")
    history.forge(files={"templates/说明 (1).html": "x", "docs/a-b_c.md": "x"}, by="lin")
    history.clean()


# E-LIMIT -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """A lower limit of an object's size, so that what breaks it is made in no time."""
    monkeypatch.setattr(objects, "MAX_OBJECT", 1 << 20)
    monkeypatch.setattr(ahead, "_MOST_BYTES", 1 << 17)
    return 1 << 20


def test_a_huge_file(history: History, limit: int) -> None:
    """A few kilobytes of zeros in a pack: it is refused unread, and what follows is verified."""
    huge = history.forge(files={"templates/huge.html": bytes(limit + 1)}, by="lin")
    finding = history.caught("E-LIMIT", huge)
    assert finding.file == "templates/huge.html"
    history.forge(files={"templates/huge.html": None}, by="lin")
    history.published()
    history.caught("E-LIMIT", huge)


def test_a_huge_commit(history: History, limit: int) -> None:
    huge = history.forge("x" * (limit + 1), files={"templates/a.html": "x"}, by="lin")
    with pytest.raises(Stop, match="larger than"):
        history.verify()
    history.forge(files={"templates/b.html": "x"}, by="lin")
    history.caught("E-LIMIT", huge, only=False)


def test_a_large_file(history: History) -> None:
    """Larger than what is read ahead: it is read by itself."""
    history.forge(files={"templates/large.html": bytes(9 << 20)}, by="lin")
    history.published()
    assert history.verify().ok


def test_a_huge_object_leaves_questions_and_answers_in_step(history: History, limit: int) -> None:
    huge, small = history.blob(bytes(limit + 1)), history.blob("small")
    git = Git(history.folder)
    assert list(git.objects.read_many([small, huge, small])) == [
        (small, "blob", b"small"),
        None,
        (small, "blob", b"small"),
    ]
    git.close()


def test_very_many_files_in_one_folder(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_CHANGES", 200)
    bad = history.forge(files={f"docs/{n}.md": "x" for n in range(210)}, by="lin")
    history.forge(files={f"docs/{n}.md": None for n in range(20)}, by="lin")
    history.caught("E-LIMIT", bad)


def test_a_huge_folder(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a tree of a few megabytes would take of memory, taken apart, is a multiple of it."""
    monkeypatch.setattr(trees, "MAX_FOLDER", 10_000)
    bad = history.forge(files={f"docs/{n:0100}.md": "x" for n in range(100)}, by="lin")
    history.caught("E-LIMIT", bad)


def test_one_large_file_under_many_names(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_TOGETHER", 5 << 20)
    history.forge(files={f"templates/{n}.html": bytes(1 << 20) for n in range(5)}, by="lin")
    history.clean()
    bad = history.forge(files={f"templates/{n}.txt": bytes(1 << 20) for n in range(6)}, by="lin")
    history.caught("E-LIMIT", bad)
