"""The procedure of part five of the source, as one table. A step that finds no row here is refused.

The diagram in the documentation and the output of `pdctl procedure` are made from this table, and the verifier
judges by it. `CATALOG_TABLE` is the same for a catalogue: part seven (二). The table is rules number 1; it never changes once shipped. A new one is a new number.
"""

from __future__ import annotations

from functools import cache

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Row:
    """One row: `step` (with `choice`, the decision or result) leads from one of `sources` to `target`."""

    step: str
    choice: str
    sources: tuple[str, ...]
    target: str
    seat: str
    provided: Msg
    clause: str


NEW = ""  # the state of an item that does not exist yet
SAME = "same"  # the state stays as it was
RESUMED = "resumed"  # back to where the item stood before it was referred

UNDECIDED = ("proposed", "reviewing", "reviewed")
BY_ASPECT, BY_LEVEL = "by-aspect", "by-level"

TABLE: tuple[Row, ...] = (
    Row("propose", "clear", (NEW,), "proposed", "proposer", msg("content, scope, time and channels are all stated"), "五(一)"),
    Row("propose", "doubt", (NEW,), "referred", "proposer", msg("only a reference enters, without title and text"), "七(三)"),
    Row("answer", "open", ("referred",), RESUMED, "reviewer-secrecy", msg("the authority, number and date of the reply are named"), "七(三)"),
    Row("answer", "masked", ("referred",), "returned", "reviewer-secrecy", msg("the authority, number and date of the reply are named"), "七(三)"),
    Row("answer", "closed", ("referred",), "closed", "reviewer-secrecy", msg("the authority, number and date of the reply are named"), "七(三)"),
    Row("revise", "", ("returned", *UNDECIDED), "proposed", "proposer", msg("the content changes; every earlier opinion becomes stale"), "五(一)"),
    Row("review", "pass", UNDECIDED, "reviewing", BY_ASPECT, msg("the reviewer did not propose the item; with the last required aspect the item is `reviewed`"), "五(二)"),
    Row("review", "return", UNDECIDED, "returned", BY_ASPECT, msg("the reviewer did not propose the item"), "五(二)"),
    Row("review", "refer", UNDECIDED, "referred", BY_ASPECT, msg("in the secrecy review; the item is frozen until the reply"), "七(三)"),
    Row("approve", "pass", ("reviewed",), "approved", BY_LEVEL, msg("every required review counts for this very content; levels come in their order; who proposed or reviewed does not approve"), "五(三)"),
    Row("approve", "return", ("reviewed",), "returned", BY_LEVEL, msg("as for approval"), "五(三)"),
    Row("approve", "reject", ("reviewed",), "rejected", BY_LEVEL, msg("as for approval"), "五(三)"),
    Row("publish", "", ("approved", "published"), "published", "publisher", msg("channel, scope and date are those of the approved plan; inside before outside"), "五(四)"),
    Row("drop", "", ("approved", "published", "superseded"), SAME, "publisher", msg("a reason is given; the channel was not used yet"), "五(四)"),
    Row("takedown", "", ("published", "superseded", "withdrawn", "archived"), SAME, "publisher", msg("the posting was made, and its period is over or the item is withdrawn or superseded"), "五(四)"),
    Row("withdraw", "", ("referred", "returned", *UNDECIDED), "withdrawn", "proposer", msg("a reason is given"), "五(一)"),
    Row("withdraw", "", ("approved", "published"), "withdrawn", "approver", msg("a reason is given; what was posted must be taken down"), "五(三)"),
    Row("archive", "", ("approved", "published", "superseded", "rejected", "closed", "withdrawn"), "archived", "archivist", msg("every planned channel is done or dropped; a withdrawn item has nothing posted any more"), "五(五)"),
)  # fmt: skip

OF_SUPERIOR = "of-superior"  # keeper, coordinator or principal of the superior that a release was filed with

# The working copy and each release go their ways side by side: `file` and `receive` lead a release on, the
# other steps the working copy.
CATALOG_TABLE: tuple[Row, ...] = (
    Row("adjust", "", ("current", "adjusting", "approved", "returned", "rejected"), "adjusting", "keeper", msg("each change is named with its reason; earlier approvals no longer count; no entry is cancelled while items under it are under way"), "七(二)"),
    Row("approve", "pass", ("adjusting",), "approved", BY_LEVEL, msg("the working copy is the one that was adjusted, and every change in it is named; at the levels of the policy, the principal at least; who adjusted does not approve"), "七(二)"),
    Row("approve", "return", ("adjusting",), "returned", BY_LEVEL, msg("as for approval"), "七(二)"),
    Row("approve", "reject", ("adjusting",), "rejected", BY_LEVEL, msg("as for approval"), "七(二)"),
    Row("release", "", ("approved",), "current", "keeper", msg("the next number; its entries are those that were approved"), "七(二)"),
    Row("file", "", ("unfiled", "sent-back"), "filed", "keeper", msg("the current release, with a superior of the organization"), "七(二)"),
    Row("receive", "pass", ("filed",), "received", OF_SUPERIOR, msg("a number is given; who adjusted or filed it does not receive it"), "七(二)"),
    Row("receive", "return", ("filed",), "sent-back", OF_SUPERIOR, msg("the opinion is given; who adjusted or filed it does not receive it"), "七(二)"),
)  # fmt: skip
FILING_STEPS = ("file", "receive")

# Which seat gives which opinion. Risk assessments and countersigning have no seat of their own: each belongs to
# the reviewer whose question it continues.
ASPECT_SEAT = {
    "necessity": "reviewer-necessity",
    "accuracy": "reviewer-accuracy",
    "legal": "reviewer-legal",
    "secrecy": "reviewer-secrecy",
    "risk-stability": "reviewer-legal",
    "risk-opinion": "reviewer-necessity",
    "countersign": "reviewer-accuracy",
}
# What a risk assessment must speak to (part seven, (四)).
ASPECT_DETAILS = {
    "risk-stability": ("合法性", "合理性", "可行性", "可控性"),
    "risk-opinion": ("可行性", "民意认可度"),
}

OPEN_STATES = (
    "referred",
    "returned",
    *UNDECIDED,
    "approved",
    "published",
    "rejected",
    "closed",
    "withdrawn",
    "superseded",
)
FROZEN_STATES = ("approved", "published", "superseded", "rejected", "closed", "withdrawn", "archived")


@cache
def rows(step: str, choice: str) -> tuple[Row, ...]:
    """The rows of a step with its decision or result."""
    return tuple(row for row in TABLE if row.step == step and row.choice == choice)


@cache
def find_row(step: str, choice: str, state: str) -> Row | None:
    """The row that allows a step from a state; None is the refusal."""
    return next((row for row in rows(step, choice) if state in row.sources), None)


def catalog_rows(step: str, choice: str) -> tuple[Row, ...]:
    """The rows of a catalogue's step with its decision."""
    return tuple(row for row in CATALOG_TABLE if row.step == step and row.choice == choice)


def find_catalog_row(step: str, choice: str, state: str) -> Row | None:
    """The row that allows a catalogue's step from a state; None is the refusal."""
    return next((row for row in catalog_rows(step, choice) if state in row.sources), None)
