"""Who may do what: the seats that a step asks for, and whom the separation of duties keeps away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pdctl.core import procedure
from pdctl.core.model import Entry, Organization, Person, Plan, Policy
from pdctl.core.replay import Course
from pdctl.core.text import Msg, msg
from pdctl.core.words import OWN_LEVELS

Organizations = Mapping[str, Organization]


class Post(NamedTuple):
    """A seat in one organization."""

    org: str
    seat: str


class Ask(NamedTuple):
    """A step that somebody might take on an item: its name and what qualifies it."""

    step: str
    aspect: str | None = None
    level: str | None = None


def acting(org: str, organizations: Organizations) -> tuple[str, ...]:
    """The organizations whose seats act for one: itself, or where it was closed its successors that are open."""
    found: dict[str, None] = {}
    _follow(org, organizations, set(), found)
    return tuple(found)


def _follow(org: str, organizations: Organizations, seen: set[str], found: dict[str, None]) -> None:
    own = organizations.get(org)
    if own is None or not own.closed:
        found[org] = None
    elif org not in seen:
        seen.add(org)
        for successor in own.succeeded_by:
            _follow(successor, organizations, seen, found)


def seats_for(org: str, seat: str, organizations: Organizations) -> tuple[Post, ...]:
    """A seat of an organization, or of the successors of a closed one."""
    return tuple(Post(one, seat) for one in acting(org, organizations)) or (Post(org, seat),)


def posts_for(ask: Ask, plan: Plan, entry: Entry | None, state: str, organizations: Organizations) -> tuple[Post, ...]:
    """The posts whose holder may take the step by his own signature, the closest first."""
    org = plan.org
    if ask.step == "review":
        return _review_posts(ask.aspect or "", org, organizations)
    if ask.step == "approve":
        return approval_posts(ask.level or "", org, entry, organizations)
    if ask.step == "withdraw" and state in ("approved", "published", "superseded"):
        return (*seats_for(org, "principal", organizations), *seats_for(org, "head", organizations))
    if ask.step in ("propose", "revise", "withdraw"):
        return seats_for((entry.responsible if entry else None) or org, "proposer", organizations)
    seat = next(row.seat for row in procedure.TABLE if row.step == ask.step)
    return seats_for(org, seat, organizations)


def _review_posts(aspect: str, org: str, organizations: Organizations) -> tuple[Post, ...]:
    seat = procedure.ASPECT_SEAT[aspect]
    posts = seats_for(org, seat, organizations)
    lenders = (organizations.get(post.org) for post in posts)
    lent = (own.superior for own in lenders if own and own.reviews_by == "superior" and own.superior in organizations)
    return tuple(dict.fromkeys([*posts, *(p for above in lent for p in seats_for(above or "", seat, organizations))]))


def approval_posts(level: str, org: str, entry: Entry | None, organizations: Organizations) -> tuple[Post, ...]:
    """The posts that decide at a level: on an item, or without an entry on a catalogue."""
    if level == "collective":
        return (*seats_for(org, "principal", organizations), *seats_for(org, "registrar", organizations))
    if level != "superior":
        return seats_for(org, level, organizations)
    above = superior_for(org, entry, organizations)
    return seats_for(above, "principal", organizations) if above else seats_for(org, "registrar", organizations)


def keepers(org: str, organizations: Organizations) -> tuple[Post, ...]:
    """The posts that keep a catalogue: its own keeper, and that of the superior which maintains it."""
    own = organizations.get(org)
    lent = (own.maintained_by,) if own and own.maintained_by in organizations else ()
    posts = (seats_for(one, "keeper", organizations) for one in (org, *lent) if one)
    return tuple(dict.fromkeys(post for found in posts for post in found))


def receivers(to: str, organizations: Organizations) -> tuple[Post, ...]:
    """The posts of a superior that receive a filing; its leading group's office may stand for it as coordinator."""
    offices = (
        other.id
        for other in organizations.values()
        if other.form in ("leading-group", "office") and to in chain(other.id, organizations)[1:]
    )
    posts = (post for seat in ("keeper", "coordinator", "principal") for post in seats_for(to, seat, organizations))
    return (*posts, *(Post(office, "coordinator") for office in offices))


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


def paper_posts(posts: tuple[Post, ...], org: str, organizations: Organizations) -> tuple[Post, ...]:
    """The registrars who may enter what the holder of one of the posts signed on paper."""
    own = seats_for(org, "registrar", organizations)
    return tuple(dict.fromkeys([*own, *(Post(post.org, "registrar") for post in posts)]))


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
