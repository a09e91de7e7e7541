"""What a notice is made from, typed."""

from __future__ import annotations

from datetime import date

from pdctl.core.frozen import dataclass
from pdctl.render.appended import Appendix
from pdctl.render.blocks import Block


@dataclass(frozen=True)
class Contact:
    """Where the issuer can be reached; empty fields are not shown."""

    phone: str = ""
    address: str = ""
    postcode: str = ""
    email: str = ""


@dataclass(frozen=True)
class Period:
    """From when to when a notice stands; `explanation` says how it was counted, or all that is known yet."""

    start: date | None = None
    end: date | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Imprint:
    """What a document under a red head says of itself: 发文字号, 抄送, 印发机关, 印发日期."""

    number: str
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True)
class NoticeSource:
    """Everything a notice says; `family`, `scope` and `state` are keys of `core.words`.

    No state means not yet proposed. `approved` means that an approval stands for exactly this content; any
    other notice is marked, whatever the state says. `signed_on` is the day of publication or of printing.
    `imprint` puts it under a red head; `for_archive` marks a copy that carries its evidence; without `seal` the
    signature leaves no room for one. `code` asks for the QR code.
    """

    item_id: str
    title: str
    org_name: str
    issuer: str
    family: str
    scope: str
    state: str | None
    approved: bool
    blocks: tuple[Block, ...]
    signed_on: date
    digest: str
    number: str | None = None
    audience: tuple[str, ...] = ()
    period: Period | None = None
    contact: Contact | None = None
    attachments: tuple[str, ...] = ()
    off_catalogue: bool = False
    title_lines: tuple[str, ...] = ()
    main_recipients: tuple[str, ...] = ()
    imprint: Imprint | None = None
    seal: bool = True
    for_archive: bool = False
    appendices: tuple[Appendix, ...] = ()
    code: bool = False
