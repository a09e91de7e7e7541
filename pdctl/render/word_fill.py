"""docxtpl, without the empty runs that it leaves on each side of a tag: in long tables they outnumber all else."""

from __future__ import annotations

import re

from docxtpl import DocxTemplate  # type: ignore[import-untyped]

_EMPTY = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?(?:/>|></w:t>)</w:r>")
_LAID_OUT = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\t\n]")


class Template(DocxTemplate):  # type: ignore[misc]
    """A Word template to be filled."""

    def resolve_listing(self, xml: str) -> str:
        """Line ends and tabs of values as Word has them; looked for only where there are any."""
        xml = _EMPTY.sub("", xml)
        return str(super().resolve_listing(xml)) if _LAID_OUT.search(xml) else xml
