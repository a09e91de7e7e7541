"""When a notice carries a QR code: what the repository lets its clerks choose, and what it does not."""

from __future__ import annotations

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg


@dataclass(frozen=True)
class Choice:
    """Whether the code is printed if nobody says anything, and why the other is refused (None where it is not)."""

    default: bool
    refuses: Msg | None = None


def code_choice(in_force: bool, landed: bool, scope: str, redhead: bool, public: str) -> Choice:
    """The choice for a notice; `public` is the policy for notices to society."""
    never = (
        (not in_force, msg("only a notice of what is approved carries the code")),
        (not landed, msg("the approval has not reached the protected branch yet")),
        (redhead, msg("a document with a red head carries no code")),
    )
    for applies, why in never:
        if applies:
            return Choice(False, why)
    return Choice(True) if scope != "society" else _PUBLIC[public]


_PUBLIC = {
    "choice": Choice(False),
    "on": Choice(True, msg("in this repository every notice to society carries the code")),
    "off": Choice(False, msg("in this repository no notice to society carries the code")),
}
