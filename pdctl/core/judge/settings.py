"""Rules of the settings: kept by the admins of the root, never weakened to fall back to defaults."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import NO_SEAT, Finding
from pdctl.core.judge.cases import Rule, SettingsCase
from pdctl.core.text import msg
from pdctl.core.words import BASIC_ASPECTS

Findings = Iterator[Finding]
# The newest number of rules that this pdctl knows.
NEWEST = 1


def check_admin(case: SettingsCase) -> Findings:
    """The signer is an admin of the root organization."""
    root = case.parent.organizations.get(case.parent.settings.root)
    if root is None or not root.holds(case.signer.person, "admin"):
        yield Finding(
            msg("{person} is not an admin of the root organization", person=case.signer.person),
            expected=msg("admin of {org}", org=case.parent.settings.root),
            found=case.signer.person,
            file=f"catalogs/{case.parent.settings.root}/organization.yaml",
            pointer=("seats", "admin"),
            who=root.seats.get("admin", ()) if root else (),
            exit_code=NO_SEAT,
        )


def check_kept(case: SettingsCase) -> Findings:
    """The settings stay, with the same root and branch, and no lower number of rules or format."""
    before, after = case.parent.settings, case.after
    if after is None:
        yield Finding(msg("the settings are removed"), expected="disclosure.yaml", found=msg("removed"))
        return
    if before.sealed != after.sealed:
        yield Finding(msg("the note of a sealed history changes"), expected=msg("as it was"), found="sealed")
    for key, was, now in (("root", before.root, after.root), ("branch", before.branch, after.branch)):
        if was != now:
            yield Finding(msg("the settings cannot change {key}", key=key), expected=was, found=now)
    if after.rules > NEWEST:
        yield Finding(msg("there are no rules of that number yet"), expected=str(NEWEST), found=str(after.rules))
    for key, low, high in (("rules", before.rules, after.rules), ("format", before.format, after.format)):
        if high < low:
            yield Finding(
                msg("{key} is lowered", key=key), expected=msg("{number} or more", number=low), found=str(high)
            )
    for aspect in BASIC_ASPECTS:
        if aspect not in after.policy.reviews:
            yield Finding(
                msg("the policy leaves out a review that the rules ask for"), expected=aspect, found=msg("none")
            )


SETTINGS_RULES: tuple[Rule[SettingsCase], ...] = (
    Rule("E-SEAT", "七(一)", msg("Settings are kept by the admins of the root organization."), check_admin),
    Rule("E-POLICY", "七(一)", msg("Settings are never removed or weakened to fall back to defaults."), check_kept),
)
