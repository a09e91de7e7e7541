"""The boxes of a form: one for each review and approval that the item needs, filled from the records that count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pdctl.actions.items import Item
from pdctl.core import authority
from pdctl.core.authority import Ask
from pdctl.core.judge.cases import day
from pdctl.core.model import Person, Record
from pdctl.core.requirements import satisfied
from pdctl.render.form import Box, Opinion


def boxes_of(item: Item) -> tuple[Box, ...]:
    """Every box: first the reviews, then the levels of approval in their order."""
    return (*_reviews(item), *_approvals(item))


def counting(item: Item) -> tuple[Record, ...]:
    """The opinions and decisions on the present version."""
    course = item.course
    decided = (r for r in course.records if r.step in ("review", "approve"))
    return tuple(r for r in decided if not course.stale(r) and r.seq not in course.void)


def _reviews(item: Item) -> Iterator[Box]:
    present = {r.aspect or "": r for r in counting(item) if r.step == "review"}
    former = {r.aspect or "": r for r in item.course.records if r.step == "review" and item.course.stale(r)}
    for aspect in dict.fromkeys([*item.needs.reviews, *present]):
        found = present.get(aspect)
        earlier = former.get(aspect) if found is None else None
        yield _box(item, Ask("review", aspect), found, earlier)


def _approvals(item: Item) -> Iterator[Box]:
    """Each level with the decision that was taken at it, or at a higher one in its place."""
    levels, done = item.needs.approvals, 0
    taken: dict[str, Record] = {}
    for record in counting(item):
        if record.step != "approve" or done >= len(levels):
            continue
        reached = satisfied(levels, done, record.level or "")
        taken |= dict.fromkeys(levels[done : max(reached, done + 1)], record)
        done = reached if record.decision == "pass" else done
    former = {r.level or "": r for r in item.course.records if r.step == "approve" and item.course.stale(r)}
    for level in levels:
        found = taken.get(level)
        yield _box(item, Ask("approve", level=level), found, former.get(level) if found is None else None)


def _box(item: Item, ask: Ask, found: Record | None, earlier: Record | None) -> Box:
    people = item.view.people
    return Box(
        ask.step,
        ask.aspect or ask.level or "",
        _opinion(found, people) if found else None,
        _opinion(earlier, people) if earlier else None,
        () if found else _signers(item, ask),
    )


def _signers(item: Item, ask: Ask) -> tuple[str, ...]:
    """The names of those who hold the seat and are free to sign."""
    view = item.view
    posts = authority.posts_for(ask, item.plan, item.entry, item.course.state, view.organizations)
    seats = tuple(post for post in posts if post.seat != "registrar")
    able = authority.holders(seats, view.organizations, view.people)
    free = (p for p in able if authority.conflict(ask, item.course, p, view.settings.policy) is None)
    return tuple(view.people[person].name for person in free)


def _opinion(record: Record, people: Mapping[str, Person]) -> Opinion:
    def name(person: str) -> str:
        return people[person].name if person in people else person

    reply = f"{record.reply_number}（{record.reply_date}）" if record.reply_number else ""
    paper = record.on_behalf_of or record.reply_number
    return Opinion(
        record.seq,
        record.decision or "",
        name(record.actor),
        day(record.signed_on or record.at),
        record.opinion or "",
        name(record.by) if paper else "",
        record.detail,
        record.meeting,
        reply,
    )
