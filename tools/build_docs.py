"""Writes the generated part of `docs/` and the tables inside hand-written pages, each from the code that it describes.

`python tools/build_docs.py` rewrites them; with `--check` it only says which are not up to date. A table inside a
page stands between `<!-- begin NAME -->` and `<!-- end NAME -->`.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["PDCTL_LANG"] = "en"

import click  # noqa: E402

from pdctl.cli.main import LazyGroup, root  # noqa: E402
from pdctl.core import findings, paths, procedure, words  # noqa: E402
from pdctl.core.content import ALL as CONTENT  # noqa: E402
from pdctl.core.judge import RULES  # noqa: E402
from pdctl.core.rules import ALL  # noqa: E402
from pdctl.core.sheet import aliases  # noqa: E402
from pdctl.core.sheet.columns import COLUMNS  # noqa: E402
from pdctl.report import lang  # noqa: E402
from tools import docs_text  # noqa: E402

GENERATED = "<!-- Written by tools/build_docs.py. Change the code it describes, then run: make docs -->\n"
RULE_ID = re.compile(r"\"([EW]-[A-Z]+(?:-[A-Z]+)*)\"")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


# The procedure ------------------------------------------------------------------------------------------------


def procedure_page() -> str:
    """The procedure: table, seats, details, diagram."""
    rows = [_procedure_row(row) for row in procedure.TABLE]
    heads = ("Step", "Choice", "From", "To", "Seat", "Provided that", "Clause")
    seats = [(_word(words.ASPECT, a), _word(words.SEAT, s)) for a, s in procedure.ASPECT_SEAT.items()]
    details = [(_word(words.ASPECT, a), "、".join(keys)) for a, keys in procedure.ASPECT_DETAILS.items()]
    return docs_text.PROCEDURE.format(
        generated=GENERATED,
        table=table(heads, rows),
        seats=table(("Aspect", "Seat"), seats),
        details=table(("Aspect", "It speaks to"), details),
        diagram=_diagram(),
        catalog=table(heads, [_catalog_row(row) for row in procedure.CATALOG_TABLE]),
        states=table(("State", "Label", "Leads on by"), _state_rows()),
    )


def _word(vocabulary: words.Vocabulary, key: str) -> str:
    return f"`{key}` {vocabulary.label(key)}" if key in vocabulary else key


def _procedure_row(row: procedure.Row) -> tuple[str, ...]:
    sources = ", ".join(f"`{state}`" if state else "(new)" for state in row.sources)
    special = {procedure.SAME: "(as it was)", procedure.RESUMED: "(where it was before)"}
    choice = f"`{row.choice}`" if row.choice else ""
    target = special.get(row.target, f"`{row.target}`")
    return _word(words.STEP, row.step), choice, sources, target, _seat(row.seat), str(row.provided), row.clause


def _catalog_row(row: procedure.Row) -> tuple[str, ...]:
    sources = ", ".join(f"`{state}`" for state in row.sources)
    choice = f"`{row.choice}`" if row.choice else ""
    step = _word(words.CATALOG_STEP, row.step)
    return step, choice, sources, f"`{row.target}`", _seat(row.seat), str(row.provided), row.clause


def _seat(key: str) -> str:
    special = {
        procedure.BY_ASPECT: "the reviewer of the aspect",
        procedure.BY_LEVEL: "by level: " + ", ".join(words.LEVEL),
        "approver": "`principal` or `head`",
        procedure.OF_SUPERIOR: "`keeper`, `coordinator` or `principal` of the superior",
    }
    return special.get(key, f"`{key}`")


def _diagram() -> str:
    """The table as a Mermaid state diagram; what all undecided states share is drawn once, around them."""
    inside = ["    state undecided {", "        [*] --> proposed", "        proposed --> reviewing : review pass"]
    inside += ["        reviewing --> reviewed : review pass (last aspect)", "    }"]
    drawn = (
        row for row in procedure.TABLE if row.target != procedure.SAME and (row.step, row.choice) != ("review", "pass")
    )
    arrows = (arrow for row in drawn for arrow in _arrows(row))
    return "\n".join(["stateDiagram-v2", *inside, *dict.fromkeys(arrows), "    archived --> [*]"])


def _arrows(row: procedure.Row) -> Iterator[str]:
    shared = set(procedure.UNDECIDED) <= set(row.sources) and row.target not in procedure.UNDECIDED
    for state in row.sources:
        source = "undecided" if shared and state in procedure.UNDECIDED else state or "[*]"
        for target in ("undecided", "returned") if row.target == procedure.RESUMED else (row.target,):
            yield f"    {source} --> {target} : {row.step} {row.choice}".rstrip()


def _state_rows() -> Iterator[tuple[str, str, str]]:
    for state in words.STATE:
        steps = dict.fromkeys(
            f"`{row.step} {row.choice}`".replace(" `", "`") for row in procedure.TABLE if state in row.sources
        )
        yield f"`{state}`", words.STATE.label(state), ", ".join(steps) or "—"


# Rules --------------------------------------------------------------------------------------------------------


def rules_page() -> str:
    """Every rule: those of the judge by what they judge, and those of files and signatures."""
    sections = []
    for case, rules in RULES.items():
        rows = [(f"`{rule.id}`", rule.clause, str(rule.sentence)) for rule in rules]
        title = (case.__doc__ or case.__name__).splitlines()[0].partition(";")[0].removesuffix(".")
        sections.append(f"## {title}\n\n" + table(("Id", "Clause", "Rule"), rows))
    rows = [(f"`{rule.id}`", rule.clause, str(rule.sentence)) for rule in CONTENT]
    sections.append("## What files say (pdctl validate)\n\n" + table(("Id", "Clause", "Rule"), rows))
    others = [(f"`{rule.id}`", clause, str(sentence)) for rule in ALL.values() for clause, sentence in rule.other]
    sections.append("## Files, signatures, history\n\n" + table(("Id", "Clause", "Rule"), others))
    mended = [(f"`{rule.id}`", str(rule.catches), str(rule.mend)) for rule in ALL.values()]
    sections.append("## What each catches, and what mends it\n\n" + table(("Id", "Catches", "Mends it"), mended))
    return docs_text.RULES.format(generated=GENERATED, sections="\n".join(sections))


def undocumented() -> set[str]:
    """What stands in the code and the pages would not explain."""
    found = {rule for path in _sources() for rule in RULE_ID.findall(path.read_text(encoding="utf-8"))}
    rules = {f"the rule {rule}" for rule in found - ALL.keys() if not any(id_.startswith(f"{rule}-") for id_ in ALL)}
    classes = {f"the path class {kind}" for kind, _ in paths.TABLE if kind not in docs_text.PATHS}
    return rules | classes | {f"the shape {shape}" for _, shape in paths.SHAPES if shape not in docs_text.SIGNERS}


def _sources() -> list[Path]:
    return sorted((ROOT / "pdctl").rglob("*.py"))


# Commands -----------------------------------------------------------------------------------------------------


def commands_page() -> str:
    """The help of every command, in English."""
    lang.use("en")
    parts = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(root(), "pdctl", None)]
    return docs_text.COMMANDS.format(generated=GENERATED, commands="\n".join(parts))


def _helps(command: click.Command, name: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    yield context.command_path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for below in command.list_commands(context) if isinstance(command, LazyGroup) else ():
        found = command.get_command(context, below)
        if found is not None:
            yield from _helps(found, below, context)


# Words --------------------------------------------------------------------------------------------------------


def glossary_page() -> str:
    """Every vocabulary: key, label, and what it means where the label alone does not say."""
    vocabularies = [value for value in vars(words).values() if isinstance(value, words.Vocabulary)]
    sections = [_vocabulary(vocabulary) for vocabulary in vocabularies]
    return docs_text.GLOSSARY.format(generated=GENERATED, sections="\n".join(sections))


def _vocabulary(vocabulary: words.Vocabulary) -> str:
    said = docs_text.MEANINGS.get(vocabulary.name, {})
    lead = f"{said['']}\n\n" if "" in said else ""
    rows = [(f"`{key}`", vocabulary.label(key), said.get(key, "")) for key in vocabulary]
    if not any(meaning for _, _, meaning in rows):
        return f"## {vocabulary.name}\n\n{lead}" + table(("Key", "Label"), [row[:2] for row in rows])
    return f"## {vocabulary.name}\n\n{lead}" + table(("Key", "Label", "Meaning"), rows)


# Files --------------------------------------------------------------------------------------------------------


def files_page() -> str:
    """The files of a disclosure repository, each with an example that the tests hold against its schema."""
    sections = [f"## {title}\n\n{said}\n\n```yaml\n{_example(file)}```\n" for title, said, file in docs_text.EXAMPLES]
    return docs_text.FILES.format(generated=GENERATED, tree=docs_text.TREE, sections="\n".join(sections))


def _example(file: str) -> str:
    lines = (ROOT / "tests" / "examples" / "valid" / file).read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#"))


# Tables inside pages ------------------------------------------------------------------------------------------


def shapes() -> str:
    """The shapes of commits, from the path table."""
    classes = dict(paths.TABLE)
    rows = [
        (
            shape,
            "<br>".join(f"`{docs_text.PATHS.get(kind, kind)}`" for kind in classes if kind in kinds),
            docs_text.SIGNERS.get(shape, ""),
        )
        for kinds, shape in paths.SHAPES
    ]
    return table(("Shape", "Paths", "Who signs"), rows)


def exits() -> str:
    """The exit codes."""
    return table(
        ("Exit", "Meaning 含义"), [(str(getattr(findings, name)), text) for name, text in docs_text.EXITS.items()]
    )


def sheet_columns() -> str:
    """The columns of a catalogue's table with their other names."""
    return table(
        ("Column", "Key", "Published", "Other names"),
        [(c.label, f"`{c.key}`", "yes" if c.public else "", "、".join(c.names)) for c in COLUMNS],
    )


def sheet_words() -> str:
    """What offices write for the words of a catalogue."""
    rows: list[tuple[str, str, str]] = []
    for label, vocabulary, names in aliases.ALL:
        for key in (*vocabulary.keys, ""):
            found = "、".join(name for name, meant in names.items() if meant == key)
            if found:
                rows.append((label, vocabulary.label(key) or "(no counterpart: named in the report)", found))
    return table(("Column", "Meaning", "Names"), rows)


PAGES: dict[str, Callable[[], str]] = {
    "docs/procedure.md": procedure_page,
    "docs/rules.md": rules_page,
    "docs/commands.md": commands_page,
    "docs/glossary.md": glossary_page,
    "docs/files.md": files_page,
}
TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "shapes": ("docs/trust.md", shapes),
    "exits": ("README.md", exits),
    "sheet-columns": ("docs/spreadsheets.md", sheet_columns),
    "sheet-words": ("docs/spreadsheets.md", sheet_words),
}


def _with_tables(file: str, text: str) -> str:
    for name, (page, build) in TABLES.items():
        if page == file:
            pattern = rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)"
            made = build().replace("\\", "\\\\")
            text = re.sub(pattern, rf"\g<1>{made}\g<2>", text, flags=re.DOTALL)
    return text


def wanted() -> dict[str, str]:
    """Every page that is generated, whole or in part, as it should be."""
    pages = {file: build() for file, build in PAGES.items()}
    for file in {page for page, _ in TABLES.values()}:
        pages[file] = _with_tables(file, (ROOT / file).read_text(encoding="utf-8"))
    return pages


def outdated() -> list[str]:
    """The pages that differ from what they should be."""
    return sorted(
        file
        for file, text in wanted().items()
        if not (ROOT / file).is_file() or (ROOT / file).read_text(encoding="utf-8") != text
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description="Write the generated documentation.")
    parser.add_argument("--check", action="store_true", help="only say which pages differ; exit 1 if any does")
    check = parser.parse_args(arguments).check
    for what in sorted(undocumented()):
        print(f"the documentation does not explain {what}", file=sys.stderr)
    names = outdated()
    pages = wanted()
    for file in names:
        if check:
            print(f"{file} is not what tools/build_docs.py writes", file=sys.stderr)
        else:
            (ROOT / file).parent.mkdir(exist_ok=True)
            (ROOT / file).write_text(pages[file], encoding="utf-8")
    return 1 if undocumented() or (check and names) else 0


if __name__ == "__main__":
    sys.exit(main())
