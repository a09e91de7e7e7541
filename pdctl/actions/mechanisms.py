"""The ten mechanisms of part seven: who leads, who supports, and which organizations that is here."""

from __future__ import annotations

from pdctl.actions.session import Session
from pdctl.core.frozen import dataclass
from pdctl.core.model import Mechanism
from pdctl.store import codec
from pdctl.store.data import shipped
from pdctl.store.schema import read_checked

_FILE = "mechanisms.yaml"


@dataclass(frozen=True)
class Mapped:
    """The mechanisms, and the open organizations that stand for each department."""

    mechanisms: tuple[Mechanism, ...]
    organizations: dict[str, tuple[str, ...]]


def mechanisms() -> tuple[Mechanism, ...]:
    """The mechanisms as they ship."""
    data = (shipped("mechanisms") / _FILE).read_bytes()
    return codec.mechanisms_from(read_checked(data, "mechanisms", _FILE))


def mapped(session: Session) -> Mapped:
    """The mechanisms with the organizations of this repository; outside of one, without any."""
    found: dict[str, list[str]] = {}
    if session.tip is not None and session.view.read("disclosure.yaml") is not None:
        for org in session.view.organizations.values():
            for department in () if org.closed else org.departments:
                found.setdefault(department, []).append(org.id)
    return Mapped(mechanisms(), {department: tuple(orgs) for department, orgs in found.items()})
