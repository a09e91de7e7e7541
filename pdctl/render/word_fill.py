"""docxtpl, made quick: without the empty runs that it leaves on each side of a tag, and with each template read once.

In long tables the empty runs outnumber all else; in many notices the template is the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]

_EMPTY = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?(?:/>|></w:t>)</w:r>")
_LAID_OUT = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\t\n]")


class Template(DocxTemplate):  # type: ignore[misc]
    """A Word template to be filled."""

    def patch_xml(self, src_xml: str) -> str:
        """A part of the template made ready for Jinja."""
        return _patched(src_xml)

    def resolve_listing(self, xml: str) -> str:
        """Line ends and tabs of values as Word has them; looked for only where there are any."""
        xml = _EMPTY.sub("", xml)
        return str(super().resolve_listing(xml)) if _LAID_OUT.search(xml) else xml


@lru_cache(maxsize=32)
def _patched(src_xml: str) -> str:
    return str(DocxTemplate.patch_xml(None, src_xml))  # it uses nothing of the object


class Reader:
    """The environment as docxtpl uses it, which reads each part of a template once."""

    def __init__(self, sandbox: Any) -> None:
        self.autoescape = True
        self.from_string = lru_cache(maxsize=32)(sandbox.from_string)


@lru_cache(maxsize=8)
def reader(sandbox: Any) -> Reader:
    """The reader of an environment."""
    return Reader(sandbox)
