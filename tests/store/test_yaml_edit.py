"""Comments of people survive what pdctl changes; the value is always the wanted one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pdctl.store.yaml_edit import edit
from pdctl.store.yaml_read import load
from pdctl.store.yaml_write import dump

SCHEMA = "schemas/organization.schema.json"
OLD = """# yaml-language-server: $schema=schemas/organization.schema.json
# 本文件由组织委员维护
format: 1
id: dzb
name: 第一党支部   # 2024年更名
contact:
  phone: "023-0000 0000"
  # 只在工作时间接听
  address: 和畅路1号
seats:
  proposer:
    - chen   # 主办
    - wu
  # 纸质审批
  registrar:
    - tang
"""


def test_comments_stay_where_only_a_value_changes() -> None:
    value = load(OLD.encode())
    value["contact"]["phone"] = "023-1111 1111"
    value["seats"]["proposer"] = ["chen", "wu", "sun"]
    text = edit(OLD.encode(), value, SCHEMA).decode()
    assert load(text.encode()) == value
    for comment in ("# 本文件由组织委员维护", "# 2024年更名", "# 只在工作时间接听", "# 主办", "# 纸质审批"):
        assert comment in text
    assert text.count("\n") == OLD.count("\n") + 1


def test_a_removed_value_goes() -> None:
    value = load(OLD.encode())
    del value["contact"]
    value["seats"]["proposer"] = ["wu"]
    text = edit(OLD.encode(), value, SCHEMA)
    assert load(text) == value
    assert "# 纸质审批" in text.decode()


def test_without_comments_the_canonical_form_is_written() -> None:
    value = {"format": 1, "id": "dzb"}
    assert edit(dump(value, SCHEMA), {**value, "name": "x"}, SCHEMA) == dump({**value, "name": "x"}, SCHEMA)
    assert edit(None, value, SCHEMA) == dump(value, SCHEMA)


_VALUES = st.recursive(
    st.one_of(st.text("ab:#-\" '0中", min_size=1, max_size=5), st.integers(0, 99)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(st.sampled_from("abcd"), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
_FILES = st.dictionaries(st.sampled_from("abcdef"), _VALUES, min_size=1, max_size=4)


@given(_FILES, _FILES)
def test_the_value_is_always_the_wanted_one(before: dict[str, object], after: dict[str, object]) -> None:
    old = dump(before, SCHEMA).replace(b"\n", b"\n# kept\n", 1)
    wanted = load(dump(after, SCHEMA))
    assert load(edit(old, after, SCHEMA)) == wanted
