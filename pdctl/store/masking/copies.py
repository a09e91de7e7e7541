"""Who masks which kind of file, and what a masked copy is."""

from __future__ import annotations

from zipfile import BadZipFile

from pdctl.core.frozen import dataclass
from pdctl.core.privacy.masking import Edit, Policy
from pdctl.core.text import Msg, msg
from pdctl.store.extract.kinds import is_picture
from pdctl.store.extract.parts import DAMAGED

_ZIP = b"PK"


@dataclass(frozen=True)
class Change:
    """One value that was hidden, and where; `shown` is what stands there now."""

    kind: str
    shown: str
    place: Msg | str = ""


@dataclass(frozen=True)
class Copy:
    """The bytes of a masked copy and what was done."""

    data: bytes
    changes: tuple[Change, ...]


class CannotMask(Exception):
    """A file that cannot be masked: why, and what to do instead."""

    def __init__(self, why: Msg, fix: Msg) -> None:
        super().__init__(str(why))
        self.why, self.fix = why, fix


def told(edits: list[Edit], place: Msg | str) -> list[Change]:
    """Edits as they are told."""
    return [Change(edit.kind, edit.text, place) for edit in edits]


def copy(name: str, data: bytes, policy: Policy) -> Copy:
    """The masked copy of a file. Raises `CannotMask`."""
    if is_picture(data):
        raise CannotMask(
            msg("a picture cannot be masked"), msg("cover it in a picture editor, save it, and look at it again")
        )
    if b"%PDF-" in data[:1024]:
        raise CannotMask(
            msg("a PDF cannot be masked: what lies under a black bar can still be read"),
            msg("mask the file that it was made from (Word, Excel), and make the PDF anew from the masked copy"),
        )
    if data.startswith(_ZIP):
        return _package(data, policy)
    from pdctl.store.masking import text

    return text.copy(name, data, policy)


def _package(data: bytes, policy: Policy) -> Copy:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]

    from pdctl.store.extract.office import Package, PackageFault
    from pdctl.store.masking import sheet, word

    damaged = CannotMask(DAMAGED, msg("open it in Word, Excel or WPS, and save it as .docx or .xlsx"))
    try:
        package = Package(data)
        if "word/document.xml" in package.names:
            return word.copy(data, package, policy)
        if "xl/workbook.xml" in package.names:
            return sheet.copy(data, package, policy)
    except PackageFault as fault:
        raise CannotMask(fault.why, damaged.fix) from fault
    except (BadZipFile, LxmlError, OSError, ValueError, KeyError, RuntimeError, EOFError, AttributeError) as error:
        raise damaged from error
    except CannotMask:
        raise
    except Exception as error:  # decompressors raise kinds of their own
        raise damaged from error
    raise CannotMask(msg("a packed archive; unpack it and hand in its files"), msg("mask its files one by one"))
