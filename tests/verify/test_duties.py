"""E-SOD: persons are compared, not keys or seats."""

from __future__ import annotations

from tests.history import History
from tests.verify.test_keys import with_key
from tests.verify.test_seats import paper


def seat(history: History, name: str, person: str, org: str = "dzb") -> None:
    history.run("seat", "assign", org, name, person, by="lin")


def test_the_proposer_reviews(history: History) -> None:
    seat(history, "reviewer-legal", "chen")
    bad = history.passes(history.items["proposed"], "legal", "chen")
    finding = history.caught("E-SOD", bad)
    assert finding.file.endswith("/record/0001-propose.yaml")
    assert history.git("show", f"{bad}^:{finding.file}").split("\n")[finding.line - 1] == "by: chen"
    assert finding.who == ("zhao",)


def test_the_proposer_reviews_with_a_second_key(history: History) -> None:
    seat(history, "reviewer-legal", "chen")
    history.forge(files=with_key(history, "chen", history.keys / "stranger.pub"), by="lin")
    history.caught("E-SOD", history.passes(history.items["proposed"], "legal", "chen", signed_by="stranger"))


def test_the_proposer_approves_in_another_seat(history: History) -> None:
    seat(history, "principal", "chen")
    history.caught("E-SOD", history.approves(history.items["reviewed"], "chen", "principal"))


def test_the_proposer_approves_as_the_superior(history: History) -> None:
    seat(history, "principal", "chen", "gw")
    history.caught(
        "E-SOD", history.approves(history.items["reviewed"], "chen", "principal", level="superior", org="gw")
    )


def test_the_proposer_approves_on_paper(history: History) -> None:
    seat(history, "principal", "chen")
    history.caught("E-SOD", paper(history, "chen", "tang"))


def test_who_revised_approves(history: History) -> None:
    seat(history, "proposer", "he")
    item = history.items["proposed"]
    history.run("revise", item, "--title", "新的标题", by="he")
    history.reviewed(item)
    history.caught("E-SOD", history.approves(item, "he", "principal"))


def test_who_reviewed_approves(history: History) -> None:
    seat(history, "head", "wu")
    finding = history.caught("E-SOD", history.approves(history.items["reviewed"], "wu"))
    assert finding.file.endswith("/record/0002-review-necessity.yaml")


def test_who_reviewed_signs_for_the_collective(history: History) -> None:
    seat(history, "principal", "wu")
    meeting = {
        "id": "m1",
        "date": "2026-11-23",
        "chair": "he",
        "present": ["he", "sun", "ding"],
        "in_favour": 3,
        "against": 0,
        "abstain": 0,
    }
    history.caught(
        "E-SOD", history.approves(history.items["reviewed"], "wu", "principal", level="collective", meeting=meeting)
    )


def test_the_proposer_sits_in_the_collective(history: History) -> None:
    seat(history, "member", "chen")
    meeting = {
        "id": "m1",
        "date": "2026-11-23",
        "chair": "he",
        "present": ["he", "sun", "ding", "chen"],
        "in_favour": 4,
        "against": 0,
        "abstain": 0,
    }
    history.caught(
        "E-SOD", history.approves(history.items["reviewed"], "he", "principal", level="collective", meeting=meeting)
    )


def test_a_seat_for_oneself(history: History) -> None:
    org = "catalogs/dzb/organization.yaml"
    for name in ("head", "admin", "keeper"):
        seats = {**history.value(org)["seats"], name: ["lin"]}
        history.caught("E-SOD", history.forge(files=history.changed(org, seats=seats), by="lin"))
        history.move(history.git("rev-parse", "HEAD^"))


def test_a_new_organization_with_seats_for_its_founder(history: History) -> None:
    history.run("org", "add", "x1", "--name", "第二党支部", "--kind", "basic", "--superior", "gw", by="lin")
    org = "catalogs/x1/organization.yaml"
    files = {
        path: history.raw("show", f"HEAD:{path}")
        for path in history.git("ls-tree", "-r", "--name-only", "HEAD", "--", "catalogs/x1").split()
    }
    files |= {k: v.encode() for k, v in history.changed(org, seats={"admin": ["lin"]}).items()}
    history.move(history.git("rev-parse", "HEAD^"))
    history.caught("E-SOD", history.forge(files=files, by="lin"))


def test_lawful_neighbours(history: History) -> None:
    seat(history, "head", "he")
    history.approves(history.items["reviewed"], "he")
    history.passes(history.items["proposed"], "legal", "zhao")
    history.clean()
