"""The catalogue's procedure, tampered with by hand: each rule in several shapes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.history import AT, History
from tests.verify.test_merges import merged, side

FOLDER = "catalogs/dzb"
CATALOG = f"{FOLDER}/catalog.yaml"


@pytest.fixture
def catalogue(history: History) -> History:
    """A repository whose superior has a keeper."""
    history.run("seat", "assign", "gw", "keeper", "xu", by="lin")
    return history


def digest(entries: list[dict[str, Any]]) -> str:
    """The digest of a catalogue as the documentation defines it, computed here once more."""
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def entries(history: History, **changed: Any) -> list[dict[str, Any]]:
    """The entries of the working copy, the entry 2.5.4 with other values."""
    found = history.value(CATALOG)["entries"]
    return [{**entry, **(changed if entry["id"] == "2.5.4" else {})} for entry in found]


def record(history: History, step: str, by: str, seat: str, **more: Any) -> dict[str, str]:
    """The file of a next record, with whatever in it."""
    names = history.git("ls-tree", "--name-only", "HEAD", f"{FOLDER}/catalog-record/").split()
    seq = more.pop("seq", len([name for name in names if name.endswith(".yaml")]) + 1)
    value = {"format": 1, "org": "dzb", "seq": seq, "step": step, "by": by, "seat": seat, "at": AT, **more}
    name = value.pop("name", f"{seq:04d}-{step}.yaml")
    return {f"{FOLDER}/catalog-record/{name}": history.text({k: v for k, v in value.items() if v is not None})}


def adjusted(history: History, by: str = "tang", files: dict[str, str] | None = None, **more: Any) -> str:
    """An adjustment by hand: the scope of 2.5.4 becomes unit."""
    after = entries(history, scope="unit")
    usual = {"subject": digest(after), "changes": [{"entry": "2.5.4", "change": "change", "reason": "上级要求"}]}
    working = {CATALOG: history.text({"format": 1, "org": "dzb", "entries": after})}
    given = record(history, "adjust", by, "keeper", **{**usual, **more})
    return history.forge("调整", {**(working if files is None else files), **given}, by)


def approved(history: History, by: str = "he", seat: str = "principal", signed_by: str = "", **more: Any) -> str:
    usual = {"subject": digest(entries(history)), "level": "principal", "decision": "pass"}
    return history.forge("审批", record(history, "approve", by, seat, **{**usual, **more}), signed_by or by)


def released(history: History, by: str = "tang", number: str = "0002", body: Any = None, **more: Any) -> str:
    entries_now = entries(history) if body is None else body
    release = {"format": 1, "org": "dzb", "release": number, "on": "2026-11-23", "entries": entries_now}
    files = {f"{FOLDER}/releases/{number}.yaml": history.text(release)}
    usual = {"subject": digest(entries(history)), "release": number}
    return history.forge("发布", {**files, **record(history, "release", by, "keeper", **{**usual, **more})}, by)


def filed(history: History, by: str = "tang", seat: str = "keeper", **more: Any) -> str:
    return history.forge(
        "备案", record(history, "file", by, seat, **{"release": "0001", "to": "gw", "on": "2026-11-23", **more}), by
    )


def received(history: History, by: str = "xu", seat: str = "keeper", **more: Any) -> str:
    usual = {"release": "0001", "to": "gw", "seat_org": "gw", "decision": "pass", "number": "1号"}
    return history.forge("回执", record(history, "receive", by, seat, **{**usual, **more}), by)


def test_a_lawful_round_by_hand(catalogue: History) -> None:
    filed(catalogue)
    received(catalogue)
    adjusted(catalogue)
    approved(catalogue)
    released(catalogue)
    filed(catalogue, release="0002")
    received(catalogue, release="0002")
    catalogue.clean()


# E-SEAT ---------------------------------------------------------------------------------------------------------


def test_adjusted_without_the_seat(catalogue: History) -> None:
    finding = catalogue.caught("E-SEAT", adjusted(catalogue, by="chen"))
    assert finding.file == "catalogs/dzb/organization.yaml"
    assert finding.who == ("tang",)


@pytest.mark.parametrize(
    "how",
    [
        {"by": "sun", "seat": "head"},
        {"by": "ding", "seat_org": "gw"},
        {"by": "he", "signed_by": "sun"},
        {"by": "wu"},
        {"by": "he", "level": "superior"},
    ],
    ids=["head", "another organization", "somebody else signed", "no seat", "superior by the principal"],
)
def test_approved_by_somebody_without_the_right(catalogue: History, how: dict[str, Any]) -> None:
    adjusted(catalogue)
    catalogue.caught("E-SEAT", approved(catalogue, **how))


@pytest.mark.parametrize(
    "how",
    [
        {"by": "he", "seat": "principal", "seat_org": None},
        {"by": "lin", "seat": "admin"},
        {"by": "xu", "seat_org": "dzb"},
    ],
    ids=["own organization", "admin", "not the seat there"],
)
def test_received_by_somebody_without_the_right(catalogue: History, how: dict[str, Any]) -> None:
    filed(catalogue)
    catalogue.caught("E-SEAT", received(catalogue, **how))


def test_paper_for_a_person_without_the_seat(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    adjusted(catalogue)
    catalogue.caught("E-SEAT", paper(catalogue, "sun"))


def test_paper_entered_by_the_adjuster(catalogue: History) -> None:
    adjusted(catalogue)
    catalogue.caught("E-SEAT", paper(catalogue, "gao", by="tang"))


def paper(history: History, person: str, by: str = "xu", scan: bytes = b"scan", signed_on: str = "2026-11-23") -> str:
    """A paper approval by hand; the scan that lies there is always the same."""
    file = f"{FOLDER}/catalog-record/evidence/0002-scan.pdf"
    more = {
        "on_behalf_of": person,
        "signed_on": signed_on,
        "evidence": [{"file": "evidence/0002-scan.pdf", "sha256": hashlib.sha256(scan).hexdigest()}],
        "subject": digest(entries(history)),
        "level": "principal",
        "decision": "pass",
    }
    return history.forge("审批", {file: b"scan", **record(history, "approve", by, "registrar", **more)}, by)


# E-SOD ----------------------------------------------------------------------------------------------------------


def test_the_adjuster_approves(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "principal", "tang", by="lin")
    adjusted(catalogue)
    catalogue.caught("E-SOD", approved(catalogue, by="tang"))


def test_the_adjuster_approves_with_a_second_key(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "principal", "tang", by="lin")
    catalogue.run(
        "person", "add", "tang", "--name", "唐一鸣", "--pubkey", str(catalogue.keys / "stranger.pub"), by="lin"
    )
    adjusted(catalogue)
    files = record(catalogue, "approve", "tang", "principal", subject=digest(entries(catalogue)), level="principal", decision="pass")  # fmt: skip
    catalogue.caught("E-SOD", catalogue.forge("审批", files, "stranger"))


def test_the_adjuster_signs_on_paper(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    catalogue.run("seat", "assign", "dzb", "principal", "tang", by="lin")
    adjusted(catalogue)
    catalogue.caught("E-SOD", paper(catalogue, "tang"))


def test_who_filed_receives(catalogue: History) -> None:
    catalogue.run("seat", "assign", "gw", "keeper", "tang", by="lin")
    filed(catalogue)
    catalogue.caught("E-SOD", received(catalogue, by="tang"))


# E-STEP ---------------------------------------------------------------------------------------------------------


def test_out_of_order(catalogue: History) -> None:
    catalogue.caught("E-STEP", approved(catalogue), only=False)
    catalogue.caught("E-STEP", received(catalogue), only=False)


def test_released_without_approval(catalogue: History) -> None:
    adjusted(catalogue)
    catalogue.caught("E-STEP", released(catalogue))


def test_released_after_a_return(catalogue: History) -> None:
    adjusted(catalogue)
    approved(catalogue, decision="return")
    catalogue.caught("E-STEP", released(catalogue))


@pytest.mark.parametrize("again", ["1号", "2号"])
def test_a_second_receipt(catalogue: History, again: str) -> None:
    filed(catalogue)
    received(catalogue)
    catalogue.caught("E-STEP", received(catalogue, number=again))


@pytest.mark.parametrize("to", ["jw", "zzb", "dzb", None])
def test_filed_with_somebody_else(catalogue: History, to: str | None) -> None:
    catalogue.caught("E-STEP", filed(catalogue, to=to))


def test_a_receipt_of_somebody_else(catalogue: History) -> None:
    catalogue.run("seat", "assign", "jw", "keeper", "wu", by="lin")
    filed(catalogue)
    catalogue.caught("E-STEP", received(catalogue, by="wu", to="jw", seat_org="jw"))


@pytest.mark.parametrize("more", [{"number": None}, {"decision": "return"}, {"decision": None}])
def test_a_receipt_that_says_nothing(catalogue: History, more: dict[str, Any]) -> None:
    filed(catalogue)
    catalogue.caught("E-STEP", received(catalogue, **more))


@pytest.mark.parametrize(
    "changes",
    [
        [{"entry": "2.6.9", "change": "change", "reason": "误"}],
        [{"entry": "2.5.4", "change": "cancel", "reason": "误"}],
        [{"entry": "2.5.4", "change": "change", "reason": "误"}, {"entry": "2.9.9", "change": "add", "reason": "误"}],
    ],
    ids=["another entry", "another change", "one too many"],
)
def test_a_change_that_is_not_what_the_record_says(catalogue: History, changes: list[dict[str, str]]) -> None:
    catalogue.caught("E-STEP", adjusted(catalogue, changes=changes))


def test_a_change_smuggled_in_beside_the_named_one(catalogue: History) -> None:
    after = [
        {**entry, "retention": "permanent"} if entry["id"] == "2.6.9" else entry
        for entry in entries(catalogue, scope="unit")
    ]
    files = {CATALOG: catalogue.text({"format": 1, "org": "dzb", "entries": after})}
    catalogue.caught("E-STEP", adjusted(catalogue, files=files, subject=digest(after)))


def test_an_entry_cancelled_under_an_item(catalogue: History) -> None:
    after = [entry for entry in entries(catalogue) if entry["id"] != "2.5.4"]
    files = {CATALOG: catalogue.text({"format": 1, "org": "dzb", "entries": after})}
    changes = [{"entry": "2.5.4", "change": "cancel", "reason": "不再需要"}]
    bad = adjusted(catalogue, files=files, subject=digest(after), changes=changes)
    finding = catalogue.caught("E-STEP", bad)
    assert catalogue.items["proposed"] in str(finding.found)


# E-DIGEST, E-STALE ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["sha256:" + "0" * 64, None])
def test_an_approval_of_another_text(catalogue: History, subject: str | None) -> None:
    adjusted(catalogue)
    rule = "E-DIGEST" if subject else "E-SCHEMA"
    catalogue.caught(rule, approved(catalogue, subject=subject))


def test_a_release_that_is_not_what_was_approved(catalogue: History) -> None:
    adjusted(catalogue)
    approved(catalogue)
    catalogue.caught("E-DIGEST", released(catalogue, body=entries(catalogue, scope="society")))


@pytest.mark.parametrize("step", [approved, released])
def test_worked_on_after_the_adjustment(catalogue: History, step: Any) -> None:
    adjusted(catalogue)
    if step is released:
        approved(catalogue)
    more = {CATALOG: catalogue.text({"format": 1, "org": "dzb", "entries": entries(catalogue, retention="y30")})}
    catalogue.forge("整理", more, "tang")
    catalogue.caught("E-STALE", step(catalogue))


def test_an_item_approved_under_a_release_that_was_made_stricter(catalogue: History) -> None:
    adjusted(catalogue)
    approved(catalogue)
    released(catalogue)
    catalogue.clean()
    catalogue.caught("E-STALE", catalogue.approves(catalogue.items["reviewed"], "sun"))


# E-SEQ, E-APPEND, E-SHAPE, E-PATH -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["0001", "0003"])
def test_a_release_number_out_of_order(catalogue: History, number: str) -> None:
    adjusted(catalogue)
    approved(catalogue)
    bad = released(catalogue, number=number)
    catalogue.caught("E-SEQ" if number == "0003" else "E-APPEND", bad)


@pytest.mark.parametrize("seq", [1, 3, 9])
def test_a_record_number_out_of_order(catalogue: History, seq: int) -> None:
    adjusted(catalogue)
    catalogue.caught("E-SEQ", approved(catalogue, seq=seq))


def test_a_record_named_otherwise(catalogue: History) -> None:
    adjusted(catalogue)
    catalogue.caught("E-SEQ", approved(catalogue, name="0002-release.yaml"))


@pytest.mark.parametrize("path", ["catalog-record/0001-adjust.yaml", "releases/0001.yaml"])
@pytest.mark.parametrize("how", ["change", "delete"])
def test_what_was_written_is_changed_or_removed(catalogue: History, path: str, how: str) -> None:
    adjusted(catalogue)
    place = f"{FOLDER}/{path}"
    data = None if how == "delete" else catalogue.text({**catalogue.value(place), "by": "he"} if "record" in path else {**catalogue.value(place), "on": "2020-01-01"})  # fmt: skip
    catalogue.caught("E-APPEND", catalogue.forge("改写", {place: data}, "tang"), only=True)


def test_a_release_without_a_record(catalogue: History) -> None:
    value = catalogue.value(f"{FOLDER}/releases/0001.yaml")
    files = {f"{FOLDER}/releases/0002.yaml": catalogue.text({**value, "release": "0002"})}
    catalogue.caught("E-SHAPE", catalogue.forge("夹带", files, "tang"))


def test_an_approval_that_brings_a_release_along(catalogue: History) -> None:
    adjusted(catalogue)
    value = catalogue.value(f"{FOLDER}/releases/0001.yaml")
    files = {f"{FOLDER}/releases/0002.yaml": catalogue.text({**value, "release": "0002"})}
    files |= record(catalogue, "approve", "he", "principal", subject=digest(entries(catalogue)), level="principal", decision="pass")  # fmt: skip
    catalogue.caught("E-SHAPE", catalogue.forge("夹带", files, "he"))


def test_a_step_of_a_catalogue_with_a_seat(catalogue: History) -> None:
    org = f"{FOLDER}/organization.yaml"
    seats = {**catalogue.value(org)["seats"], "keeper": ["chen"]}
    files = {
        **catalogue.changed(org, seats=seats),
        **record(catalogue, "file", "tang", "keeper", release="0001", to="gw"),
    }
    catalogue.caught("E-SHAPE", catalogue.forge("夹带", files, "lin"))


def test_two_catalogues_at_once(catalogue: History) -> None:
    mine = record(catalogue, "file", "tang", "keeper", release="0001", to="gw")
    other = {path.replace("dzb", "zzb"): text.replace("dzb", "zzb") for path, text in mine.items()}
    catalogue.caught("E-SHAPE", catalogue.forge("两处", {**mine, **other}, "tang"))


def test_a_record_of_another_organization(catalogue: History) -> None:
    catalogue.caught("E-PATH", filed(catalogue, org="gw"))


# E-PAPER, E-QUORUM, E-DATE --------------------------------------------------------------------------------------


def test_a_scan_that_is_not_the_one_named(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    adjusted(catalogue)
    catalogue.caught("E-PAPER", paper(catalogue, "gao", scan=b"another scan"))


def test_a_paper_of_an_earlier_version(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    adjusted(catalogue)
    catalogue.caught("E-PAPER", paper(catalogue, "gao", signed_on="2026-11-20"))


def test_lawful_paper(catalogue: History) -> None:
    catalogue.run("seat", "assign", "dzb", "registrar", "xu", by="lin")
    adjusted(catalogue)
    paper(catalogue, "gao")
    catalogue.clean()


@pytest.mark.parametrize("present", [["he", "gao"], ["he", "gao", "chen"], ["he", "he", "gao"]])
def test_a_collective_without_quorum(catalogue: History, present: list[str]) -> None:
    adjusted(catalogue)
    votes = {"in_favour": len(present), "against": 0, "abstain": 0}
    meeting = {"id": "2026-7", "date": "2026-11-23", "chair": "he", "present": present, **votes}
    catalogue.caught("E-QUORUM", approved(catalogue, level="collective", meeting=meeting))


def test_filed_tomorrow(catalogue: History) -> None:
    catalogue.caught("E-DATE", filed(catalogue, on="2026-11-24"))


# Organizations that change --------------------------------------------------------------------------------------

ORG = f"{FOLDER}/organization.yaml"


@pytest.mark.parametrize(
    "values",
    [
        {"name": "新名称"},
        {"name": "新名称", "former_names": [{"name": "从未有过", "until": "2026-11-01", "at": AT}]},
        {"former_names": [{"name": "第一党支部", "until": "2026-11-01", "at": AT}]},
        {"valid_to": "2026-11-23"},
        {"valid_to": "2026-11-23", "succeeded_by": ["dzb"]},
        {"valid_to": "2026-11-23", "succeeded_by": ["none"]},
        {"maintained_by": "jw"},
    ],
    ids=str,
)
def test_an_organization_changed_unlawfully(catalogue: History, values: dict[str, Any]) -> None:
    catalogue.caught("E-POLICY", catalogue.forge("改", catalogue.changed(ORG, **values), "lin"))


def test_the_root_closed(catalogue: History) -> None:
    files = catalogue.changed("catalogs/gw/organization.yaml", valid_to="2026-11-23", succeeded_by=["dzb"])
    catalogue.caught("E-POLICY", catalogue.forge("撤销", files, "lin"))


@pytest.mark.parametrize("values", [{"valid_to": None, "succeeded_by": None}, {"succeeded_by": ["jw"]}, {"seats": {}}])
def test_a_closed_organization_changed(catalogue: History, values: dict[str, Any]) -> None:
    catalogue.forge("撤销", catalogue.changed(ORG, valid_to="2026-11-23", succeeded_by=["gw"]), "lin")
    catalogue.clean()
    catalogue.caught("E-POLICY", catalogue.forge("改", catalogue.changed(ORG, **values), "lin"))


def test_the_old_seats_act_after_the_closing(catalogue: History) -> None:
    catalogue.forge("撤销", catalogue.changed(ORG, valid_to="2026-11-23", succeeded_by=["gw"]), "lin")
    catalogue.caught("E-SEAT", catalogue.approves(catalogue.items["reviewed"], "sun"), only=False)
    catalogue.caught("E-SEAT", catalogue.passes(catalogue.items["proposed"], "legal", "zhao"), only=False)


def test_work_on_the_catalogue_of_a_closed_organization(catalogue: History) -> None:
    catalogue.forge("撤销", catalogue.changed(ORG, valid_to="2026-11-23", succeeded_by=["gw"]), "lin")
    catalogue.caught("E-POLICY", adjusted(catalogue, by="xu", seat_org="gw"))


# Merges ---------------------------------------------------------------------------------------------------------


def filing(history: History) -> dict[str, str]:
    return record(history, "file", "tang", "keeper", release="0001", to="gw", on="2026-11-23")


def test_a_step_of_a_catalogue_lands_beside_steps_of_items(catalogue: History) -> None:
    branch = side(catalogue, filing(catalogue), "tang")
    catalogue.approves(catalogue.items["reviewed"], "sun")
    merged(catalogue, branch)
    received(catalogue)
    catalogue.clean()


def test_two_sides_work_on_one_catalogue(catalogue: History) -> None:
    branch = side(catalogue, filing(catalogue), "tang")
    adjusted(catalogue)
    catalogue.caught("E-MERGE", merged(catalogue, branch))


def test_an_entry_cancelled_on_one_side_and_used_on_the_other(catalogue: History) -> None:
    after = [entry for entry in entries(catalogue) if entry["id"] != "2.6.9"]
    working = {CATALOG: catalogue.text({"format": 1, "org": "dzb", "entries": after})}
    changes = [{"entry": "2.6.9", "change": "cancel", "reason": "不再需要"}]
    given = record(catalogue, "adjust", "tang", "keeper", subject=digest(after), changes=changes)
    branch = side(catalogue, {**working, **given}, "tang")
    item = catalogue.propose(entry="2.6.9")
    finding = catalogue.caught("E-STEP", merged(catalogue, branch))
    assert item in str(finding.found)


def test_a_stricter_release_and_an_approval_on_two_sides(catalogue: History) -> None:
    item = catalogue.items["reviewed"]
    approval = catalogue.record(item, "approve", "sun", "head", level="head", decision="pass")
    branch = side(catalogue, approval, "sun")
    adjusted(catalogue)
    approved(catalogue)
    released(catalogue)
    catalogue.caught("E-STALE", merged(catalogue, branch))
