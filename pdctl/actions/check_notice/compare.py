"""A paper compared with each notice that it may be: the one that it says word for word, else the nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import get_args

from pdctl.actions.check_notice.stages import Stage
from pdctl.actions.notice import set_from
from pdctl.core.frozen import dataclass
from pdctl.core.wording import Difference, Wording, differences, wording
from pdctl.core.words import STATE
from pdctl.render.appended import appended
from pdctl.render.notice import NoticeFormat
from pdctl.render.qr import code_png, code_view
from pdctl.render.templates import TemplateFault
from pdctl.render.typst import NoGlyph
from pdctl.render.view import DRAFT, FOR_ARCHIVE, SCOPE_MARKS, UNDER_REVIEW, NoticeView, notice_view
from pdctl.store.paper import Paper, read_paper
from pdctl.store.paper.sheet import without_furniture

# What a paper of a kind may have been made from: the formats whose text it is compared with, in this order.
_FORMATS = {
    "page": ("html",),
    "pdf": ("pdf", "html"),  # set by pdctl, or printed by a browser
    "word": ("docx", "html"),
    "text": ("txt", "md"),
}
_STAGE_MARKS = tuple(f"{DRAFT}（{label}）" for label in STATE.labels.values())
MARKS = (
    UNDER_REVIEW,
    FOR_ARCHIVE,
    *_STAGE_MARKS,
    DRAFT,
    *SCOPE_MARKS.values(),
    STATE.label("withdrawn"),
    STATE.label("superseded"),
)


@dataclass(frozen=True)
class Match:
    """How a paper stands to one notice; `unseen` is what it shows beyond any text and that one does not.

    `same_style` and `same_bytes` say whether it also looks like that one.
    """

    stage: Stage
    differences: tuple[Difference, ...]
    marks: tuple[str, ...]
    unseen: tuple[str, ...] = ()
    same_style: bool = True
    same_bytes: bool = False

    @property
    def weight(self) -> tuple[bool, int]:
        """How far it is from what was approved."""
        return not self.stage.approved_wording, sum(len(d.expected) + len(d.found) for d in self.differences)


def compare(paper: Paper, data: bytes, stages: Sequence[Stage]) -> Match | None:
    """The notice that a paper says word for word, else the one of which it differs least; None without any."""
    nearest: Match | None = None
    for match in _matches(paper, data, stages):
        if not match.differences:
            return match
        if nearest is None or match.weight < nearest.weight:
            nearest = match
    return nearest


def _matches(paper: Paper, data: bytes, stages: Sequence[Stage]) -> Iterator[Match]:
    formats = [fmt for fmt in _FORMATS[paper.kind] if fmt in get_args(NoticeFormat)]
    found = _read(paper)
    for stage in stages:
        view = notice_view(stage.source)
        code = _code(stage, paper.kind)
        wanted_marks = tuple(mark["text"] for mark in view["marks"])
        for fmt in formats:
            try:
                made = _made(stage, view, fmt)
            except (TemplateFault, NoGlyph):
                continue
            expected = read_paper(made)
            blanks = paper.kind in ("page", "text")
            unlike = differences(_wording(expected, paper.kind), found.wording, paper.kind == "page", blanks)
            style = paper.kind != "page" or (paper.style == expected.style and set(paper.codes) <= {code})
            unseen = tuple(thing for thing in paper.unseen if thing not in expected.unseen)
            if paper.kind == "word" and set(paper.codes) - {code} and "pictures" not in unseen:
                unseen = (*unseen, "pictures")
            unlike = (*found.lacking(wanted_marks), *unlike)
            yield Match(stage, unlike, found.marks, unseen, style, made == data)


def _code(stage: Stage, kind: str) -> str:
    """The QR code that a notice may carry: the path that draws it, in a Word file the digest of its picture."""
    view = code_view(replace(stage.source, code=True))
    return sha256(code_png(view["text"])).hexdigest() if kind == "word" else str(view["path"])


def _made(stage: Stage, view: NoticeView, fmt: str) -> bytes:
    """The notice as pdctl would make it, from the templates that were there. Raises TemplateFault, NoGlyph."""
    made = set_from(view, fmt, dict(stage.own), stage.source.signed_on)  # type: ignore[arg-type]
    return appended(made, stage.source.appendices) if fmt == "pdf" else made


@dataclass(frozen=True)
class _Read:
    """A paper without what is repeated on its pages, and the marks of each page."""

    wording: Wording
    pages: tuple[tuple[str, ...], ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """All marks, each once."""
        return tuple(dict.fromkeys(mark for page in self.pages for mark in page))

    def lacking(self, wanted: tuple[str, ...]) -> Iterator[Difference]:
        """Marks that a page lacks or has beyond those wanted."""
        for number, page in enumerate(self.pages, 1):
            where = f"第{number}页" if len(self.pages) > 1 else ""
            for mark in wanted:
                if mark not in page:
                    yield Difference("missing", mark, "", where, "")
            for mark in page:
                if mark not in wanted:
                    yield Difference("added", "", mark, where, "")


def _read(paper: Paper) -> _Read:
    # In a Word file the marks stand in its headers, which come as pages of their own before the text.
    shown = paper.pages[:-1] or ("",) if paper.kind == "word" else paper.pages
    return _Read(_wording(paper, paper.kind), tuple(without_furniture(page, MARKS)[1] for page in shown))


def _wording(paper: Paper, against: str) -> Wording:
    """The wording of a paper, or of a notice that is compared with one of a kind, without page numbers and marks."""
    texts = [without_furniture(page, MARKS)[0] for page in paper.pages]
    return wording("\n".join(texts), folded=against == "pdf")
