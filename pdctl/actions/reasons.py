"""Why something that the scan found may stay in: said beforehand by its code, or asked for one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pdctl.core.findings import Finding, usage
from pdctl.core.text import listing, msg

# Asks for the reason to leave a finding in; None where there is none.
Ask = Callable[[Finding], str | None]


@dataclass
class Reasons:
    """Why something may stay in: said beforehand by code, or asked for one by one."""

    said: Mapping[str, str] = field(default_factory=dict)
    ask: Ask | None = None
    used: set[str] = field(default_factory=set)

    def unused(self) -> None:
        """Raise `Stop` (usage) where a code was given that belongs to nothing."""
        rest = [code for code in self.said if code not in self.used]
        if rest:
            raise usage(
                msg("nothing was found that has the code {codes}", codes=listing(*rest)),
                msg("leave --acknowledge out, or take the code from the finding"),
            )
