"""Every option that takes people's text, of every command that writes, goes through the gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pdctl.actions.landing import Draft, scanned
from pdctl.cli.main import root
from pdctl.cli.table import COMMANDS, Spec
from pdctl.core.findings import Refusal
from tests.actions.conftest import At
from tests.story import BODY

ACTIONS = Path(__file__).resolve().parents[2] / "pdctl" / "actions"
PHONE = "13812345678"
TEXT = f"电话{PHONE}"
# What options take that is no text: ids, dates, numbers, files, words of a vocabulary.
NO_TEXT = frozenset(
    [
        "ORG",
        "ENTRY",
        "[ENTRY]",
        "ITEM",
        "[ITEM]",
        "ORG|ITEM",
        "RECORD",
        "PERSON",
        "P,P,…",
        "SEAT",
        "SEAT[,SEAT…]",
        "DATE",
        "HH:MM",
        "YYYY-MM",
        "DATE[..DATE]",
        "PERIOD",
        "COMMIT",
        "I",
        "INTRODUCTION",
        "C[:inside|:outside]",
        "FINGERPRINT",
        "FILE",
        "[PATH]…",
        "html|pdf|docx",
        "BOX=PERSON:DATE[:DECISION],…",
    ]
)
NO_TEXT_OPTIONS = frozenset(
    {
        ("init", "--org"), ("init", "--person"), ("person add", "person"), ("person compromise", "person"), ("person retire", "person"),
        ("org add", "org"), ("catalog file", "--release"), ("catalog receive", "--release"), ("catalog publish", "--release"),
        ("revise", "--detach"), ("form", "--code"), ("mask", "--name"),
    }
)  # fmt: skip
# The same function writes these as another one here, or they need a story of their own; all end in the one gate of `Chain.add`.
SAME = {
    "form": "registered boxes are steps: `review` and `approve`",
    "quarantine": "`scanned` in tests below",
    "reseed": "`scanned` in tests below",
    "init": "`scanned` in tests below",
    "catalog approve": "a step of a catalogue: `catalog adjust`",
    "catalog receive": "a step of a catalogue: `catalog adjust`",
    "catalog file": "a step of a catalogue: `catalog adjust`",
    "catalog publish": "`propose`",
    "catalog import": "the name of a sheet is read, not written",
    "calendar add": "tests/actions/test_calendar.py",
}
STAGED = {  # command: stage, who, what stands before the option
    "propose": ("proposed", "chen", ("dzb", "2.5.4", "--title", "题目", "--body", "{body}", "--secrecy", "clear")),
    "revise": ("proposed", "chen", ("{item}",)),
    "review": ("proposed", "zhao", ("{item}", "--aspect", "legal", "--pass")),
    "approve": ("reviewed", "sun", ("{item}", "--level", "head", "--pass")),
    "publish": ("approved", "chen", ("{item}", "--channel", "meeting", "--on", "2026-11-23", "--where", "会议室")),
    "drop": ("approved", "chen", ("{item}", "--channel", "meeting")),
    "withdraw": ("proposed", "chen", ("{item}",)),
    "person add": ("proposed", "lin", ("qian",)),
    "org add": ("proposed", "lin", ("new", "--kind", "basic", "--superior", "gw")),
    "org set": ("proposed", "lin", ("dzb",)),
    "event": ("proposed", "chen", ("dzb", "2.5.4", "--on", "2026-11-20")),
    "urge": ("proposed", "he", ("dzb", "2.6.3", "--by", "2026-11-30")),
    "feedback": ("proposed", "chen", ("dzb", "--via", "meeting", "--summary", "询问结余用途")),
    "recheck": ("proposed", "chen", ("dzb", "2.5.4", "--on", "2026-11-20")),
    "question add": ("proposed", "chen", ("dzb", "--text", "怎样理解")),
    "ledger add": ("proposed", "he", ("dzb", "inspection", "--on", "2026-11-20", "--text", "督查情况")),
    "catalog adjust": (
        "proposed",
        "tang",
        ("dzb", "2.5.4", "--change", "change", "--set", "note=说明", "--reason", "调整"),
    ),
}
VALUES = {"--detail": f"合法性={TEXT}", "--set": f"note={TEXT}", "--phone": PHONE, "--email": "a@b.example.cn"}
# The contact is meant to be published; dates and numbers of documents have forms of their own.
ALLOWED = frozenset({("org set", o) for o in ("--phone", "--address", "--email", "--postcode")})
NEEDS = {
    ("revise", "--reason"): ("--days", "7"), ("propose", "--scope-reason"): (), ("propose", "--audience"): ("--scope", "targeted", "--scope-reason", "理由"),
    ("revise", "--audience"): ("--scope", "targeted", "--scope-reason", "理由"),
}  # fmt: skip
SKIPPED_OPTIONS = {
    ("propose", "--reason"): "off-catalogue: tests/actions/test_off_catalogue.py",
    ("revise", "--importance-reason"): "as propose", ("revise", "--scope-reason"): "as propose",
    ("approve", "--meeting"): "collective: the same record", ("approve", "--reply-number"): "superior: the same record",
    ("event", "--stage"): "a stage of the entry: refused where it is none",
    ("publish", "--accept-provisional"): "refused where no year is provisional",
    ("publish", "--late-reason"): "the same record as --where",
    ("publish", "--direct-reason"): "the same record as --where",
    ("feedback", "--reply"): "answers a record", ("feedback", "--result"): "answers a record",
    ("org set", "--fonds"): "the same file as --short-name", ("org set", "--archive-code"): "the same file as --short-name",
    ("ledger add", "--result"): "the same file as --text",
}  # fmt: skip
SURE = frozenset(
    {
        ("propose", "--title"), ("revise", "--title"), ("revise", "--reason"), ("review", "--opinion"), ("review", "--detail"),
        ("approve", "--opinion"), ("publish", "--where"), ("drop", "--reason"), ("withdraw", "--reason"), ("person add", "--name"),
        ("org add", "--name"), ("org set", "--short-name"), ("event", "--note"), ("urge", "--reason"), ("feedback", "--summary"),
        ("question add", "--text"), ("ledger add", "--text"), ("catalog adjust", "--reason"),
    }
)  # fmt: skip
LATER = frozenset({"answer", "question answer", "ledger revoke"})  # their stories stand below


def options(specs: dict[str, Spec], command: click.Command, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text option of a writing command."""
    assert isinstance(command, click.Group)
    for word, spec in specs.items():
        found = command.get_command(click.Context(command), word)
        assert found is not None
        path = f"{name} {word}".strip()
        if spec.group:
            yield from options(spec.group, found, path)
        elif spec.writes:
            for param in found.params:
                flag = param.opts[-1] if isinstance(param, click.Option) else str(param.name)
                own = not str(param.name).startswith("common_") and isinstance(param.type, click.types.StringParamType)
                if own and param.metavar not in NO_TEXT and (path, flag) not in NO_TEXT_OPTIONS:
                    yield path, flag


ALL = sorted(set(options(COMMANDS, root())))
TRIED = [pair for pair in ALL if pair[0] in STAGED and pair not in SKIPPED_OPTIONS and pair not in ALLOWED]


def test_commits_are_made_in_one_place() -> None:
    """Whatever command comes: it commits through a chain, which scans, or says `scanned` itself."""
    sources = {str(path.relative_to(ACTIONS)): path.read_text(encoding="utf-8") for path in ACTIONS.rglob("*.py")}
    direct = {name for name, text in sources.items() if "commit_all(" in text}
    assert direct == {"landing.py", "setup.py", "admin/quarantine.py"}
    assert [name for name in sorted(direct) if "scanned(" not in sources[name]] == []
    assert {name for name, text in sources.items() if "first_commit(" in text} == {"setup.py", "admin/reseed.py"}


def test_no_case_is_left_over() -> None:
    assert STAGED.keys() | SAME.keys() | LATER <= {command for command, _ in ALL}


@pytest.mark.parametrize(("command", "option"), TRIED)
def test_personal_data_is_stopped(at: At, command: str, option: str) -> None:
    stage, who, before = STAGED[command]
    story, item = at(stage)
    body = story.file("body.md", BODY)
    arguments = [part.format(item=item, body=body) for part in before]
    if option in arguments:
        arguments[arguments.index(option) + 1] = VALUES.get(option, TEXT)
    else:
        arguments += [*NEEDS.get((command, option), ()), option, VALUES.get(option, TEXT)]
    before_it = story.tip()
    ran = story.run(*command.split(), *arguments, by=who, code=None)
    # Another rule may stop it first, or the option takes no text at all (2); mostly it is the scan.
    assert ran.code in (1, 2)
    assert "E-PERSONAL-" in ran.err or (command, option) not in SURE
    assert (story.tip(), story.git("status", "--porcelain")) == (before_it, "")
    assert PHONE not in ran.err + ran.out


def test_the_answer_of_the_authority(at: At) -> None:
    story, _ = at("proposed")
    item = story.run("propose", "dzb", "2.5.4", "--secrecy", "doubt", by="chen").out.strip()
    options_of = ("answer", item, "--result", "open", "--on", "2026-11-23")
    story.refused("E-PERSONAL-", *options_of, "--authority", TEXT, "--number", "1", by="zhao")
    story.refused("E-PERSONAL-", *options_of, "--authority", "保密局", "--number", TEXT, by="zhao")


@pytest.mark.parametrize(
    "path", ["disclosure.yaml", "people.yaml", "quarantine/0.yaml", "catalogs/a/anything/new.yaml", "notes.txt"]
)
def test_a_commit_beside_the_chain_is_scanned_too(path: str) -> None:
    with pytest.raises(Refusal) as refused:
        scanned(Draft({path: f"format: 1\ntext: {TEXT}\n".encode()}, "x"))
    assert {finding.rule for finding in refused.value.findings} == {"E-PERSONAL-PHONE"}
    assert PHONE not in str(refused.value)
