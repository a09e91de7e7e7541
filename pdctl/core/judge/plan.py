"""Rules of the plan and of carrying it out: scope, channels, dates and numbers (parts four to six of the source)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pdctl.core.catalogue_diff import stricter
from pdctl.core.counting import joined, remark_words
from pdctl.core.days import span
from pdctl.core.findings import Finding
from pdctl.core.judge.cases import Rule, StepCase, day
from pdctl.core.model import Channel, Plan
from pdctl.core.numbers import archive_class, archive_number, publication_number
from pdctl.core.replay import CONTENT_STEPS
from pdctl.core.text import Word, listing, msg
from pdctl.core.words import CHANNEL, IMPORTANCE, SCOPE, STATE

Findings = Iterator[Finding]


def _plans(case: StepCase) -> bool:
    return case.record.step in CONTENT_STEPS and not case.plan.reference


def check_names(case: StepCase) -> Findings:
    """Item, organization and folder agree, and the organization is there."""
    if case.record.step != "propose":
        return
    plan = case.plan
    if plan.org != case.shape.org or plan.org not in case.parent.organizations:
        yield Finding(
            msg("the item names another organization than its folder"),
            expected=case.shape.org,
            found=plan.org,
            pointer=("org",),
        )
    if not plan.id.startswith(f"{plan.org}-"):
        yield Finding(
            msg("the item's id does not begin with its organization"),
            expected=f"{plan.org}-…",
            found=plan.id,
            pointer=("id",),
        )
    if (plan.secrecy == "doubt") != (case.record.secrecy == "doubt"):
        yield Finding(
            msg("plan and record answer the secrecy question differently"),
            expected=plan.secrecy,
            found=case.record.secrecy or "",
        )


def check_text(case: StepCase) -> Findings:
    """A plan comes with its text and the attachments it names; a reference of a doubtful matter with nothing."""
    if case.record.step not in CONTENT_STEPS:
        return
    if case.plan.reference and case.record.step == "revise":
        yield Finding(
            msg("a revision states the plan; it cannot be a reference again"), expected="clear", found=case.plan.secrecy
        )
    named = {attachment.file for attachment in case.plan.attachments}
    wanted = {"item.yaml"} if case.plan.reference else {"item.yaml", "body.md", *named}
    for file in sorted(wanted ^ case.content.keys()):
        yield Finding(
            msg("the plan and the files of the item do not agree on {file}", file=file),
            expected=msg("the file") if file in wanted else msg("no such file"),
            found=msg("none") if file in wanted else file,
            pointer=_attachment(case.plan, file),
        )


def _attachment(plan: Plan, file: str) -> tuple[str | int, ...]:
    """Where the plan names a file."""
    numbers = (n for n, attachment in enumerate(plan.attachments) if attachment.file == file)
    number = next(numbers, None)
    return () if number is None else ("attachments", number, "file")


def check_release(case: StepCase) -> Findings:
    """An item is judged by the release current when it was proposed, to the end, unless a revision takes the current one."""
    step, plan = case.record.step, case.plan
    if step == "propose" and plan.release != case.current_release:
        yield Finding(
            msg("the item names another release than the current one"),
            expected=case.current_release,
            found=plan.release,
        )
    kept = case.plan_before.release if case.plan_before else ""
    if step == "revise" and kept and plan.release not in (kept, case.current_release):
        yield Finding(
            msg("a revision keeps the release of its item, or takes the current one"),
            expected=listing(*dict.fromkeys([kept, case.current_release])),
            found=plan.release,
        )
    if plan.entry and case.release and case.entry is None:
        yield Finding(
            msg("the release has no entry {entry}", entry=plan.entry),
            rule="E-PLAN",
            expected=msg("an entry of release {release}", release=plan.release),
            found=plan.entry,
            pointer=("entry",),
        )


def check_stricter(case: StepCase) -> Findings:
    """Where a later release made its entry stricter, an item under way is revised to it before it is approved."""
    record, plan = case.record, case.plan
    if record.step != "approve" or record.decision != "pass" or case.newer is None or plan.entry is None:
        return
    reasons = stricter(plan, case.entry, case.newer.entry(plan.entry))
    if reasons:
        gone = case.newer.entry(plan.entry) is None
        yield Finding(
            msg("the release {release} made its entry stricter: {reasons}", release=case.newer.release, reasons=listing(*reasons)),
            expected=msg("an item revised to the release {release}", release=case.newer.release),
            found=msg("release {release}", release=plan.release),
            fix=msg("pdctl withdraw {item} --reason TEXT", item=plan.id) if gone else msg("pdctl revise {item}", item=plan.id),
        )  # fmt: skip


def check_entry_open(case: StepCase) -> Findings:
    """Nothing new begins in a closed organization or under a suspended entry."""
    if case.record.step != "propose":
        return
    org = case.parent.organizations.get(case.plan.org)
    if org is not None and org.closed:
        yield Finding(
            msg("the organization {org} was closed on {date}", org=org.id, date=org.valid_to),
            rule="E-POLICY",
            expected=msg("an item of a successor: {orgs}", orgs=listing(*org.succeeded_by)),
            found=org.id,
        )
    if case.entry is not None and case.entry.suspended:
        yield Finding(
            msg("the entry {entry} is suspended", entry=case.entry.id),
            expected=msg("an entry in force"),
            found=msg("release {release}", release=case.plan.release),
        )


def check_identity(case: StepCase) -> Findings:
    """A revision stays the same item: its id, organization and matter do not change."""
    before = case.plan_before
    if case.record.step != "revise" or before is None:
        return
    pairs = (
        ("id", before.id, case.plan.id),
        ("org", before.org, case.plan.org),
        ("entry", before.entry, case.plan.entry),
    )
    for key, was, now in pairs:
        if key == "entry" and before.reference and was is None:
            continue  # a reference may come without its matter, which is named once it is clear of secrets
        if was != now:
            yield Finding(
                msg("a revision cannot change {key}", key=key), expected=was or msg("none"), found=now or msg("none")
            )


def check_scope(case: StepCase) -> Findings:
    """A scope or importance other than the entry's has a reason that the reviewers see."""
    plan, entry = case.plan, case.entry
    if not _plans(case) or entry is None:
        return
    if plan.scope != entry.scope and not plan.scope_reason:
        yield Finding(
            msg("the scope differs from that of the entry, and no reason is given"),
            expected=Word(SCOPE, entry.scope),
            found=Word(SCOPE, plan.scope or ""),
            fix=msg("add --scope-reason TEXT"),
            pointer=("scope",),
        )
    if entry.importance == "important" and plan.importance != "important" and not plan.importance_reason:
        yield Finding(
            msg("the importance is lower than that of the entry, and no reason is given"),
            expected=Word(IMPORTANCE, entry.importance),
            found=Word(IMPORTANCE, plan.importance),
            fix=msg("add --importance-reason TEXT"),
            pointer=("importance",),
        )


def check_plan_dates(case: StepCase) -> Findings:
    """The planned day is a day of the calendar."""
    text = case.plan.publish_on
    if _plans(case) and text and day(text) is None:
        yield Finding(
            msg("there is no such day: {date}", date=text), expected="YYYY-MM-DD", found=text, pointer=("publish_on",)
        )


def check_approved_in_time(case: StepCase) -> Findings:
    """A plan is approved before its day has passed; else it goes back for a new day."""
    record, planned = case.record, day(case.plan.publish_on)
    signed = day(record.signed_on or record.at)
    if record.step == "approve" and record.decision == "pass" and planned and signed and signed > planned:
        yield Finding(
            msg("the planned day has passed before the approval"),
            expected=msg("approval by {date}", date=planned.isoformat()),
            found=signed.isoformat(),
            fix=msg(
                "pdctl approve {item} --level {level} --return, then revise --publish-on",
                item=case.plan.id,
                level=record.level,
            ),
        )


def check_channels_fit(case: StepCase) -> Findings:
    """A channel that society can read is planned only for the scope society."""
    plan = case.plan
    if not _plans(case) or plan.scope == "society":
        return
    for number, channel in enumerate(plan.channels):
        if channel.society:
            yield replace(_leak(case, channel), pointer=("channels", number, "channel"))


def _leak(case: StepCase, channel: Channel) -> Finding:
    return Finding(
        msg("{channel} can be read by society, but the scope is {scope}", channel=Word(CHANNEL, channel.channel), scope=Word(SCOPE, case.plan.scope or "")),
        expected=msg("a channel inside the party or the unit"),
        found=channel.name,
        fix=msg("choose an inside channel, such as --channel meeting or --channel bulletin-board:inside"),
    )  # fmt: skip


def check_duplicate_channels(case: StepCase) -> Findings:
    """Each channel is planned once."""
    names = [channel.name for channel in case.plan.channels]
    if _plans(case) and len(set(names)) < len(names):
        again = next(number for number, name in enumerate(names) if name in names[:number])
        yield Finding(
            msg("a channel is planned twice"),
            expected=msg("each channel once"),
            found=", ".join(names),
            pointer=("channels", again, "channel"),
        )


def check_supersedes(case: StepCase) -> Findings:
    """What is superseded exists in the same organization and was approved."""
    plan = case.plan
    if not _plans(case) or not plan.supersedes:
        return
    good = ("approved", "published", "archived")
    if not plan.supersedes.startswith(f"{plan.org}-") or case.facts.superseded not in good:
        yield Finding(
            msg("{item} cannot be superseded", item=plan.supersedes),
            expected=msg(
                "an item of {org} in state {states}", org=plan.org, states=listing(*(Word(STATE, s) for s in good))
            ),
            found=Word(STATE, case.facts.superseded) if case.facts.superseded else msg("no such item"),
            pointer=("supersedes",),
        )


def check_posting(case: StepCase) -> Findings:
    """What is published, dropped or taken down is a channel of the plan, each once."""
    record, course = case.record, case.course
    if record.step not in ("publish", "drop", "takedown"):
        return
    name, planned = record.posting.name, tuple(c.name for c in case.plan.channels)
    if name not in planned:
        yield Finding(msg("the plan has no channel {channel}", channel=name), expected=listing(*planned), found=name)
        return
    if record.step == "takedown":
        if name not in course.standing():
            yield Finding(msg("nothing is posted there now"), expected=listing(*course.standing()), found=name)
    elif name not in course.waiting(case.plan):
        yield Finding(
            msg("this channel is done or dropped already"), expected=listing(*course.waiting(case.plan)), found=name
        )


def check_posting_leak(case: StepCase) -> Findings:
    """Nothing approved for a narrower scope is posted where society can read it."""
    record = case.record
    if record.step == "publish" and record.posting.society and case.plan.scope != "society":
        yield _leak(case, record.posting)


def check_posting_date(case: StepCase) -> Findings:
    """A posting is made on the planned day; a later day needs a recorded reason, an earlier one is refused."""
    record, planned, on = case.record, day(case.plan.publish_on), day(case.record.on)
    if record.step != "publish" or on is None:
        return
    if planned and on != planned and (on < planned or not record.late_reason):
        yield Finding(
            msg("the plan was approved for another day"),
            expected=planned.isoformat(),
            found=on.isoformat(),
            fix=msg("give --late-reason TEXT for a later day"),
        )
    approved = [r for r in case.course.records if r.step == "approve" and r.decision == "pass"]
    allowed = day((approved[-1].signed_on or approved[-1].at) if approved else None)
    if allowed and on < allowed:
        yield Finding(
            msg("it was published before it was approved"),
            expected=msg("{date} or later", date=allowed.isoformat()),
            found=on.isoformat(),
        )


def check_superseded(case: StepCase) -> Findings:
    """What was superseded is not published any further."""
    if case.record.step == "publish" and case.facts.superseded_by:
        yield Finding(
            msg("{item} was published in its place", item=case.facts.superseded_by),
            expected=msg("the newer item"),
            found=case.plan.id,
            fix=msg(
                "pdctl drop {item} --channel {channel} --reason TEXT",
                item=case.plan.id,
                channel=case.record.posting.name,
            ),
        )


def check_inside_first(case: StepCase) -> Findings:
    """Members learn of it before or with society (part two, (三)), or a reason is recorded."""
    record = case.record
    if record.step != "publish" or not record.posting.society or record.direct_reason:
        return
    inside = [r.on for r in case.course.published.values() if not r.posting.society and r.on]
    if not any(on <= (record.on or "") for on in inside):
        yield Finding(
            msg("society would learn of it before the members"),
            expected=msg("an inside publication on {date} or earlier", date=record.on),
            found=listing(*sorted(inside)) if inside else msg("none"),
            fix=msg("publish through an inside channel first, or give --direct-reason TEXT"),
        )


def check_takedown_date(case: StepCase) -> Findings:
    """A posting stays until its period ends, unless the item was withdrawn or superseded."""
    record, plan = case.record, case.plan
    posted = case.course.published.get(record.posting.name)
    if record.step != "takedown" or posted is None or plan.duration is None:
        return
    start, on = day(posted.on), day(record.on)
    if start is None or on is None:
        return
    if on < start:
        yield Finding(
            msg("it was taken down before it was posted"),
            expected=msg("{date} or later", date=start.isoformat()),
            found=on.isoformat(),
        )
        return
    if case.course.state in ("withdrawn", "superseded") or case.facts.superseded_by:
        return
    counted = span(start, plan.duration, case.parent.calendar, case.parent.settings.policy.notice_days_from)
    if counted and on < counted.end:
        ends = msg("{date} or later", date=counted.end.isoformat())
        yield Finding(
            msg("the period of the posting is not over"),
            expected=joined((ends, *remark_words(counted))),
            found=on.isoformat(),
        )
    if plan.duration.until == "superseded":
        yield Finding(
            msg("the posting stays until it is superseded"),
            expected=msg("a newer item, published"),
            found=on.isoformat(),
            fix=msg("pdctl propose {org} … --supersedes {item}", org=plan.org, item=plan.id),
        )


def check_archive_complete(case: StepCase) -> Findings:
    """Before filing, every planned channel is done or dropped, and a withdrawn item is taken down everywhere."""
    if case.record.step != "archive":
        return
    course, state = case.course, case.course.state
    waiting = course.waiting(case.plan) if state in ("approved", "published", "superseded") else ()
    for name in waiting:
        yield Finding(
            msg("the channel {channel} is neither done nor dropped", channel=name),
            expected=msg("every planned channel done or dropped"),
            found=name,
            fix=msg(
                "pdctl publish {item} --channel {channel} … or pdctl drop {item} --channel {channel} --reason TEXT",
                item=case.plan.id,
                channel=name,
            ),
        )
    for name in course.standing() if state == "withdrawn" else ():
        yield Finding(
            msg("the withdrawn text is still posted at {channel}", channel=name),
            expected=msg("taken down"),
            found=name,
            fix=msg("pdctl takedown {item} --channel {channel} --on DATE", item=case.plan.id, channel=name),
        )


def check_number(case: StepCase) -> Findings:
    """The first publication gets the organization's next number of the year; filing gets the class's next number."""
    record = case.record
    if record.step == "publish":
        year = day(record.on) or day(record.at)
        first = not case.course.published
        wanted = publication_number(year.year, case.facts.publication + 1) if first and year else None
        if record.number != wanted:
            yield Finding(
                msg("this is not the next publication number"),
                expected=wanted or msg("none"),
                found=record.number or msg("none"),
            )
    if record.step == "archive":
        filed = day(record.at)
        org = case.parent.organizations.get(case.plan.org)
        if org is None:
            return
        klass = archive_class(org, case.parent.organizations, filed.year if filed else 0, record.retention or "")
        wanted = archive_number(klass, case.facts.archive + 1)
        if record.archive_no != wanted:
            yield Finding(
                msg("this is not the next archive number"), expected=wanted, found=record.archive_no or msg("none")
            )


PLAN_RULES: tuple[Rule[StepCase], ...] = (
    Rule("E-PATH", "五(一)", msg("An item lies in the folder of its organization and carries its name."), check_names, ("propose",)),
    Rule("E-PLAN", "五(一)", msg("A plan comes with its text and attachments, a reference of a doubtful matter with nothing."), check_text),
    Rule("E-STALE", "七(二)", msg("An item is judged by the release it was proposed under, to the end."), check_release, CONTENT_STEPS),
    Rule("E-STALE", "七(二)", msg("Where a later release made its entry stricter, an item under way is revised to it before its approval."), check_stricter, ("approve",)),
    Rule("E-STEP", "七(二)", msg("Nothing new begins in a closed organization or under a suspended entry."), check_entry_open, ("propose",)),
    Rule("E-PLAN", "五(一)", msg("A revision stays the same item."), check_identity, ("revise",)),
    Rule("E-PLAN", "四", msg("Scope and importance differ from the entry only with a reason."), check_scope, CONTENT_STEPS),
    Rule("E-DATE", "五(一)", msg("Planned days are days of the calendar."), check_plan_dates, CONTENT_STEPS),
    Rule("E-PLAN", "五(三)", msg("A plan is approved before its day has passed."), check_approved_in_time, ("approve",)),
    Rule("E-SCOPE-LEAK", "四(二)", msg("A channel that society can read is planned only for the scope society."), check_channels_fit, CONTENT_STEPS),
    Rule("E-PLAN", "六(一)", msg("Each channel is planned once."), check_duplicate_channels, CONTENT_STEPS),
    Rule("E-PLAN", "六(二)", msg("Only an approved item of the same organization is superseded."), check_supersedes, CONTENT_STEPS),
    Rule("E-PLAN", "五(四)", msg("Channels are used as planned, each once."), check_posting, ("publish", "drop", "takedown")),
    Rule("E-SCOPE-LEAK", "四(二)", msg("Nothing approved for a narrower scope is posted where society can read it."), check_posting_leak, ("publish",)),
    Rule("E-PLAN", "五(四)", msg("A posting is made on the planned day, never before its approval."), check_posting_date, ("publish",)),
    Rule("E-STEP", "六(二)", msg("What was superseded is not published any further."), check_superseded, ("publish",)),
    Rule("E-INSIDE-FIRST", "二(三)", msg("Members learn of it before or with society, or a reason is recorded."), check_inside_first, ("publish",)),
    Rule("E-PLAN", "六(二)", msg("A posting stays until its period ends."), check_takedown_date, ("takedown",)),
    Rule("E-STEP", "五(五)", msg("Before filing, every planned channel is done or dropped."), check_archive_complete, ("archive",)),
    Rule("E-NUMBER", "五(五)", msg("Publication and archive numbers are given once, in order."), check_number, ("publish", "archive")),
)  # fmt: skip
