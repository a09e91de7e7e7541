"""The tables of docs/privacy.md: what the scan finds and what it takes for something, measured now.

`tools/privacy_tables.py` writes them into the page; with `--check` it only says whether they are what it would write.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pdctl.core.words import SCAN_KIND  # noqa: E402
from tests.corpus.generated import SEED, cases  # noqa: E402
from tests.corpus.measure import Case, held_out, measure  # noqa: E402

PAGE = ROOT / "docs" / "privacy.md"


def rows(found: Iterable[Case]) -> str:
    """One table: a row a kind."""
    listed = list(found)
    tallies = measure(listed)
    clean = sum(not case.kinds for case in listed)
    lines = ["| kind | | cases | found | recall | false alarms |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for kind in SCAN_KIND:
        if kind in tallies:
            t = tallies[kind]
            recall = f"{t.recall:.2%}" if t.there else "—"
            lines.append(
                f"| {kind} | {SCAN_KIND.label(kind)} | {t.there:,} | {t.found:,} | {recall} | {len(t.false)} |"
            )
    false = len({text for t in tallies.values() for text in t.false})
    lines.append(f"| all texts | | {len(listed):,} | | | {false} ({false / len(listed):.2%}) |")
    return "\n".join([*lines, "", f"{clean:,} of the {len(listed):,} texts are clean."])


def page(text: str) -> str:
    """The page with its tables written anew."""
    for name, found in (("generated", cases(SEED)), ("held-out", held_out())):
        block = f"<!-- {name} -->\n{rows(found)}\n<!-- end -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- end -->", lambda _, block=block: block, text, flags=re.DOTALL)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the tables, or check them."""
    parser = argparse.ArgumentParser(description="Write the tables of docs/privacy.md.")
    parser.add_argument("--check", action="store_true", help="only say whether they differ; exit 1 if they do")
    check = parser.parse_args(arguments).check
    before = PAGE.read_text(encoding="utf-8")
    after = page(before)
    if not check:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    if before != after:
        print("docs/privacy.md is not what tools/privacy_tables.py writes", file=sys.stderr)
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())
