"""Evidence and its record: one rule for the steps of items and of catalogues."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.core.findings import Finding
from pdctl.core.judge.cases import CatalogStepCase, StepCase
from pdctl.core.text import msg


def check_evidence(case: StepCase | CatalogStepCase) -> Iterator[Finding]:
    """Every evidence file that is added is named in the record with its digest, and the other way round."""
    named = {piece.file: piece.sha256 for piece in case.record.evidence}
    for file in sorted(named.keys() | case.evidence.keys()):
        if named.get(file) != case.evidence.get(file):
            yield Finding(
                msg("the evidence file {file} and the record do not agree", file=file),
                expected=named.get(file) or msg("named in the record"),
                found=case.evidence.get(file) or msg("no such file"),
            )
