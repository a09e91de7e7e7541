"""Rules of the steps of a catalogue: who takes them, in which order, on which entries (part seven (二) of the source)."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core import authority, procedure
from pdctl.core.authority import Post
from pdctl.core.catalogue import addressee
from pdctl.core.digest import short_digest
from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import CatalogStepCase, Rule, day
from pdctl.core.judge.evidence import check_evidence
from pdctl.core.judge.quorum import short_of
from pdctl.core.requirements import satisfied
from pdctl.core.text import Listing, Msg, Word, listing, msg
from pdctl.core.words import CATALOG_STATE, CATALOG_STEP, FILING_STATE, LEVEL, OWN_LEVELS, SEAT

Findings = Iterator[Finding]
_BINDING = ("adjust", "approve", "release")
# Which other files come with the record of a step.
_FILES = {"adjust": {"catalog"}, "release": {"release"}}


def _levels(case: CatalogStepCase) -> tuple[str, ...]:
    return case.parent.settings.policy.catalog_approval


def posts(case: CatalogStepCase) -> tuple[Post, ...]:
    """The posts whose holder may take the step by his own signature."""
    record, organizations = case.record, case.parent.organizations
    if record.step == "approve":
        return authority.approval_posts(record.level or "", case.shape.org, None, organizations)
    if record.step == "receive":
        to = addressee(record)
        return authority.receivers(to, organizations) if to else _registrar(case)
    return authority.keepers(case.shape.org, organizations)


def _registrar(case: CatalogStepCase) -> tuple[Post, ...]:
    """Who enters the receipt of a superior outside the repository."""
    return authority.seats_for(case.shape.org, "registrar", case.parent.organizations)


def _post_words(found: tuple[Post, ...]) -> Listing:
    return listing(*(msg("{seat} of {org}", seat=Word(SEAT, post.seat), org=post.org) for post in found))


def _held(case: CatalogStepCase, org: str) -> Listing | Msg:
    """The seats that the signer has in the organization that he acts for."""
    own = case.parent.organizations.get(org)
    seats = [seat for seat in own.seats if own.holds(case.signer.person, seat)] if own else []
    return _post_words(tuple(Post(org, seat) for seat in seats)) if seats else msg("none")


def _free(case: CatalogStepCase, found: tuple[Post, ...]) -> tuple[str, ...]:
    able = authority.holders(found, case.parent.organizations, case.parent.people)
    return tuple(person for person in able if person not in _kept_out(case))


def _kept_out(case: CatalogStepCase) -> frozenset[str]:
    """Whom the separation of duties keeps from the step."""
    if case.record.step == "approve":
        return case.course.adjusters
    if case.record.step != "receive":
        return frozenset()
    number = case.record.release or ""
    filing = case.course.filings.get((number, addressee(case.record)))
    return case.course.makers.get(number, frozenset()) | (frozenset({filing.filed.by}) if filing else frozenset())


def check_signer(case: CatalogStepCase) -> Findings:
    """The record names its signer."""
    record = case.record
    if record.by != case.signer.person:
        yield Finding(
            msg("the record says that {by} acts, but {signer} signed", by=record.by, signer=case.signer.person),
            expected=case.signer.person,
            found=record.by,
        )


def check_seat(case: CatalogStepCase) -> Findings:
    """The signer holds, in the parent's files, the seat that the step asks for."""
    record, organizations = case.record, case.parent.organizations
    wanted = posts(case)
    allowed = authority.paper_posts(wanted, case.shape.org, organizations) if record.on_behalf_of else wanted
    post = Post(record.acting_org, record.seat)
    org = organizations.get(post.org)
    if post in allowed and org is not None and org.holds(case.signer.person, post.seat):
        return
    first = allowed[0]
    yield Finding(
        msg("{person} holds no seat for this step of the catalogue: {step}", person=case.signer.person, step=Word(CATALOG_STEP, record.step)),
        expected=msg("{posts}", posts=_post_words(allowed)),
        found=_held(case, post.org),
        who=_free(case, allowed),
        file=f"catalogs/{first.org}/organization.yaml",
        pointer=("seats", first.seat),
        fix=msg("pdctl seat assign {org} {seat} PERSON (by an admin)", org=first.org, seat=first.seat),
        exit_code=NO_SEAT,
    )  # fmt: skip


def check_paper_seat(case: CatalogStepCase) -> Findings:
    """Who signed on paper holds the seat; only an approval is entered from paper, by somebody who did not adjust."""
    record = case.record
    if not record.on_behalf_of:
        return
    wanted = tuple(post for post in posts(case) if post.seat != "registrar")
    if record.step != "approve" or record.on_behalf_of not in authority.holders(
        wanted, case.parent.organizations, case.parent.people
    ):
        yield Finding(
            msg("{person}, who signed on paper, does not hold the seat", person=record.on_behalf_of),
            expected=msg("{posts}", posts=_post_words(wanted)),
            found=record.on_behalf_of,
            who=authority.holders(wanted, case.parent.organizations, case.parent.people),
            exit_code=NO_SEAT,
        )
    if record.by in case.course.adjusters:
        yield Finding(
            msg("{person} adjusted this catalogue and cannot register the paper for it", person=record.by),
            expected=msg("a registrar who did not adjust it"),
            found=record.by,
        )


def check_level(case: CatalogStepCase) -> Findings:
    """The level of an approval is the one whose turn it is, or a higher one."""
    record, levels, done = case.record, _levels(case), case.course.done_levels
    if record.step != "approve" or done >= len(levels):
        return
    level = record.level or ""
    if satisfied(levels, done, level) > done:
        return
    low = level in OWN_LEVELS and levels[done] in OWN_LEVELS
    text = (
        msg("the level {level} is too low for this catalogue", level=Word(LEVEL, level))
        if low
        else msg("it is not the turn of the level {level}", level=Word(LEVEL, level) if level else msg("none"))
    )
    yield Finding(
        text,
        rule="E-SEAT" if low else "E-STEP",
        expected=Word(LEVEL, levels[done]),
        found=Word(LEVEL, level) if level else msg("none"),
        fix=msg("pdctl catalog approve {org} --level {level} --pass", org=case.shape.org, level=levels[done]),
    )


def check_duties(case: CatalogStepCase) -> Findings:
    """Nobody decides on a catalogue that he adjusted, or receives a release that he adjusted or filed."""
    record = case.record
    if record.step not in ("approve", "receive"):
        return
    persons = {record.actor}
    if record.level == "collective":
        persons |= {record.by, *(record.meeting.present if record.meeting else ())}
    for person in sorted(persons & _kept_out(case)):
        text = (
            msg("{person} adjusted this catalogue and cannot decide on it", person=person)
            if record.step == "approve"
            else msg("{person} adjusted or filed this release and cannot receive it", person=person)
        )
        yield Finding(text, expected=msg("another person in the seat"), found=person, who=_free(case, posts(case)))


def check_order(case: CatalogStepCase) -> Findings:
    """The procedure table of catalogues has a row for this step from this state."""
    record, course = case.record, case.course
    choice = record.decision or ""
    filing = record.step in procedure.FILING_STEPS
    vocabulary = FILING_STATE if filing else CATALOG_STATE
    state = course.filing_state(record.release or "", addressee(record)) if filing else course.state
    if procedure.find_catalog_row(record.step, choice, state) is not None:
        return
    sources = dict.fromkeys(s for row in procedure.catalog_rows(record.step, choice) for s in row.sources)
    yield Finding(
        msg("this step of the catalogue is not possible now: {step}", step=Word(CATALOG_STEP, record.step)),
        expected=msg("state {states}", states=listing(*(Word(vocabulary, s) for s in sources)))
        if sources
        else msg("a decision"),
        found=Word(vocabulary, state),
        fix=msg("pdctl catalog log {org}", org=case.shape.org),
    )


def check_closed(case: CatalogStepCase) -> Findings:
    """The catalogue of a closed organization is not worked on any more; what is open is brought to its end."""
    org = case.org
    if org is None:
        yield Finding(
            msg("there is no organization {org}", org=case.shape.org),
            expected=msg("an organization that exists"),
            found=case.shape.org,
        )
    elif org.closed and case.record.step != "receive":
        yield Finding(
            msg("the organization {org} was closed on {date}", org=org.id, date=org.valid_to),
            expected=msg("the catalogue of a successor: {orgs}", orgs=listing(*org.succeeded_by)),
            found=org.id,
        )


def check_files(case: CatalogStepCase) -> Findings:
    """An adjustment brings the working copy, a release its numbered file, and no other step either of them."""
    allowed = _FILES.get(case.record.step, set())
    for change in case.changes:
        if change.path.endswith("/catalog.yaml") and change.kind == "delete":
            yield Finding(
                msg("the catalogue is removed"), rule="E-POLICY", file=change.path, expected=msg("a changed one"),
                found=change.kind,
            )  # fmt: skip
        kind = "catalog" if change.path.endswith("/catalog.yaml") else "release" if "/releases/" in change.path else ""
        if kind and kind not in allowed:
            yield Finding(
                msg("this step does not change the file {file}", file=change.path),
                expected=msg("only the record of the step"),
                found=change.kind,
                file=change.path,
            )
    if case.record.step == "release" and case.release is None:
        yield Finding(
            msg("the release itself is missing"), expected=f"releases/{case.record.release}.yaml", found=msg("none")
        )


def check_sequence(case: CatalogStepCase) -> Findings:
    """Records are numbered from 0001 without a gap, releases too, and files are named after what they hold."""
    record, expected = case.record, len(case.course.records) + 1
    if record.seq != expected:
        yield Finding(
            msg("the record does not have the next number"), expected=f"{expected:04d}", found=f"{record.seq:04d}"
        )
    if (record.file_name,) != tuple(f"{name}.yaml" for name in case.shape.records):
        yield Finding(
            msg("the record's file name is not that of the record"),
            expected=record.file_name,
            found=", ".join(case.shape.records),
        )
    if record.org != case.shape.org:
        yield Finding(
            msg("the record names another organization than its folder"),
            rule="E-PATH",
            expected=case.shape.org,
            found=record.org,
        )
    yield from _release_number(case)


def _release_number(case: CatalogStepCase) -> Findings:
    record, current = case.record, case.current.release if case.current else "0000"
    if record.step == "release":
        wanted = f"{int(current) + 1:04d}"
        numbers = {record.release, case.release.release if case.release else record.release}
        files = {c.path.rpartition("/")[2].removesuffix(".yaml") for c in case.changes if "/releases/" in c.path}
        for number in sorted({n or "" for n in numbers | files} - {wanted}):
            yield Finding(msg("this is not the next release number"), expected=wanted, found=number or msg("none"))
        if case.release is not None and case.release.org != case.shape.org:
            yield Finding(
                msg("the release names another organization or number than its file"),
                rule="E-PATH",
                expected=case.shape.org,
                found=case.release.org,
            )
    if record.step == "file" and record.release != current:
        yield Finding(
            msg("only the current release is filed"),
            expected=current,
            found=record.release or msg("none"),
            fix=msg("pdctl catalog file {org}", org=case.shape.org),
        )


def check_append(case: CatalogStepCase) -> Findings:
    """Records, evidence and releases are only ever added."""
    for change in case.changes:
        if change.kind != "add" and ("/catalog-record/" in change.path or "/releases/" in change.path):
            yield Finding(
                msg("a record, its evidence or a release is changed or removed"),
                file=change.path,
                expected=msg("only new files"),
                found=change.kind,
            )


def check_digest(case: CatalogStepCase) -> Findings:
    """Adjustment, approval and release bind to the entries: what was approved is what is released."""
    record = case.record
    if record.step not in _BINDING:
        return
    if record.subject != case.digest:
        yield Finding(
            msg("the digest in the record is not that of the working copy"),
            expected=case.digest,
            found=record.subject or msg("none"),
        )
    approved = case.course.subject  # without any, the order of the steps speaks
    if record.step == "release" and case.release is not None and approved and case.release_digest != approved:
        yield Finding(
            msg("the release is not what was approved"),
            expected=approved,
            found=case.release_digest,
        )


def check_stale(case: CatalogStepCase) -> Findings:
    """Work on the working copy after the last adjustment has to be named before anything is decided."""
    if case.record.step in ("approve", "release") and case.course.subject and case.digest != case.course.subject:
        yield Finding(
            msg("the working copy was changed after the last adjustment"),
            expected=short_digest(case.course.subject),
            found=short_digest(case.digest),
            fix=msg("pdctl catalog adjust {org} --reason TEXT (names every change)", org=case.shape.org),
        )


def check_paper(case: CatalogStepCase) -> Findings:
    """A paper is signed after the adjustment it decides on; a superior outside answers by a numbered, scanned reply."""
    record = case.record
    signed, at = day(record.signed_on), day(record.at)
    if record.on_behalf_of:
        adjusted = [day(r.at) for r in case.course.records if r.step == "adjust"]
        if not record.evidence:
            yield Finding(msg("the scanned paper is missing"), expected=msg("--evidence FILE"), found=msg("none"))
        if signed is None or (adjusted and adjusted[-1] and signed < adjusted[-1]):
            yield Finding(
                msg("the paper was signed before this version was written: it is of another version"),
                expected=msg("{date} or later", date=str(adjusted[-1]) if adjusted else record.at[:10]),
                found=record.signed_on or msg("none"),
            )
        if signed and at and signed > at:
            yield Finding(
                msg("the paper is dated in the future"), rule="E-DATE", expected=at.isoformat(), found=record.signed_on or ""
            )  # fmt: skip
    elif _outside(case) and not record.evidence:
        yield Finding(
            msg("the answer of a superior outside the repository needs its number, date and scan"),
            expected="--evidence FILE",
            found=msg("none"),
        )


def _outside(case: CatalogStepCase) -> bool:
    """Whether the step rests on what a superior outside the repository wrote."""
    record, organizations = case.record, case.parent.organizations
    if record.step == "receive":
        return not addressee(record)
    above = authority.superior_for(case.shape.org, None, organizations)
    return record.step == "approve" and record.level == "superior" and above is None


def check_reply(case: CatalogStepCase) -> Findings:
    """The number and date of a superior's answer are named."""
    record = case.record
    if not _outside(case) or record.on_behalf_of:
        return
    given = (record.number, record.on) if record.step == "receive" else (record.reply_number, record.reply_date)
    if not all(given):
        yield Finding(
            msg("the answer of a superior outside the repository needs its number, date and scan"),
            expected=msg("number and date"),
            found=listing(*(text for text in given if text)) if any(given) else msg("none"),
        )


def check_quorum(case: CatalogStepCase) -> Findings:
    """A collective decision has its members present and its majority."""
    record = case.record
    if record.step == "approve" and record.level == "collective":
        quorum = case.parent.settings.policy.quorum
        yield from short_of(record.meeting, case.org, quorum, record.decision == "pass")


def check_dates(case: CatalogStepCase) -> Findings:
    """Recorded days exist and do not lie in the future."""
    record, at = case.record, day(case.record.at)
    meeting = record.meeting.date if record.meeting else None
    released = case.release.on if case.release else None
    for text in (record.on, record.reply_date, meeting, released):
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


def check_course_of_days(case: CatalogStepCase) -> Findings:
    """A release is filed on its day or later, and received on the day of its filing or later."""
    record = case.record
    if record.step == "file":
        first = case.current.on if case.current and case.current.release == record.release else None
        text = msg("the release is filed on a day before it was released")
    elif record.step == "receive":
        filing = case.course.filings.get((record.release or "", addressee(record)))
        first = filing.filed.on if filing else None
        text = msg("the receipt is dated before the filing that it answers")
    else:
        return
    if first and record.on and day(record.on) and record.on < first:
        yield Finding(
            text, expected=msg("{date} or later", date=first), found=record.on, fix=msg("give its own day: --on DATE")
        )


CATALOG_STEP_RULES: tuple[Rule[CatalogStepCase], ...] = (
    Rule("E-SEAT", "七(二)", msg("A record names the person who signed it."), check_signer),
    Rule("E-SEAT", "七(二)", msg("A step of a catalogue is taken by a person who holds, before it, the seat that its procedure table names."), check_seat),
    Rule("E-SEAT", "七(二)", msg("An approval on paper is entered by a registrar who did not adjust, for a person who holds the seat."), check_paper_seat),
    Rule("E-SEAT", "七(二)", msg("A catalogue is approved at the levels of the policy, the principal at least."), check_level),
    Rule("E-SOD", "七(二)", msg("Who adjusted a catalogue does not approve it; who adjusted or filed a release does not receive it."), check_duties),
    Rule("E-STEP", "七(二)", msg("A step of a catalogue is possible only from the states that its procedure table names."), check_order),
    Rule("E-POLICY", "七(一)", msg("The catalogue of a closed organization is not worked on any more."), check_closed),
    Rule("E-SHAPE", "七(二)", msg("An adjustment brings the working copy, a release its numbered file, no other step either of them."), check_files),
    Rule("E-SEQ", "七(二)", msg("Records and releases of a catalogue are numbered without a gap; only the current release is filed."), check_sequence),
    Rule("E-APPEND", "七(二)", msg("Records and releases of a catalogue are only ever added."), check_append),
    Rule("E-DIGEST", "七(二)", msg("What was approved is what is released: each binds to the digest of the entries."), check_digest),
    Rule("E-STALE", "七(二)", msg("A catalogue is approved and released as it was last adjusted."), check_stale),
    Rule("E-PAPER", "七(二)", msg("Evidence is named in its record with its digest."), check_evidence),
    Rule("E-PAPER", "七(二)", msg("A paper decides on the adjustment it was signed for; a superior outside answers with a scan."), check_paper),
    Rule("E-PAPER", "七(二)", msg("The answer of a superior outside is registered with number and date."), check_reply),
    Rule("E-QUORUM", "七(二)", msg("A collective decision on a catalogue has enough members present and in favour."), check_quorum),
    Rule("E-DATE", "七(二)", msg("Recorded days exist and do not lie in the future."), check_dates),
    Rule("E-DATE", "七(二)", msg("A release is filed not before it was released, and received not before it was filed."), check_course_of_days),
)  # fmt: skip
