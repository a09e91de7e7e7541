"""Rules of what the steps of a catalogue say: changes named as they are, nothing broken, filed with the superior."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core import authority
from pdctl.core.catalogue_diff import Difference, differences
from pdctl.core.due.fit import misfits
from pdctl.core.findings import Finding
from pdctl.core.judge.cases import CatalogStepCase, Rule
from pdctl.core.model import Entry
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import CATALOG_CHANGE, CHANNEL, SCOPE, STATE

Findings = Iterator[Finding]


def _released(case: CatalogStepCase) -> dict[str, Difference]:
    """What differs between the current release and the working copy of the commit, by entry."""
    before = case.current.entries if case.current else ()
    return {difference.entry: difference for difference in differences(before, case.working)}


def check_named_as_it_is(case: CatalogStepCase) -> Findings:
    """An adjustment names each change that it makes, as what it is; it may also name earlier work on the working copy."""
    if case.record.step != "adjust":
        return
    made = {one.entry: one for one in differences(case.working_before, case.working)}
    whole = _released(case)
    named = {change.entry: change.change for change in case.record.changes}
    if len(named) < len(case.record.changes):
        yield Finding(msg("an entry is named twice"), expected=msg("each once"), found=listing(*named))
    for entry in made.keys() - named.keys():
        yield Finding(
            msg("the change of the entry {entry} is not named", entry=entry),
            expected=Word(CATALOG_CHANGE, made[entry].change),
            found=msg("none"),
            fix=msg("pdctl catalog adjust {org} {entry} --reason TEXT", org=case.shape.org, entry=entry),
        )
    for entry, change in named.items():
        true = [found[entry].change for found in (made, whole) if entry in found]
        if change not in true:
            yield Finding(
                msg("the entry {entry} is not changed as the record says", entry=entry),
                expected=Word(CATALOG_CHANGE, true[0]) if true else msg("no change"),
                found=Word(CATALOG_CHANGE, change),
            )


def check_all_named(case: CatalogStepCase) -> Findings:
    """Before a decision, every difference from the current release has been named with its reason."""
    if case.record.step != "approve":
        return
    for entry, difference in _released(case).items():
        if entry not in case.course.named:
            yield Finding(
                msg("the change of the entry {entry} is not named", entry=entry),
                expected=Word(CATALOG_CHANGE, difference.change),
                found=msg("none"),
                fix=msg("pdctl catalog adjust {org} {entry} --reason TEXT", org=case.shape.org, entry=entry),
            )


def check_something_changes(case: CatalogStepCase) -> Findings:
    """A release without changes is none: there is nothing to approve or release."""
    passing = case.record.step == "approve" and case.record.decision == "pass"
    if (passing or case.record.step == "release") and not _released(case):
        yield Finding(
            msg("the working copy does not differ from the current release"),
            expected=msg("at least one change"),
            found=msg("none"),
            fix=msg("pdctl catalog adjust {org} ENTRY --reason TEXT", org=case.shape.org),
        )


def check_entries(case: CatalogStepCase) -> Findings:
    """Each entry stands once; what is added or changed names an organization that exists, and channels within its scope."""
    if case.record.step not in ("adjust", "release"):
        return
    named = {change.entry for change in case.record.changes if change.change in ("add", "change")}
    for one in case.working if case.record.step == "adjust" else ():
        if one.id in named:
            yield from _fits(case, one)
    ids = [entry.id for entry in case.working]
    for entry in sorted({one for one in ids if ids.count(one) > 1}):
        yield Finding(msg("the entry {entry} stands twice", entry=entry), expected=msg("each once"), found=entry)


def _fits(case: CatalogStepCase, entry: Entry) -> Findings:
    if entry.responsible and entry.responsible not in case.parent.organizations:
        yield Finding(
            msg("there is no organization {org}", org=entry.responsible),
            expected=msg("an organization that exists"),
            found=entry.responsible,
        )
    for channel in entry.channels if entry.scope != "society" else ():
        if channel.society:
            yield Finding(
                msg("{channel} can be read by society, but the scope is {scope}", channel=Word(CHANNEL, channel.channel), scope=Word(SCOPE, entry.scope)),
                rule="E-SCOPE-LEAK",
                expected=msg("a channel inside the party or the unit"),
                found=channel.name,
            )  # fmt: skip


def check_breaks_nothing(case: CatalogStepCase) -> Findings:
    """No entry is cancelled while items under it are under way: they are finished or withdrawn first."""
    if case.record.step not in ("adjust", "release"):
        return
    gone = [entry for entry, one in _released(case).items() if one.change == "cancel"]
    for entry in gone:
        open_items = [item for item in case.under_way if item.plan.entry == entry]
        if open_items:
            yield Finding(
                msg("the entry {entry} cannot be cancelled: items under it are under way", entry=entry),
                expected=msg("every item of it published, withdrawn or otherwise at its end"),
                found=listing(*(msg("{item} ({state})", item=i.plan.id, state=Word(STATE, i.state)) for i in open_items)),
                fix=msg("pdctl show {item}", item=open_items[0].plan.id),
            )  # fmt: skip


def check_addressee(case: CatalogStepCase) -> Findings:
    """A release is filed with the superior of its organization, and with nobody else (part seven (二))."""
    record, org = case.record, case.org
    if record.step != "file" or org is None:
        return
    above = [one for one in (org.superior, org.superior_discipline) if one in case.parent.organizations]
    good = record.to in above if record.to else not above and record.to_outside == org.superior_outside is not None
    if good:
        return
    wanted = listing(*above) if above else org.superior_outside
    yield Finding(
        msg("a catalogue is filed with the superior of its organization"),
        expected=wanted or msg("a superior; this organization has none"),
        found=record.to or record.to_outside or msg("none"),
        fix=msg("pdctl catalog file {org}", org=org.id)
        if wanted
        else msg("pdctl org set {org} --superior-outside NAME", org=org.id),
    )


def check_timing(case: CatalogStepCase) -> Findings:
    """The timing of each entry that an adjustment makes or changes fits its frequency."""
    if case.record.step != "adjust":
        return
    made = {one.entry for one in differences(case.working_before, case.working)}
    for entry in case.working:
        if entry.id in made:
            yield from misfits(case.shape.org, entry)


def check_answer(case: CatalogStepCase) -> Findings:
    """A receipt has a number; what is returned says why."""
    record = case.record
    if record.step != "receive":
        return
    if record.decision == "pass" and not record.number:
        yield Finding(msg("a receipt has a number"), expected="--number N", found=msg("none"))
    if record.decision == "return" and not record.opinion:
        yield Finding(msg("what is returned says why"), expected="--opinion TEXT", found=msg("none"))


def check_settles(case: CatalogStepCase) -> Findings:
    """What an entry settles is an off-catalogue item of this organization, or of one that it succeeds."""
    for change in case.record.changes:
        if change.item is None:
            continue
        plan = case.named.get(change.item)
        own = plan is not None and case.shape.org in (plan.org, *authority.acting(plan.org, case.parent.organizations))
        if case.record.step != "adjust" or plan is None or not own or plan.off_catalog is None:
            yield Finding(
                msg("{item} is no off-catalogue item of this organization", item=change.item),
                expected=msg("an off-catalogue item of {org}", org=case.shape.org),
                found=msg("no such item") if plan is None else plan.entry or plan.org,
            )


CONTENT_RULES: tuple[Rule[CatalogStepCase], ...] = (
    Rule("E-STEP", "七(二)", msg("An adjustment names each change that it makes, as what it is, with its reason."), check_named_as_it_is),
    Rule("E-STEP", "七(二)", msg("A catalogue is decided on when every difference from the current release is named."), check_all_named),
    Rule("E-STEP", "七(二)", msg("A release differs from the one before it."), check_something_changes),
    Rule("E-STEP", "七(二)", msg("Each entry of a catalogue stands once, with an organization that exists and channels within its scope."), check_entries),
    Rule("E-STEP", "七(二)", msg("No entry is cancelled while items under it are under way."), check_breaks_nothing),
    Rule("E-FREQUENCY", "六(二)", msg("The timing of an entry that is made or changed fits its frequency."), check_timing),
    Rule("E-STEP", "七(二)", msg("A release is filed with the superior of its organization."), check_addressee),
    Rule("E-STEP", "七(二)", msg("A receipt has a number; what is returned says why."), check_answer),
    Rule("E-STEP", "七(二)", msg("An entry settles an off-catalogue item of the same organization."), check_settles),
)  # fmt: skip
