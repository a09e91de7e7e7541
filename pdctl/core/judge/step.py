"""Rules of a step: who takes it, in which order, on which content (part five of the source)."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core import authority, procedure
from pdctl.core.authority import Ask, Post
from pdctl.core.digest import short_digest
from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.form_code import form_code
from pdctl.core.judge.cases import Rule, StepCase, day
from pdctl.core.judge.evidence import check_evidence
from pdctl.core.judge.quorum import short_of
from pdctl.core.model import Record
from pdctl.core.numbers import item_folder
from pdctl.core.replay import CONTENT_STEPS, choice_of
from pdctl.core.requirements import satisfied
from pdctl.core.text import Listing, Msg, Word, listing, msg
from pdctl.core.words import ASPECT, LEVEL, OWN_LEVELS, SEAT, STATE, STEP

Findings = Iterator[Finding]


def _ask(case: StepCase) -> Ask:
    return Ask(case.record.step, case.record.aspect, case.record.level)


def _posts(case: StepCase) -> tuple[Post, ...]:
    return authority.posts_for(
        _ask(case), case.plan_before or case.plan, case.entry, case.course.state, case.parent.organizations
    )


def _who(case: StepCase) -> tuple[str, ...]:
    able = authority.holders(_posts(case), case.parent.organizations, case.parent.people)
    policy = case.parent.settings.policy
    return tuple(p for p in able if authority.conflict(_ask(case), case.course, p, policy) is None)


def _post_words(posts: tuple[Post, ...]) -> Listing:
    return listing(*(msg("{seat} of {org}", seat=Word(SEAT, post.seat), org=post.org) for post in posts))


def _seats_at(org: str, seat: str) -> tuple[str, tuple[str, ...]]:
    """The file of the parent, and the place in it, that says who holds a seat."""
    return f"catalogs/{org}/organization.yaml", ("seats", seat)


def _basis(case: StepCase, person: str) -> tuple[str, tuple[str, ...]]:
    """The earlier record by which a person keeps out of this step, and the place in it that names him."""
    acted = [r for r in case.course.records if person in (r.by, r.on_behalf_of)]
    first = next((r for r in acted if r.step in CONTENT_STEPS), acted[0] if acted else None)
    if first is None:
        return "", ()
    named = "on_behalf_of" if first.on_behalf_of == person else "by"
    return f"{item_folder(case.plan.id)}/record/{first.file_name}", (named,)


def _held(case: StepCase) -> Listing | Msg:
    """The seats that the signer has in the organization of the item."""
    org = case.parent.organizations.get(case.plan.org)
    seats = [seat for seat in org.seats if org.holds(case.signer.person, seat)] if org else []
    return _post_words(tuple(Post(case.plan.org, seat) for seat in seats)) if seats else msg("none")


def check_signer(case: StepCase) -> Findings:
    """The record names its signer."""
    record = case.record
    if record.by != case.signer.person:
        yield Finding(
            msg("the record says that {by} acts, but {signer} signed", by=record.by, signer=case.signer.person),
            expected=case.signer.person,
            found=record.by,
        )


def check_seat(case: StepCase) -> Findings:
    """The signer holds, in the parent's files, the seat that the step asks for."""
    record, posts = case.record, _posts(case)
    allowed = authority.paper_posts(posts, case.plan.org, case.parent.organizations) if record.on_behalf_of else posts
    post = Post(record.org, record.seat)
    org = case.parent.organizations.get(record.org)
    if post in allowed and org is not None and org.holds(case.signer.person, record.seat):
        return
    registrars = authority.holders(allowed, case.parent.organizations, case.parent.people)
    who = tuple(p for p in registrars if p not in case.course.proposers) if record.on_behalf_of else _who(case)
    file, pointer = _seats_at(allowed[0].org, allowed[0].seat)
    yield Finding(
        msg("{person} holds no seat for the step {step}", person=case.signer.person, step=Word(STEP, record.step)),
        expected=msg("{posts}", posts=_post_words(allowed)),
        found=_held(case),
        who=who,
        file=file,
        pointer=pointer,
        fix=msg("pdctl seat assign {org} {seat} PERSON (by an admin)", org=allowed[0].org, seat=allowed[0].seat),
        exit_code=NO_SEAT,
    )


def check_paper_seat(case: StepCase) -> Findings:
    """Who signed on paper holds the seat, and the registrar is not the proposer."""
    record = case.record
    if not record.on_behalf_of:
        return
    posts = tuple(p for p in _posts(case) if p.seat != "registrar")
    if record.on_behalf_of not in authority.holders(posts, case.parent.organizations, case.parent.people):
        file, pointer = _seats_at(posts[0].org, posts[0].seat) if posts else ("", ())
        yield Finding(
            msg("{person}, who signed on paper, does not hold the seat", person=record.on_behalf_of),
            file=file,
            pointer=pointer,
            expected=msg("{posts}", posts=_post_words(posts)),
            found=record.on_behalf_of,
            who=authority.holders(posts, case.parent.organizations, case.parent.people),
            exit_code=NO_SEAT,
        )
    if record.by in case.course.proposers:
        yield Finding(
            msg("{person} proposed this item and cannot register the paper for it", person=record.by),
            expected=msg("a registrar who did not propose"),
            found=record.by,
        )


def check_level(case: StepCase) -> Findings:
    """The level of an approval is the one whose turn it is, or a higher one."""
    record, needs, done = case.record, case.needs.approvals, case.course.done_levels
    if record.step != "approve" or done >= len(needs):
        return
    level = record.level or ""
    if satisfied(needs, done, level) > done:
        return
    wanted = needs[done]
    rule = "E-STEP"
    if level in OWN_LEVELS and wanted in OWN_LEVELS:
        rule, text = "E-SEAT", msg("the level {level} is too low for this item", level=Word(LEVEL, level))
    else:
        text = msg("it is not the turn of the level {level}", level=Word(LEVEL, level))
    yield Finding(
        text,
        rule=rule,
        expected=Word(LEVEL, wanted),
        found=Word(LEVEL, level),
        fix=msg("pdctl approve {item} --level {level}", item=case.plan.id, level=wanted),
    )


def check_duties(case: StepCase) -> Findings:
    """Nobody decides on what he proposed; nobody approves what he reviewed. Persons count, not keys or seats."""
    record, policy = case.record, case.parent.settings.policy
    persons = {record.actor}
    if record.step == "approve" and record.level == "collective":
        persons.add(record.by)
        for person in record.meeting.present if record.meeting else ():
            if person in case.course.proposers:
                file, pointer = _basis(case, person)
                yield Finding(
                    msg("{person} proposed this item and cannot take part in deciding on it", person=person),
                    file=file,
                    pointer=pointer,
                    expected=msg("the proposer stays out of the decision"),
                    found=person,
                )
    for person in sorted(persons):
        reason = authority.conflict(_ask(case), case.course, person, policy)
        if reason is not None:
            file, pointer = _basis(case, person)
            wanted = msg("another person in the seat")
            yield Finding(reason, file=file, pointer=pointer, expected=wanted, found=person, who=_who(case))


def check_order(case: StepCase) -> Findings:
    """The procedure table has a row for this step from this state."""
    record, state = case.record, case.course.state
    if state in ("proposed", "reviewing") and record.step == "approve":
        return  # named more exactly by the missing reviews
    if record.step == "revise" and state in procedure.FROZEN_STATES:
        return  # E-FROZEN says more
    if procedure.find_row(record.step, choice_of(record), state) is not None:
        return
    sources = {s for row in procedure.rows(record.step, choice_of(record)) for s in row.sources}
    states = listing(*(Word(STATE, s) for s in procedure.OPEN_STATES if s in sources))
    yield Finding(
        msg("the step {step} is not possible now", step=Word(STEP, record.step)),
        expected=msg("state {states}", states=states) if states.items else msg("an item that does not exist yet"),
        found=Word(STATE, state) if state else msg("no such item"),
        fix=msg("pdctl show {item}", item=case.plan.id),
    )


def check_reviews_complete(case: StepCase) -> Findings:
    """Approval comes after every required review of this very content."""
    if case.record.step != "approve" or case.course.state not in ("proposed", "reviewing"):
        return
    for aspect in case.course.missing(case.needs):
        earlier = [r for r in case.course.records if r.aspect == aspect and r.decision == "pass"]
        word = Word(ASPECT, aspect)
        if earlier:
            text = msg("the review {aspect} counts only for earlier content", aspect=word)
            fix = msg("pdctl review {item} --aspect {aspect} --reconfirm", item=case.plan.id, aspect=aspect)
        else:
            text = msg("the review {aspect} is missing", aspect=word)
            fix = msg("pdctl review {item} --aspect {aspect} --pass", item=case.plan.id, aspect=aspect)
        yield Finding(
            text,
            rule="E-STALE" if earlier else "E-STEP",
            expected=msg("an opinion on {digest}", digest=short_digest(case.digest)),
            found=short_digest(earlier[-1].subject) if earlier else msg("none"),
            fix=fix,
            who=_reviewers(case, aspect),
        )


def _reviewers(case: StepCase, aspect: str) -> tuple[str, ...]:
    posts = authority.posts_for(
        Ask("review", aspect), case.plan, case.entry, case.course.state, case.parent.organizations
    )
    able = authority.holders(posts, case.parent.organizations, case.parent.people)
    return tuple(person for person in able if person not in case.course.proposers)


def check_review(case: StepCase) -> Findings:
    """One opinion a reviewer and aspect; a doubt about secrets belongs to the secrecy review; renewal needs an earlier opinion."""
    record = case.record
    if record.step != "review":
        return
    if record.decision == "refer" and record.aspect != "secrecy":
        yield Finding(msg("only the secrecy review refers a matter"), expected="secrecy", found=record.aspect or "")
    current = case.course.passes.get(record.aspect or "")
    if record.decision == "pass" and current is not None and current.actor == record.actor:
        yield Finding(
            msg("{person} gave this opinion already, on this very content", person=record.actor),
            expected=msg("a new opinion"),
            found=msg("record {seq}", seq=f"{current.seq:04d}"),
        )
    if record.reconfirms is not None and not _renewable(case, record):
        yield Finding(
            msg("there is no earlier opinion of {person} to renew", person=record.actor),
            expected=msg("an earlier consent to the same aspect"),
            found=msg("record {seq}", seq=f"{record.reconfirms:04d}"),
            fix=msg("pdctl review {item} --aspect {aspect} --pass", item=case.plan.id, aspect=record.aspect),
        )


def _renewable(case: StepCase, record: Record) -> bool:
    return any(
        r.seq == record.reconfirms and r.aspect == record.aspect and r.actor == record.actor and r.decision == "pass"
        for r in case.course.records
    )


def check_details(case: StepCase) -> Findings:
    """A risk assessment speaks to every criterion (part seven, (四))."""
    record = case.record
    if record.step != "review" or record.decision != "pass":
        return
    for key in procedure.ASPECT_DETAILS.get(record.aspect or "", ()):
        if not record.detail.get(key):
            yield Finding(
                msg("the assessment says nothing about {criterion}", criterion=key),
                expected=key,
                found=msg("none"),
                fix=msg("add --detail {criterion}=TEXT", criterion=key),
            )


def check_digest(case: StepCase) -> Findings:
    """The record binds to the content as it is in the same commit."""
    if case.record.subject != case.digest:
        yield Finding(
            msg("the digest in the record is not that of the content"),
            expected=case.digest,
            found=case.record.subject,
        )


def check_content(case: StepCase) -> Findings:
    """Only `propose` and `revise` change content, never after a decision."""
    changed = dict(case.content) != dict(case.content_before)
    step, state = case.record.step, case.course.state
    if step == "revise" and state in procedure.FROZEN_STATES:
        yield Finding(
            msg("the content is frozen in the state {state}", state=Word(STATE, state)),
            expected=msg("a new item that supersedes this one"),
            found=msg("a revision"),
            fix=msg("pdctl propose {org} … --supersedes {item}", org=case.plan.org, item=case.plan.id),
        )
    elif changed and step not in CONTENT_STEPS:
        frozen = state in procedure.FROZEN_STATES
        yield Finding(
            msg("the step {step} changes content", step=Word(STEP, step)),
            rule="E-FROZEN" if frozen else "E-SHAPE",
            expected=msg("the content as it was"),
            found=short_digest(case.digest),
        )
    elif step == "revise" and not changed:
        yield Finding(
            msg("the revision changes nothing"),
            rule="E-STEP",
            expected=msg("new content"),
            found=short_digest(case.digest),
        )


def check_sequence(case: StepCase) -> Findings:
    """Records are numbered from 0001 without a gap, and the file is named after its record."""
    record = case.record
    expected = len(case.course.records) + 1
    if record.seq != expected:
        yield Finding(
            msg("the record does not have the next number"), expected=f"{expected:04d}", found=f"{record.seq:04d}"
        )
    if [record.file_name] != [f"{name}.yaml" for name in case.shape.records]:
        yield Finding(
            msg("the record's file name is not that of the record"),
            expected=record.file_name,
            found=", ".join(case.shape.records),
        )
    if record.item != case.plan.id or case.shape.item != case.plan.id:
        yield Finding(
            msg("record, content and folder name different items"), expected=case.shape.item, found=record.item
        )


def check_append(case: StepCase) -> Findings:
    """Records and evidence are only ever added, and an item begins once."""
    if case.record.step == "propose" and case.course.records:
        yield Finding(
            msg("the item id {item} is used again", item=case.plan.id),
            expected=msg("a new item"),
            found=msg("an item that exists already"),
        )
    for change in case.changes:
        if "/record/" in change.path and change.kind != "add":
            yield Finding(
                msg("a record or its evidence is changed or removed"),
                file=change.path,
                expected=msg("only new files"),
                found=change.kind,
            )


def check_paper(case: StepCase) -> Findings:
    """A paper is signed after the version it decides on was written, and is there as a scan."""
    record = case.record
    if not record.on_behalf_of:
        return
    if not record.evidence:
        yield Finding(msg("the scanned paper is missing"), expected=msg("--evidence FILE"), found=msg("none"))
    written = next((r for r in case.course.records if r.seq == case.course.content_seq), None)
    signed, made = day(record.signed_on), day(written.at if written else None)
    if signed and made and signed < made:
        yield Finding(
            msg("the paper was signed before this version was written: it is of another version"),
            expected=msg("{date} or later", date=made.isoformat()),
            found=record.signed_on or "",
        )
    at = day(record.at)
    if signed and at and signed > at:
        yield Finding(
            msg("the paper is dated in the future"),
            rule="E-DATE",
            expected=at.isoformat(),
            found=record.signed_on or "",
        )


def check_form(case: StepCase) -> Findings:
    """A form with a code is one of the version it decides on, and its scan was not entered for another one."""
    record = case.record
    if not record.form_code:
        return
    code = form_code(case.plan.id, case.digest)
    if record.form_code != code:
        yield Finding(
            msg("the signed form is of another version than the one that is decided on"),
            expected=code,
            found=record.form_code,
            fix=msg("print the form of this version and have it signed: pdctl form {item}", item=case.plan.id),
        )
    scans = {piece.sha256 for piece in record.evidence}
    for earlier in case.course.records:
        if earlier.subject != record.subject and earlier.on_behalf_of and scans & {p.sha256 for p in earlier.evidence}:
            yield Finding(
                msg("this scan was entered before, for another version"),
                expected=msg("the scan of a form of this version"),
                found=msg("record {seq}", seq=f"{earlier.seq:04d}"),
                fix=msg("print the form of this version and have it signed: pdctl form {item}", item=case.plan.id),
            )


def check_reply(case: StepCase) -> Findings:
    """A superior outside the repository answers by a numbered reply whose scan is registered."""
    record = case.record
    if record.step != "approve" or record.level != "superior" or record.on_behalf_of:
        return
    outside = authority.superior_for(case.plan.org, case.entry, case.parent.organizations) is None
    if outside and not (record.reply_number and record.reply_date and record.evidence):
        yield Finding(
            msg("the reply of the superior outside the repository needs its number, date and scan"),
            expected="--reply-number N --reply-date D --evidence FILE",
            found=record.reply_number or msg("none"),
        )


def check_quorum(case: StepCase) -> Findings:
    """A collective decision has its members present and its majority."""
    record = case.record
    if record.step != "approve" or record.level != "collective":
        return
    # The members of a closed organization decide no more: those of its successor do.
    deciding = authority.acting(case.plan.org, case.parent.organizations)
    org = record.org if record.org in deciding else case.plan.org
    strict = case.entry is not None and case.entry.matter in ("personnel", "discipline")
    yield from short_of(
        record.meeting,
        case.parent.organizations.get(org),
        case.parent.settings.policy.quorum,
        record.decision == "pass",
        strict,
    )


def check_dates(case: StepCase) -> Findings:
    """Nothing is recorded as done before its time: recorded days are claims, but not claims about the future."""
    record = case.record
    at = day(record.at)
    meeting = record.meeting.date if record.meeting else None
    for text in (record.on, record.reply_date, meeting):
        when = day(text)
        if text and when is None:
            yield Finding(msg("there is no such day: {date}", date=text), expected="YYYY-MM-DD", found=text)
        if when and at and when > at:
            yield Finding(
                msg("the date {date} lies in the future", date=text),
                expected=msg("{date} or earlier", date=at.isoformat()),
                found=text or "",
                fix=msg("record it on the day itself or later"),
            )


STEP_RULES: tuple[Rule[StepCase], ...] = (
    Rule("E-SEAT", "五(一)", msg("A record names the person who signed it."), check_signer),
    Rule("E-SEAT", "五", msg("A step is taken by a person who holds, before it, the seat that the procedure table names."), check_seat),
    Rule("E-SEAT", "五(三)", msg("Paper is entered by a registrar who did not propose, for a person who holds the seat."), check_paper_seat, ("review", "approve")),
    Rule("E-SEAT", "五(三)", msg("An approval is given at the level whose turn it is, or a higher one of the same organization."), check_level, ("approve",)),
    Rule("E-SOD", "五(二)、五(三)", msg("Who proposed decides nothing; who reviewed does not approve. Persons are compared, not keys or seats."), check_duties, ("review", "approve", "answer")),
    Rule("E-STEP", "五", msg("A step is possible only from the states that the procedure table names."), check_order),
    Rule("E-STEP", "五(三)", msg("Approval comes after every required review of the same content."), check_reviews_complete, ("approve",)),
    Rule("E-STEP", "五(二)", msg("A review says something new, and only the secrecy review refers a matter."), check_review, ("review",)),
    Rule("E-STEP", "七(四)", msg("A risk assessment speaks to each of its criteria."), check_details, ("review",)),
    Rule("E-DIGEST", "五(四)", msg("A record binds to the digest of the content it decides on."), check_digest),
    Rule("E-FROZEN", "五(四)", msg("Content does not change after approval; a correction is a new item."), check_content),
    Rule("E-SEQ", "五(五)", msg("Records are numbered from 0001 without a gap."), check_sequence),
    Rule("E-APPEND", "五(五)", msg("Records and evidence are only ever added."), check_append),
    Rule("E-PAPER", "五(三)", msg("Evidence is named in its record with its digest."), check_evidence),
    Rule("E-PAPER", "五(三)", msg("A paper decides on the version it was signed for."), check_paper, ("review", "approve")),
    Rule("E-PAPER", "五(三)", msg("A signed form with a code is the form of the version it decides on."), check_form, ("review", "approve")),
    Rule("E-PAPER", "五(三)", msg("The reply of a superior outside is registered with number, date and scan."), check_reply, ("approve",)),
    Rule("E-QUORUM", "五(三)", msg("A collective decision has enough members present and in favour."), check_quorum, ("approve",)),
    Rule("E-DATE", "五(四)", msg("Recorded days exist and do not lie in the future."), check_dates),
)  # fmt: skip
