"""Records that no command makes: by another hand, out of order, edited, moved, removed, mixed with other things."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.bench import Bench, last
from tests.actions.conftest import At


@pytest.fixture
def review(at: At) -> Bench:
    """A legal review by zhao."""
    return last(at, "proposed", "zhao", "review", "ITEM", "--aspect", "legal", "--pass")


def test_what_pdctl_writes_is_what_the_judge_lets_pass(at: At) -> None:
    story, item = at("published")
    for back in range(7):
        commit = story.git("rev-parse", f"HEAD~{back}")
        by = story.git("show", "-s", "--format=%(trailers:key=Pdctl-By,valueonly)", commit)
        story.git("checkout", "-q", commit)
        assert Bench(story, item, by).rules() == set()


RECORD = [
    ("E-SEAT", {"by": "wu"}),
    ("E-SEAT", {"seat": "reviewer-secrecy"}),
    ("E-SEAT", {"org": "gw"}),
    ("E-DIGEST", {"subject": "sha256:" + "0" * 64}),
    ("E-SEQ", {"seq": 3}),
    ("E-SEQ", {"item": "dzb-20261123-aaaa"}),
    ("E-SEQ", {"aspect": "secrecy"}),
    ("E-STEP", {"reconfirms": 1}),
    ("E-SCHEMA", {"mood": "good"}),
    ("E-SCHEMA", {"decision": "maybe"}),
    ("E-SCHEMA", {"at": "2026-11-23"}),
]


@pytest.mark.parametrize(("rule", "change"), RECORD, ids=str)
def test_a_spoiled_record(review: Bench, rule: str, change: dict[str, Any]) -> None:
    assert review.rules() == set()
    assert rule in review.rules(review.spoiled(review.record, lambda value: value.update(change)))


def test_another_signer_than_the_record_names(review: Bench) -> None:
    assert "E-SEAT" in review.rules(by="wu")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("E-YAML", b"at: 2026-11-23\n"),
        ("E-YAML", b"a: &x 1\nb: *x\n"),
        ("E-YAML", b"!!str a\n"),
        ("E-YAML", b"a: 1\n---\na: 1\n"),
        ("E-YAML-DUP", b"a: 1\na: 1\n"),
        ("E-YAML-CHAR", b"a: \xe2\x80\xaeb\n"),
        ("E-YAML-CHAR", b"\xff\xfe"),
        ("E-LIMIT", b"[" * 100),
    ],
)
def test_a_record_that_is_no_plain_yaml(review: Bench, rule: str, text: bytes) -> None:
    assert rule in review.rules({review.record: text})


def test_a_record_under_another_name(review: Bench) -> None:
    data = review.files[review.record]
    for name in ("0003-review-legal", "0002-review-secrecy", "0002-legal"):
        assert "E-SEQ" in review.rules({f"{review.folder}/record/{name}.yaml": data})


@pytest.mark.parametrize("folder", ["catalogs/dzb/items/2025", "catalogs/gw/items/2026"])
def test_a_record_beside_its_item(review: Bench, folder: str) -> None:
    name = review.record.rpartition("/")[2]
    item = review.folder.rpartition("/")[2]
    assert "E-PATH" in review.rules({f"{folder}/{item}/record/{name}": review.files[review.record]})


def test_an_earlier_record_is_edited_moved_or_removed(review: Bench) -> None:
    first = f"{review.folder}/record/0001-propose.yaml"
    assert "E-APPEND" in review.rules({first: None})
    edited = review.spoiled(first, lambda value: value.update(by="wu"))
    assert "E-APPEND" in review.rules({first: edited[first]})
    assert "E-APPEND" in review.rules({**review.files, first: None})
    assert "E-APPEND" in review.rules({**review.files, first: edited[first]})


def test_evidence_is_replaced(at: At) -> None:
    story, item = at("proposed")
    scan = story.file("scan.pdf", b"%PDF-1.4 one")
    paper = ("--on-behalf-of", "zhao", "--signed-on", "2026-11-23", "--evidence", scan)
    story.review(item, "legal", by="tang", more=("--pass", *paper))
    story.review(item, "secrecy", by="zhao")
    bench = Bench(story, item, "zhao")
    old = f"{bench.folder}/record/evidence/0002-scan.pdf"
    assert bench.view.read(old) == b"%PDF-1.4 one"
    assert "E-APPEND" in bench.rules({**bench.files, old: b"%PDF-1.4 two"})
    assert "E-PAPER" in bench.rules({**bench.files, f"{bench.folder}/record/evidence/0003-x.pdf": b"unnamed"})


def test_two_things_in_one_commit(review: Bench) -> None:
    people = review.spoiled("people.yaml", lambda value: value["people"]["zhao"].update(name="他名"))
    assert "E-SHAPE" in review.rules(people)
    record = review.files[review.record]
    second = {**review.files, f"{review.folder}/record/0003-review-secrecy.yaml": record}
    assert "E-SHAPE" in review.rules(second)
    assert "E-SHAPE" in review.rules({**review.files, "README.md": b"x"})
    assert "E-SHAPE" in review.rules({f"{review.folder}/content/body.md": b"other\n"})


def test_a_review_changes_content(review: Bench) -> None:
    assert "E-SHAPE" in review.rules({**review.files, f"{review.folder}/content/body.md": b"other\n"})


def test_content_changes_after_approval(at: At) -> None:
    bench = last(at, "approved", "chen", "drop", "ITEM", "--channel", "meeting", "--reason", "改期")
    assert "E-FROZEN" in bench.rules({**bench.files, f"{bench.folder}/content/body.md": b"other\n"})
    assert "E-FROZEN" in bench.rules({f"{bench.folder}/content/body.md": b"other\n"})


def test_numbers_are_not_chosen(at: At) -> None:
    options = ("--channel", "meeting", "--on", "2026-11-23", "--where", "室")
    bench = last(at, "approved", "chen", "publish", "ITEM", *options)
    for number in ("2026-002", "2025-001"):
        assert "E-NUMBER" in bench.rules(bench.spoiled(bench.record, lambda value, n=number: value.update(number=n)))
    assert "E-NUMBER" in bench.rules(bench.spoiled(bench.record, lambda value: value.pop("number")))
