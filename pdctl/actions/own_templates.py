"""The templates that a repository brings, as its tip has them: `templates/ORG/NAME` before `templates/NAME`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

from pdctl.actions.session import Session
from pdctl.core.text import msg
from pdctl.report.checks import Check
from pdctl.store.data import shipped

FOLDER = "templates"
_KINDS = (".j2", ".typ", ".docx")
_LARGEST = 1_000_000
_SHIPPED_ONLY = ("bulletin.", "form.", "catalogue.", "recorded.", "due.", "dashboard", "sheet.", "verification.")


def own_templates(session: Session, org: str) -> dict[str, str]:
    """Name and text of each; the organization's own go before those of the repository."""
    found = {}
    orgs = set(session.view.names("catalogs"))
    for path in session.view.files(FOLDER):
        first, _, below = path.partition("/")
        name = below if below and first in orgs else path
        if (below and first in orgs and first != org) or not name.endswith(_KINDS):
            continue
        if name == path and name in found:
            continue  # the organization's own stands already
        found[name] = _text(session, path)
    return found


def _text(session: Session, path: str) -> str:
    """A template as text; a Word file as base64."""
    data = (session.view.read(f"{FOLDER}/{path}") or b"")[:_LARGEST]
    return b64encode(data).decode() if path.endswith(".docx") else data.decode("utf-8", "replace")


def template_checks(session: Session) -> Iterator[Check]:
    """Each own template looked at: its syntax, the variables it uses, and a trial with a made-up notice."""
    from pdctl.render.proof import faults_in

    orgs = set(session.view.names("catalogs"))
    for path in sorted(session.view.files(FOLDER)):
        first, _, below = path.partition("/")
        org = first if below and first in orgs else ""
        name = f"template {FOLDER}/{path}"
        if not path.endswith(_KINDS):
            yield Check(name, "warning", msg("not a template: its name ends neither in .j2 nor in .typ nor in .docx"))
            continue
        if (below if org else path).startswith(_SHIPPED_ONLY):
            fix = msg("take it away, or change the templates of notices; docs/templates.md lists them")
            yield Check(name, "warning", msg("not used: only notices are made from templates of a repository"), fix)
            continue
        own = own_templates(session, org)
        faults = faults_in(below if org else path, own, shipped(FOLDER))
        if not faults:
            yield Check(name, "ok", msg("in order"))
        for fault in faults:
            fix = msg("mend it in a new commit (an admin can); docs/templates.md says what it may use")
            yield Check(name, "error", msg("{problem}", problem=str(fault)), fix)
