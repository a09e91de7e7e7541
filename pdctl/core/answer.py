"""What a comparison of a paper with the repository found."""

from __future__ import annotations

from pdctl.core.findings import OK, REFUSED, UNCHECKED
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg
from pdctl.core.wording import Difference

_EXIT = {"same": OK, "differs": REFUSED, "unseen": REFUSED, "unchecked": UNCHECKED}


@dataclass(frozen=True)
class Answer:
    """The verdict on a paper: of which item it is, where that stands, and each place where the wording differs.

    `reason` is the verdict in a sentence; `notes` is what else a reader must know. `marks` are those on the paper;
    `commit` is the 存证记录 whose wording the paper has.
    """

    verdict: str
    reason: Msg
    item: str = ""
    title: str = ""
    number: str | None = None
    state: str = ""
    subject: str = ""
    approved: bool = False
    commit: str = ""
    marks: tuple[str, ...] = ()
    notes: tuple[Msg, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit code of the verdict."""
        return _EXIT[self.verdict]
