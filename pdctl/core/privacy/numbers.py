"""Long numbers, however they are split: groups of figures with blanks, dashes or dots between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pdctl.core.frozen import dataclass
from pdctl.core.privacy.hits import Hit

DASHES = r"\-‐‑‒–—−"
_GAP = rf"(?: {{1,2}}| ?[{DASHES}] ?|[.·])"
# What is looked at first must be cheap: seven characters that a long number may consist of.
_RUN = re.compile(
    rf"(?<![0-9])(?=[0-9][0-9 .·{DASHES}]{{6}})[0-9]+(?:{_GAP}[0-9]+)*(?:(?: |{_GAP})?[Xx×](?![0-9A-Za-z*×]))?"
)
_LEAST = 7
_GROUPS = 12
_MOBILE_HEAD = re.compile("1[3-9]")
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Run:
    """One long number or several: `groups` are its figures by place."""

    text: str
    groups: tuple[tuple[int, int], ...]
    letter: int | None = None

    def digits(self, first: int, last: int) -> str:
        """The figures of some groups together."""
        return "".join(self.text[a:b] for a, b in self.groups[first : last + 1])

    def sizes(self, first: int, last: int) -> tuple[int, ...]:
        """How long each of some groups is."""
        return tuple(b - a for a, b in self.groups[first : last + 1])

    def gap(self, group: int) -> str:
        """What stands between a group and the one before it, without blanks; empty for the first."""
        return self.text[self.groups[group - 1][1] : self.groups[group][0]].strip() if group else ""

    def ends_with_letter(self, last: int) -> bool:
        """Whether an X follows the group: the check character of an ID number."""
        return self.letter is not None and last == len(self.groups) - 1


# What a kind of number says about a run from a group on: the hit, and the group that is its last.
At = Callable[[Run, int], tuple[Hit, int] | None]


def runs(text: str) -> Iterator[Run]:
    """Every long number of a text."""
    for found in _RUN.finditer(text):
        if found.end() - found.start() < _LEAST:
            continue
        groups = tuple(group.span() for group in _GROUP.finditer(text, *found.span()))
        if sum(b - a for a, b in groups) < _LEAST:
            continue
        letter = found.end() - 1 if text[found.end() - 1] in "Xx×" else None
        yield Run(text, groups, letter)


def find(text: str, kinds: tuple[At, ...]) -> Iterator[Hit]:
    """The numbers of some kinds; each group of figures is taken once, by the first kind that knows it."""
    for run in runs(text):
        first = 0
        while first < len(run.groups):
            found = None if _hopeless(run, first) else next((hit for kind in kinds if (hit := kind(run, first))), None)
            if found is not None:
                yield found[0]
            first = found[1] + 1 if found else first + 1


def _hopeless(run: Run, first: int) -> bool:
    """Whether only figures one or two at a time follow, and not those of a number written figure by figure.

    Long rows of small numbers are common, and to try each of them would take long.
    """
    sizes = run.sizes(first, first + _GROUPS - 1)
    if max(sizes) > 2:
        return False
    alone = sizes[:11] == (1,) * 11
    head, year = run.digits(first, first + 1), run.digits(first + 6, first + 7)
    return not (alone and (_MOBILE_HEAD.match(head) or year in ("19", "20")))


def spans(run: Run, first: int, most: int, groups: int = 19) -> Iterator[int]:
    """The last groups that may belong to a number begun at `first`, longest first, within `most` figures."""
    total, fitting = 0, []
    for last in range(first, min(len(run.groups), first + groups)):
        total += run.groups[last][1] - run.groups[last][0]
        if total > most:
            break
        fitting.append(last)
    return reversed(fitting)
