"""The ten mechanisms for people and machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdctl.core.model import Mechanism
from pdctl.core.text import Listing, Word, listing, msg
from pdctl.core.words import DEPARTMENT
from pdctl.report.layout import table
from pdctl.report.talk import out_json, say

Organizations = Mapping[str, tuple[str, ...]]


def mechanisms(found: Sequence[Mechanism], organizations: Organizations, as_json: bool) -> None:
    """Each mechanism with the departments that lead and support it, and who that is here."""
    if as_json:
        rows = [{**vars(one), "lead": list(one.lead), "support": list(one.support)} for one in found]
        mapped = {department: list(orgs) for department, orgs in organizations.items()}
        out_json("mechanisms", {"mechanisms": rows, "departments": mapped})
        return
    heads = (msg("Clause"), msg("Mechanism"), msg("Leads"), msg("Supports"))
    table(heads, [_row(one, organizations) for one in found])
    say(msg("Questions on how the plan is to be read, with their answers: pdctl question list"))
    missing = [key for key in DEPARTMENT if key not in organizations]
    if missing:
        say(
            msg(
                "No organization stands for: {departments}",
                departments=listing(*(Word(DEPARTMENT, d) for d in missing)),
            )
        )
        say(msg("  pdctl org set ORG --departments {department}", department=missing[0]))


def _row(one: Mechanism, organizations: Organizations) -> tuple[Any, ...]:
    return one.clause, one.title, _named(one.lead, organizations), _named(one.support, organizations)


def _named(departments: Sequence[str], organizations: Organizations) -> Listing:
    return listing(
        *(_one(Word(DEPARTMENT, department), organizations.get(department, ())) for department in departments)
    )


def _one(department: Word, orgs: tuple[str, ...]) -> Any:
    return msg("{department} ({orgs})", department=department, orgs=listing(*orgs)) if orgs else department
