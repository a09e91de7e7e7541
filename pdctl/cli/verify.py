"""Proving: verify, trust."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import items
from pdctl.actions.verify import certificate as certificates
from pdctl.actions.verify import paper, span
from pdctl.actions.verify import period as periods
from pdctl.actions.verify import run as verifying
from pdctl.actions.verify import trust as trusting
from pdctl.actions.verify.share import processors
from pdctl.cli.completion import complete_item, complete_org
from pdctl.cli.options import COMMON, FORMATS, Word
from pdctl.cli.session import session
from pdctl.core.findings import UNCHECKED, Stop, usage
from pdctl.core.proof import Ending, ItemProof
from pdctl.core.text import msg
from pdctl.report import certificate as reports
from pdctl.report import verdict
from pdctl.report.duties import People
from pdctl.report.findings import tell
from pdctl.report.formats import github
from pdctl.report.lang import tr as _
from pdctl.report.paper import paper_view
from pdctl.report.progress import progress
from pdctl.report.talk import out_json, say
from pdctl.store.git import Git


def verify(
    introduction: Annotated[str | None, typer.Option("--introduction", metavar="I", help=_("The introduction (核验基准); default: the remembered one."))] = None,
    item: Annotated[str | None, typer.Option("--item", metavar="ITEM", help=_("Show the certificate of this item as well."), autocompletion=complete_item)] = None,
    commits: Annotated[str | None, typer.Option("--range", metavar="A..B", help=_("Only what B brings, from the verified state of A."))] = None,
    org: Annotated[str | None, typer.Option("--org", metavar="ORG", help=_("The report lists what this organization recorded."), autocompletion=complete_org)] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="D", help=_("From this day on."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="D", help=_("Up to this day."))] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE.html", help=_("Write the record of procedure (程序核验记录) to be printed."))] = None,
    full: Annotated[bool, typer.Option("--full", help=_("Begin at the first commit, whatever was verified before."))] = False,
    jobs: Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help=_("How many processes may work on it; default: one for each processor."))] = None,
    fmt: Annotated[str, typer.Option("--format", click_type=Word(FORMATS), help=_("The format."))] = "text",
) -> int:  # fmt: skip
    """Verify."""
    fmt = "json" if COMMON.json else fmt
    COMMON.json = fmt == "json"
    _check(item, commits, (org, first, last), report)
    if item or report:
        return _with_papers(introduction, full, fmt, item, (org, first, last), report, jobs)
    try:
        ended = _ended(introduction, full, jobs, commits)
    except Stop as stop:
        if fmt == "github":
            sys.stdout.write(github.unchecked(stop))
        raise
    verdict.tell(ended, fmt)
    return ended.exit_code


def _check(
    item: str | None, commits: str | None, period: tuple[str | None, str | None, str | None], report: Path | None
) -> None:
    """Options that go together, and those that do not."""
    if commits and (item or report):
        raise usage(msg("--range goes with neither --item nor --report"))
    if any(period) and not (all(period) and report and not item):
        raise usage(msg("--org, --from, --to and --report go together, without --item"))


def _ended(introduction: str | None, full: bool, jobs: int | None, commits: str | None = None) -> Ending:
    git = Git(COMMON.folder or Path.cwd())
    try:
        with progress(msg("Verifying")) as told:
            if commits:
                return certificates.ending(span.verify_range(git, introduction, commits, full, told))
            return certificates.ending(verifying.verify(git, introduction, full, told, jobs=jobs or processors()))
    finally:
        git.close()


def _with_papers(
    introduction: str | None,
    full: bool,
    fmt: str,
    item: str | None,
    wanted: tuple[str | None, str | None, str | None],
    target: Path | None,
    jobs: int | None,
) -> int:
    """The verification with a certificate or a report; what could not be checked stands in them too."""
    with session() as opened:
        part = items.find_id(opened, item) if item else None
        org, first, last = wanted
        period = periods.period(opened, org, first, last) if org else None
        try:
            ended = _ended(introduction, full, jobs)
        except Stop as stop:
            if stop.exit_code != UNCHECKED or fmt != "text":
                raise
            ended = certificates.ending(stop)
        proof = certificates.certificate(opened, part, ended) if part else None
        if target is not None:
            proofs = (proof,) if proof else ()
            paper.write_paper(paper_view(ended, opened.now, opened.view.people, proofs, period), target)
        _tell(ended, fmt, proof, opened.view.people)
    if target is not None:
        say(msg("The record lies in {file}.", file=str(target)))
    return ended.exit_code


def _tell(ended: Ending, fmt: str, proof: ItemProof | None, people: People) -> None:
    if fmt == "text" and proof is not None:
        reports.tell_certificate(proof, ended, people)
    elif ended.stop is None:
        verdict.tell(ended, fmt, proof)
    if ended.stop is not None:
        tell(ended.stop)


def trust(
    introduction: Annotated[str, typer.Argument(metavar="INTRODUCTION", help=_("The introduction: pdctl1:…"))],
) -> None:  # fmt: skip
    """Trust."""
    trusted = trusting.trust(introduction)
    if COMMON.json:
        out_json("trust", {"ok": True, "introduction": str(trusted.introduction), "tip": trusted.tip})
        return
    say(msg("The introduction is remembered. Now: pdctl verify"))
