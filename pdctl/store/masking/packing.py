"""Parts of a package written anew, and text that is split into runs."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from pdctl.core.privacy.masking import Edit, Policy, applied, edits, spread
from pdctl.store.extract.office import local

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def packed(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with some members replaced; the others keep their bytes, all their order and dates."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = changed.get(entry.filename)
            new.writestr(entry, old.read(entry) if body is None else body, entry.compress_type)
    return out.getvalue()


def written(root: Any) -> bytes:
    """The bytes of an element as a part of a package."""
    from lxml import etree  # type: ignore[import-untyped]

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def edit_nodes(nodes: list[Any], policy: Policy, more: Iterable[tuple[int, int]] = (), after: int = 0) -> list[Edit]:
    """Mask the text that some nodes hold together, also where a value begins in one and ends in another.

    What stands before `after` is only seen: the heads of the table.
    """
    pieces = [node.text or "" for node in nodes]
    done = [edit for edit in edits("".join(pieces), policy, more) if edit.start >= after]
    if done:
        put(nodes, spread(pieces, done))
    return done


def put(nodes: list[Any], pieces: list[str]) -> None:
    """Give some nodes their texts; blanks at an end are kept."""
    for node, piece in zip(nodes, pieces, strict=True):
        node.text = piece
        if piece != piece.strip() and local(node) in ("t", "delText", "instrText"):
            node.set(_SPACE, "preserve")


def edit_plain(root: Any, policy: Policy) -> list[Edit]:
    """Mask the text and the speaking attributes of a part without runs: properties, links, settings."""
    done = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for where in ("text", "tail"):
            text = getattr(element, where)
            found = edits(text, policy) if text and text.strip() else []
            if found:
                setattr(element, where, applied(text, found))
                done += found
        done += edit_attributes(element, policy)
    return done


_SPEAKING = (
    "descr",
    "title",
    "alt",
    "author",
    "initials",
    "Target",
    "prompt",
    "promptTitle",
    "error",
    "errorTitle",
    "tooltip",
    "display",
    "displayName",
    "name",
)


def edit_attributes(element: Any, policy: Policy) -> list[Edit]:
    """Mask the attributes that hold people's text."""
    done = []
    for key, value in element.items():
        if key.rpartition("}")[2] in _SPEAKING:
            found = edits(value, policy)
            if found:
                element.set(key, applied(value, found))
                done += found
    return done
