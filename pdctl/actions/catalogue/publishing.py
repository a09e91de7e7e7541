"""公开: a release becomes an ordinary item of the family catalogue, whose text is a table made from the release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pdctl.actions import items, propose
from pdctl.actions.catalogue.step import load
from pdctl.actions.planning import Wishes
from pdctl.actions.session import Session
from pdctl.actions.step import Done
from pdctl.core.findings import usage
from pdctl.core.model import Entry, Release
from pdctl.core.text import msg
from pdctl.core.words import FREQUENCY, PERIOD, SCOPE

_OFF_REASON = "党务公开目录须按照规定在党内或者向社会公开（七（二））"


def publish(
    session: Session, org: str, wishes: Wishes, entry: str | None = None, number: str | None = None, dry_run: bool = False
) -> Done:  # fmt: skip
    """Propose the current release (or one that is named) for disclosure; the text is made, the rest is as for any item."""
    catalogue = load(session, org)
    release = session.view.release(org, number.zfill(4) if number else catalogue.current)
    if release is None:
        raise usage(
            msg("{org} has no release {release}", org=org, release=number), msg("pdctl catalog log {org} lists them", org=org)
        )  # fmt: skip
    current = session.view.release(org, catalogue.current)
    own = items.entry(session, org, entry) if entry else _entry(current)
    scope = wishes.scope or (own.scope if own else "party")
    title = wishes.title or f"{catalogue.org.name}党务公开目录（第{int(release.release)}版）"
    with TemporaryDirectory() as folder:
        body = Path(folder) / "catalogue.md"
        body.write_text(table(release, scope), encoding="utf-8")
        filled = replace(wishes, scope=scope, title=title, body=body, family="catalogue")
        reason = None if own else _OFF_REASON
        return propose.propose(session, org, own.id if own else None, "clear", filled, reason, dry_run=dry_run)


def _entry(release: Release | None) -> Entry | None:
    """The entry under which catalogues are published, where the catalogue has one."""
    entries = release.entries if release else ()
    return next((one for one in entries if one.family == "catalogue" and not one.suspended), None)


def table(release: Release, scope: str) -> str:
    """The text: one row an entry. For society only what is for society; what is suspended is left out."""
    shown = [one for one in release.entries if not one.suspended and (scope != "society" or one.scope == "society")]
    year, month, day = release.on.split("-")
    said = f"党务公开目录第{int(release.release)}版自{int(year)}年{int(month)}月{int(day)}日起施行，共{len(shown)}项。"
    heads = ("序号", "公开事项", "公开要素", "公开范围", "公开时限", "公开渠道", "承办部门")
    rows = [_row(number, entry) for number, entry in enumerate(shown, 1)]
    return "\n".join([said, "", _line(heads), _line(["---"] * len(heads)), *map(_line, rows)]) + "\n"


def _row(number: int, entry: Entry) -> tuple[str, ...]:
    often = FREQUENCY.label(entry.frequency) + (f"（{PERIOD.label(entry.period)}）" if entry.period else "")
    channels = "、".join(channel.label for channel in entry.channels)
    elements = "、".join(entry.elements)
    return str(number), entry.title, elements, SCOPE.label(entry.scope), often, channels, entry.department or ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in cells) + " |"
