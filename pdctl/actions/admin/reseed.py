"""A new root for a repository whose history must be sealed: the present state without some items, and the old tip named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pdctl.actions import items
from pdctl.actions.landing import Draft, scanned
from pdctl.actions.session import Session
from pdctl.actions.setup import first_commit, introduction
from pdctl.actions.texts import prose, schema_for
from pdctl.core.findings import NO_SEAT, Finding, Refusal, environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.model import Sealed
from pdctl.core.numbers import item_folder
from pdctl.core.text import msg
from pdctl.store import codec
from pdctl.store.yaml_write import dump


@dataclass(frozen=True)
class Reseeded:
    """The new repository, its introduction, and the items that were left out."""

    folder: Path
    introduction: str
    left_out: tuple[str, ...]


def reseed(
    session: Session, without: tuple[str, ...], sealed_tip: str, reason: str, target: Path | None, dry_run: bool = False
) -> Reseeded:
    """Begin a new history. The old repository is not touched. Raises `Stop` or `Refusal`."""
    _admin(session)
    folder = target or session.git.folder.resolve().with_name(f"{session.git.folder.resolve().name}-reseeded")
    if folder.exists() and any(folder.iterdir()):
        raise environment(msg("the folder {folder} is not empty", folder=str(folder)), msg("name a new folder"))
    tip = session.git.tip(sealed_tip)
    if tip is None or tip != session.tip:
        raise usage(
            msg("the sealed tip is not the tip of this branch: {commit}", commit=sealed_tip),
            msg("the present tip is {commit}", commit=session.tip),
        )
    left_out = tuple(items.find_id(session, part) for part in without)
    sealed = Sealed(tip, session.today, prose("--reason", reason) or "")
    settings = replace(session.view.settings, sealed=sealed)
    files = _kept(session, left_out)
    files["disclosure.yaml"] = dump(codec.settings_to(settings), schema_for("disclosure.yaml", "disclosure"))
    actor = session.actor
    draft = Draft(dict(files), f"封存前史，重新建库（{actor.person.name}）", (("Sealed", tip), ("By", actor.person.id)))
    draft = scanned(draft, "disclosure.yaml")
    if dry_run:
        return Reseeded(folder, "", left_out)
    commit = first_commit(folder, draft, actor.person, actor.key, session.now, settings.branch)
    return Reseeded(folder, introduction(commit, files, actor.key.blob), left_out)


def _admin(session: Session) -> None:
    root = session.view.organizations[session.view.settings.root]
    if not root.holds(session.actor.person.id, "admin"):
        raise Refusal(
            Finding(
                msg("{person} is not an admin of the root organization", person=session.actor.person.id),
                rule="E-SEAT", clause="七(三)", expected=msg("admin of {org}", org=root.id),
                found=session.actor.person.id, who=root.seats.get("admin", ()), exit_code=NO_SEAT,
            )
        )  # fmt: skip


def _kept(session: Session, left_out: tuple[str, ...]) -> dict[str, bytes]:
    """Every file of the present state but those of the items left out."""
    folders = tuple(item_folder(item) + "/" for item in left_out)
    paths = (path for path in session.view.files("") if not path.startswith(folders))
    return {path: session.view.read(path) or b"" for path in paths}
