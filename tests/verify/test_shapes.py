"""E-SHAPE, E-POLICY: one commit does one thing, and nobody loosens what judges him."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.history import Files, History

ORG, SETTINGS, PEOPLE = "catalogs/dzb/organization.yaml", "disclosure.yaml", "people.yaml"


def step(history: History, aspect: str = "legal", item: str = "proposed", seq: int | None = None) -> dict[str, str]:
    """The file of a lawful review by zhao."""
    more = {"seq": seq} if seq else {}
    return history.record(
        history.items[item], "review", "zhao", f"reviewer-{aspect}", aspect=aspect, decision="pass", **more
    )


MIXED: dict[str, Callable[[History], Files]] = {
    "two records": lambda h: {**step(h), **step(h, "secrecy", seq=3)},
    "two items": lambda h: {**step(h), **step(h, "legal", "reviewed")},
    "a step and people": lambda h: (
        {**step(h), **h.changed(PEOPLE, format=1)} | {PEOPLE: h.raw("show", f"HEAD:{PEOPLE}") + b"#\n"}
    ),
    "a step and a seat": lambda h: {**step(h), ORG: h.raw("show", f"HEAD:{ORG}") + b"#\n"},
    "a step and the catalogue": lambda h: {
        **step(h),
        "catalogs/dzb/catalog.yaml": h.raw("show", "HEAD:catalogs/dzb/catalog.yaml") + b"#\n",
    },
    "a step and a template": lambda h: {**step(h), "templates/notice.html": "x"},
    "a step and the calendar": lambda h: {
        **step(h),
        "calendar/2026.yaml": h.raw("show", "HEAD:calendar/2026.yaml") + b"#\n",
    },
    "a step and the pipeline": lambda h: {**step(h), ".github/workflows/verify.yml": "on: push\n"},
    "a step and the settings": lambda h: {**step(h), SETTINGS: h.raw("show", f"HEAD:{SETTINGS}") + b"#\n"},
    "content without a record": lambda h: {f"{h.folder_of(h.items['proposed'])}/content/body.md": "改过。\n"},
    "nothing at all": lambda h: {},
    "evidence without a record": lambda h: {f"{h.folder_of(h.items['proposed'])}/record/evidence/0001-a.pdf": "x"},
    "a review that changes the text": lambda h: {
        **(text := {f"{h.folder_of(h.items['proposed'])}/content/body.md": "改过。\n"}),
        **h.record(h.items["proposed"], "review", "zhao", "reviewer-legal", text, aspect="legal", decision="pass"),
    },
    "an unknown path": lambda h: {**step(h), "catalogs/dzb/items/2026/notes.txt": "x"},
    "people and settings": lambda h: {PEOPLE: h.raw("show", f"HEAD:{PEOPLE}") + b"#\n", "README.md": "x"},
    "a release without its step": lambda h: {
        "catalogs/dzb/releases/0002.yaml": h.raw("show", "HEAD:catalogs/dzb/releases/0001.yaml")
    },
    "two organizations": lambda h: {
        ORG: h.raw("show", f"HEAD:{ORG}") + b"#\n",
        "catalogs/zzb/organization.yaml": h.raw("show", "HEAD:catalogs/zzb/organization.yaml") + b"#\n",
    },
}


@pytest.mark.parametrize("name", MIXED)
@pytest.mark.parametrize("by", ["zhao", "lin"])
def test_mixed_commits(history: History, name: str, by: str) -> None:
    history.caught("E-SHAPE", history.forge(files=MIXED[name](history), by=by))


def test_one_thing_is_lawful(history: History) -> None:
    history.forge(files=step(history), by="zhao")
    history.forge(files={"README.md": "x", ".github/workflows/verify.yml": "on: push\n"}, by="lin")
    history.forge(files={PEOPLE: history.raw("show", f"HEAD:{PEOPLE}") + b"# ok\n"}, by="lin")
    history.clean()


def policy(history: History, **values: object) -> dict[str, str]:
    return history.changed(SETTINGS, policy={**history.value(SETTINGS)["policy"], **values})


def people_without(history: History, person: str) -> dict[str, str]:
    people = history.value(PEOPLE)["people"]
    del people[person]
    return history.changed(PEOPLE, people=people)


LOOSENED: dict[str, Callable[[History], Files]] = {
    "people removed": lambda h: {PEOPLE: None},
    "people emptied": lambda h: h.changed(PEOPLE, people={}),
    "a person removed": lambda h: people_without(h, "wu"),
    "settings removed": lambda h: {SETTINGS: None},
    "an organization removed": lambda h: {ORG: None},
    "a review left out": lambda h: policy(h, reviews=["necessity", "accuracy", "legal"]),
    "another root": lambda h: h.changed(SETTINGS, root="dzb"),
    "another branch": lambda h: h.changed(SETTINGS, branch="other"),
    "another kind": lambda h: h.changed(ORG, kind="department"),
    "a circle of superiors": lambda h: h.changed("catalogs/gw/organization.yaml", superior="dzb"),
    "the last admin retired": lambda h: h.changed(
        PEOPLE, people={**h.value(PEOPLE)["people"], "lin": {**h.value(PEOPLE)["people"]["lin"], "state": "retired"}}
    ),
    "the last admin without a seat": lambda h: h.changed(
        "catalogs/gw/organization.yaml", seats={"principal": ["ding"]}
    ),
    "a seat for nobody known": lambda h: h.changed(ORG, seats={**h.value(ORG)["seats"], "head": ["ghost"]}),
}


@pytest.mark.parametrize("name", LOOSENED)
def test_loosened_by_the_admin_himself(history: History, name: str) -> None:
    history.caught("E-POLICY", history.forge(files=LOOSENED[name](history), by="lin"))


BY_OTHERS: dict[str, Callable[[History], Files]] = {
    "quorum": lambda h: policy(
        h, quorum={"present": "two-thirds", "personnel_present": "two-thirds", "in_favour": "over-half"}
    ),
    "seats": lambda h: h.changed(ORG, seats={**h.value(ORG)["seats"], "head": ["he"]}),
    "a person": lambda h: h.changed(
        PEOPLE, people={**h.value(PEOPLE)["people"], "new": {"name": "新", "state": "active", "keys": []}}
    ),
    "his own name": lambda h: h.changed(
        PEOPLE, people={**h.value(PEOPLE)["people"], "chen": {**h.value(PEOPLE)["people"]["chen"], "name": "陈某"}}
    ),
    "a template": lambda h: {"templates/notice.html": "x"},
    "the calendar": lambda h: {"calendar/2026.yaml": h.raw("show", "HEAD:calendar/2026.yaml") + b"#\n"},
    "the pipeline": lambda h: {".github/workflows/verify.yml": "on: push\n"},
}


@pytest.mark.parametrize("name", BY_OTHERS)
def test_changed_by_somebody_who_is_no_admin(history: History, name: str) -> None:
    bad = history.forge(files=BY_OTHERS[name](history), by="chen")
    finding = history.caught("E-POLICY", bad)
    history.caught("E-SEAT", bad)
    assert finding.who == ("lin",)
    assert history.git("show", f"{bad}^:{finding.file}").split("\n")[
        finding.line - 1
    ].strip() == "- lin" or finding.file.endswith("dzb/organization.yaml")


def test_an_admin_changes_them(history: History) -> None:
    for name in ("quorum", "seats", "a person", "a template", "the calendar"):
        history.forge(name, BY_OTHERS[name](history), "lin")
    history.clean()


def test_rules_are_never_lowered(history: History) -> None:
    history.forge(files=history.changed(SETTINGS, rules=2), by="lin")
    second = history.forge(files=history.changed(SETTINGS, rules=1), by="lin")
    assert any(f.rule == "E-POLICY" for f in history.verify().findings), second


@pytest.mark.parametrize("path", [PEOPLE, SETTINGS, ORG])
def test_an_older_format_than_the_neighbours(history: History, path: str) -> None:
    history.caught("E-SCHEMA", history.forge(files=history.changed(path, format=0), by="lin"))
    history.move(history.git("rev-parse", "HEAD^"))
    history.caught("E-SCHEMA", history.forge(files=history.changed(path, format="1"), by="lin"))


def test_what_failed_grants_nothing(history: History) -> None:
    """A stranger adds himself, gives himself seats, and goes on: each of his commits is named."""
    from tests.verify.test_keys import with_key

    first = history.forge(files=with_key(history, "ghost", history.keys / "stranger.pub"), by="chen")
    second = history.forge(files={"README.md": "x"}, by="stranger")
    found = {(f.commit, f.rule) for f in history.verify().findings}
    assert {(first, "E-POLICY"), (second, "E-KEY-UNKNOWN")} <= found
