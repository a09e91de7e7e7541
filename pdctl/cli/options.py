"""Options that commands share, and types that take keys or Chinese labels."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pdctl.core.text import Listing, listing, msg
from pdctl.core.words import Vocabulary
from pdctl.report.lang import LANGUAGES, show, tr


@dataclass
class Common:
    """The options that every command takes, wherever on the line they stand."""

    folder: Path | None = None
    key: str | None = None
    lang: str | None = None
    json: bool = False
    dry_run: bool = False
    yes: bool = False
    no_input: bool = False
    acknowledge: tuple[str, ...] = ()


COMMON = Common()
FORMATS = Vocabulary(
    "format",
    {"text": "文本", "json": "JSON", "github": "GitHub", "gitlab": "GitLab", "sarif": "SARIF", "junit": "JUnit"},
)
# Keeps these options apart from arguments of the same name.
_PREFIX = "common_"


def beside(name: str, *, repository_first: bool) -> str:
    """A file as it was named: from the current folder or from that of `-C`, the other one where it is not in the first."""
    if COMMON.folder is None:
        return name
    here, there = Path(name), COMMON.folder / name
    first, second = (there, here) if repository_first else (here, there)
    meant = second if os.path.lexists(second) and not os.path.lexists(first) else first
    return name if meant is (there if repository_first else here) else os.path.abspath(meant)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value not in (None, False, ()) and param.name:
        setattr(COMMON, param.name.removeprefix(_PREFIX), value)


def common_options(writes: bool, everywhere: bool = False, commits: bool = True) -> list[click.Option]:
    """The shared options; those that write get `--dry-run` and `--yes` too. `everywhere`: only those of the group.

    What is written and not committed goes through no gate, so there is nothing to acknowledge.
    """

    def option(*names: str, **more: Any) -> click.Option:
        *flags, name = names
        return click.Option([*flags, _PREFIX + name], expose_value=False, callback=_remember, **more)

    found = [
        option(
            "-C", "folder", type=click.Path(path_type=Path), metavar="DIR", help=tr("Work on the repository at DIR.")
        ),
        option("--key", "key", metavar="FILE", help=tr("Sign with this key.")),
        option("--lang", "lang", type=click.Choice(LANGUAGES), help=tr("The language of messages.")),
        option("--no-input", "no_input", is_flag=True, help=tr("Never ask; fail where an answer is missing.")),
    ]
    found.append(option("--json", "json", is_flag=True, help=tr("Print one JSON document.")))
    if writes and not everywhere:
        found.append(option("--dry-run", "dry_run", is_flag=True, help=tr("Only say what would be written.")))
        found.append(option("--yes", "yes", is_flag=True, help=tr("Confirm without asking.")))
    if writes and commits and not everywhere:
        found.append(
            option(
                "--acknowledge", "acknowledge", multiple=True, metavar="CODE=REASON",
                help=tr("Why something that the scan found stays in; CODE is shown with the finding; may be repeated."),
            )
        )  # fmt: skip
    return found


def words(vocabulary: Vocabulary) -> Listing:
    """The keys of a vocabulary with their labels: both may be typed."""
    return listing(*(msg("{key} ({label})", key=key, label=vocabulary.label(key)) for key in vocabulary))


class Word(click.ParamType):
    """A key of a vocabulary, or its Chinese label."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.name = vocabulary.name

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The keys, as help shows them; long vocabularies by their name."""
        keys = self.vocabulary.keys
        return "|".join(keys) if len("|".join(keys)) < 60 else self.name.upper()

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The key meant."""
        found = self.vocabulary.find(str(value))
        if found is not None:
            return found
        known = [*self.vocabulary.keys, *self.vocabulary.labels.values()]
        near = difflib.get_close_matches(str(value), known, 1)
        listed = words(self.vocabulary)
        hint = msg("did you mean {near}?", near=near[0]) if near else msg("one of: {values}", values=listed)
        raise click.BadParameter(show(msg("{value} is not known; {hint}", value=str(value), hint=hint)), ctx, param)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The keys that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(k, help=self.vocabulary.label(k)) for k in self.vocabulary if k.startswith(incomplete)]


def comma_list(text: str | None) -> tuple[str, ...]:
    """The parts of `a,b,c`, full-width commas included."""
    parts = (text or "").replace("，", ",").replace("、", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())
