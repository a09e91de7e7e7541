"""Whatever a file holds, looking at it ends in findings with a place, never in a traceback."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pdctl.actions.look import Looker, Where
from pdctl.actions.targets import Target
from pdctl.core import content
from pdctl.report.lang import show
from pdctl.store.examine import Examined, examine
from pdctl.store.schema import SCHEMAS
from pdctl.store.yaml_read import load
from pdctl.store.yaml_write import dump

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SOUND = [(path.parent.name, load(path.read_bytes())) for path in sorted((EXAMPLES / "valid").glob("*/*.yaml"))]
SOUND += [("catalog", load((EXAMPLES / "content/valid/department.yaml").read_bytes()))]
ODD = st.one_of(
    st.sampled_from([None, True, 0, -1, "", " ", "x", "2018817", "[2018]012号", "２0", [], {}, [[]], {"a": {"b": []}}, ["party"], {"channel": 1}]),
    st.text(max_size=6),
)  # fmt: skip


def looked_at(data: bytes, schema: str | None) -> Examined:
    """Everything that is found, each with its rule, place and remedy."""
    examined = examine(data, schema, "x.yaml")
    findings = list(examined.findings)
    if examined.texts is not None:
        findings += map(examined.placed, content.check_texts(examined.texts, examined.schema or ""))
    if examined.value is not None:
        subject = content.Subject("x.yaml", examined.schema or "", examined.value, whole=examined.whole)
        findings += map(examined.placed, content.check(subject))
    for finding in findings:
        assert finding.rule, finding
        assert finding.line >= 1, finding
        assert finding.column >= 1, finding
        assert show(finding.fix), finding
    return examined


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SOUND), st.data())
def test_a_damaged_value(example: tuple[str, Any], data: st.DataObject) -> None:
    schema, value = example[0], deepcopy(example[1])
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = value
        while isinstance(holder, (dict, list)) and holder:
            key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
            if not isinstance(holder[key], (dict, list)) or not holder[key] or data.draw(st.booleans()):
                if data.draw(st.booleans()):
                    holder[key] = deepcopy(data.draw(ODD))
                else:
                    del holder[key]
                break
            holder = holder[key]
    written = json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    looked_at(written, schema)
    looked_at(written, None)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SOUND), st.data())
def test_damaged_bytes(example: tuple[str, Any], data: st.DataObject) -> None:
    written = bytearray(dump(example[1]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(written) - 1))
        piece = data.draw(
            st.sampled_from(
                [b"\xff", b"\t", b":", b"- ", b"[", b'"', b"\r", b"#", b"\n", "：".encode(), b"&", b"0", b" "]
            )
        )
        written[at : at + data.draw(st.integers(0, 3))] = piece
    looked_at(bytes(written), example[0])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([None, *SCHEMAS]))
def test_random_bytes(data: bytes, schema: str | None) -> None:
    looked_at(data, schema)


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from("0123456789０１日月年.-/:：〔〕[]()（）第号 至\n"), max_size=40)
    | st.lists(
        st.sampled_from([*"0123456789日月年.-/ 至—（", "2月", "4月", "2026", "29", "31", "周三）"]), max_size=12
    ).map("".join)
)
def test_random_figures(text: str) -> None:
    for finding in content.check_text(text):
        assert 0 <= finding.offset < len(text)
    if not content.SUSPECT.search(text):
        assert not [f for rule in content.TEXT_RULES for f in rule.check(text)], "the quick test misses nothing"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=60))
def test_a_file_of_random_bytes(tmp_path_factory: Any, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name in ("item.yaml", "x.yaml", "body.md"):
        (folder / name).write_bytes(data)
        seen = Looker(Where(str(folder))).look(Target(name, lone=True))
        assert seen is not None
        assert all(finding.line >= 1 and finding.file == name for finding in seen.findings)
