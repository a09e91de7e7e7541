"""Photos lose place, time and device; the picture stays byte for byte; what cannot be cleaned is refused."""

from __future__ import annotations

import base64
import struct
import zlib
from contextlib import suppress

import pytest

from pdctl.store.photos import PhotoFault, without_metadata

BASELINE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQG/8QAFhABAQEAAAAAAAAAAAAAAAAAABNh/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAWEQADAAAAAAAAAAAAAAAAAAAAFWH/2gAMAwEAAhEDEQA/AMxbS2oLFlhDC+6pfbRBYEMDqn//2Q=="
)
PROGRESSIVE = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAQABgDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAMF/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAT/2gAMAwEAAhADEAAAActBZfdAf//EABUQAQEAAAAAAAAAAAAAAAAAAAAR/9oACAEBAAEFAqqqqv/EABURAQEAAAAAAAAAAAAAAAAAAAAU/9oACAEDAQE/AbFj/8QAFREBAQAAAAAAAAAAAAAAAAAAABT/2gAIAQIBAT8BhQv/xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Al//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/IV//AP/aAAwDAQACAAMAAAAQxx//xAAVEQEBAAAAAAAAAAAAAAAAAAAAcf/aAAgBAwEBPxC1v//EABURAQEAAAAAAAAAAAAAAAAAAABx/9oACAECAQE/EJS//8QAFhABAQEAAAAAAAAAAAAAAAAAcQAg/9oACAEBAAE/EFKWB//Z"
)
WEBP = base64.b64decode(
    "UklGRmIAAABXRUJQVlA4IFYAAADwAwCdASoYABAAPpE6l0eloyIhMAgAsBIJbDuAG9Yir+gAC1ay8J6AAP7sF40Z8avX/7S//4oad9+1H//UJuf/5CbgkES5bxwZz2ZEqLwNEiNFk3VwAA=="
)
GPS = b"GPS 29.5630N 106.5516E"


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2) + data


def with_segment(picture: bytes, added: bytes) -> bytes:
    return picture[:2] + added + picture[2:]


@pytest.mark.parametrize("picture", [BASELINE, PROGRESSIVE], ids=["baseline", "progressive"])
class TestJpeg:
    def test_a_clean_one_stays(self, picture: bytes) -> None:
        assert without_metadata(picture) == picture

    @pytest.mark.parametrize(
        ("marker", "head"),
        [
            (0xE1, b"Exif\0\0"),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
            (0xED, b"Photoshop 3.0\0"),
            (0xFE, b""),
            (0xE2, b"MPF\0"),
            (0xE0, b"JFXX\0"),
            (0xEE, b"other"),
            (0xEF, b""),
        ],
    )
    def test_what_the_camera_wrote_goes(self, picture: bytes, marker: int, head: bytes) -> None:
        assert without_metadata(with_segment(picture, segment(marker, head + GPS))) == picture

    def test_what_decides_how_it_looks_stays(self, picture: bytes) -> None:
        for marker, head in ((0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")):
            dressed = with_segment(picture, segment(marker, head + b"x" * 20))
            assert without_metadata(dressed) == dressed

    def test_what_follows_the_picture_goes(self, picture: bytes) -> None:
        """A second picture, a film, anything."""
        second = with_segment(picture, segment(0xE1, b"Exif\0\0" + GPS))
        assert without_metadata(picture + second) == picture
        assert without_metadata(picture + GPS) == picture

    def test_between_scans_too(self, picture: bytes) -> None:
        end = picture.rindex(b"\xff\xd9")
        assert without_metadata(picture[:end] + segment(0xE1, b"Exif\0\0" + GPS) + picture[end:]) == picture

    def test_fill_bytes_do_not_hide_anything(self, picture: bytes) -> None:
        filled = picture[:2] + b"\xff\xff" + segment(0xE1, b"Exif\0\0" + GPS) + picture[2:]
        with suppress(PhotoFault):
            assert GPS not in without_metadata(filled)

    def test_every_cut_is_clean_or_refused(self, picture: bytes) -> None:
        dressed = with_segment(picture, segment(0xE1, b"Exif\0\0" + GPS))
        for end in range(3, len(dressed)):
            with suppress(PhotoFault):
                assert GPS not in without_metadata(dressed[:end])


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)


class TestPng:
    def test_a_clean_one_stays(self) -> None:
        assert without_metadata(PNG) == PNG

    @pytest.mark.parametrize("kind", [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME", b"abCd"])
    @pytest.mark.parametrize("at", [33, len(PNG) - 12, len(PNG)])
    def test_notes_go_wherever_they_stand(self, kind: bytes, at: int) -> None:
        assert without_metadata(PNG[:at] + chunk(kind, GPS) + PNG[at:]) == PNG

    def test_what_follows_the_picture_goes(self) -> None:
        assert without_metadata(PNG + GPS) == PNG

    def test_every_cut_is_refused(self) -> None:
        dressed = PNG[:33] + chunk(b"eXIf", GPS) + PNG[33:]
        for end in range(8, len(dressed)):
            with pytest.raises(PhotoFault):
                without_metadata(dressed[:end])


def webp(*chunks: bytes) -> bytes:
    data = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(data).to_bytes(4, "little") + data


def piece(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)


class TestWebp:
    def test_a_clean_one_stays(self) -> None:
        assert without_metadata(WEBP) == WEBP

    def test_notes_go(self) -> None:
        picture = WEBP[12:]
        size = bytes(3) + (23).to_bytes(3, "little") + (15).to_bytes(3, "little")
        flagged, plain = piece(b"VP8X", b"\x0c" + size), piece(b"VP8X", b"\x00" + size)
        dressed = webp(flagged, picture, piece(b"EXIF", GPS), piece(b"XMP ", GPS + b"!"))
        assert without_metadata(dressed) == webp(plain, picture)
        assert without_metadata(dressed + GPS) == webp(plain, picture)

    def test_every_cut_is_clean_or_refused(self) -> None:
        dressed = webp(piece(b"EXIF", GPS), WEBP[12:])
        for end in range(12, len(dressed)):
            with pytest.raises(PhotoFault):
                without_metadata(dressed[:end])


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_kinds_that_cannot_be_cleaned_are_refused(brand: bytes) -> None:
    with pytest.raises(PhotoFault) as fault:
        without_metadata(b"\0\0\0\x18ftyp" + brand + bytes(40))
    assert fault.value.what == "kind"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 GPS", b"GIF89a", b"text", b"\xff", b"RIFF1234WAVE", b"\0\0\0\x18ftypmp42"]
)
def test_other_files_stay_as_they_are(data: bytes) -> None:
    assert without_metadata(data) == data
