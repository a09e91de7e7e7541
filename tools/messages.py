"""Make the Chinese catalogue of messages: `python tools/messages.py` updates the .po and compiles the .mo.

`--check` changes nothing and exits 1 when a sentence has no translation or when the files are not up to date.
Sentences of click and typer that people may see come from the installed packages, so that they are translated too.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "pdctl" / "locale" / "zh" / "LC_MESSAGES" / "pdctl.po"
MO = PO.with_suffix(".mo")
# Functions that mark a sentence, and how many of their arguments are one.
KEYWORDS = {"msg": 1, "_": 1, "N_": 1, "tr": 1, "gettext": 1, "ngettext": 2}
# Files of other packages whose sentences pdctl may show.
LIBRARIES = {"click": "*.py", "typer": "core.py"}

Id = str | tuple[str, ...]


class Fixed(Catalog):
    """A catalogue whose header says nothing that changes by itself: the same sentences give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        """The header: language, encoding, plural."""
        return [
            ("Language", "zh"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
        ]


def sentences() -> dict[Id, set[str]]:
    """Every sentence that may be shown, with the files where it stands; a library is named as a whole."""
    found: dict[Id, set[str]] = {}
    for file, place in _sources():
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call):
                for key in _said(node):
                    found.setdefault(key, set()).add(place)
    return found


def _said(call: ast.Call) -> Iterator[Id]:
    """The sentence of a call that marks one, be it inside an f-string."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    count = KEYWORDS.get(name, 0)
    texts = [arg.value for arg in call.args[:count] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if count and len(texts) == count and all(texts):
        yield texts[0] if count == 1 else tuple(texts)


def _sources() -> Iterator[tuple[Path, str]]:
    for file in sorted((ROOT / "pdctl").rglob("*.py")):
        yield file, file.relative_to(ROOT).as_posix()
    for package, files in LIBRARIES.items():
        spec = find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            for file in sorted(Path(folder).glob(files)):
                yield file, package


def updated(known: Catalog) -> Fixed:
    """The catalogue as it must be: what is said now, with the translations known so far.

    A translated sentence of another release of a library stays, for users may have that release.
    """
    catalog = Fixed(locale="zh", fuzzy=False, header_comment="# Chinese messages of pdctl.")
    found = sentences()
    for old in known:
        places = {place for place, _ in old.locations}
        if old.id and old.string and places and places <= LIBRARIES.keys():
            found.setdefault(_key(old), places)
    for key in sorted(found, key=lambda k: k if isinstance(k, str) else k[0]):
        first = key if isinstance(key, str) else key[0]
        old_message = known.get(first)
        said = old_message.string if old_message is not None and _key(old_message) == key else ""
        catalog.add(key, said, locations=[(place, 0) for place in sorted(found[key])])
    return catalog


def _key(message: Message) -> Id:
    return message.id if isinstance(message.id, str) else tuple(message.id)


def problems(catalog: Catalog) -> list[str]:
    """What is missing or wrong: no translation, other placeholders than the English, a doubtful one."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        if message.fuzzy or not all(texts):
            found.append(f"not translated: {originals[0]}")
        elif any(placeholders(text) != placeholders(originals[-1]) for text in texts):
            found.append(f"other placeholders: {originals[0]} -> {texts[0]}")
    return found


def placeholders(text: str) -> list[str]:
    """The named places of a template, each as often as it stands there."""
    if "%(" in text:
        return sorted(part.partition(")")[0] for part in text.split("%(")[1:])
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def files(catalog: Catalog) -> dict[Path, bytes]:
    """The two files as bytes."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, width=0, include_lineno=False)
    write_mo(mo, catalog)
    return {PO: po.getvalue(), MO: mo.getvalue()}


def main(arguments: list[str]) -> int:
    """Update both files, or with `--check` only say what is wrong."""
    with PO.open("rb") if PO.exists() else BytesIO() as stream:
        known = read_po(stream, locale="zh")
    catalog = updated(known)
    wrong = problems(catalog)
    for path, data in files(catalog).items():
        if "--check" in arguments:
            if not path.exists() or path.read_bytes() != data:
                wrong.append(f"not up to date: {path.relative_to(ROOT)}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for problem in wrong:
        print(problem)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
