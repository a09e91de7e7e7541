"""At length: a rule, an item, a commit."""

from __future__ import annotations

from typing import Annotated

import typer

from pdctl.actions import days as standing
from pdctl.actions import explain as actions
from pdctl.actions import items, reading
from pdctl.actions.verify import certificate
from pdctl.cli.completion import complete_item
from pdctl.cli.options import COMMON
from pdctl.cli.session import session
from pdctl.core.proof import ItemProof
from pdctl.report import certificate as certificates
from pdctl.report import days as periods_of
from pdctl.report import explain as report
from pdctl.report.duties import duty_json, tell_next
from pdctl.report.lang import tr as _
from pdctl.report.talk import out_json


def explain(
    what: Annotated[str, typer.Argument(metavar="RULE|ITEM|COMMIT", help=_("A rule id, any unique part of an item's id, or a commit."), autocompletion=complete_item)],
) -> None:  # fmt: skip
    """Explain."""
    rule = actions.rule(what)
    if rule is not None:
        report.tell_rule(rule, COMMON.json)
        return
    with session() as opened:
        oid = actions.commit_of(opened, what)
        if oid is not None:
            report.tell_commit(actions.explain_commit(opened, oid), opened.view.people, COMMON.json)
            return
        actions.require_item(opened, what)
        item, lines = reading.history(opened, what)
        steps = certificate.steps_of(opened, item, {line.record.seq: line.commit for line in lines})
        proof = ItemProof(item.plan, item.course, items.organization_of(item), steps)
        duties = items.duties(item)
        if COMMON.json:
            following = [duty_json(duty) for duty in duties]
            periods = [periods_of.stand_json(stand) for stand in standing.stands(item)]
            whole = {**certificates.certificate_json(proof), "periods": periods, "next": following}
            out_json("explain", {"item": whole})
            return
        certificates.tell_in_short(proof, opened.view.people)
        periods_of.explain_stands(standing.stands(item))
        tell_next(item.plan, item.course, duties, opened.view.people)
