"""Whatever stands in a history, the verifier answers with findings: nothing else is ever raised."""

from __future__ import annotations

import random
from typing import Any

import pytest

from pdctl.core.findings import UNCHECKED, Finding, Stop
from pdctl.store.history import BadObject, parse_strict
from pdctl.store.sshsig import BadSignature, verify
from tests.history import History, said
from tests.verify.test_same import note

STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 10**17, "", " ", "x" * 400, "2026-02-30", "9999-99-99", "../..", "dzb-20261399-aaaa", [], {}, [[]], {"a": 1},
    "ssh-ed25519 AAAA", "ssh-rsa", "Ω", "gw", "collective", "superior", "2026-000", "0000",
)  # fmt: skip
FILES = (
    ("people.yaml", "lin"),
    ("disclosure.yaml", "lin"),
    ("catalogs/dzb/organization.yaml", "lin"),
    ("catalogs/gw/organization.yaml", "lin"),
    ("calendar/2026.yaml", "lin"),
    ("catalogs/dzb/catalog.yaml", "tang"),
    ("catalogs/dzb/releases/0001.yaml", "lin"),
)


def shaken(value: Any, chance: random.Random) -> Any:
    """A value with one part of it replaced, removed or doubled."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {k: v for k, v in value.items() if k != key}
        return {**value, key: shaken(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        return [*value[:at], *([] if chance.random() < 0.2 else [shaken(value[at], chance)]), *value[at + 1 :]]
    return chance.choice(STRANGE)


class Fuzzed:
    """A history whose good part is verified once; each bad end starts from there."""

    def __init__(self, history: History) -> None:
        self.history = history
        assert history.verify(full=False, remember=False).ok
        self.note = note()
        self.known = self.note.read_bytes()

    def findings(self, bad: str) -> list[Finding]:
        """What is found: in words that somebody foresaw."""
        self.note.write_bytes(self.known)
        findings = self.history.verify(full=False, tip=bad, remember=False).findings
        assert not [f for f in findings if "cannot be judged" in str(f.message)], said(findings)
        return list(findings)


@pytest.mark.parametrize("seed", range(3))
def test_shaken_files(history: History, seed: int) -> None:
    chance = random.Random(seed)
    fuzzed = Fuzzed(history)
    for _ in range(12):
        path, by = chance.choice(FILES)
        bad = history.forge("摇", {path: history.text(shaken(history.value(path), chance))}, by, move=False)
        fuzzed.findings(bad)
        after = history.forge(
            "后",
            history.record(
                history.items["proposed"], "review", "zhao", "reviewer-legal", aspect="legal", decision="pass"
            ),
            "zhao",
            parents=[bad],
            move=False,
        )
        fuzzed.findings(after)


@pytest.mark.parametrize("seed", range(3))
def test_shaken_steps(history: History, seed: int) -> None:
    chance = random.Random(seed)
    fuzzed = Fuzzed(history)
    records = [p for item in history.items.values() for p in history.paths(item) if p.endswith(".yaml")]
    for _ in range(16):
        stage = history.items[chance.choice(list(history.items))]
        model = history.value(chance.choice(records))
        step = model.get("step", "revise")
        value = {
            k: v
            for k, v in model.items()
            if k not in ("item", "seq", "step", "by", "seat", "subject", "at", "org", "format")
        }
        value = shaken(value, chance) if value and chance.random() < 0.7 else value
        more = {k: v for k, v in (value if isinstance(value, dict) else {}).items() if k not in ("files", "signed_by")}
        files = {}
        if step in ("propose", "revise"):
            plan = f"{history.folder_of(stage)}/content/item.yaml"
            files = {plan: history.text(shaken(history.value(plan), chance) or {})}
            more = {"secrecy": "clear"} if step == "propose" else {}
        made = (
            history.record(stage, step, model.get("by", "chen"), model.get("seat", "proposer"), files, **more)
            if "name" not in more
            else {}
        )
        fuzzed.findings(history.forge("摇", {**files, **made}, model.get("by", "chen"), move=False))


def test_shaken_commits(history: History) -> None:
    """Random bytes in a commit give a fault of the object or a commit that says something else, never a traceback."""
    chance, data = random.Random(7), history.bytes_of(history.tip())
    for _ in range(3000):
        shaken_bytes = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(shaken_bytes))
            kind = chance.randrange(3)
            if kind == 0:
                shaken_bytes[at] = chance.randrange(256)
            elif kind == 1:
                del shaken_bytes[at : at + chance.randrange(1, 40)]
            else:
                shaken_bytes[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 9)))
        if bytes(shaken_bytes) == data:
            continue
        try:
            commit = parse_strict("0" * 40, bytes(shaken_bytes))
            verify(commit.signature or "", commit.payload)
        except (BadObject, BadSignature):
            continue
        assert commit.payload == parse_strict("0" * 40, data).payload  # only the armor was touched


def test_shaken_trees(history: History) -> None:
    chance, codes = random.Random(3), set[int]()
    tree = history.git("rev-parse", "HEAD^{tree}")
    data = history.raw("cat-file", "tree", tree)
    fuzzed = Fuzzed(history)
    for _ in range(12):
        odd = bytearray(data)
        at = chance.randrange(len(odd))
        if chance.random() < 0.5:
            odd[at] = chance.randrange(256)
        else:
            del odd[at : at + chance.randrange(1, 30)]
        oid = history.write("tree", bytes(odd))
        bad = history.forge(tree=oid, by="lin", move=False)
        try:
            assert fuzzed.findings(bad)
        except Stop as stop:  # a changed id names an object that is not here
            codes.add(stop.exit_code)
    assert codes <= {UNCHECKED}
