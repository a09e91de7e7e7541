"""Registered numbers (文号): each belongs to one document of its organization."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.actions import items
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal
from pdctl.core.model import Plan
from pdctl.core.numbers import item_folder
from pdctl.core.text import msg

_GAVE_IT_BACK = ("withdrawn", "rejected", "closed")
_FIELD = b"\ndocument_number:"


def check_number_free(session: Session, plan: Plan) -> None:
    """A 文号 that another document of the organization bears is refused, except to what takes that one's place."""
    number = plan.document_number
    if number is None:
        return
    for other in _bearers(session, plan.org, number):
        if other.id not in (plan.id, plan.supersedes) and other.course.state not in _GAVE_IT_BACK:
            raise Refusal(
                Finding(
                    msg("another document has this number (文号): {item} {title}", item=other.id, title=other.plan.title or ""),
                    rule="E-DOCUMENT-NUMBER", file=f"{other.folder}/content/item.yaml", item=plan.id,
                    expected=msg("a number that no other document of the organization bears"), found=number,
                    fix=msg("take the number from the register of documents, or withdraw the other one first"),
                )
            )  # fmt: skip


def _bearers(session: Session, org: str, number: str) -> Iterator[Item]:
    """The items of an organization that bear a number; only the few that name it are read whole."""
    ids = session.index.of(org)
    files = session.git.objects.read_many(f"{session.tip}:{item_folder(each)}/content/item.yaml" for each in ids)
    named = [each for each, found in zip(ids, files, strict=True) if found and _names(found[2], number)]
    for each in named:
        item = items.load_at(session, each, session.view)
        if item.plan.document_number == number:
            yield item


def _names(data: bytes, number: str) -> bool:
    return _FIELD in data and number.encode() in data
