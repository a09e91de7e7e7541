"""Catalogues without files: what a command would hand to the judge, built from plain values.

    scene = CatalogScene().adjusted({"2.5.4": {"scope": "unit"}})
    found = judge(scene.case("approve", "he", level="principal", decision="pass"))

Every step of `after` is judged first, so that a scene is a legal history or no scene at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pdctl.core.catalogue import CatalogCourse, advance_catalogue
from pdctl.core.catalogue_diff import differences
from pdctl.core.digest import catalogue_digest
from pdctl.core.judge import judge
from pdctl.core.judge.cases import CatalogStepCase, OpenItem, Parent, Signer
from pdctl.core.model import CatalogRecord, Entry, EntryChange, Plan, Release
from pdctl.core.paths import Change, Shape
from tests.core.scene import ENTRY, NOW, TODAY, organizations, parent, said

OTHER = replace(ENTRY, id="2.6.9", title="党费收缴使用管理情况")
FOLDER = "catalogs/dzb"
_SEAT = {"adjust": "keeper", "approve": "principal", "release": "keeper", "file": "keeper", "receive": "keeper"}
_SEATS = organizations()["dzb"].seats


def catalogue_parent(policy: Any = None, **more: Any) -> Parent:
    """The files of a first parent: the root `gw` has a keeper and a coordinator too; `more` changes the branch."""
    found = parent(policy)
    gw = replace(
        found.organizations["gw"],
        seats={"admin": ("lin",), "principal": ("ding",), "keeper": ("xu",), "coordinator": ("ding", "tang")},
    )
    return replace(
        found, organizations={**found.organizations, "gw": gw, "dzb": replace(organizations()["dzb"], **more)}
    )


@dataclass(frozen=True)
class CatalogScene:
    """One catalogue and its surroundings."""

    parent: Parent = field(default_factory=catalogue_parent)
    course: CatalogCourse = field(default_factory=CatalogCourse)
    working: tuple[Entry, ...] = (ENTRY, OTHER)
    current: Release = Release("dzb", "0001", TODAY, (ENTRY, OTHER))
    under_way: tuple[OpenItem, ...] = ()
    named: Mapping[str, Plan] = field(default_factory=dict)

    def record(self, step: str, by: str, **fields: Any) -> CatalogRecord:
        """The record of a step as a command would write it; `fields` win."""
        usual: dict[str, Any] = {"seat": _SEAT[step], "at": NOW}
        if step in ("adjust", "approve", "release"):
            usual["subject"] = digest(self.working)
        if step == "approve":
            usual |= {"level": "principal", "decision": "pass"}
        if step == "release":
            usual["release"] = f"{int(self.current.release) + 1:04d}"
        if step == "file":
            usual |= {"release": self.current.release, "to": "gw", "on": TODAY}
        if step == "receive":
            usual |= {
                "release": self.current.release,
                "to": "gw",
                "seat_org": "gw",
                "decision": "pass",
                "number": "5号",
            }
        seq = len(self.course.records) + 1
        return CatalogRecord(**{"org": "dzb", "seq": seq, "step": step, "by": by, **usual, **fields})

    def case(self, step: str, by: str, before: CatalogScene | None = None, **fields: Any) -> CatalogStepCase:
        """The case of a step; `before` is the scene of the parent where the step changes the working copy."""
        record, before = self.record(step, by, **fields), before or self
        changes = [Change(f"{FOLDER}/catalog-record/{record.file_name}", "add")]
        release = None
        if step == "release":
            release = Release("dzb", record.release or "", TODAY, self.working)
            changes.append(Change(f"{FOLDER}/releases/{record.release}.yaml", "add"))
        if self.working != before.working:
            changes.append(Change(f"{FOLDER}/catalog.yaml", "change"))
        return CatalogStepCase(
            self.parent,
            Signer(by, f"ssh-ed25519 {by}"),
            Shape("catalog-step", "dzb", "", (record.file_name.removesuffix(".yaml"),)),
            tuple(changes),
            record=record,
            course=self.course,
            working_before=before.working,
            working=self.working,
            digest=digest(self.working),
            current=self.current,
            release=release,
            release_digest=digest(release.entries) if release else "",
            evidence={piece.file: piece.sha256 for piece in record.evidence},
            under_way=self.under_way,
            named=self.named,
        )

    def after(self, step: str, by: str, before: CatalogScene | None = None, **fields: Any) -> CatalogScene:
        """The scene one legal step later."""
        case = self.case(step, by, before, **fields)
        assert judge(case) == [], said(judge(case))
        course = advance_catalogue(self.course, case.record, self.parent.settings.policy)
        return replace(self, course=course, current=case.release or self.current)

    def worked(self, *gone: str, **changed: Mapping[str, Any]) -> CatalogScene:
        """Other entries in the working copy: some gone, some changed (`e2_5_4={...}`)."""
        wanted = {name[1:].replace("_", "."): values for name, values in changed.items()}
        kept = tuple(replace(e, **wanted.pop(e.id, {})) for e in self.working if e.id not in gone)
        return replace(self, working=(*kept, *(replace(OTHER, id=name, **values) for name, values in wanted.items())))

    def adjustment(self, scene: CatalogScene, by: str = "tang", **fields: Any) -> CatalogStepCase:
        """The case of an adjustment that leads to the working copy of another scene."""
        found = differences(self.working, scene.working)
        changes = tuple(EntryChange(one.entry, one.change, "上级要求") for one in found)
        return replace(self, working=scene.working, under_way=scene.under_way, named=scene.named).case(
            "adjust", by, self, **{"changes": changes, **fields}
        )

    def adjusted(self, *gone: str, by: str = "tang", **changed: Mapping[str, Any]) -> CatalogScene:
        """The scene after a legal adjustment."""
        scene = self.worked(*gone, **changed)
        case = self.adjustment(scene, by)
        assert judge(case) == [], said(judge(case))
        return replace(scene, course=advance_catalogue(self.course, case.record, self.parent.settings.policy))

    def released(self) -> CatalogScene:
        """The scene after an adjustment, its approval and its release."""
        return self.adjusted(e2_5_4={"scope": "unit"}).after("approve", "he").after("release", "tang")

    def filed(self) -> CatalogScene:
        """The scene after the release was filed with the superior."""
        return self.released().after("file", "tang")


def digest(entries: tuple[Entry, ...]) -> str:
    """A digest of typed entries: another catalogue has another one."""
    return catalogue_digest([{"entry": repr(entry)} for entry in entries])
