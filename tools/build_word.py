"""Writes the Word templates in templates/ from code; with `--check` it only says which are not up to date."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.word import form, notice  # noqa: E402
from tools.word.package import template  # noqa: E402


def templates() -> dict[str, bytes]:
    """Each template by its file name."""
    return {
        "notice.docx": template(notice.body()),
        "form.docx": template(form.body(), form.STYLES, form.HEAD),
    }


def main() -> int:
    """Write them, or say what differs."""
    differing = [name for name, data in templates().items() if _kept(name) != data]
    if "--check" not in sys.argv[1:]:
        for name, data in templates().items():
            (ROOT / "templates" / name).write_bytes(data)
        return 0
    for name in differing:
        print(f"templates/{name} is not what tools/build_word.py makes")
    return 1 if differing else 0


def _kept(name: str) -> bytes | None:
    path = ROOT / "templates" / name
    return path.read_bytes() if path.is_file() else None


if __name__ == "__main__":
    raise SystemExit(main())
