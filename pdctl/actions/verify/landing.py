"""Where a side branch lands: each of its commits is judged once more by what the other side has become meanwhile."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from pdctl.actions.before import parent_of
from pdctl.actions.judging import facts_of, newer_release, under_way
from pdctl.actions.tally import Tally
from pdctl.actions.verify.world import World
from pdctl.core.findings import Finding
from pdctl.core.judge import judge
from pdctl.core.judge.cases import Case, CatalogStepCase, OrganizationCase, PeopleCase, SettingsCase, StepCase
from pdctl.core.requirements import requirements
from pdctl.core.text import msg


class Landing:
    """What the first parent of a merge says, with what the side branch has brought so far laid over it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.parent = parent_of(world)
        self.tally = Tally(base=world.tally)

    def still_stands(self, case: Case) -> Iterator[Finding]:
        """Every finding against a commit of the side branch where it lands: key, seat, order and numbers."""
        fix = msg("do not merge: run pdctl sync, which replays your steps on the newest state")
        moved = self._moved(case)
        for finding in chain(self._key(case), self._sequence(case), judge(moved)):
            yield replace(finding, fix=fix)
        self._follow(moved)

    def _moved(self, case: Case) -> Case:
        """The same commit with the landing point as its parent."""
        if isinstance(case, CatalogStepCase):
            asks = case.record.step in ("adjust", "release")
            return replace(case, parent=self.parent, under_way=under_way(self.world, case.shape.org) if asks else ())
        if not isinstance(case, StepCase):
            return replace(case, parent=self.parent)
        facts = facts_of(self.world, self.tally, case.plan, case.record, case.course)
        return replace(
            case,
            parent=self.parent,
            facts=facts,
            course=case.course.superseded() if facts.superseded_by else case.course,
            needs=requirements(case.plan_before or case.plan, case.entry, self.parent.settings.policy),
            newer=newer_release(self.world, case.plan, case.record),
            current_release=self.world.current_release(case.plan.org) or case.current_release,
        )

    def _key(self, case: Case) -> Iterator[Finding]:
        """The key is still active there."""
        person = self.parent.people.get(case.signer.person)
        keys = {key.blob for key in person.keys if key.active} if person and person.active else set()
        if case.signer.key not in keys:
            yield Finding(
                msg("the key of {person} is retired where the branch lands", person=case.signer.person),
                rule="E-KEY-RETIRED", clause="七(一)", file="people.yaml", pointer=("people", case.signer.person),
                expected=msg("an active key"), found=case.signer.person,
            )  # fmt: skip

    def _sequence(self, case: Case) -> Iterator[Finding]:
        """A record number that was used meanwhile does not come back."""
        standing = self.world.standing(case.shape.item) if isinstance(case, StepCase) else None
        if isinstance(case, StepCase) and standing and case.record.seq in {r.seq for r in standing.course.records}:
            yield Finding(
                msg("the record number {seq} was used meanwhile", seq=f"{case.record.seq:04d}"),
                rule="E-SEQ", clause="五(五)", item=case.shape.item,
                expected=f"{len(standing.course.records) + 1:04d}", found=f"{case.record.seq:04d}",
            )  # fmt: skip

    def _follow(self, case: Case) -> None:
        self.tally.follow(case)
        if isinstance(case, PeopleCase):
            self.parent = replace(self.parent, people=case.after)
        elif isinstance(case, SettingsCase) and case.after is not None:
            self.parent = replace(self.parent, settings=case.after)
        elif isinstance(case, OrganizationCase) and case.after is not None:
            brought = {case.after.id: case.after}
            self.parent = replace(self.parent, organizations=ChainMap(brought, self.parent.organizations))  # type: ignore[arg-type]
