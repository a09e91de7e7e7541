"""E-MERGE, and what lands with a merge: disjoint items, every path one side's, everything still authorized."""

from __future__ import annotations

from pathlib import Path

from tests.history import Files, History
from tests.verify.test_keys import with_key


def side(history: History, files: Files, by: str = "zhao", on: str = "") -> str:
    """A commit that is not on the branch yet."""
    return history.forge("旁支", files, by, parents=[on or history.tip()], move=False)


def legal(history: History, item: str = "proposed", **more: object) -> dict[str, str]:
    return history.record(
        history.items[item], "review", "zhao", "reviewer-legal", aspect="legal", decision="pass", **more
    )


def merged(
    history: History, other: str, by: str = "lin", files: Files | None = None, first: str = "", tree: str = ""
) -> str:
    """A merge by hand: the tree of the first parent with the files of the other side (or `files`)."""
    ours = first or history.tip()
    base = history.git("merge-base", ours, other)
    if files is None:
        names = history.git("diff", "--name-only", base, other).split()
        there = history.git("ls-tree", "-r", "--name-only", other).split()
        files = {name: history.raw("show", f"{other}:{name}") if name in there else None for name in names}
    return history.forge("合并", files, by, parents=[ours, other], tree=tree or None)


def test_disjoint_items_land(history: History) -> None:
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    merged(history, branch)
    history.clean()


def test_several_commits_land(history: History) -> None:
    one = side(history, legal(history))
    two = side(
        history,
        history.record(
            history.items["proposed"], "review", "zhao", "reviewer-secrecy", at=one, aspect="secrecy", decision="pass"
        ),
        on=one,
    )
    history.approves(history.items["reviewed"], "sun")
    merged(history, two)
    history.passes(history.items["proposed"], "accuracy", "wu")
    history.clean()


def test_a_merge_where_nothing_happened_meanwhile(history: History) -> None:
    merged(history, side(history, legal(history)))
    history.clean()


def test_people_on_one_side_a_step_on_the_other(history: History) -> None:
    branch = side(history, with_key(history, "wu", history.keys / "stranger.pub"), "lin")
    history.approves(history.items["reviewed"], "sun")
    merged(history, branch)
    history.passes(history.items["proposed"], "accuracy", "wu", signed_by="stranger")
    history.clean()


def test_both_sides_touch_one_item(history: History) -> None:
    branch = side(history, legal(history))
    history.passes(history.items["proposed"], "necessity", "wu")
    bad = merged(history, branch)
    history.caught("E-MERGE", bad)
    history.caught("E-SEQ", bad)


def test_an_old_branch_brings_a_record_number_back(history: History) -> None:
    branch = side(history, legal(history, name="0002-review-legal.yaml"))
    history.passes(history.items["proposed"], "legal", "zhao")
    history.caught("E-SEQ", merged(history, branch, files={}))


def test_ours(history: History) -> None:
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    history.caught("E-MERGE", merged(history, branch, files={}))


def test_theirs_hides_what_we_did(history: History) -> None:
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    history.caught("E-MERGE", merged(history, branch, tree=history.git("rev-parse", f"{branch}^{{tree}}")))


def test_an_evil_merge_adds_a_change_of_its_own(history: History) -> None:
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    files = {**legal(history), "README.md": "x"}
    history.caught("E-MERGE", merged(history, branch, files=files))


def test_an_evil_merge_changes_a_record_on_the_way(history: History) -> None:
    branch = side(history, legal(history))
    files = {path: text.replace("decision: pass", "decision: return") for path, text in legal(history).items()}
    history.caught("E-MERGE", merged(history, branch, files=files))


def test_a_textual_merge_of_one_file(history: History) -> None:
    path = "README.md"
    history.forge(files={path: "a\n\n\nb\n"}, by="lin")
    branch = side(history, {path: "A\n\n\nb\n"}, "lin")
    history.forge(files={path: "a\n\n\nB\n"}, by="lin")
    history.caught("E-MERGE", merged(history, branch, files={path: "A\n\n\nB\n"}))


def test_octopus(history: History) -> None:
    one, two = side(history, legal(history)), side(history, {"README.md": "x"}, "lin")
    bad = history.forge("章鱼", {**legal(history), "README.md": "x"}, "lin", parents=[history.tip(), one, two])
    history.caught("E-MERGE", bad)


def test_an_unrelated_history(history: History) -> None:
    root = history.forge("另起", {"README.md": "x"}, "lin", parents=[], move=False)
    history.caught("E-MERGE", history.forge("合并", {"README.md": "x"}, "lin", parents=[history.tip(), root]))


def test_a_merge_of_what_is_there_already(history: History) -> None:
    history.caught(
        "E-MERGE", history.forge("空合并", {}, "lin", parents=[history.tip(), history.git("rev-parse", "HEAD~3")])
    )


def test_a_merge_within_a_side_branch(history: History) -> None:
    base = history.tip()
    one, two = side(history, legal(history)), side(history, {"README.md": "x"}, "lin")
    inner = history.forge("内合并", {"README.md": "x"}, "lin", parents=[one, two], move=False)
    history.move(base)
    history.approves(history.items["reviewed"], "sun")
    merged(history, inner)
    assert "E-MERGE" in {f.rule for f in history.verify().findings}


def test_an_unsigned_merge_by_a_forge(history: History) -> None:
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    tree = history.tree_with("HEAD", legal(history))
    history.caught(
        "E-SIG-NONE", history.forge("Merge pull request #3", parents=[history.tip(), branch], tree=tree, sign=False)
    )


def test_a_merge_by_a_stranger(history: History) -> None:
    history.caught("E-KEY-UNKNOWN", merged(history, side(history, legal(history)), by="stranger"))


def test_a_merge_by_a_key_that_only_one_side_knows(history: History) -> None:
    branch = side(history, legal(history))
    history.forge(files=with_key(history, "lin", history.keys / "stranger.pub"), by="lin")
    history.caught("E-KEY-UNKNOWN", merged(history, branch, by="stranger"))


def test_an_unlawful_commit_on_the_side(history: History) -> None:
    bad = side(
        history,
        history.record(history.items["proposed"], "review", "wu", "reviewer-legal", aspect="legal", decision="pass"),
        "wu",
    )
    history.approves(history.items["reviewed"], "sun")
    merged(history, bad)
    history.caught("E-SEAT", bad)


def test_a_key_retired_before_the_branch_lands(history: History) -> None:
    branch = side(history, legal(history))
    history.run("person", "retire", "zhao", by="lin")
    history.caught("E-KEY-RETIRED", merged(history, branch))


def test_a_seat_taken_away_before_the_branch_lands(history: History) -> None:
    branch = side(history, legal(history))
    history.run("seat", "revoke", "dzb", "reviewer-legal", "zhao", by="lin")
    history.caught("E-SEAT", merged(history, branch))


def test_an_admin_who_is_none_any_more_where_his_branch_lands(history: History) -> None:
    history.run("seat", "assign", "gw", "admin", "tang", by="lin")
    branch = side(history, with_key(history, "tang", history.keys / "stranger.pub"), "tang")
    branch = side(history, history.changed("disclosure.yaml", branch, title="别的"), "tang", on=branch)
    history.run("seat", "revoke", "gw", "admin", "tang", by="lin")
    history.caught("E-SEAT", merged(history, branch))


def test_a_number_given_on_both_sides(history: History) -> None:
    more = {"number": "2026-002", "on": "2026-11-23", "channel": "meeting", "where": "会议室"}
    branch = side(history, history.record(history.items["approved"], "publish", "chen", "publisher", **more), "chen")
    history.approves(history.items["reviewed"], "sun")
    history.act(history.items["reviewed"], "publish", "chen", "publisher", **more)
    history.caught("E-NUMBER", merged(history, branch))


def test_parents_swapped(history: History, tmp_path: Path) -> None:
    """A server makes another line the first one; the line that was verified is behind the second parent."""
    base = history.tip()
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    ours = history.tip()
    history.clean()
    names = history.git("diff", "--name-only", base, ours).split()
    files = {name: history.raw("show", f"{ours}:{name}") for name in names}
    history.move(branch)
    bad = history.forge("合并", files, "lin", parents=[branch, ours])
    found = history.verify().findings
    assert {f.rule for f in found} == {"E-FORK"}, bad


def test_on_a_base_that_cannot_be_read(history: History) -> None:
    """A record that no schema takes came before: that is found there, and of the merge it is told; nothing stops."""
    path = next(p for p in history.paths(history.items["proposed"]) if "/record/" in p)
    bad = history.forge(files=history.changed(path, seq=10**17), by="lin")
    branch = side(history, legal(history))
    history.approves(history.items["reviewed"], "sun")
    merge = merged(history, branch)
    assert {bad, merge} <= {f.commit for f in history.verify().findings}


def test_of_a_side_whose_people_cannot_be_read(history: History) -> None:
    branch = side(history, {"people.yaml": "people: x"}, by="lin")
    history.approves(history.items["reviewed"], "sun")
    merge = merged(history, branch)
    assert merge in {f.commit for f in history.verify().findings}


def test_on_a_base_whose_folders_cannot_be_listed(history: History) -> None:
    tree = history.replaced(
        history.git("rev-parse", "HEAD^{tree}"), "catalogs/dzb/items", ("40000", "items", history.blob("x"))
    )
    good = history.tip()
    bad = history.forge(tree=tree, by="lin", move=False)
    back = history.forge(parents=[bad], tree=history.git("rev-parse", f"{good}^{{tree}}"), by="lin", move=False)
    branch = history.forge(parents=[bad], tree=history.git("rev-parse", f"{good}^{{tree}}"), by="sun", move=False)
    merge = history.forge(parents=[back, branch], tree=history.git("rev-parse", f"{good}^{{tree}}"), move=False)
    findings = history.verify(tip=merge, remember=False).findings
    assert {bad, back, merge} == {f.commit for f in findings}
