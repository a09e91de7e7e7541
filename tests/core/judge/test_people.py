"""`people.yaml`: kept by the admins of the root; nobody and no key is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT
from pdctl.core.judge import judge
from pdctl.core.judge import people as rules
from pdctl.core.judge.cases import PeopleCase, Signer
from pdctl.core.model import Key, Person
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import TODAY, parent

NEW_KEY = Key("ssh-ed25519 another", "active", TODAY)
PARENT = parent()
WU = PARENT.people["wu"]


def _case(by="lin", before=PARENT, **after):
    """A new people file: `after` gives persons by id, None where they are removed."""
    people = {**before.people, **after}
    kept = {name: person for name, person in people.items() if person is not None}
    changes = (Change("people.yaml", "change"),)
    return PeopleCase(before, Signer(by, by), Shape("people"), changes, after=kept)


def _keys(person, *keys, **more):
    return replace(person, keys=keys, **more)


@pytest.mark.parametrize(
    "after",
    [
        {"bai": Person("bai", "白一凡", "active")},
        {"wu": _keys(WU, *WU.keys, NEW_KEY)},
        {"wu": _keys(WU, replace(WU.keys[0], state="retired", retired=TODAY), state="retired")},
        {"wu": replace(WU, name="吴文岚")},
    ],
    ids=["add", "new key", "retire", "rename"],
)
def test_an_admin_of_the_root_keeps_people(after):
    assert judge(_case(**after)) == []


@refuses(rules.check_admin, "E-SEAT")
@pytest.mark.parametrize("by", ["chen", "he", "wu"])
def test_nobody_else_keeps_people(by):
    case = _case(by, bai=Person("bai", "白一凡", "active"))
    assert next(rules.check_admin(case)).exit_code == NO_SEAT
    return case


@pytest.mark.parametrize("keys", [(*WU.keys, NEW_KEY), (replace(WU.keys[0], state="retired", retired=TODAY), NEW_KEY)])
def test_everybody_keeps_his_own_keys(keys):
    assert judge(_case("wu", wu=_keys(WU, *keys))) == []


@refuses(rules.check_admin, "E-SEAT")
@pytest.mark.parametrize(
    "after",
    [{"wu": replace(WU, name="他名")}, {"wu": replace(WU, state="retired")}, {"zhao": _keys(WU, NEW_KEY)}],
    ids=["own name", "own state", "another's key"],
)
def test_nobody_changes_more_than_his_own_keys(after):
    return _case("wu", **after)


@refuses(rules.check_kept, "E-POLICY")
def test_a_person_is_never_removed():
    return _case(wu=None)


@refuses(rules.check_kept, "E-POLICY")
def test_a_key_is_never_removed():
    return _case(wu=_keys(WU, NEW_KEY))


@refuses(rules.check_kept, "E-KEY-RETIRED")
def test_a_retired_key_never_comes_back():
    retired = replace(WU, keys=(replace(WU.keys[0], state="retired", retired=TODAY), NEW_KEY))
    before = replace(PARENT, people={**PARENT.people, "wu": retired})
    return _case(before=before, wu=_keys(WU, WU.keys[0], NEW_KEY))


@refuses(rules.check_unique, "E-KEY-DUP")
def test_one_key_is_one_persons():
    return _case(bai=Person("bai", "白一凡", "active", WU.keys))


@refuses(rules.check_unique, "E-KEY-DUP")
def test_a_retired_key_is_not_given_to_another():
    retired = _keys(WU, replace(WU.keys[0], state="retired", retired=TODAY), NEW_KEY)
    return _case(wu=retired, bai=Person("bai", "白一凡", "active", WU.keys))


@refuses(rules.check_unique, "E-KEY-DUP")
def test_a_key_stands_once():
    return _case(wu=_keys(WU, *WU.keys, replace(WU.keys[0], public=f"{WU.keys[0].public} comment")))


@refuses(rules.check_admin_left, "E-POLICY")
@pytest.mark.parametrize("how", ["person", "key"])
def test_the_last_admin_who_can_sign_stays(how):
    lin = PARENT.people["lin"]
    keys = tuple(replace(key, state="retired", retired=TODAY) for key in lin.keys)
    return _case(lin=replace(lin, keys=keys, state="retired" if how == "person" else "active"))


SINCE = "c" * 40
VOID = ("dzb-20261123-abcd/0003",)
STOLEN = replace(WU.keys[0], state="retired", retired=TODAY, compromised_since=SINCE, void=VOID)


def _declared(key=STOLEN, by="lin", before=PARENT, history=VOID):
    """The key of wu is declared compromised; `history` are the records that it signed since."""
    return replace(_case(by, before, wu=_keys(WU, key, NEW_KEY)), void={WU.keys[0].blob: history})


def test_another_admin_declares_a_key_compromised():
    assert judge(_declared()) == []


@refuses(rules.check_compromised, "E-POLICY")
@pytest.mark.parametrize(
    "case",
    [
        _declared(by="wu"),
        _declared(replace(STOLEN, state="active", retired=None)),
        _declared(history=None),
        _declared(history=()),
        _declared(replace(STOLEN, void=())),
        _declared(before=replace(PARENT, people={**PARENT.people, "wu": _keys(WU, replace(STOLEN, void=()), NEW_KEY)})),
    ],
    ids=["by himself", "still active", "no such commit", "too much void", "too little void", "twice"],
)
def test_a_key_is_declared_compromised_once_with_exactly_what_no_longer_counts(case):
    return case


@refuses(rules.check_compromised, "E-POLICY")
def test_no_new_key_comes_compromised():
    return _case(bai=Person("bai", "白一凡", "active", (replace(STOLEN, public="ssh-ed25519 fresh"),)))
