"""Packages of XML (docx, xlsx): opened with care, for what people send may be damaged or made to burst."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from pdctl.core.text import Msg, msg
from pdctl.store.extract.parts import PICTURE

MOST_UNPACKED = 200 << 20
MOST_MEMBERS = 5000
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".webp", ".svg", ".wdp", ".heic")
_SILENT = ("thumbnail", "printersettings", ".odttf", ".fntdata")


class PackageFault(Exception):
    """A package that cannot be opened; `why` says it."""

    def __init__(self, why: Msg) -> None:
        super().__init__(str(why))
        self.why = why


class Package:
    """The members of a package."""

    def __init__(self, data: bytes) -> None:
        self._zip = ZipFile(io.BytesIO(data))
        entries = self._zip.infolist()
        if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise PackageFault(msg("too large when unpacked"))
        self.names = tuple(entry.filename for entry in entries if not entry.is_dir())

    def read(self, name: str) -> bytes:
        """The bytes of a member; what lies about its size is cut off."""
        with self._zip.open(name) as member:
            data = member.read(MOST_UNPACKED + 1)
        if len(data) > MOST_UNPACKED:
            raise PackageFault(msg("too large when unpacked"))
        return data

    def xml(self, name: str) -> Any:
        """The root element of a member. Entities are not resolved."""
        from lxml import etree  # type: ignore[import-untyped]

        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        return etree.fromstring(self.read(name), parser)

    def unread(self) -> Iterator[Msg]:
        """A word on each member that holds no text which can be read."""
        for name in self.names:
            low = name.lower()
            if low.endswith((".xml", ".rels", ".vml")) or any(word in low for word in _SILENT):
                continue
            if low.endswith(_PICTURES):
                yield msg("{what} in it ({name})", what=PICTURE, name=name.rpartition("/")[2])
            else:
                yield msg("a file inside it ({name})", name=name.rpartition("/")[2])


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def all_text(root: Any) -> str:
    """Every text of a small XML part, one a line."""
    return "\n".join(text.strip() for text in root.itertext() if text and text.strip())


def links(package: Package, name: str) -> str:
    """What the relations of a part lead to outside the file: web and mail addresses."""
    root = package.xml(name)
    targets = (element.get("Target", "") for element in root if element.get("TargetMode") == "External")
    return "\n".join(target.removeprefix("mailto:") for target in targets)
