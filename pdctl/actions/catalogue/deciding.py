"""审批 and 发布版本: the working copy is decided on, and what was approved becomes a numbered release."""

from __future__ import annotations

from typing import Any

from pdctl.actions.catalogue.step import CatalogDone, load, take, working_digest
from pdctl.actions.decide import Opinion, Votes, evidence_files, meeting_of, paper_fields
from pdctl.actions.judging import under_way
from pdctl.actions.session import Session
from pdctl.actions.texts import day, line, prose, schema_for
from pdctl.core.authority import approval_posts, keepers, paper_posts
from pdctl.core.catalogue_diff import stricter
from pdctl.core.findings import usage
from pdctl.core.model import Plan
from pdctl.core.text import Msg, msg
from pdctl.store import codec
from pdctl.store.view import View
from pdctl.store.yaml_write import dump


def approve(
    session: Session,
    org: str,
    level: str | None,
    opinion: Opinion,
    votes: Votes,
    reply: tuple[str | None, str | None] = (None, None),
    dry_run: bool = False,
) -> CatalogDone:
    """A decision on the working copy as it was last adjusted, at the level whose turn it is unless one is named."""
    catalogue = load(session, org)
    levels = session.view.settings.policy.catalog_approval
    level = level or levels[min(catalogue.course.done_levels, len(levels) - 1)]
    files, evidence = evidence_files(len(catalogue.course.records) + 1, opinion.paper.evidence)
    fields: dict[str, Any] = {
        "level": level,
        "decision": opinion.decision,
        "opinion": prose("--opinion", opinion.text),
        "subject": working_digest(session.view, org),
        "evidence": evidence,
        **paper_fields(session, opinion.paper),
    }
    if level == "collective":
        fields["meeting"] = meeting_of(session, votes)
    elif votes.meeting or votes.present:
        raise usage(msg("a meeting goes with --level collective only"))
    if any(reply):
        if level != "superior":
            raise usage(msg("a reply goes with --level superior only"))
        fields["reply_number"], fields["reply_date"] = line("--reply-number", reply[0]), day("--reply-date", reply[1])
    organizations = session.view.organizations
    posts = approval_posts(level, org, None, organizations)
    if opinion.paper.given:
        posts = paper_posts(posts, org, organizations)
    named: dict[str, bytes | None] = {f"catalog-record/{path}": data for path, data in files.items()}
    return take(session, catalogue, "approve", posts, named, dry_run, **fields)


def release(session: Session, org: str, dry_run: bool = False) -> CatalogDone:
    """The approved working copy becomes the next release. What is stricter in it is said, item by item."""
    catalogue = load(session, org)
    number = f"{int(catalogue.current or 0) + 1:04d}"
    working = session.view.working_copy(org) or {"entries": []}
    path = f"catalogs/{org}/releases/{number}.yaml"
    head = {"format": codec.FORMAT, "org": org, "release": number, "on": session.today}
    value = {**head, "entries": working["entries"]}
    files: dict[str, bytes | None] = {f"releases/{number}.yaml": dump(value, schema_for(path, "release"))}
    posts = keepers(org, session.view.organizations)
    done = take(
        session, catalogue, "release", posts, files, dry_run,
        subject=working_digest(session.view, org), release=number,
    )  # fmt: skip
    notes = tuple(
        msg("{item} must be revised to the release {release} before its approval: {reasons}", item=plan.id, release=number, reasons=reasons[0])
        for plan, reasons in to_revise(done.catalogue.view, org)
    )  # fmt: skip
    return CatalogDone(done.record, done.catalogue, done.landed, notes)


def to_revise(view: View, org: str) -> list[tuple[Plan, tuple[Msg, ...]]]:
    """The items of an organization that wait for a decision and that the current release made stricter, and why."""
    newest = view.release(org, view.current_release(org))
    found = []
    for one in under_way(view, org) if newest else ():
        plan = one.plan
        if one.state == "approved" or plan.entry is None or newest is None or plan.release == newest.release:
            continue
        own = view.cached_release(org, plan.release)
        reasons = stricter(plan, own.entry(plan.entry) if own else None, newest.entry(plan.entry))
        if reasons:
            found.append((plan, reasons))
    return found
