"""E-SEAT: a valid signature is not yet the right to act."""

from __future__ import annotations

from tests.history import History


def test_a_reviewer_without_the_seat(history: History) -> None:
    bad = history.passes(history.items["proposed"], "legal", "wu")
    finding = history.caught("E-SEAT", bad)
    assert finding.file == "catalogs/dzb/organization.yaml"
    assert history.git("show", f"{bad}^:{finding.file}").split("\n")[finding.line - 1].strip() == "- zhao"
    assert finding.who == ("zhao",)
    assert finding.fix


def test_the_seat_in_another_organization(history: History) -> None:
    history.caught("E-SEAT", history.approves(history.items["reviewed"], "ding", "principal", org="gw"))


def test_by_names_somebody_else_than_the_signer(history: History) -> None:
    history.caught("E-SEAT", history.passes(history.items["proposed"], "legal", "zhao", signed_by="wu"))


def test_a_seat_that_this_commit_itself_would_give(history: History) -> None:
    item, org = history.items["proposed"], "catalogs/dzb/organization.yaml"
    seats = {**history.value(org)["seats"], "reviewer-legal": ["xu"]}
    files = {
        **history.changed(org, seats=seats),
        **history.record(item, "review", "xu", "reviewer-legal", aspect="legal", decision="pass"),
    }
    history.caught("E-SHAPE", history.forge("夹带", files, "xu"))


def test_a_seat_that_was_taken_away_before(history: History) -> None:
    history.run("seat", "revoke", "dzb", "reviewer-legal", "zhao", by="lin")
    history.caught("E-SEAT", history.passes(history.items["proposed"], "legal", "zhao"))


def test_a_head_decides_what_is_for_the_principal(history: History) -> None:
    item = history.propose("--importance", "important")
    history.reviewed(item)
    history.caught("E-SEAT", history.approves(item, "sun"))


def test_off_the_catalogue_is_for_the_principal(history: History) -> None:
    item = history.propose(
        "--off-catalog",
        "--reason",
        "上级要求",
        "--scope",
        "party",
        "--family",
        "report",
        "--channel",
        "meeting",
        entry=None,
    )
    history.reviewed(item)
    history.caught("E-SEAT", history.approves(item, "sun"))


def test_paper_entered_by_nobody_in_the_registrars_seat(history: History) -> None:
    history.caught("E-SEAT", paper(history, "gao", "xu", seat="registrar"))


def test_paper_for_a_person_without_the_seat(history: History) -> None:
    history.caught("E-SEAT", paper(history, "wu", "tang"))


def test_paper_entered_by_the_proposer(history: History) -> None:
    history.run("seat", "assign", "dzb", "registrar", "chen", by="lin")
    history.caught("E-SEAT", paper(history, "gao", "chen"))


def test_lawful_neighbours(history: History) -> None:
    history.passes(history.items["proposed"], "legal", "zhao")
    paper(history, "gao", "tang")
    history.clean()


def paper(history: History, person: str, by: str, seat: str = "registrar") -> str:
    """A paper approval of the reviewed item by hand."""
    import hashlib

    item, scan = history.items["reviewed"], b"%PDF-1.4 scan"
    evidence = "evidence/0006-scan.pdf"
    files = {f"{history.folder_of(item)}/record/{evidence}": scan}
    more = {
        "on_behalf_of": person,
        "signed_on": "2026-11-23",
        "evidence": [{"file": evidence, "sha256": hashlib.sha256(scan).hexdigest()}],
    }
    return history.act(item, "approve", by, seat, files=files, level="principal", decision="pass", **more)
