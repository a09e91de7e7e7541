"""The pipeline file of a forge: it verifies pull requests by what the base side says."""

from __future__ import annotations

from pathlib import Path

from pdctl import __version__
from pdctl.actions.landing import Chain, Draft, Landed
from pdctl.actions.output import write
from pdctl.actions.session import Session
from pdctl.actions.verify import trust
from pdctl.core.findings import environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.store.data import shipped

# Where each forge looks for its pipeline.
PLACES = {
    "github": ".github/workflows/pdctl.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/pdctl.yml",
}
# Where the introduction comes from, if it is not written into the file: a variable that the forge keeps.
_FROM_FORGE = {"github": "${{ vars.PDCTL_INTRODUCTION }}", "gitlab": "", "forgejo": "${{ vars.PDCTL_INTRODUCTION }}"}
_WRITTEN = {"github": "{}", "gitlab": "\n    PDCTL_INTRODUCTION: {}", "forgejo": "{}"}


@dataclass(frozen=True)
class Pipeline:
    """The pipeline file: where it belongs in a repository, and its text."""

    forge: str
    path: str
    text: str


def pipeline(session: Session, forge: str, introduction: str | None) -> Pipeline:
    """The pipeline of a forge for this repository. Raises `Stop` (usage)."""
    given = _WRITTEN[forge].format(f'"{trust.introduction(introduction)}"') if introduction else _FROM_FORGE[forge]
    text = (shipped("templates") / "ci" / f"{forge}.yml").read_text(encoding="utf-8")
    values = {"@BRANCH@": session.view.settings.branch, "@VERSION@": __version__, "@INTRODUCTION@": given}
    for mark, value in values.items():
        text = text.replace(mark, value)
    return Pipeline(forge, PLACES[forge], text)


def place(session: Session, made: Pipeline, output: Path | None, force: bool) -> Path:
    """Where the file goes. Raises `Stop` where one lies there already, unless that is wanted."""
    root = session.git.work_tree
    if output is None and root is None:
        raise environment(msg("a bare repository has no files to write to"), msg("name a file with -o FILE"))
    target = output if output is not None else (root or Path()) / made.path
    if target.exists() and not force and target.read_bytes() != made.text.encode():
        raise usage(msg("{file} is there already", file=str(target)), msg("--force writes over it"))
    return target


def write_file(made: Pipeline, target: Path) -> None:
    """Write the file, with its folders."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write(made.text, target)


def land(session: Session, made: Pipeline, dry_run: bool = False) -> Landed:
    """Put the file into the repository by a signed commit of an admin. Raises `Refusal`."""
    chain = Chain(session)
    number = str(session.view.settings.rules)
    trailers = (("Rules", number), ("By", session.actor.person.id))
    chain.add(Draft({made.path: made.text.encode()}, f"设置：{made.forge} 自动核验", trailers))
    return chain.land(dry_run)
