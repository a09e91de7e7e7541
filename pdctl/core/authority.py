"""Who may do what: the seats that a step asks for, and whom the separation of duties keeps away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pdctl.core import procedure
from pdctl.core.model import Entry, Organization, Person, Plan, Policy
from pdctl.core.replay import Course
from pdctl.core.text import Msg, msg
from pdctl.core.words import OWN_LEVELS

Organizations = Mapping[str, Organization]


@dataclass(frozen=True)
class Post:
    """A seat in one organization."""

    org: str
    seat: str


@dataclass(frozen=True)
class Ask:
    """A step that somebody might take on an item: its name and what qualifies it."""

    step: str
    aspect: str | None = None
    level: str | None = None


def posts_for(ask: Ask, plan: Plan, entry: Entry | None, state: str, organizations: Organizations) -> tuple[Post, ...]:
    """The posts whose holder may take the step by his own signature, the closest first."""
    org = plan.org
    if ask.step == "review":
        return _review_posts(ask.aspect or "", org, organizations)
    if ask.step == "approve":
        return _approval_posts(ask.level or "", org, entry, organizations)
    if ask.step == "withdraw" and state in ("approved", "published", "superseded"):
        return (Post(org, "principal"), Post(org, "head"))
    if ask.step in ("propose", "revise", "withdraw"):
        return (Post((entry.responsible if entry else None) or org, "proposer"),)
    seat = next(row.seat for row in procedure.TABLE if row.step == ask.step)
    return (Post(org, seat),)


def _review_posts(aspect: str, org: str, organizations: Organizations) -> tuple[Post, ...]:
    seat = procedure.ASPECT_SEAT[aspect]
    own = organizations.get(org)
    if own is not None and own.reviews_by == "superior" and own.superior in organizations:
        return (Post(org, seat), Post(own.superior or "", seat))
    return (Post(org, seat),)


def _approval_posts(level: str, org: str, entry: Entry | None, organizations: Organizations) -> tuple[Post, ...]:
    if level == "collective":
        return (Post(org, "principal"), Post(org, "registrar"))
    if level != "superior":
        return (Post(org, level),)
    above = superior_for(org, entry, organizations)
    return (Post(above, "principal"),) if above else (Post(org, "registrar"),)


def levels_from(level: str) -> tuple[str, ...]:
    """A level and the higher ones of the same organization, each of which satisfies it."""
    return OWN_LEVELS[OWN_LEVELS.index(level) :] if level in OWN_LEVELS else (level,)


def superior_for(org: str, entry: Entry | None, organizations: Organizations) -> str | None:
    """The organization that approves as the superior, or None where it is outside the repository."""
    own = organizations.get(org)
    if own is None:
        return None
    by_discipline = entry is not None and entry.superior_by == "superior-discipline"
    above = own.superior_discipline if by_discipline else own.superior
    return above if above in organizations else None


def paper_posts(posts: tuple[Post, ...], org: str) -> tuple[Post, ...]:
    """The registrars who may enter what the holder of one of the posts signed on paper."""
    return tuple(dict.fromkeys([Post(org, "registrar"), *(Post(post.org, "registrar") for post in posts)]))


def chain(org: str, organizations: Organizations) -> tuple[str, ...]:
    """An organization and its superiors, upwards; a circle ends where it closes."""
    seen: list[str] = []
    current: str | None = org
    while current and current not in seen and current in organizations:
        seen.append(current)
        current = organizations[current].superior
    return tuple(seen)


def conflict(ask: Ask, course: Course, person: str, policy: Policy) -> Msg | None:
    """Why the separation of duties keeps a person from a step, or None."""
    if ask.step not in ("review", "approve", "answer"):
        return None
    if person in course.proposers:
        return msg("{person} proposed or revised this item and cannot decide on it", person=person)
    if ask.step == "approve" and person in course.reviewers:
        return msg("{person} reviewed this item and cannot approve it", person=person)
    if ask.step == "review" and person in course.approvers:
        return msg("{person} approved this version and cannot review it", person=person)
    if ask.step == "review" and policy.secrecy_reviewer_apart:
        return _secrecy_apart(ask, course, person)
    return None


def _secrecy_apart(ask: Ask, course: Course, person: str) -> Msg | None:
    others = {a for a, record in course.passes.items() if record.actor == person and a != ask.aspect}
    clash = "secrecy" in others if ask.aspect != "secrecy" else bool(others)
    if not clash:
        return None
    return msg("here the secrecy reviewer gives no other opinion on the same item: {person}", person=person)


def holders(posts: tuple[Post, ...], organizations: Organizations, people: Mapping[str, Person]) -> tuple[str, ...]:
    """The active persons in any of the posts, in their order, each once."""
    found: dict[str, None] = {}
    for post in posts:
        org = organizations.get(post.org)
        for person in org.seats.get(post.seat, ()) if org else ():
            if person in people and people[person].active:
                found[person] = None
    return tuple(found)
