"""PDF attachments as pages of the notice: Typst leaves a place for each page, and the page is put into it afterwards.

A page that would cost the notice its standing as PDF/A (fonts left out, colours of a printing press, encryption) is not
put in; why is told, and the attachment stays a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pdctl.core.frozen import dataclass
from pdctl.core.text import Msg, msg
from pdctl.render.templates import TemplateFault

if TYPE_CHECKING:
    from pypdf import PdfWriter

MAX_PAGES, LARGEST = 200, 20  # pages, MB
_MARKED = frozenset({b"BDC", b"BMC", b"EMC", b"MP", b"DP"})


@dataclass(frozen=True)
class Appendix:
    """An attachment whose pages go into the notice; `number` is its place among all attachments."""

    title: str
    number: int
    data: bytes
    sizes: tuple[tuple[float, float], ...]


def appendix(title: str, number: int, data: bytes) -> Appendix | Msg:
    """A PDF attachment, or why its pages cannot go into the notice."""
    from pypdf import PdfReader

    if len(data) > LARGEST << 20:
        return msg("it is larger than {size} MB", size=LARGEST)
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted:
            return msg("it is encrypted")
        if len(reader.pages) > MAX_PAGES:
            return msg("it has more than {count} pages", count=MAX_PAGES)
        for page in reader.pages:
            if why := _unfit(page):
                return why
            _content(page)
        sizes = tuple(_size(page) for page in reader.pages)
    except Exception:
        return msg("it is no readable PDF")
    return Appendix(title, number, data, sizes) if sizes else msg("it is no readable PDF")


def appended(made: bytes, appendices: Sequence[Appendix]) -> bytes:
    """A notice with each page of its appendices in the place left for it; the same bytes for the same input."""
    if not appendices:
        return made
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=BytesIO(made))
    pages = [page for each in appendices for page in PdfReader(BytesIO(each.data), strict=False).pages]
    found = list(_places(writer))
    if len(found) != len(pages):
        raise TemplateFault("notice.typ.j2", 0, "leaves out the pages of an attachment")
    for (places, name), page in zip(found, pages, strict=True):
        places[name] = _form(writer, page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _places(writer: PdfWriter) -> Iterator[tuple[Any, str]]:
    """The pictures of one pixel, in the order of the pages."""
    for page in writer.pages:
        resources: Any = page["/Resources"].get_object()
        objects = resources["/XObject"].get_object() if "/XObject" in resources else {}
        for name in list(objects):
            found = objects[name].get_object()
            if found.get("/Subtype") == "/Image" and found.get("/Width") == found.get("/Height") == 1:
                yield objects, name
                break


def _form(writer: PdfWriter, page: Any) -> Any:
    """A page as a form that fills the unit square."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, FloatObject, NameObject

    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    w, h = float(box.width), float(box.height)
    turned = {
        0: (1 / w, 0, 0, 1 / h, -left / w, -bottom / h),
        90: (0, -1 / w, 1 / h, 0, -bottom / h, 1 + left / w),
        180: (-1 / w, 0, 0, -1 / h, 1 + left / w, 1 + bottom / h),
        270: (0, 1 / w, -1 / h, 0, 1 + bottom / h, -left / w),
    }[page.rotation % 360]
    form = DecodedStreamObject()
    form.set_data(_content(page))
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(FloatObject(n) for n in (left, bottom, left + w, bottom + h))
    form[NameObject("/Matrix")] = ArrayObject(FloatObject(round(n, 8)) for n in turned)
    form[NameObject("/Resources")] = page["/Resources"].get_object().clone(writer)
    return writer._add_object(form.flate_encode())


def _content(page: Any) -> bytes:
    """What a page draws, without marks that belong to the structure of another document."""
    from pypdf.generic import ContentStream

    stream = page.get_contents()
    if stream is None:
        return b""
    parsed = ContentStream(stream, page.pdf)
    parsed.operations = [(operands, operator) for operands, operator in parsed.operations if operator not in _MARKED]
    return bytes(parsed.get_data())


def _size(page: Any) -> tuple[float, float]:
    width, height = float(page.cropbox.width), float(page.cropbox.height)
    return (height, width) if page.rotation % 180 else (width, height)


def _unfit(page: Any) -> Msg | None:
    """What keeps a page out of a PDF/A: looked for in its resources, and in those of its forms."""
    waiting, seen = [page["/Resources"].get_object()], 0
    while waiting and seen < 500:
        resources, seen = waiting.pop(), seen + 1
        for font in (found.get_object() for found in _below(resources, "/Font")):
            if not _embedded(font):
                return msg("a font is not embedded in it")
        if "CMYK" in str(resources.get("/ColorSpace", "")):
            return msg("it uses the colours of a printing press")
        for drawn in (found.get_object() for found in _below(resources, "/XObject")):
            if "CMYK" in str(drawn.get("/ColorSpace", "")):
                return msg("it uses the colours of a printing press")
            if drawn.get("/Interpolate") or "LZW" in str(drawn.get("/Filter", "")):
                return msg("a picture in it is kept in a way that archives do not take")
            if "/Resources" in drawn:
                waiting.append(drawn["/Resources"].get_object())
    return None


def _below(resources: Any, kind: str) -> list[Any]:
    return list(resources[kind].get_object().values()) if kind in resources else []


def _embedded(font: Any) -> bool:
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in inner else {}
    mapped = "/ToUnicode" in font or "/Encoding" in inner
    return mapped and (font.get("/Subtype") == "/Type3" or any(f"/FontFile{n}" in descriptor for n in ("", 2, 3)))
