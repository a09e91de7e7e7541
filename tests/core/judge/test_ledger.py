"""The ledger: who signs what, where it lies, and what must fit its entry."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pdctl.core.findings import NO_SEAT
from pdctl.core.judge import judge
from pdctl.core.judge import ledger as rules
from pdctl.core.judge.cases import Signer
from pdctl.core.judge.ledger import LedgerCase
from pdctl.core.ledger import LedgerRecord, Reply, in_force
from pdctl.core.model import Due, Evidence, Plan
from pdctl.core.paths import Change, Shape
from tests.core.judge.refusing import refuses
from tests.core.scene import ENTRY, ITEM, NOW, PLAN, TODAY, organizations, parent

GW = replace(organizations()["gw"], seats={"coordinator": ("ding",), "supervisor": ("xu",)})
DZB = replace(organizations()["dzb"], seats={**organizations()["dzb"].seats, "coordinator": ("tang",)})
PARENT = replace(parent(), organizations={"gw": GW, "dzb": DZB})
DECIDED = replace(ENTRY, frequency="immediate", period=None, due=Due("decided", workdays=3))
HOURS = replace(DECIDED, due=Due("event", hours=24))
STAGED = replace(
    ENTRY, frequency="staged", period=None, stages=("进驻", "反馈", "整改"), due=Due("stage-done", workdays=5)
)
LONG = replace(ENTRY, frequency="long-term", period=None, due=Due("changed", workdays=5))
EVENT = LedgerRecord("event-20261123-abcd", "dzb", "event", "chen", "proposer", NOW, entry=ENTRY.id, on=TODAY)
URGE = replace(
    EVENT, id="urge-20261123-abcd", kind="urge", by="he", seat="principal", on=None, due="2026-11-30", text="请提出"
)
ASKED = replace(EVENT, id="question-20261123-abcd", kind="question", entry=None, on=TODAY, text="“目录外”怎么理解？")
ANSWER = replace(ASKED, id="question-20261123-abce", by="ding", seat="coordinator", answers=ASKED.id, text=None, reply=Reply("见第五部分", TODAY))  # fmt: skip
HEARD = replace(EVENT, id="feedback-20261123-abcd", kind="feedback", text="有党员询问结余用途。", item=ITEM, again=True)
STATIONED = replace(EVENT, stage="进驻")
SECOND = replace(EVENT, id="event-20261123-abce", stage="反馈", follows=STATIONED.id)
OFF = replace(PLAN, entry=None, off_catalog="党员反映集中")


def case(record, entry=DECIDED, since="2026-01-01", plan: Plan | None = PLAN, path=None, kind="add", **named):
    """A commit that adds a record."""
    day, tail = record.id.split("-")[-2:]
    path = path or f"catalogs/dzb/ledger/2026/{record.kind}/{day}-{tail}.yaml"
    known = {EVENT.id: EVENT, ASKED.id: ASKED, STATIONED.id: STATIONED, **named}
    others = {name: known.get(name) for name in record.named}
    return LedgerCase(
        PARENT, Signer(record.by, record.by), Shape("ledger", "dzb"), (Change(path, kind),), record=record,
        entry=entry if record.entry else None, since=since, plan=plan if record.item else None, named=others,
    )  # fmt: skip


LAWFUL = {
    "an event by the proposer": case(EVENT),
    "an event by the coordinator above": case(replace(EVENT, by="ding", seat="coordinator")),
    "an event with hours and its time": case(replace(EVENT, time="09:30"), HOURS),
    "a change of what is disclosed long-term": case(EVENT, LONG),
    "the first stage": case(STATIONED, STAGED),
    "the second stage after the first": case(SECOND, STAGED, **{STATIONED.id: STATIONED}),
    "an urge by the principal": case(URGE, ENTRY),
    "an urge by the coordinator above": case(replace(URGE, by="ding", seat="coordinator"), ENTRY),
    "feedback on an item": case(HEARD, ENTRY),
    "feedback by the supervisor above": case(replace(HEARD, by="xu", seat="supervisor"), ENTRY),
    "a question by anybody seated": case(replace(ASKED, by="wu", seat="reviewer-necessity")),
    "its answer by the coordinator above": case(ANSWER),
    "a matter looked at again": case(replace(EVENT, id="recheck-20261123-abcd", kind="recheck"), LONG),
    "a day of looking again, taken back": case(
        replace(EVENT, id="recheck-20261123-abce", kind="recheck", revokes="recheck-20261123-abcd", text="登错了", on=None),
        DECIDED, **{"recheck-20261123-abcd": replace(EVENT, id="recheck-20261123-abcd", kind="recheck")},
    ),
    "a one-off matter": case(
        replace(URGE, id="one-off-20261123-abcd", kind="one-off", entry=None, due=None, item=ITEM), plan=OFF
    ),
    "an event taken back": case(replace(EVENT, id="event-20261123-abce", revokes=EVENT.id, text="登错了", on=None, entry=None)),
    "a public opinion": case(replace(EVENT, id="opinion-event-20261123-abcd", kind="opinion-event", title="集中反映", entry=None)),
}  # fmt: skip


@pytest.mark.parametrize("name", LAWFUL)
def test_lawful(name):
    assert judge(LAWFUL[name]) == []


@refuses(rules.check_recheck, "E-LEDGER")
@pytest.mark.parametrize(("entry", "since"), [(DECIDED, "2026-01-01"), (STAGED, "2026-01-01"), (LONG, "2026-12-01")])
def test_only_what_is_disclosed_long_term_is_looked_at_again(entry, since):
    return case(replace(EVENT, id="recheck-20261123-abcd", kind="recheck"), entry, since)


@refuses(rules.check_new, "E-APPEND")
@pytest.mark.parametrize("kind", ["change", "delete"])
def test_only_added(kind):
    return case(EVENT, kind=kind)


@refuses(rules.check_place, "E-PATH")
@pytest.mark.parametrize(
    "wrong",
    [
        case(EVENT, path="catalogs/dzb/ledger/2025/event/20261123-abcd.yaml"),
        case(EVENT, path="catalogs/dzb/ledger/2026/urge/20261123-abcd.yaml"),
        case(EVENT, path="catalogs/dzb/ledger/2026/event/20261123-abce.yaml"),
        case(replace(EVENT, at="2026-11-24T09:00:00+08:00")),
        case(replace(EVENT, org="gw")),
    ],
)
def test_where_it_lies(wrong):
    return wrong


@refuses(rules.check_signer, "E-SEAT")
@pytest.mark.parametrize(
    "record",
    [
        replace(EVENT, by="wu", seat="reviewer-necessity"),
        replace(EVENT, by="wu"),
        replace(URGE, by="chen", seat="proposer"),
        replace(URGE, by="ding", seat="principal"),
        replace(ANSWER, by="chen", seat="proposer"),
        replace(URGE, id="one-off-20261123-abcd", kind="one-off", by="tang", seat="coordinator", item=ITEM),
        replace(HEARD, by="wu", seat="reviewer-legal"),
    ],
)
def test_other_seats(record):
    assert next(rules.check_signer(case(record))).exit_code == NO_SEAT
    return case(record)


@refuses(rules.check_signer, "E-SEAT")
def test_another_person_than_the_signer():
    return replace(case(EVENT), signer=Signer("tang", "tang"))


@refuses(rules.check_fields, "E-LEDGER")
@pytest.mark.parametrize(
    "record",
    [
        replace(EVENT, on=None),
        replace(EVENT, entry=None),
        replace(EVENT, due="2026-11-30"),
        replace(EVENT, again=True),
        replace(URGE, due=None),
        replace(URGE, text=None),
        replace(URGE, stage="进驻"),
        replace(HEARD, text=None),
        replace(ASKED, text=None),
        replace(ANSWER, reply=None),
        replace(EVENT, id="event-20261123-abce", revokes=EVENT.id),
        replace(HEARD, evidence=(Evidence("evidence/a.png", "0" * 64),)),
    ],
)
def test_what_a_kind_needs(record):
    return case(record)


@refuses(rules.check_references, "E-LEDGER")
@pytest.mark.parametrize(
    "wrong",
    [
        case(EVENT, entry=None),
        case(HEARD, plan=None),
        case(HEARD, plan=replace(PLAN, org="gw")),
        case(replace(ANSWER, answers="question-20260101-zzzz")),
        case(replace(ANSWER, answers=EVENT.id)),
        case(replace(URGE, id="one-off-20261123-abcd", kind="one-off", item=ITEM)),
    ],
)
def test_what_it_names_exists(wrong):
    return wrong


@refuses(rules.check_days, "E-DATE")
@pytest.mark.parametrize(
    "record",
    [
        replace(EVENT, on="2026-11-24"),
        replace(EVENT, on="2026-02-29"),
        replace(EVENT, time="15:01"),
        replace(URGE, due="2026-11-22"),
        replace(URGE, due="2026-11-31"),
        replace(ANSWER, reply=Reply("见第五部分", "2026-12-01")),
    ],
)
def test_days(record):
    return case(record, HOURS)


@refuses(rules.check_event, "E-LEDGER")
@pytest.mark.parametrize(
    "wrong",
    [
        case(EVENT, ENTRY),  # periodic
        case(replace(EVENT, on="2025-12-31")),  # before the entry existed
        case(EVENT, HOURS),  # hours without a time
    ],
)
def test_an_event_fits_its_entry(wrong):
    return wrong


@refuses(rules.check_stage, "E-LEDGER")
@pytest.mark.parametrize(
    "wrong",
    [
        case(EVENT, STAGED),
        case(replace(EVENT, stage="收尾"), STAGED),
        case(replace(EVENT, stage="反馈"), STAGED),
        case(replace(EVENT, stage="进驻", follows=STATIONED.id), STAGED),
        case(replace(SECOND, stage="整改"), STAGED, **{STATIONED.id: STATIONED}),
        case(replace(SECOND, on="2026-11-20"), STAGED, **{STATIONED.id: STATIONED}),
        case(SECOND, STAGED, **{STATIONED.id: replace(STATIONED, entry="2.9.1")}),
        case(replace(EVENT, stage="进驻"), DECIDED),
    ],
)
def test_stages_in_order(wrong):
    return wrong


def test_what_was_taken_back_is_not_in_force():
    gone = replace(EVENT, id="event-20261123-abce", revokes=EVENT.id, text="登错了")
    assert in_force((EVENT, gone, SECOND)) == (SECOND,)
