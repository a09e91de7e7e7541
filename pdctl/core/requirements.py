"""What one item needs: which reviews, which approvals. Computed from its plan, its entry and the policy."""

from __future__ import annotations

from pdctl.core.frozen import dataclass
from pdctl.core.model import Entry, Plan, Policy
from pdctl.core.words import OWN_LEVELS


@dataclass(frozen=True)
class Requirements:
    """Aspects to be reviewed and levels to approve, each in order."""

    reviews: tuple[str, ...]
    approvals: tuple[str, ...]


def requirements(plan: Plan, entry: Entry | None, policy: Policy) -> Requirements:
    """The requirements of an item; `entry` is None for an off-catalogue matter."""
    extra = entry.reviews if entry else ()
    reviews = (*policy.reviews, *(aspect for aspect in extra if aspect not in policy.reviews))
    return Requirements(reviews, approvals(plan, entry))


def approvals(plan: Plan, entry: Entry | None) -> tuple[str, ...]:
    """The ordered approval levels.

    Important and off-catalogue matters go at least to the principal (part five, first sentence and (三)).
    """
    levels = entry.approval if entry else ("principal",)
    if plan.importance != "important" and not plan.off_catalog:
        return levels
    raised = tuple("principal" if level == "head" else level for level in levels)
    return tuple(dict.fromkeys(raised))


def satisfied(levels: tuple[str, ...], done: int, level: str) -> int:
    """How many of the ordered levels are satisfied once `level` passes, when `done` were before.

    A higher level of the same organization satisfies the lower ones that still wait; nothing jumps over another
    organization's turn.
    """
    if done >= len(levels) or not _covers(level, levels[done]):
        return done
    while done < len(levels) and _covers(level, levels[done]):
        done += 1
    return done


def _covers(level: str, wanted: str) -> bool:
    if level == wanted:
        return True
    if level not in OWN_LEVELS or wanted not in OWN_LEVELS:
        return False
    return OWN_LEVELS.index(level) > OWN_LEVELS.index(wanted)
