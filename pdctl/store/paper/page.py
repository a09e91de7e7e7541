"""The text of a page (HTML), read as a tree of text: no script runs, nothing is fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pdctl.store.paper.sheet import Paper, PaperFault

MAX_TEXT = 8_000_000
_MAX_DEPTH = 200
# The parts of a row in the list at the foot (dt, dd) stand on one line.
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "details", "div", "dl", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
_WITHOUT_TEXT = frozenset(("head", "script", "style", "template", "title"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
# What shows something that is no text of the page, or changes what is shown.
_UNSEEN = frozenset((
    "applet", "audio", "base", "button", "canvas", "dialog", "embed", "frame", "frameset", "iframe", "img", "input",
    "link", "map", "marquee", "math", "meter", "noscript", "object", "picture", "progress", "script", "select",
    "slot", "svg", "template", "textarea", "video",
))  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|font-size\s*:\s*0|opacity\s*:\s*0(?![.0-9]*[1-9])"
    r"|color\s*:\s*transparent|text-indent\s*:\s*-\d{3}|(left|top)\s*:\s*-\d{3}|clip(-path)?\s*:|width\s*:\s*0|height\s*:\s*0",
    re.IGNORECASE,
)


def read_page(html: str) -> Paper:
    """The text of a page. Raises `PaperFault`."""
    if len(html) > MAX_TEXT:
        raise PaperFault("large")
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError) as error:  # what the parser says of markup that it cannot take apart
        raise PaperFault("damaged") from error
    text = "".join(reader.text)
    if not text.strip():
        raise PaperFault("no-text")
    unseen = tuple(dict.fromkeys(reader.unseen))
    return Paper("page", (text,), unseen, tuple(reader.hidden), squeezed("".join(reader.style)), tuple(reader.codes))


def squeezed(style: str) -> str:
    """A style sheet without the blanks that a browser may change."""
    return re.sub(r"\s+", " ", style).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.style: list[str] = []
        self.unseen: list[str] = []
        self.hidden: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, whether it shows no text, whether it is hidden
        self.codes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if len(self._open) >= _MAX_DEPTH:
            raise ValueError(tag)
        code = tag == "svg" and values.get("class") == "code"
        if tag in _UNSEEN and not code:
            self.unseen.append(f"<{tag}>")
        if self._inside_svg():
            self.codes.append(values.get("d", "") if tag == "path" and set(values) == {"d"} else f"<{tag}>")
        if tag == "meta" and values.get("http-equiv", "").lower() in ("refresh", "set-cookie"):
            self.unseen.append("<meta http-equiv>")
        self.unseen += [key for key in values if key == "style" or key.startswith("on") or key == "background"]
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag in _VOID:
            return
        silent, hidden = self._state()
        hides = "hidden" in values or _HIDING.search(values.get("style", "")) is not None
        self._open.append((tag, silent or tag in _WITHOUT_TEXT, hidden or hides))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and self._open and self._open[-1][0] == tag and self._inside_svg():
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        silent, hidden = self._state()
        if self._open and self._open[-1][0] == "style":
            self.style.append(data)
        elif hidden and not silent and data.strip():
            self.hidden.append(data.strip())
        elif not silent:
            # A line end inside a paragraph is a blank like any other.
            self.text.append(re.sub(r"\s+", " ", data))

    def _state(self) -> tuple[bool, bool]:
        return (self._open[-1][1], self._open[-1][2]) if self._open else (False, False)

    def _inside_svg(self) -> bool:
        return any(tag == "svg" for tag, _, _ in self._open)
