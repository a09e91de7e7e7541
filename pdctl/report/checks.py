"""The result of `pdctl doctor`."""

from __future__ import annotations

from collections.abc import Sequence

from pdctl.core.findings import Shown
from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.report.lang import show
from pdctl.report.layout import out_wrapped
from pdctl.report.talk import out, out_json


@dataclass(frozen=True)
class Check:
    """One thing looked at: `state` is ok, warning or error."""

    name: str
    state: str
    said: Shown
    fix: Shown = ""


# The names of checks for people; JSON keeps the short ones.
_NAMES = {
    "locale": msg("character encoding"),
    "key": msg("signing key"),
    "agent": msg("ssh-agent"),
    "repository": msg("disclosure repository"),
    "branch": msg("branch"),
    "history": msg("history"),
    "locks": msg("lock files"),
    "hooks": msg("hooks"),
    "clock": msg("clock"),
    "calendar": msg("calendar"),
    "seats": msg("seats"),
    "font": msg("font"),
    "template": msg("template"),
    "fonts": msg("fonts"),
}
_MARKS = {"ok": "✓", "warning": "⚠", "error": "✗"}


def checks(found: Sequence[Check], as_json: bool) -> None:
    """Every check with its remedy."""
    if as_json:
        rows = [{"check": c.name, "state": c.state, "said": show(c.said), "fix": show(c.fix)} for c in found]
        out_json("doctor", {"ok": all(c.state != "error" for c in found), "checks": rows})
        return
    for check in found:
        out_wrapped(msg("{mark} {name}: {said}", mark=_MARKS[check.state], name=_name(check), said=check.said), 4)
        if show(check.fix):
            out(msg("    {label}: {value}", label=msg("remedy"), value=check.fix))


def _name(check: Check) -> Msg:
    kind, _, of = check.name.partition(" ")
    return msg("{kind} {of}", kind=_NAMES.get(kind, kind), of=of) if of else msg("{kind}", kind=_NAMES.get(kind, kind))
