"""Every command with every option that users and scripts were promised."""

from __future__ import annotations

import click
import pytest

from pdctl.cli.main import root

PAPER = "--on-behalf-of --signed-on --evidence"
PLAN = (
    "--title --body --attach --scope --scope-reason --audience --channel --family --importance --publish-on --days"
    " --supersedes"
)
READS, WRITES = "-C --key --lang --no-input --json", "-C --key --lang --no-input --json --dry-run --yes"
# command: its arguments; its own options; the options it shares
PROMISED = {
    "key new": ("", "", READS),
    "init": ("DIR", "--org --name --kind --person --person-name --sheet", WRITES),
    "person add": ("ID", "--name --pubkey", WRITES),
    "person retire": ("ID", "--key", "-C --lang --no-input --json --dry-run --yes"),
    "org add": ("ID", "--name --kind --superior", WRITES),
    "org set": ("ORG", "--phone --address --fonds --reviews-by", WRITES),
    "org show": ("ORG", "", READS),
    "org rename": ("ORG", "--name --on", WRITES),
    "org close": ("ORG", "--successor --on --reason", WRITES),
    "org tree": ("", "", READS),
    "org check": ("ORG", "", READS),
    "seat assign": ("ORG SEAT PERSON", "", WRITES),
    "seat revoke": ("ORG SEAT PERSON", "", WRITES),
    "doctor": ("", "", READS),
    "demo": ("DIR", "", READS),
    "procedure": ("", "", READS),
    "propose": ("ORG [ENTRY]", f"--secrecy --off-catalog --reason --from {PLAN}", WRITES),
    "answer": ("ITEM", "--result --authority --number --on", WRITES),
    "revise": ("ITEM", PLAN, WRITES),
    "review": ("ITEM", f"--aspect --pass --return --refer --reconfirm --opinion --detail {PAPER}", WRITES),
    "approve": (
        "ITEM",
        "--level --pass --return --reject --opinion --meeting --meeting-date --chair --present --in-favour --against"
        f" --abstain --reply-number --reply-date {PAPER}",
        WRITES,
    ),
    "publish": ("ITEM", "--channel --on --where --direct-reason --evidence", WRITES),
    "drop": ("ITEM", "--channel --reason", WRITES),
    "takedown": ("ITEM", "--channel --on --evidence", WRITES),
    "archive": ("ITEM", "--retention", WRITES),
    "withdraw": ("ITEM", "--reason", WRITES),
    "do": ("", "", WRITES),
    "status": ("ORG", "--org --tree", READS),
    "due": ("ORG", "--org --tree --from --to --format -o", READS),
    "gaps": ("ORG", "--org --tree", READS),
    "event": ("ORG ENTRY", "--on --time --stage --follows --note", WRITES),
    "urge": ("ORG ENTRY", "--by --reason", WRITES),
    "feedback": ("ORG|ITEM", "--summary --via --again --by --reply", WRITES),
    "recheck": ("ORG ENTRY", "--on --note", WRITES),
    "question add": ("ORG", "--text --title", WRITES),
    "question answer": ("RECORD", "--text --number --on", WRITES),
    "question list": ("", "--org --find", READS),
    "ledger add": ("ORG KIND", "--on --title --text --result --entry --item --via --by", WRITES),
    "ledger revoke": ("RECORD", "--reason", WRITES),
    "ledger list": ("ORG", "--kind", READS),
    "calendar show": ("[YEAR]", "", READS),
    "calendar check": ("", "", READS),
    "calendar add": ("YEAR", "--from --holidays --workdays --title --number --url --replace", WRITES),
    "todo": ("", "", READS),
    "show": ("ITEM", "", READS),
    "log": ("ITEM", "", READS),
    "notice": ("ITEM", "--format --qr -o", READS),
    "check-notice": ("FILE|TEXT", "--item --digest", READS),
    "bulletin": ("ORG", "--from --to --scope --tree --format -o", READS),
    "catalog adjust": ("ORG ENTRY", "--change --reason --set --file --like --item --edit", WRITES),
    "catalog approve": ("ORG", "--level --pass --return --reject --on-behalf-of --signed-on --evidence", WRITES),
    "catalog release": ("ORG", "", WRITES),
    "catalog file": ("ORG", "--to --on", WRITES),
    "catalog receive": ("ORG", "--number --return --opinion", WRITES),
    "catalog publish": ("ORG", "--release --scope --channel", WRITES),
    "catalog log": ("ORG", "", READS),
    "catalog diff": ("ORG A B", "", READS),
    "catalog suggest": ("ORG", "", READS),
    "mechanisms": ("", "", READS),
    "dashboard": ("", "-o --tree --year", READS),
    "catalog show": ("ORG", "--format -o --release", READS),
    "catalog export": ("ORG", "-o --release", READS),
    "catalog import": ("FILE", "--org --mapping --sheet --remove-missing", WRITES),
    "completion": ("bash|zsh|fish|powershell", "", READS),
}


def command_of(name: str) -> click.Command:
    found: click.Command | None = root()
    for word in name.split():
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert found is not None, name
    return found


@pytest.mark.parametrize("name", PROMISED)
def test_command_has_what_was_promised(name: str) -> None:
    arguments, own, shared = PROMISED[name]
    command = command_of(name)
    options = {flag for param in command.params if isinstance(param, click.Option) for flag in param.opts}
    missing = {*own.split(), *shared.split()} - options
    assert not missing
    assert sum(isinstance(param, click.Argument) for param in command.params) == len(arguments.split())


@pytest.mark.parametrize("name", PROMISED)
def test_no_option_stands_twice(name: str) -> None:
    flags = [flag for param in command_of(name).params for flag in param.opts if flag.startswith("-")]
    assert len(flags) == len(set(flags))


def test_every_command_of_the_table_can_be_built() -> None:
    def walk(command: click.Command, name: str) -> list[str]:
        if not isinstance(command, click.Group):
            return [name]
        context = click.Context(command)
        below = ((word, command.get_command(context, word)) for word in command.list_commands(context))
        return [path for word, found in below if found for path in walk(found, f"{name} {word}".strip())]

    assert set(PROMISED) <= set(walk(root(), ""))
