"""Items as people ask for them: found by any part of their id, with what they need, where they stand, what comes next."""

from __future__ import annotations

import difflib

from pdctl.actions.session import Session
from pdctl.core.catalogue_diff import stricter
from pdctl.core.duty import Duty, Surroundings, next_duties
from pdctl.core.findings import usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, Organization, Plan
from pdctl.core.numbers import ITEM, item_folder
from pdctl.core.procedure import UNDECIDED
from pdctl.core.replay import Course, replay
from pdctl.core.requirements import Requirements, requirements
from pdctl.core.text import Msg, listing, msg
from pdctl.store import codec
from pdctl.store.index import Facts
from pdctl.store.view import View


@dataclass(frozen=True)
class Item:
    """An item as it stands at one commit."""

    plan: Plan
    entry: Entry | None
    needs: Requirements
    course: Course
    view: View
    superseded: bool = False
    stricter: tuple[Msg, ...] = ()  # why it must be revised to the current release before it is approved

    @property
    def id(self) -> str:
        """Its id."""
        return self.plan.id

    @property
    def folder(self) -> str:
        """Its folder."""
        return item_folder(self.plan.id)

    def body(self) -> bytes:
        """Its text, in Markdown."""
        return self.view.read(f"{self.folder}/content/body.md") or b""


def find_id(session: Session, part: str) -> str:
    """The id meant by any unique part of it. Raises `Stop` (usage) with the candidates or near misses."""
    session.require_repository()
    if ITEM.fullmatch(part) and session.view.plan(part) is not None:
        return part
    found = session.index.find(part) if part and part.isascii() else []
    if len(found) == 1:
        return found[0]
    if found:
        raise usage(
            msg("{part} is part of several items: {items}", part=part, items=listing(*found)),
            msg("give more of the id"),
        )
    near = difflib.get_close_matches(part, session.index.all_ids(), 3)
    fix = msg("did you mean {items}?", items=listing(*near)) if near else msg("pdctl status lists the open items")
    raise usage(msg("there is no item {part}", part=part), fix)


def load(session: Session, part: str) -> Item:
    """The item meant by a part of its id, at the tip."""
    return load_at(session, find_id(session, part), session.view)


def load_at(session: Session, item: str, view: View) -> Item:
    """The item of an id as a view has it."""
    plan = view.plan(item)
    if plan is None:
        raise usage(msg("there is no item {part}", part=item))
    entry = entry_of(view, plan)
    needs = requirements(plan, entry, view.settings.policy)
    superseded = session.index.superseded_by(item) is not None
    course = replay(plan, needs, view.records(item), superseded, view.void(item))
    return Item(plan, entry, needs, course, view, superseded, _stricter(view, plan, entry, course))


def from_facts(session: Session, facts: Facts, superseded: bool) -> Item:
    """An item from what the index keeps of it."""
    plan = codec.plan_from(facts.plan)
    entry = entry_of(session.view, plan)
    needs = requirements(plan, entry, session.view.settings.policy)
    records = tuple(codec.record_from(value) for value in facts.records)
    course = replay(plan, needs, records, superseded, session.view.void(plan.id))
    stale = _stricter(session.view, plan, entry, course)
    return Item(plan, entry, needs, course, session.view, superseded, stale)


def _stricter(view: View, plan: Plan, entry: Entry | None, course: Course) -> tuple[Msg, ...]:
    """Why an undecided item would not do under the current release; it is judged by its own all the same."""
    if entry is None or course.state not in ("returned", *UNDECIDED):
        return ()
    current = view.cached_current_release(plan.org)
    if current == plan.release:
        return ()
    newest = view.cached_release(plan.org, current)
    return stricter(plan, entry, newest.entry(entry.id)) if newest else ()


def entry_of(view: View, plan: Plan) -> Entry | None:
    """The entry by which an item is judged, from the release it names."""
    if plan.entry is None:
        return None
    release = view.cached_release(plan.org, plan.release)
    return release.entry(plan.entry) if release else None


def organization_of(item: Item) -> Organization:
    """The organization of an item under the name that it had when it was approved; before that, under its present one."""
    own = item.view.organizations[item.plan.org]
    given = [
        r for r in item.course.records if r.step == "approve" and r.decision == "pass" and not item.course.stale(r)
    ]
    return own.as_of(given[-1].at) if given and item.course.done_levels >= len(item.needs.approvals) else own


def duties(item: Item) -> tuple[Duty, ...]:
    """What comes next for an item, and who may do it."""
    around = Surroundings(item.view.organizations, item.view.people, item.view.settings.policy)
    return next_duties(item.plan, item.entry, item.needs, item.course, around, bool(item.stricter))


def organization(session: Session, org: str) -> Organization:
    """An organization by its id. Raises `Stop` (usage) with near misses."""
    session.require_repository()
    found = session.view.organizations.get(org) if org and "/" not in org else None
    if found is not None:
        return found
    known = session.view.names("catalogs")
    near = difflib.get_close_matches(org, known, 3)
    fix = msg("did you mean {orgs}?", orgs=listing(*near)) if near else msg("there are: {orgs}", orgs=listing(*known))
    raise usage(msg("there is no organization {org}", org=org), fix)


def entry(session: Session, org: str, entry_id: str, number: str | None = None) -> Entry:
    """An entry of a release (the current one) by its id. Raises `Stop` (usage) with near misses."""
    release = session.view.release(org, number or session.view.current_release(org))
    entries = release.entries if release else ()
    found = next((e for e in entries if e.id == entry_id), None)
    if found is not None:
        return found
    near = difflib.get_close_matches(entry_id, [e.id for e in entries], 3)
    fix = (
        msg("did you mean {entries}?", entries=listing(*near))
        if near
        else msg("pdctl catalog show {org} lists them", org=org)
    )
    raise usage(msg("the catalogue of {org} has no entry {entry}", org=org, entry=entry_id), fix)


def person(session: Session, person_id: str) -> str:
    """A person's id that exists. Raises `Stop` (usage) with near misses."""
    people = session.view.people
    if person_id in people:
        return person_id
    near = difflib.get_close_matches(person_id, list(people), 3)
    fix = msg("did you mean {people}?", people=listing(*near)) if near else msg("pdctl person list shows them")
    raise usage(msg("there is no person {person}", person=person_id), fix)
