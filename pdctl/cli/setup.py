"""Set-up: a repository, keys, the worked example, the surroundings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pdctl.actions import doctor as doctoring
from pdctl.actions import setup
from pdctl.cli.completion import shell_script
from pdctl.cli.options import COMMON, Word
from pdctl.cli.session import may_ask, now
from pdctl.core import words
from pdctl.core.findings import ENVIRONMENT, usage
from pdctl.core.text import msg
from pdctl.report import checks, steps
from pdctl.report.lang import tr as _
from pdctl.report.talk import out, out_json, say
from pdctl.store import keys, sshsig

Folder = Annotated[Path, typer.Argument(metavar="DIR", help=_("A new folder."))]


def init(
    folder: Folder,
    org: Annotated[str, typer.Option("--org", metavar="ID", help=_("The id of the root organization."))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("Its full name."))],
    kind: Annotated[str, typer.Option("--kind", click_type=Word(words.KIND), help=_("Its kind."))],
    person: Annotated[str, typer.Option("--person", metavar="ID", help=_("Your id: you become the first admin."))],
    person_name: Annotated[str, typer.Option("--person-name", metavar="NAME", help=_("Your name."))],
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help=_("The title of the repository."))] = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", metavar="FILE", help=_("Also write a page with the introduction, to keep on paper (HTML)."))] = None,
) -> None:  # fmt: skip
    """Init."""
    target = (COMMON.folder or Path()) / folder
    founded = setup.found(target, org, name, kind, person, person_name, title, COMMON.key, now(), COMMON.dry_run)
    if COMMON.dry_run:
        lines = [msg("Would make a disclosure repository in {folder}.", folder=str(target))]
        written = steps.Written((founded.draft.files,), (founded.draft.message,), (), True)
        steps.report_change("init", {"folder": str(target)}, lines, written, COMMON.json)
        return
    if sheet is not None:
        setup.write_sheet(founded, name, person_name, now(), sheet)
    if COMMON.json:
        out_json(
            "init", {"ok": True, "folder": str(target), "commit": founded.commit, "introduction": founded.introduction}
        )
        return
    out(founded.introduction)
    say(msg("The disclosure repository lies in {folder}.", folder=str(target)))
    say(msg("Keep the introduction (核验基准) printed above outside the repository: a verifier needs it."))
    say(msg("You are its admin and hold no other seat: nobody gives a seat to himself. Next:"))
    say(msg("  pdctl -C {folder} person add ID --name NAME --pubkey FILE", folder=str(folder)))
    say(msg("  pdctl -C {folder} seat assign {org} proposer ID", folder=str(folder), org=org))


def key_new(
    target: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_("Where to write the private key."))] = None,
    comment: Annotated[str, typer.Option("--comment", metavar="TEXT", help=_("A comment inside the key."))] = "pdctl",
    passphrase: Annotated[bool | None, typer.Option("--passphrase/--no-passphrase", help=_("Protect the key with a passphrase."))] = None,
) -> None:  # fmt: skip
    """New key."""
    path = Path(os.path.expanduser(target or keys.default_key()))
    if passphrase and not may_ask():
        raise usage(
            msg("a passphrase is asked for on a terminal only"), msg("use --no-passphrase, or ssh-keygen itself")
        )
    ask = may_ask() and passphrase is not False
    if ask:
        say(msg("Choose a passphrase, or press Enter for none. OpenSSH asks twice, and shows nothing while you type."))
    public = keys.make(path, comment, ask)
    if COMMON.json:
        out_json("key", {"file": str(path), "public": public, "fingerprint": sshsig.fingerprint(public.split()[1])})
        return
    out(public)
    say(
        msg(
            "The private key lies in {file}. It never leaves this machine, and nobody else may have it.", file=str(path)
        )
    )
    say(msg("Hand the line above (or the file {file}.pub) to the admin, who enters it with:", file=str(path)))
    say(msg("  pdctl person add ID --name NAME --pubkey FILE"))
    if target is not None:
        say(msg("Tell pdctl to use it:  export PDCTL_KEY={file}", file=str(path.resolve())))


def doctor() -> int:
    """Doctor."""
    found = doctoring.examine(COMMON.folder or Path.cwd(), now(), COMMON.key)
    checks.checks(found, COMMON.json)
    return ENVIRONMENT if any(check.state == "error" for check in found) else 0


def demo(folder: Folder) -> None:
    """Demo."""
    from pdctl.actions.demo import build
    from pdctl.report.demo import tell

    tell(build(folder, now()), COMMON.json)


def completion(
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish|powershell", help=_("The shell."))],
) -> None:  # fmt: skip
    """Completion."""
    if shell not in ("bash", "zsh", "fish", "powershell", "pwsh"):
        raise usage(msg("there is no completion for {shell}", shell=shell), "bash, zsh, fish, powershell")
    out(shell_script(shell))
    say(
        msg(
            "Append it to the start-up file of your shell, such as {file}.",
            file="~/.bashrc" if shell == "bash" else f"~/.{shell}rc",
        )
    )
