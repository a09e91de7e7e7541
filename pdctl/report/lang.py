"""The language of messages: Chinese where the locale is Chinese, else English; `PDCTL_LANG` or `--lang` decides."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pdctl.core.text import Listing, Msg, Word

LANGUAGES = ("zh", "en")
_DOMAIN = "pdctl"
_CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
_current = "en"
_sentences = gettext.NullTranslations()


def wanted(option: str | None = None) -> str:
    """The language to use, by option, `PDCTL_LANG`, or the locale."""
    for value in (option, os.environ.get("PDCTL_LANG")):
        if value in LANGUAGES:
            return str(value)
    locale = next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(name))), "") or _of_windows()
    return "zh" if locale.lower().startswith(("zh", "chinese")) else "en"


def _of_windows() -> str:
    """The locale where no variable names it: Windows keeps it elsewhere."""
    if os.name != "nt":
        return ""
    import locale

    return locale.getlocale()[0] or ""


def use(language: str) -> None:
    """Set the language for the rest of the run, click's own messages included."""
    global _current, _sentences
    _current = language
    _sentences = gettext.translation(_DOMAIN, _CATALOGUES, [language], fallback=True)
    os.environ["LANGUAGE"] = language  # click asks gettext itself
    gettext.bindtextdomain(_DOMAIN, str(_CATALOGUES))
    gettext.textdomain(_DOMAIN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """A language for a while: paper is Chinese, whatever the screen speaks."""
    before = _current
    use(language)
    try:
        yield
    finally:
        use(before)


def current() -> str:
    """The language in use."""
    return _current


def tr(text: str) -> str:
    """A sentence of the program in the language in use."""
    return _sentences.gettext(text) if text else ""


def show(value: Any) -> str:
    """A message, word, listing or plain value as the reader sees it."""
    if isinstance(value, Msg):
        values = {key: show(item) for key, item in value.values}
        return tr(value.template).format(**values)
    if isinstance(value, Word):
        return value.vocabulary.label(value.key) if _current == "zh" else value.key
    if isinstance(value, Listing):
        return ("、" if _current == "zh" else ", ").join(show(item) for item in value.items)
    return "" if value is None else str(value)
