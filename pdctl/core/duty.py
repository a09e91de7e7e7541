"""What comes next for an item, and who may do it: the answer that every refusal and every list gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pdctl.core import authority, procedure
from pdctl.core.authority import Ask, Organizations
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, Person, Plan, Policy
from pdctl.core.replay import Course
from pdctl.core.requirements import Requirements


@dataclass(frozen=True)
class Duty:
    """One next step: what qualifies it, the seats that may take it, and the persons who hold one and are free to."""

    step: str
    aspect: str | None = None
    level: str | None = None
    channel: str | None = None
    seats: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()

    @property
    def detail(self) -> str | None:
        """What qualifies the step, if anything does."""
        return self.aspect or self.level or self.channel


@dataclass(frozen=True)
class Surroundings:
    """The part of a repository that decides who may act."""

    organizations: Organizations
    people: Mapping[str, Person]
    policy: Policy


def next_duties(
    plan: Plan, entry: Entry | None, needs: Requirements, course: Course, around: Surroundings, outdated: bool = False
) -> tuple[Duty, ...]:
    """The next steps of an item, most urgent first; empty when nothing waits.

    `outdated` says that a later release made its entry stricter: it is revised before anything else.
    """
    return tuple(_open_to(duty, plan, entry, course, around) for duty in _waiting(plan, needs, course, outdated))


def _waiting(plan: Plan, needs: Requirements, course: Course, outdated: bool) -> Iterator[Duty]:
    state = course.state
    if outdated and state in procedure.UNDECIDED:
        yield Duty("revise")
    elif state == "referred":
        yield Duty("answer")
    elif state == "returned":
        yield Duty("revise")
    elif state in ("proposed", "reviewing"):
        for aspect in course.missing(needs):
            yield Duty("review", aspect=aspect)
    elif state == "reviewed":
        yield Duty("approve", level=needs.approvals[course.done_levels])
    elif state in ("approved", "published"):
        yield from _carrying_out(plan, course)
    elif state in ("rejected", "closed", "withdrawn", "superseded"):
        yield from _winding_up(plan, course)


def _winding_up(plan: Plan, course: Course) -> Iterator[Duty]:
    """What was withdrawn is taken down, what was superseded is used no further; then the item is filed."""
    step, names = ("drop", course.waiting(plan)) if course.state == "superseded" else ("takedown", course.standing())
    yield from (Duty(step, channel=name) for name in names)
    if not names:
        yield Duty("archive")


def _carrying_out(plan: Plan, course: Course) -> Iterator[Duty]:
    """Inside channels come first, for members learn before or with society."""
    waiting = course.waiting(plan)
    for channel in sorted((c for c in plan.channels if c.name in waiting), key=lambda c: c.society):
        yield Duty("publish", channel=channel.name)
    if not waiting:
        yield Duty("archive")


def _open_to(duty: Duty, plan: Plan, entry: Entry | None, course: Course, around: Surroundings) -> Duty:
    """A step with the persons who may take it; an approval at a higher level where nobody can give the lower one."""
    levels = authority.levels_from(duty.level) if duty.level else (None,)
    choices = [_filled(replace(duty, level=level), plan, entry, course, around) for level in levels]
    return next((choice for choice in choices if choice.who), choices[0])


def _filled(duty: Duty, plan: Plan, entry: Entry | None, course: Course, around: Surroundings) -> Duty:
    ask = Ask(duty.step, duty.aspect, duty.level)
    posts = authority.posts_for(ask, plan, entry, course.state, around.organizations)
    able = authority.holders(posts, around.organizations, around.people)
    free = tuple(p for p in able if authority.conflict(ask, course, p, around.policy) is None)
    registrars: tuple[str, ...] = ()
    if duty.step in ("review", "approve"):
        papers = authority.holders(
            authority.paper_posts(posts, plan.org, around.organizations), around.organizations, around.people
        )
        registrars = tuple(p for p in papers if p not in course.proposers)
    seats = tuple(dict.fromkeys(post.seat for post in posts))
    return Duty(duty.step, duty.aspect, duty.level, duty.channel, seats, free, registrars)
