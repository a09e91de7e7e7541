"""The files that an archive copy (仅供归档) of a notice carries: the item's data, its records, the signed commits."""

from __future__ import annotations

from collections.abc import Iterator

from pdctl.actions import reading
from pdctl.actions.items import Item
from pdctl.actions.session import Session
from pdctl.core.findings import Finding, Refusal, environment
from pdctl.core.text import listing, msg
from pdctl.render.attached import Attached

_TYPES = {".yaml": "application/yaml", ".md": "text/markdown", ".pdf": "application/pdf", ".png": "image/png"}
_TYPES |= {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain", ".csv": "text/csv"}


def refuse_society(item: Item) -> None:
    """An archive copy shows opinions and names: of what society may read none is made. Raises `Refusal`."""
    open_to_all = [channel.label for channel in item.plan.channels if channel.society]
    if not open_to_all and item.plan.scope != "society":
        return
    raise Refusal(
        Finding(
            msg("no copy with its evidence is made of an item that goes to society: it holds opinions and names"),
            rule="E-SCOPE-LEAK",
            clause="四(二)",
            file=f"{item.folder}/content/item.yaml",
            expected=msg("an item for an audience inside, without a channel to society"),
            found=listing(*open_to_all) if open_to_all else "society",
            fix=msg("file it with pdctl archive, whose package stays inside"),
            item=item.id,
        )
    )


def evidence_of(session: Session, item: Item) -> tuple[Attached, ...]:
    """The files, in a fixed order. Raises `Stop` where the history does not reach back."""
    return (*_files(item), *_commits(session, item))


def _files(item: Item) -> Iterator[Attached]:
    for path in sorted(item.view.files(item.folder)):
        kind = "source" if path.startswith("content/") else "data"
        ending = f".{path.rpartition('.')[2].lower()}"
        mime = _TYPES.get(ending, "application/octet-stream")
        yield Attached(path, item.view.read(f"{item.folder}/{path}") or b"", mime, kind, _DESCRIPTIONS[kind])


_DESCRIPTIONS = {"source": "方案内容", "data": "程序记录和佐证材料"}


def _commits(session: Session, item: Item) -> Iterator[Attached]:
    """The raw commit of each record, signature and all: its SHA-1 is the id of the 存证记录."""
    commits = reading.record_commits(session, item)
    for record in item.course.records:
        oid = commits.get(record.file_name)
        found = session.git.objects.read(oid) if oid else None
        if oid is None or found is None:
            raise environment(
                msg("the history here does not reach back to record {seq}", seq=record.seq),
                msg("git fetch --unshallow"),
            )
        name = f"commits/{record.seq:04d}-{oid}.commit"
        yield Attached(name, found[2], "application/octet-stream", "data", f"第{record.seq}条记录的存证记录")
