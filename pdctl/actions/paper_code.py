"""Whether the notice of an item carries the QR code: by where the item stands, by policy, and by what was asked."""

from __future__ import annotations

from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal
from pdctl.core.paper_code import code_choice
from pdctl.core.text import msg


def wants_code(session: Session, item: Item, in_force: bool, asked: bool | None, redhead: bool = False) -> bool:
    """Whether the code is printed. Raises `Refusal` where what was asked is not for the clerk to choose."""
    policy = session.view.settings.policy.public_code
    choice = code_choice(in_force, landed(session, item), item.plan.scope or "", redhead, policy)
    if asked is None or asked == choice.default:
        return choice.default
    if choice.refuses is None:
        return asked
    raise Refusal(
        Finding(
            choice.refuses, rule="E-QR", item=item.id, expected="--no-qr" if asked else "--qr",
            found="--qr" if asked else "--no-qr", fix=msg("leave the option out"),
        )
    )  # fmt: skip


def landed(session: Session, item: Item) -> bool:
    """Whether the item lies so on the protected branch; in a clone, on that of the server."""
    branch = session.view.settings.branch
    if session.ref != f"refs/heads/{branch}":
        return False
    there = session.git.tip(f"refs/remotes/origin/{branch}")
    if there is None:
        return True
    own, theirs = (session.git.objects.read(f"{commit}:{item.folder}") for commit in (session.tip, there))
    return own is not None and theirs is not None and own[0] == theirs[0]
