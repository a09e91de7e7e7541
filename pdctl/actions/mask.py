"""遮盖: a copy of a file in which private data is hidden by the policy; the file itself is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pdctl.actions import output, scan
from pdctl.core.findings import Finding, Stop, usage
from pdctl.core.frozen import dataclass
from pdctl.core.privacy.masking import Policy
from pdctl.core.text import msg
from pdctl.store.intake import read_file
from pdctl.store.masking.copies import CannotMask, Change, copy

_SUFFIX = "-masked"


@dataclass(frozen=True)
class MaskDone:
    """A masked copy: where it lies (or would), by which preset, what was hidden, and what stands open in it."""

    source: Path
    target: Path
    preset: str
    changes: tuple[Change, ...]
    left: tuple[Finding, ...]
    dry_run: bool


def mask(
    source: Path, target: Path | None, policy: Policy, key: bytes, overwrite: bool = False, dry_run: bool = False
) -> MaskDone:
    """Write the masked copy of a file. Raises `Stop`; the file itself stays as it is, whatever happens."""
    data = read_file(source)  # first, for a folder has no name to add to
    target = target or source.with_name(f"{source.stem}{_SUFFIX}{source.suffix}")
    _check_target(source, target, overwrite)
    policy = Policy(policy.preset, _names(policy.names), policy.allowed)
    try:
        made = copy(source.name, data, policy)
    except CannotMask as fault:
        raise Stop(1, msg("{file} cannot be masked: {why}", file=str(source), why=fault.why), fault.fix) from fault
    found = scan.look(str(target), made.data, policy.allowed)
    if not dry_run:
        output.write(made.data, target)
    return MaskDone(source, target, policy.preset, made.changes, scan.with_codes(found, key), dry_run)


def _names(names: Sequence[str]) -> tuple[str, ...]:
    """The names that were told; longer ones first, for a short one may be a part of them."""
    clean = {name.strip() for name in names}
    if any(len(name) < 2 for name in clean):
        raise usage(msg("--name is a name of two characters or more"))
    return tuple(sorted(clean, key=len, reverse=True))


def _check_target(source: Path, target: Path, overwrite: bool) -> None:
    if target.exists() and (target.samefile(source) or target.is_dir()):
        raise usage(msg("{file} is no place for the copy", file=str(target)), msg("name another file with -o"))
    if target.exists() and not overwrite:
        raise usage(msg("{file} is there already", file=str(target)), msg("name another file with -o, or add --yes"))
