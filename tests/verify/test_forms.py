"""E-PAPER: a registered form is proved to be of the version it decided on."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from pdctl.core.form_code import form_code
from tests.history import History

BOXES = (
    "necessity=wu:2026-11-23,accuracy=wu:2026-11-23,legal=zhao:2026-11-23,secrecy=zhao:2026-11-23,head=sun:2026-11-23"
)


def entered(history: History, code: str, scan: bytes = b"%PDF-1.4 form", **more: Any) -> str:
    """An approval entered by hand from a form with a code."""
    item, name = history.items["reviewed"], "evidence/0006-form.pdf"
    evidence = [{"file": name, "sha256": hashlib.sha256(scan).hexdigest()}]
    given = {"on_behalf_of": "gao", "signed_on": "2026-11-23", "evidence": evidence, "form_code": code, **more}
    files = {f"{history.folder_of(item)}/record/{name}": scan}
    return history.act(item, "approve", "tang", "registrar", files=files, level="principal", decision="pass", **given)


def test_what_the_command_files_is_clean(history: History) -> None:
    item = history.items["proposed"]
    scan = history.file("form.pdf", b"%PDF-1.4 form")
    code = form_code(item, history.show(item)["subject"])
    history.run("form", item, "--register", scan, "--code", code, "--signed", BOXES, by="tang")
    assert history.state(item) == "approved"
    history.clean()


def test_a_code_of_this_version_is_clean(history: History) -> None:
    item = history.items["reviewed"]
    entered(history, form_code(item, history.show(item)["subject"]))
    history.clean()


@pytest.mark.parametrize("whose", ["another item", "another version"])
def test_a_form_of_something_else(history: History, whose: str) -> None:
    item, other = history.items["reviewed"], history.items["proposed"]
    subject = history.show(item)["subject"]
    code = form_code(other, subject) if whose == "another item" else form_code(item, "sha256:" + "0" * 64)
    history.caught("E-PAPER", entered(history, code))


def test_a_code_without_a_scan(history: History) -> None:
    item = history.items["reviewed"]
    code = form_code(item, history.show(item)["subject"])
    record = history.act(item, "approve", "sun", "head", level="head", decision="pass", form_code=code)
    history.caught("E-SCHEMA", record)
