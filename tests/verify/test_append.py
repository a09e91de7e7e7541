"""E-APPEND, E-SEQ: records are only ever added, numbered without a gap."""

from __future__ import annotations

from tests.history import History
from tests.verify.test_seats import paper


def record(history: History, item: str, number: int) -> str:
    return next(p for p in history.paths(history.items[item]) if f"/record/{number:04d}-" in p)


def test_the_last_record_deleted(history: History) -> None:
    history.caught("E-APPEND", history.forge(files={record(history, "approved", 6): None}))


def test_a_record_in_the_middle_deleted(history: History) -> None:
    finding = history.caught("E-APPEND", history.forge(files={record(history, "published", 3): None}, by="lin"))
    assert finding.file.endswith("0003-review-accuracy.yaml")


def test_a_record_edited(history: History) -> None:
    history.caught(
        "E-APPEND", history.forge(files=history.changed(record(history, "approved", 4), opinion="补记"), by="zhao")
    )


def test_a_record_edited_beside_a_new_one(history: History) -> None:
    item = history.items["proposed"]
    files = history.changed(record(history, "proposed", 1), at="HEAD")
    files = {path: text.replace("clear", "clear ") for path, text in files.items()}
    history.caught("E-APPEND", history.passes(item, "legal", "zhao", files=files))


def test_a_record_renamed(history: History) -> None:
    old = record(history, "approved", 2)
    data = history.raw("show", f"HEAD:{old}")
    history.caught("E-APPEND", history.forge(files={old: None, old.replace("0002", "0007"): data}, by="wu"))


def test_a_record_moved_to_another_item(history: History) -> None:
    old = record(history, "approved", 2)
    data = history.raw("show", f"HEAD:{old}")
    new = old.replace(history.items["approved"], history.items["proposed"])
    history.caught("E-APPEND", history.forge(files={old: None, new: data}, by="wu"))


def test_a_whole_item_deleted(history: History) -> None:
    files = dict.fromkeys(history.paths(history.items["published"]))
    history.caught("E-APPEND", history.forge(files=files))


def test_a_record_that_became_a_symlink(history: History) -> None:
    path = record(history, "approved", 2)
    history.caught("E-APPEND", history.forge(files={path: "0003-review-accuracy.yaml"}, modes={path: "120000"}))


def test_evidence_replaced(history: History) -> None:
    paper(history, "gao", "tang")
    path = next(p for p in history.paths(history.items["reviewed"]) if "/evidence/" in p)
    history.clean()
    history.caught("E-APPEND", history.forge(files={path: b"%PDF another scan"}, by="tang"))


def test_evidence_removed_under_a_new_record(history: History) -> None:
    paper(history, "gao", "tang")
    item = history.items["reviewed"]
    path = next(p for p in history.paths(item) if "/evidence/" in p)
    more = {"number": "2026-002", "on": "2026-11-23", "channel": "meeting", "where": "会议室"}
    history.caught("E-APPEND", history.act(item, "publish", "chen", "publisher", files={path: None}, **more))


def test_an_item_id_used_again(history: History) -> None:
    item = history.items["published"]
    history.caught("E-APPEND", history.act(item, "propose", "chen", "proposer", secrecy="clear"))


def test_an_item_begun_again_from_record_one(history: History) -> None:
    item = history.items["published"]
    files: dict[str, str | bytes | None] = dict.fromkeys(p for p in history.paths(item) if "/record/" in p)
    body = f"{history.folder_of(item)}/content/body.md"
    files |= {
        body: "另一件事。\n",
        **history.record(item, "propose", "chen", "proposer", {body: "另一件事。\n"}, secrecy="clear", seq=1),
    }
    history.caught("E-APPEND", history.forge(files=files))


# E-SEQ ---------------------------------------------------------------------------------------------------------------


def test_a_gap(history: History) -> None:
    history.caught("E-SEQ", history.passes(history.items["proposed"], "legal", "zhao", seq=3))


def test_a_number_twice(history: History) -> None:
    history.caught(
        "E-SEQ", history.passes(history.items["reviewed"], "legal", "zhao", seq=4, name="0004-review-again.yaml")
    )


def test_a_number_used_already_under_another_name(history: History) -> None:
    history.caught("E-SEQ", history.approves(history.items["reviewed"], "sun", seq=5))


def test_the_file_is_not_named_after_its_record(history: History) -> None:
    history.caught("E-SEQ", history.passes(history.items["proposed"], "legal", "zhao", name="0002-approve-head.yaml"))


def test_a_record_of_another_item_inside(history: History) -> None:
    path, text = next(
        iter(
            history.record(
                history.items["proposed"], "review", "zhao", "reviewer-legal", aspect="legal", decision="pass"
            ).items()
        )
    )
    history.caught(
        "E-SEQ",
        history.forge(files={path: text.replace(history.items["proposed"], history.items["reviewed"])}, by="zhao"),
    )


def test_an_old_step_replayed_on_top(history: History) -> None:
    """The bytes of an earlier commit's record come back as they were."""
    item = history.items["reviewed"]
    base = history.tip()
    history.passes(item, "necessity", "wu")
    again = {p: history.raw("show", f"HEAD:{p}") for p in history.paths(item) if "/0006-" in p}
    history.move(base)
    history.approves(item, "sun")
    history.caught("E-SEQ", history.forge(files=again, by="wu"))


def test_lawful_neighbours(history: History) -> None:
    history.act(history.items["published"], "withdraw", "he", "principal", reason="不再需要")
    history.passes(history.items["proposed"], "legal", "zhao")
    history.clean()
