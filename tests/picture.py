"""PNG pictures compared without a picture library: eight bits a channel, no interlacing, as Typst writes them."""

from __future__ import annotations

import struct
import zlib


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the bytes of the pixels."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        chunks[kind] = chunks.get(kind, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    width, height, depth, color = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert depth == 8
    return width, height, _unfiltered(zlib.decompress(chunks[b"IDAT"]), {0: 1, 2: 3, 4: 2, 6: 4}[color], width)


def _unfiltered(data: bytes, step: int, width: int) -> bytes:
    size = width * step
    before = bytearray(size)
    out = bytearray()
    for start in range(0, len(data), size + 1):
        kind, line = data[start], bytearray(data[start + 1 : start + 1 + size])
        for n in range(size):
            left = line[n - step] if n >= step else 0
            corner = before[n - step] if n >= step else 0
            line[n] = (line[n] + _guess(kind, left, before[n], corner)) & 255
        out += line
        before = line
    return bytes(out)


def _guess(kind: int, left: int, above: int, corner: int) -> int:
    if kind == 4:
        distances = ((abs(above - corner), left), (abs(left - corner), above), (abs(left + above - 2 * corner), corner))
        return min(distances, key=lambda pair: pair[0])[1]
    return (0, left, above, (left + above) // 2)[kind]


def differing(one: bytes, other: bytes, tolerance: int = 48) -> float:
    """The share of bytes that differ by more than a tolerance; 1.0 where the sizes differ."""
    if one == other:
        return 0.0
    first, second = pixels(one), pixels(other)
    if first[:2] != second[:2]:
        return 1.0
    pairs = zip(first[2], second[2], strict=True)
    return sum(abs(a - b) > tolerance for a, b in pairs) / len(first[2])
