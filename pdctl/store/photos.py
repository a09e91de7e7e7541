"""Photos lose what a camera wrote beside the picture (place, time, device): the picture itself stays byte for byte.

What follows the end of a picture is dropped too: phones put a second one there, with the same data in it.
"""

from __future__ import annotations

import re
from typing import Literal

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
_JPEG = b"\xff\xd8"
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# These APP segments decide how the picture looks: size (JFIF), colour profile, colour transform. The others do not.
_JPEG_KEPT = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JPEG_NOTES = {*range(0xE0, 0xF0), 0xFE}
# In a scan 0xFF is followed by zero or a restart mark; anything else ends it.
_SCAN_END = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)
_WEBP_KEPT = (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
_WEBP_NOTE_FLAGS = 0x08 | 0x04
_OTHER_KINDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


class PhotoFault(Exception):
    """A picture that cannot be cleaned: it is damaged, or of a kind that is not known here."""

    def __init__(self, what: Literal["damaged", "kind"]) -> None:
        super().__init__(what)
        self.what = what


def without_metadata(data: bytes) -> bytes:
    """The bytes of a JPEG, PNG or WebP picture without metadata; a file of another kind as it is. Raises `PhotoFault`."""
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_PNG):
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp" and data[8:12] in _OTHER_KINDS:
        raise PhotoFault("kind")
    return data


def _jpeg(data: bytes) -> bytes:
    out, position = bytearray(_JPEG), len(_JPEG)
    while True:
        if data[position : position + 1] != b"\xff" or (position + 4 > len(data) and data[position + 1 :] != b"\xd9"):
            raise PhotoFault("damaged")
        marker = data[position + 1]
        if marker == _END_OF_IMAGE:
            return bytes(out) + b"\xff\xd9"
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4])
        if end > len(data) or end < position + 4:
            raise PhotoFault("damaged")
        if marker not in _JPEG_NOTES or data[position + 4 : end].startswith(_JPEG_KEPT.get(marker, b"\0none")):
            out += data[position:end]
        position = end
        if marker == _START_OF_SCAN:
            found = _SCAN_END.search(data, position)
            if found is None:  # cut short in the last scan: there is nothing behind it
                return bytes(out) + data[position:]
            out += data[position : found.start()]
            position = found.end() - 2


def _png(data: bytes) -> bytes:
    out, position = bytearray(_PNG), len(_PNG)
    while position + 12 <= len(data):
        end = position + 12 + int.from_bytes(data[position : position + 4])
        kind = data[position + 4 : position + 8]
        if end > len(data):
            break
        if kind in _PNG_KEPT:
            out += data[position:end]
        if kind == b"IEND":
            return bytes(out)
        position = end
    raise PhotoFault("damaged")


def _webp(data: bytes) -> bytes:
    out, position = bytearray(b"WEBP"), 12
    stop = 8 + int.from_bytes(data[4:8], "little")
    if stop > len(data):
        raise PhotoFault("damaged")
    while position + 8 <= stop:
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        end = position + 8 + size + size % 2
        if end > stop + 1 or size == 0:
            raise PhotoFault("damaged")
        chunk = bytearray(data[position:end])
        if chunk[:4] == b"VP8X":
            chunk[8] &= ~_WEBP_NOTE_FLAGS & 0xFF
        if chunk[:4] in _WEBP_KEPT:
            out += chunk
        position = end
    return b"RIFF" + len(out).to_bytes(4, "little") + bytes(out)
