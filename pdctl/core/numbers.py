"""Identifiers and numbers that people use: item ids, publication numbers, archive numbers (档号)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from pdctl.core.model import Organization

ID = re.compile(r"[a-z][a-z0-9-]{0,31}")
ITEM = re.compile(r"(?P<org>[a-z][a-z0-9-]{0,31})-(?P<day>[0-9]{8})-(?P<tail>[a-z2-7]{4})")
PUBLICATION = re.compile(r"(?P<year>[0-9]{4})-(?P<number>[0-9]{3,})")
# 发文字号: code of the office, year in six-cornered brackets, number without leading zero.
DOCUMENT_NUMBER = re.compile(r"[^〔〕\[\]\s]{1,30}〔(19|20)[0-9]{2}〕[1-9][0-9]{0,4}号")
_LIKE_DOCUMENT_NUMBER = re.compile(r"(.{1,30}?)[〔\[【(]((?:19|20)[0-9]{2})[〕\]】)]第?0*([1-9][0-9]{0,4})号?")
RETENTION_CODE = {"permanent": "Y", "y30": "D30", "y10": "D10"}


def item_id(org: str, day: date, tail: str) -> str:
    """The id of an item proposed on a day; `tail` is four letters of base32 in lower case."""
    return f"{org}-{day:%Y%m%d}-{tail}"


def item_org(item: str) -> str | None:
    """The organization that an item id names, or None where it is no item id."""
    match = ITEM.fullmatch(item)
    return match["org"] if match else None


def is_item(text: str) -> bool:
    """Whether a text is written as an item id."""
    return ITEM.fullmatch(text) is not None


def as_document_number(text: str) -> str | None:
    """A 发文字号 as it should be written, from one that is nearly so; or None."""
    found = _LIKE_DOCUMENT_NUMBER.fullmatch(unicodedata.normalize("NFKC", "".join(text.split())))
    proposal = f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""
    return proposal if DOCUMENT_NUMBER.fullmatch(proposal) else None


@lru_cache(maxsize=1024)
def item_folder(item: str) -> str:
    """The folder of an item in a repository."""
    match = ITEM.fullmatch(item)
    if match is None:
        raise ValueError(item)
    return f"catalogs/{match['org']}/items/{match['day'][:4]}/{item}"


def publication_number(year: int, number: int) -> str:
    """The number people use, such as `2026-017`."""
    return f"{year}-{number:03d}"


def archive_class(org: Organization, organizations: Mapping[str, Organization], year: int, retention: str) -> str:
    """All of an archive number but its last part (DA/T 22-2015): fonds, WS·year, retention, organization.

    The fonds number is the organization's own or the nearest superior's; without one it is left out.
    """
    code = org.archive_code or org.id.upper()
    parts = [f"WS·{year}", RETENTION_CODE[retention], code]
    fonds = _fonds(org, organizations)
    return "-".join([fonds, *parts] if fonds else parts)


def archive_number(klass: str, number: int) -> str:
    """The archive number: its class and a number of four figures."""
    return f"{klass}-{number:04d}"


def _fonds(org: Organization | None, organizations: Mapping[str, Organization]) -> str | None:
    seen: set[str] = set()
    while org is not None and org.id not in seen:
        if org.fonds:
            return org.fonds
        seen.add(org.id)
        org = organizations.get(org.superior) if org.superior else None
    return None
