"""Items of a made-up repository: schema-valid files that replay to a known state, written by pdctl's own code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pdctl.actions.step import record_file
from pdctl.actions.texts import schema_for
from pdctl.core.digest import file_digest, subject_digest
from pdctl.core.model import Channel, Duration, Plan, Record
from pdctl.core.numbers import archive_number, item_folder, item_id, publication_number
from pdctl.store import codec
from pdctl.store.yaml_write import dump

ZONE = timezone(timedelta(hours=8))
FIRST_DAY = date(2024, 1, 2)
LAST_DAY = date(2026, 11, 20)
ENTRY = "2.5.4"
CHANNELS = (Channel("meeting"), Channel("bulletin-board", "inside"))
_TAIL = "abcdefghijklmnopqrstuvwxyz234567"
# Step, seat, person, hours after the proposal, and what the record says beyond that.
_LIFE: tuple[tuple[str, str, str, int, dict[str, str]], ...] = (
    ("propose", "proposer", "chen", 0, {"secrecy": "clear"}),
    ("review", "reviewer-necessity", "wu", 3, {"aspect": "necessity", "decision": "pass", "opinion": "属于应当公开的事项。"}),
    ("review", "reviewer-accuracy", "wu", 4, {"aspect": "accuracy", "decision": "pass"}),
    ("review", "reviewer-legal", "zhao", 23, {"aspect": "legal", "decision": "pass"}),
    ("review", "reviewer-secrecy", "zhao", 24, {"aspect": "secrecy", "decision": "pass", "opinion": "未发现不宜公开的内容。"}),
    ("approve", "head", "sun", 30, {"level": "head", "decision": "pass", "opinion": "同意公开。"}),
    ("publish", "publisher", "chen", 48, {"channel": "meeting", "where": "支部党员大会"}),
    ("publish", "publisher", "chen", 49, {"channel": "bulletin-board", "place": "inside", "where": "一楼党务公开栏"}),
    ("archive", "archivist", "xu", 300, {"retention": "y10"}),
)  # fmt: skip
# The states in which open items stand, with the number of records that lead there.
OPEN_STATES = (("proposed", 1), ("reviewing", 3), ("reviewed", 5), ("approved", 6), ("published", 7))
ARCHIVED = ("archived", len(_LIFE))


@dataclass(frozen=True)
class Made:
    """An item with its files; `state` is where its records must lead."""

    id: str
    proposed: datetime
    state: str
    files: dict[str, bytes]


class Numbers:
    """Publication and archive numbers, counted on."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, series: str) -> int:
        """The next number of a series."""
        self._last[series] = self._last.get(series, 0) + 1
        return self._last[series]


def make_items(
    count: int, opened: int, organizations: list[str], entries: tuple[str, ...] = (ENTRY,), first: date = FIRST_DAY
) -> Iterator[Made]:
    """`count` items spread over organizations, entries and days, in the order of days; the last `opened` are not archived."""
    numbers = Numbers()
    span = (LAST_DAY - first).days
    for number in range(count):
        day = first + timedelta(days=number * span // count)
        waits = number - (count - opened)
        state, records = OPEN_STATES[waits % len(OPEN_STATES)] if waits >= 0 else ARCHIVED
        org = organizations[number % len(organizations)]
        entry = entries[number // len(organizations) % len(entries)]
        yield _item(item_id(org, day, _tail(number)), org, entry, day, state, records, numbers)


def _tail(number: int) -> str:
    """Four letters that no two numbers below a million share, in no order that the eye sees."""
    mixed = number * 676_201 % 2**20
    return "".join(_TAIL[mixed >> shift & 31] for shift in (15, 10, 5, 0))


def _item(item: str, org: str, entry: str, day: date, state: str, records: int, numbers: Numbers) -> Made:
    folder = item_folder(item)
    proposed = datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)
    content = _content(item, org, entry, day, folder)
    subject = subject_digest({name: file_digest(data) for name, data in content.items()})
    files = {f"{folder}/content/{name}": data for name, data in content.items()}
    for seq in range(1, records + 1):
        made = record_file(_record(item, org, seq, proposed, subject, numbers))
        files |= {path: data for path, data in made.items() if data is not None}
    return Made(item, proposed, state, files)


def _content(item: str, org: str, entry: str, day: date, folder: str) -> dict[str, bytes]:
    plan = Plan(
        item, org, "0001", "clear", entry=entry, title=f"{day.year}年{day.month}月“三会一课”制度执行情况",
        family="report", scope="party", duration=Duration(until="superseded"), channels=CHANNELS,
    )  # fmt: skip
    body = f"经支部党员大会讨论，现将{day.year}年{day.month}月{day.day}日的有关情况（{item}）公布如下。\n\n一、基本情况\n\n"
    body += (
        "召开支部党员大会一次，支部委员会会议一次，党小组会三次；应到党员应到尽到，因故请假的已经补课。\n\n二、党课\n\n"
    )
    body += "由支部书记讲授，党员交流学习体会。党员对以上情况有意见的，可以向支部委员会反映。\n"
    path = f"{folder}/content/item.yaml"
    return {"item.yaml": dump(codec.plan_to(plan), schema_for(path, "item")), "body.md": body.encode()}


def _record(item: str, org: str, seq: int, proposed: datetime, subject: str, numbers: Numbers) -> Record:
    step, seat, person, hours, fields = _LIFE[seq - 1]
    at = proposed + timedelta(hours=hours)
    more: dict[str, Any] = {**fields}
    if step == "publish":
        more["on"] = at.date().isoformat()
        if more["channel"] == CHANNELS[0].channel:  # the first publication gives the item its number
            more["number"] = publication_number(at.year, numbers.next(f"{org} {at.year}"))
    if step == "archive":
        klass = f"WS·{at.year}-D10-{org.upper()}"
        more["archive_no"] = archive_number(klass, numbers.next(klass))
    return Record(item, seq, step, person, seat, org, at.isoformat(), subject, **more)
