"""From the files of a commit to the case that the judge decides: the same way for commands and for the verifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pdctl.actions.before import Before, Numbers, parent_of
from pdctl.actions.new_keys import check_new_keys
from pdctl.core.catalogue import replay_catalogue
from pdctl.core.digest import catalogue_digest, file_digest, subject_digest
from pdctl.core.findings import Finding, Refusal
from pdctl.core.frozen import dataclass
from pdctl.core.judge.cases import (
    Case,
    CatalogCase,
    CatalogStepCase,
    Facts,
    OpenItem,
    OrganizationCase,
    PeopleCase,
    SettingsCase,
    Signer,
    StepCase,
    day,
)
from pdctl.core.judge.ledger import LedgerCase
from pdctl.core.judge.trespass import trespasses
from pdctl.core.model import Plan, Record, Release, Settings
from pdctl.core.numbers import archive_class, is_item, item_folder
from pdctl.core.paths import Change, Shape, shape_of
from pdctl.core.procedure import UNDECIDED
from pdctl.core.replay import Course
from pdctl.core.requirements import requirements
from pdctl.core.text import Msg, msg
from pdctl.store import codec
from pdctl.store.schema import read_checked, schema_of
from pdctl.store.view import Standing, View
from pdctl.store.yaml_read import YamlFault, decode_text

Files = Mapping[str, bytes | None]
# The states of an item that is proposed and not published yet.
UNDER_WAY = ("referred", "returned", *UNDECIDED, "approved")
# The steps that a published successor changes something for.
_AFTER_APPROVAL = ("publish", "drop", "takedown", "withdraw", "archive")


def build_case(before: View, files: Files, signer: Signer, numbers: Numbers) -> Case:
    """The case of a commit that puts `files` over a view. Raises `Refusal` for what no shape or schema knows."""
    # What stays as it was is no change of the commit either, and a commit without any is refused.
    changes = tuple(found for path, data in sorted(files.items()) if (found := _change(before, path, data)))
    return case_of(before, changes, files, signer, numbers)


def _change(before: View, path: str, data: bytes | None) -> Change | None:
    was = before.read(path)
    if was == data:
        return None
    return Change(path, "delete" if data is None else "add" if was is None else "change")


@dataclass(frozen=True)
class _Commit:
    """What every builder needs."""

    before: Before
    changes: tuple[Change, ...]
    files: Files
    shape: Shape
    signer: Signer
    numbers: Numbers
    values: Mapping[str, Any]


def case_of(
    before: Before,
    changes: tuple[Change, ...],
    files: Files,
    signer: Signer,
    numbers: Numbers,
    values: Mapping[str, Any] = MappingProxyType({}),
) -> Case:
    """The case of a commit from its changes and the bytes of what it adds or changes. Raises `Refusal`.

    `values` are those of records that were read and checked already.
    """
    shape = shape_of(changes)
    try:
        if isinstance(shape, Msg):
            raise Refusal(Finding(shape, rule="E-SHAPE", clause="五", expected=msg("files of one matter only")))
        return _BUILDERS[shape.kind](_Commit(before, changes, files, shape, signer, numbers, values))
    except Refusal as refusal:
        raise Refusal(*refusal.findings, *trespasses(changes, before.standing, refusal.findings)) from refusal


def _step(commit: _Commit) -> Case:
    before, shape = commit.before, commit.shape
    standing = before.standing(shape.item)
    content_before = standing.content if standing else {}
    content = _content_after(commit, content_before)
    _check_text(commit)
    plan, record = _plan_after(commit, standing), _new_record(commit)
    course = standing.course if standing else Course()
    facts = facts_of(before, commit.numbers, plan, record, course)
    release = before.release(plan.org, plan.release)
    entry = release.entry(plan.entry) if release and plan.entry else None
    return StepCase(
        parent_of(before),
        commit.signer,
        shape,
        commit.changes,
        record=record,
        plan=plan,
        content=content,
        digest=standing.digest if standing and content is content_before else subject_digest(content),
        course=course.superseded() if facts.superseded_by else course,
        needs=standing.needs if standing else requirements(plan, entry, before.settings.policy),
        release=release,
        current_release=before.current_release(plan.org),
        facts=facts,
        plan_before=standing.plan if standing else None,
        content_before=content_before,
        evidence=_evidence(commit, f"{item_folder(shape.item)}/record/"),
        newer=newer_release(before, plan, record),
        trigger=before.ledger_record(plan.org, plan.event) if plan.event else None,
    )


def newer_release(before: Before, plan: Plan, record: Record) -> Release | None:
    """The newest release, where an approval must ask whether it made the item's entry stricter."""
    current = before.current_release(plan.org)
    asks = record.step == "approve" and plan.entry is not None and current != plan.release
    return before.release(plan.org, current) if asks and current else None


def _check_text(commit: _Commit) -> None:
    """The text that is judged holds nothing that people cannot see. Raises `Refusal`."""
    path = f"{item_folder(commit.shape.item)}/content/body.md"
    try:
        decode_text(commit.files.get(path) or b"")
    except YamlFault as fault:
        raise Refusal(replace(fault.finding, file=path, clause="五(一)")) from fault


def _content_after(commit: _Commit, before: Mapping[str, str]) -> Mapping[str, str]:
    """The SHA-256 of the content files; the very mapping from before where none of them changes."""
    folder = f"{item_folder(commit.shape.item)}/content/"
    changed = [change.path for change in commit.changes if change.path.startswith(folder)]
    if not changed:
        return before
    content = dict(before)
    for path in changed:
        data = commit.files[path]
        content.pop(path[len(folder) :], None)
        if data is not None:
            content[path[len(folder) :]] = file_digest(data)
    return content


def _plan_after(commit: _Commit, standing: Standing | None) -> Plan:
    path = f"{item_folder(commit.shape.item)}/content/item.yaml"
    if path not in commit.files and standing:
        return standing.plan
    data = commit.files.get(path)
    if data is None:
        raise Refusal(
            Finding(msg("the item has no item.yaml"), rule="E-SHAPE", clause="五(一)", found=commit.shape.item)
        )
    return codec.plan_from(read_checked(data, "item", path))


def _new_record(commit: _Commit) -> Record:
    """The one record that the commit adds."""
    return codec.record_from(_record_value(commit, "/record/", "record"))


def _record_value(commit: _Commit, folder: str, schema: str) -> Any:
    """The value of the one record file that the commit adds. Raises `Refusal`."""
    touched = [
        c for c in commit.changes if c.path.endswith(".yaml") and folder in c.path and "/evidence/" not in c.path
    ]
    if len(touched) != 1:
        found = str(len(touched))
        raise Refusal(
            Finding(msg("one commit adds one record"), rule="E-SHAPE", clause="五", expected="1", found=found)
        )
    path = touched[0].path
    data = commit.files[path]
    if data is None:
        raise Refusal(Finding(msg("a record is removed"), rule="E-APPEND", clause="五(五)", file=path))
    return commit.values[path] if path in commit.values else read_checked(data, schema, path)


def _evidence(commit: _Commit, folder: str) -> dict[str, str]:
    """The evidence files that the commit adds, with their SHA-256."""
    added = [c.path for c in commit.changes if c.kind == "add" and c.path.startswith(f"{folder}evidence/")]
    return {path[len(folder) :]: file_digest(commit.files[path] or b"") for path in added}


def facts_of(before: Before, numbers: Numbers, plan: Plan, record: Record, course: Course) -> Facts:
    """What other items say, asked only where a rule of the step needs it."""
    step = record.step
    publication = archive = 0
    when = day(record.on) or day(record.at)
    if step == "publish" and not course.published and when:
        publication = numbers.highest_number(plan.org, when.year)
    filed = day(record.at)
    org = before.organizations.get(plan.org)
    if step == "archive" and org and filed:
        klass = archive_class(org, before.organizations, filed.year, record.retention or "")
        archive = numbers.highest_archive(plan.org, klass)
    successor = numbers.superseded_by(plan.id) if step in _AFTER_APPROVAL else None
    superseded = ""
    if plan.supersedes and step in ("propose", "revise") and is_item(plan.supersedes):
        standing = before.standing(plan.supersedes)
        superseded = standing.course.state if standing else ""
    return Facts(publication, archive, successor, superseded)


def _after(commit: _Commit, path: str) -> bytes | None:
    """The bytes of a file that the commit adds or changes; None where it removes it."""
    return commit.files.get(path)


def _people(commit: _Commit) -> Case:
    data = _after(commit, "people.yaml")
    people = codec.people_from(read_checked(data, "people", "people.yaml")) if data is not None else {}
    known = {key.blob: key for person in commit.before.people.values() for key in person.keys}
    check_new_keys(known, people)
    declared = {
        key.blob: key.compromised_since
        for person in people.values()
        for key in person.keys
        if key.compromised_since and key.blob in known and not known[key.blob].compromised_since
    }
    void = {blob: commit.before.signed_since(blob, since) for blob, since in declared.items()}
    return PeopleCase(parent_of(commit.before), commit.signer, commit.shape, commit.changes, after=people, void=void)


def _settings(commit: _Commit) -> Case:
    path = "disclosure.yaml"
    settings: Settings | None = commit.before.settings
    for calendar, text in commit.files.items():
        if text is not None and schema_of(calendar, "settings") == "calendar":
            _check_days(calendar, read_checked(text, "calendar", calendar))
    if path in commit.files:
        data = commit.files[path]
        settings = codec.settings_from(read_checked(data, "disclosure", path)) if data is not None else None
    return SettingsCase(parent_of(commit.before), commit.signer, commit.shape, commit.changes, after=settings)


def _check_days(file: str, value: Mapping[str, Any]) -> None:
    """A calendar file is that of its year, and its days are days of it. Raises `Refusal`."""
    days = (*value.get("holidays", ()), *value.get("workdays", ()))
    if file != f"calendar/{value['year']}.yaml":
        text = msg("the file is not named by its year")
        expected = f"calendar/{value['year']}.yaml"
        raise Refusal(Finding(text, rule="E-CALENDAR", clause="五(四)", file=file, expected=expected, found=file))
    wrong = [text for text in days if day(text) is None]
    if wrong:
        text = msg("there is no such day: {date}", date=wrong[0])
        raise Refusal(Finding(text, rule="E-DATE", clause="五(四)", file=file, expected="YYYY-MM-DD", found=wrong[0]))
    other = [text for text in days if not text.startswith(f"{value['year']}-")]
    if other:
        text = msg("the day {date} is not of that year", date=other[0])
        expected = str(value["year"])
        raise Refusal(Finding(text, rule="E-CALENDAR", clause="五(四)", file=file, expected=expected, found=other[0]))


def _organization(commit: _Commit) -> Case:
    org = commit.shape.org
    path, release = f"catalogs/{org}/organization.yaml", f"catalogs/{org}/releases/0001.yaml"
    data, released = _after(commit, path), _after(commit, release)
    catalog = _after(commit, f"catalogs/{org}/catalog.yaml")
    if catalog is not None:
        read_checked(catalog, "catalog", f"catalogs/{org}/catalog.yaml")
    return OrganizationCase(
        parent_of(commit.before),
        commit.signer,
        commit.shape,
        commit.changes,
        before=commit.before.organizations.get(org),
        after=codec.organization_from(read_checked(data, "organization", path)) if data is not None else None,
        release=codec.release_from(read_checked(released, "release", release)) if released is not None else None,
    )


def _catalog(commit: _Commit) -> Case:
    path = f"catalogs/{commit.shape.org}/catalog.yaml"
    data = commit.files.get(path)
    if data is None:
        raise Refusal(Finding(msg("the catalogue is removed"), rule="E-POLICY", clause="七(二)", file=path))
    read_checked(data, "catalog", path)
    return CatalogCase(parent_of(commit.before), commit.signer, commit.shape, commit.changes)


def _ledger(commit: _Commit) -> Case:
    before, org, path = commit.before, commit.shape.org, commit.changes[0].path
    data = commit.files.get(path)
    if data is None:
        raise Refusal(Finding(msg("a record is removed"), rule="E-APPEND", clause="五(五)", file=path))
    record = codec.ledger_from(read_checked(data, "ledger", path))
    release = before.release(org, before.current_release(org))
    entry = release.entry(record.entry) if release and record.entry else None
    standing = before.standing(record.item) if record.item and is_item(record.item) else None
    return LedgerCase(
        parent_of(before),
        commit.signer,
        commit.shape,
        commit.changes,
        record=record,
        entry=entry,
        since=before.entry_since(org, entry.id) if entry else None,
        plan=standing.plan if standing else None,
        named={name: before.ledger_record(org, name) for name in record.named},
    )


def _catalog_step(commit: _Commit) -> Case:
    before, org = commit.before, commit.shape.org
    folder = f"catalogs/{org}"
    record = codec.catalog_record_from(_record_value(commit, "/catalog-record/", "catalog-record"))
    working_before = before.working_copy(org) or {"entries": []}
    working, release = working_before, None
    for change in commit.changes:
        data = commit.files[change.path]
        if data is None:
            continue  # a removal is found by the rules of files
        if change.path == f"{folder}/catalog.yaml":
            working = read_checked(data, "catalog", change.path)
        elif change.path.startswith(f"{folder}/releases/"):
            release = read_checked(data, "release", change.path)
    current = before.current_release(org)
    named = (change.item for change in record.changes)
    plans = {item: standing.plan for item in named if item and is_item(item) and (standing := before.standing(item))}
    return CatalogStepCase(
        parent_of(before),
        commit.signer,
        commit.shape,
        commit.changes,
        record=record,
        course=replay_catalogue(before.catalog_records(org), before.settings.policy),
        working_before=codec.entries_from(working_before),
        working=codec.entries_from(working),
        digest=catalogue_digest(working["entries"]),
        current=before.release(org, current) if current else None,
        release=codec.release_from(release) if release else None,
        release_digest=catalogue_digest(release["entries"]) if release else "",
        evidence=_evidence(commit, f"{folder}/catalog-record/"),
        under_way=under_way(before, org) if record.step in ("adjust", "release") else (),
        named=plans,
    )


def under_way(before: Before, org: str) -> tuple[OpenItem, ...]:
    """The items of an organization that are proposed and not published yet, nor at another end."""
    standings = (before.standing(item) for item in before.unfiled_items(org))
    return tuple(OpenItem(s.plan, s.course.state) for s in standings if s and s.course.state in UNDER_WAY)


def _other(commit: _Commit) -> Case:
    return Case(parent_of(commit.before), commit.signer, commit.shape, commit.changes)


_BUILDERS = {
    "step": _step,
    "people": _people,
    "settings": _settings,
    "organization": _organization,
    "catalog": _catalog,
    "catalog-step": _catalog_step,
    "ledger": _ledger,
    "quarantine": _other,
}
