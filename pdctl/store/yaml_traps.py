"""What YAML makes of a slip of the pen, in words: the traps that people who write Chinese and Excel fall into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pdctl.core.findings import Finding
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.store.yaml_place import Document, Path
from pdctl.store.yaml_read import OTHER_NUMBER, OTHER_WORD

_KEY = r"(?:\"[^\"]*\"|[A-Za-z_\u4e00-\u9fff][\w-]*)"
_LEAD = r" *(?:- +)*"


@dataclass(frozen=True)
class Trap:
    """A slip: how a line with it looks (group `at` is the place), what is wrong, what mends it."""

    pattern: re.Pattern[str]
    message: Msg
    fix: Msg

    def found(self, line: str) -> int | None:
        """The column (from 1) of the slip in a line, or None."""
        match = self.pattern.match(line)
        return match.start("at") + 1 if match else None


def _trap(pattern: str, message: Msg, fix: Msg) -> Trap:
    return Trap(re.compile(pattern), message, fix)


# The first that fits counts; looked for in the line of the fault and in the one before it.
_TRAPS: tuple[Trap, ...] = (
    _trap(
        r" *(?:- *)?(?P<at>\t)",
        msg("a tab stands where only blanks may stand"),
        msg("replace it by blanks; two for each level"),
    ),
    _trap(
        rf"{_LEAD}{_KEY}(?P<at>：)",
        msg("the colon behind the key is full-width (：)"),
        msg("write a half-width colon and a blank"),
    ),
    _trap(
        rf"{_LEAD}{_KEY}: +(?P<at>\[[^\]]*\])[^\s#,\]}}]",
        msg("text that begins with [ is read as a list"),
        msg("put the whole text in quotes; the number of a document has 〔〕, as in 〔2026〕12号"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?(?P<at>[\[{{])[^\]}}]*$",
        msg("a bracket is opened and not closed in this line"),
        msg("close it, or put the whole text in quotes"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?(?P<at>[&*!])",
        msg("text that begins with {sign} means something else to YAML", sign="& * !"),
        msg("put the whole text in quotes"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?(?P<at>[%@`|>,\]}}])",
        msg("a text cannot begin with this sign"),
        msg("put the whole text in quotes"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?\"(?:[^\"\\]|\\.)*\" *(?P<at>[^\s#,:\]}}])",
        msg("text goes on behind the closing quotation mark"),
        msg("put all of it between the quotation marks, or use Chinese ones inside (“ ”)"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?'(?:[^']|'')*' *(?P<at>[^\s#,:\]}}])",
        msg("text goes on behind the closing quotation mark"),
        msg("put all of it between the quotation marks, or use Chinese ones inside (“ ”)"),
    ),
    _trap(
        rf"{_LEAD}{_KEY}: [^\"'|>\n]*?[^\s\"'](?P<at>: )",
        msg("a colon with a blank inside a text looks like another key"),
        msg("put the whole text in quotes, or write the colon full-width (：)"),
    ),
    _trap(
        rf"{_LEAD}{_KEY}(?P<at>:)(?=[^/\s])",
        msg("a blank is missing behind the colon"),
        msg("write key, colon, blank, value"),
    ),
    _trap(
        r" *(?P<at>-)(?=[^-\s0-9])",
        msg("a blank is missing behind the hyphen"),
        msg("write hyphen, blank, value"),
    ),
    _trap(
        rf"{_LEAD}(?:{_KEY}: +)?(?P<at>[\"'])[^\"']*$",
        msg("the quotation mark is not closed in this line"),
        msg("close it at the end of the text"),
    ),
)
# What libyaml says, and how people say it.
_SAYS: tuple[tuple[str, Msg, Msg], ...] = (
    ("did not find expected key", msg("the indentation of this line fits nothing above it"), msg("let keys of one level begin in the same column")),
    ("did not find expected '-' indicator", msg("the indentation of this line fits nothing above it"), msg("let the hyphens of one list stand in the same column")),
    ("could not find expected ':'", msg("a key without a colon"), msg("write key, colon, blank, value")),
    ("mapping values are not allowed", msg("a key stands where none may stand"), msg("put the text before it in quotes, or let the key begin in the column of its neighbours")),
    ("found unexpected end of stream", msg("a quotation mark is not closed"), msg("close it at the end of the text")),
    ("did not find expected ',' or", msg("a list or mapping in brackets is not closed"), msg("close it, or put the whole text in quotes")),
    ("unknown escape character", msg("a backslash in double quotes means something else to YAML"), msg("use single quotes, or write the backslash twice")),
    ("block sequence entries are not allowed", msg("a list begins where a value was begun already"), msg("begin the list on a line of its own")),
    ("control characters are not allowed", msg("a control character stands here"), msg("delete it")),
)  # fmt: skip


def worded(finding: Finding, data: bytes) -> Finding:
    """A fault of YAML with the slip that led to it, where one can be seen near its place."""
    if finding.rule == "E-YAML-CHAR":
        return _encoding(finding, data)
    if finding.rule != "E-YAML":
        return finding
    lines = re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace"))
    if not any(line.strip() for line in lines):
        return replace(finding, fix=msg("write the file, or remove it"))
    problem = dict(finding.message.values).get("problem")
    if problem is None and finding.fix:
        return finding
    for number in (finding.line, *_before(lines, finding.line)):
        if not 1 <= number <= len(lines):
            continue
        for trap in _TRAPS:
            column = trap.found(lines[number - 1])
            if column is not None:
                return replace(
                    finding,
                    message=trap.message,
                    fix=trap.fix,
                    found=_found(lines[number - 1]),
                    line=number,
                    column=column,
                )
    return _said(finding, str(problem or ""))


def _before(lines: list[str], number: int) -> list[int]:
    """The line of text before a line, which may be where the slip is."""
    before = [
        n
        for n in range(1, min(number, len(lines) + 1))
        if lines[n - 1].strip() and not lines[n - 1].lstrip().startswith("#")
    ]
    return before[-1:]


def _said(finding: Finding, problem: str) -> Finding:
    for words, message, fix in _SAYS:
        if words in problem:
            return replace(finding, message=message, fix=fix)
    return (
        finding
        if finding.fix
        else replace(finding, fix=msg("write plain keys and values; docs/files.md shows each kind of file"))
    )


def _found(line: str) -> str:
    text = line.strip()
    return text if len(text) <= 60 else text[:57] + "…"


def _encoding(finding: Finding, data: bytes) -> Finding:
    """Which other encoding a file has, or that a byte order mark stands at its beginning."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message, fix = msg("the file is UTF-16, not UTF-8"), msg("save it as UTF-8, without byte order mark")
        return replace(finding, message=message, fix=fix, line=1, column=1)
    if data.startswith(b"\xef\xbb\xbf"):
        message = msg("a byte order mark (BOM) stands before the text")
        return replace(
            finding, message=message, fix=msg("save it as UTF-8 without BOM; pdctl fmt removes it"), line=1, column=1
        )
    if b"\x00" in data[:4096]:
        return replace(finding, message=msg("this is no text"), fix=msg("save it as UTF-8 text"))
    if finding.fix:  # it can be read as GB18030
        return replace(finding, message=msg("the file is GBK (GB18030), not UTF-8"))
    return replace(finding, fix=finding.fix or msg("delete the character, or save the file as UTF-8"))


# Plain texts that are read, but perhaps not as they were meant ---------------------------------------------------------


def doubtful(document: Document) -> Iterator[Finding]:
    """Numbers and words that other readers take for something else, and lines that ran together."""
    for path in document.odd:
        value = _at(document, path)
        if not isinstance(value, str):
            continue  # a bare date, told elsewhere
        if OTHER_NUMBER.fullmatch(value) or OTHER_WORD.fullmatch(value):
            yield from _otherwise(document, path, value)
        else:
            yield from _run_together(document, path, value)


def _otherwise(document: Document, path: Path, value: str) -> Iterator[Finding]:
    line, column = document.where(path)
    number = OTHER_NUMBER.fullmatch(value) is not None
    text = (
        msg("other programs read {text} as a number", text=value)
        if number
        else msg("other programs read {text} as true or false", text=value)
    )
    rule = "E-YAML" if number else "W-YAML"
    fix = msg("put it in quotes; pdctl fmt does it")
    yield Finding(text, rule=rule, line=line, column=column, expected=f'"{value}"', found=value, fix=fix, pointer=path)


def _run_together(document: Document, path: Path, value: str) -> Iterator[Finding]:
    """A text of several lines without quotes, one of which looks like a key or a member of a list."""
    line = document.nodes[path].line
    lines = re.split(r"\r\n|\r|\n", document.text)
    for number in range(line, len(lines)):
        text = lines[number]
        if text.strip() and len(text) - len(text.lstrip()) == 0:
            break
        for pattern, message, fix in _LOST:
            match = pattern.match(text)
            if match and text.strip().split()[0] in value:
                yield Finding(
                    message,
                    rule="E-YAML",
                    line=number + 1,
                    column=match.start("at") + 1,
                    found=_found(text),
                    fix=fix,
                    pointer=path,
                )
                return


def _at(document: Document, path: Path) -> object:
    value = document.value
    for part in path:
        value = value[part]
    return value


_LOST: tuple[tuple[re.Pattern[str], Msg, Msg], ...] = (
    (re.compile(rf"{_LEAD}{_KEY}(?P<at>：)"), msg("this line became a part of the text above it: the colon is full-width (：)"), msg("write a half-width colon and a blank")),
    (re.compile(rf"{_LEAD}[a-z_]+(?P<at>:)\S"), msg("this line became a part of the text above it: a blank is missing behind the colon"), msg("write key, colon, blank, value")),
    (re.compile(r" *(?P<at>-)\S"), msg("this line became a part of the text above it: a blank is missing behind the hyphen"), msg("write hyphen, blank, value")),
    (re.compile(r" *(?P<at>-) "), msg("this line became a part of the text above it: it is indented too far"), msg("let the hyphens of one list stand in the same column")),
)  # fmt: skip
