"""Single shapes of each kind, what looks like one and is none, and where in the text it stands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn as oracle
from stdnum.cn import ric

from pdctl.core.form_code import form_code
from pdctl.core.privacy.hits import luhn
from pdctl.core.privacy.identity import check_character
from pdctl.core.privacy.masks import masked
from pdctl.core.privacy.registry import find

ANY = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("0123456789-+（）１３８①² 密机秘绝★号室xX@.微信QQ岁路"),
    max_size=80,
)


@given(ANY)
@settings(max_examples=400, deadline=None)
def test_any_text_gives_places_that_are_in_it(text: str) -> None:
    for sight in find(text):
        assert 0 <= sight.start < sight.end <= len(text)
        line = text.split("\n")[sight.line - 1]
        assert 1 <= sight.column <= len(line) + 1
        assert text[: sight.start].count("\n") == sight.line - 1
        if sight.kind in ("id", "phone", "card"):
            figures = "".join(c for c in sight.value if c.isdigit())
            assert figures not in sight.shown
            assert figures not in repr(sight)


@given(st.text("0123456789", min_size=2, max_size=30))
def test_check_digits_of_cards(digits: str) -> None:
    assert luhn(digits) == oracle.is_valid(digits)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_check_characters_of_id_numbers(digits: str) -> None:
    assert check_character(digits) == ric.calc_check_digit(digits + "0")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第一行\n电话：１３８１２３４５６７８。", (2, 4, "１３８１２３４５６７８")),
        ("①13812345678", (1, 2, "13812345678")),
        ("ﬁ㈱ 13812345678", (1, 4, "13812345678")),
        ("1\u200b3812345678。", (1, 1, "1\u200b3812345678")),
    ],
)
def test_places_are_those_of_the_text_as_it_was_written(text: str, place: tuple[int, int, str]) -> None:
    (sight,) = find(text)
    assert (sight.line, sight.column, text[sight.start : sight.end]) == place


@pytest.mark.parametrize("preset", ["common", "strict"])
@pytest.mark.parametrize(
    ("kind", "value", "common", "strict"),
    [
        ("id", "500199196006190603", "500199********0603", "50*************603"),
        ("id", "500199600619060", "500199*****9060", "50**********060"),
        ("phone", "13812341234", "138****1234", "138****1234"),
        ("phone", "+86 138 1234 1234", "+86 138 **** 1234", "+86 138 **** 1234"),
        ("phone", "023-67890123转8012", "023-6789****转****", "023-6789****转****"),
        ("card", "6222022319487574917", "6222***********4917", "***************4917"),
        ("email", "zhang@163.com", "z***@163.com", "***@163.com"),
        ("name", "张小三", "张*三", "张**"),
        ("name", "张三", "张*", "张*"),
        ("address", "明月路12号3栋2单元501室", "明月路**号*栋*单元***室", "****"),
    ],
)
def test_masks(kind: str, value: str, common: str, strict: str, preset: str) -> None:
    hidden = masked(kind, value, preset)
    assert hidden == (common if preset == "common" else strict)
    assert not [sight for sight in find(hidden) if sight.kind == kind]


def test_the_published_contact_counts_by_exact_match() -> None:
    allowed = ("023-6789 0123", "dzb@yunling.gov.cn", "云岭新区和畅路1号政务服务中心三楼")
    assert not find("电话（023）67890123，邮箱DZB@yunling.gov.cn", allowed)
    assert not find("地址：云岭新区和畅路1号政务服务中心三楼。", allowed)
    assert [s.kind for s in find("电话023-67890124，地址和畅路1号", allowed)] == ["phone", "address"]


OWN_ID = "500103197809230017"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一三八一二三四五六七八", "***********"),
        ("五〇〇一〇三一九七八〇九二三〇〇一七", "五〇*************〇一七"),
        (f"身份证{OWN_ID[:9]}\n{OWN_ID[9:]}。", "50*************017"),
        ("联系电话138\n12345678", "138****5678"),
        ("卡号6222022319\n487574917", "***************4917"),
        ("电话：67891234、67891235", "6789****"),
        ("+86 (0)23 67891234", "23 6789****"),
        ("办公电话：\n67891234\n", "6789****"),
        ("zhang.san (at) example.com", "***(at)example.com"),
        ("密　　级：机密", "机密"),
        ("祕密★十年", "祕密★十年"),
        ("人民路12号3单元5-2", "人民路**号*单元*-*"),
    ],
)
def test_odd_ways_to_write_a_value(text: str, shown: str) -> None:
    sights = find(text)
    assert shown in [sight.shown for sight in sights]
    assert text.count("6789") <= len(sights)  # each number of a list is found


@pytest.mark.parametrize(
    "text",
    [
        "2026年收入\n12345678\n90123456\n78901234",  # a column of figures
        "二〇二六年七月一日",
        "电话：67891234，20260701起受理",
        "电话\n金额\n67891234\n",
        "|姓名|电话|\n\n|姓名|金额|\n|张三|67891234|",
        "|姓名|金额|\n|张三|67891234|\n|电话通知|12|",
        "1-3层12号1-3层",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert [sight.shown for sight in find(text)] == (["6789****"] if "：67891234" in text else [])


@pytest.mark.parametrize(
    "table",
    [
        "|姓名|办公电话|金额|\n|---|---|---|\n|张三|67891234|67895678|\n|李四|6789-1235|20260701|",
        "姓名\t电话\t金额\n张三\t67891234\t67895678\n李四\t6789 1235\t1",
        '姓名,电话,金额\n"张三","67891234",67895678\n李四,67891235,1\n',
    ],
)
def test_the_head_of_a_column_says_what_stands_below_it(table: str) -> None:
    plain = table.replace("|---|---|---|\n", "")
    for text in (table, plain):
        assert [sight.kind for sight in find(text)] == ["phone", "phone"]
    assert [sight.line for sight in find(plain)] == [2, 3]


def _form_codes() -> Iterator[str]:
    """Codes of forms that begin with the letters of a network, as one in some four hundred does."""
    made = (form_code("dzb-20261123-64y6", str(version)) for version in range(20_000))
    return (code for code in made if code.startswith(("WX", "VX", "QQ")))


def test_the_code_of_a_form_is_nobodys_account() -> None:
    codes = list(_form_codes())
    assert {code[:2] for code in codes} == {"WX", "VX", "QQ"}
    for code in codes:
        assert find(f"form_code: {code}") == []
        assert find(f"版本校验码 {code}，请核对") == []
    code = next(code for code in codes if code.startswith("WX") and code[2].isalpha())
    mistyped = f"{code[:-1]}{'A' if code[-1] != 'A' else 'B'}"
    assert [sight.kind for sight in find(mistyped)] == ["account"]


@pytest.mark.parametrize(
    "text", ["联系人Tom微信zhang_san_88", "2号微信zhang_san_88", "室203微信zhang_san_88", "Tom扣扣:10203040"]
)
def test_a_network_named_in_chinese_is_found_behind_letters_and_digits(text: str) -> None:
    assert [sight.kind for sight in find(text)] == ["account"]


@pytest.mark.parametrize("text", ["maxwx_zhang_san", "第3faqq10203040条"])
def test_a_network_named_in_letters_is_no_part_of_a_word(text: str) -> None:
    assert not find(text)


def test_an_account_behind_a_key_is_found() -> None:
    """What a machine computed hides nothing that follows it."""
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIBeVl37bONht/XlNpn9/EMAia7cVC3RgBR7gdiwcIonU"
    assert [sight.kind for sight in find(f"{key}/微信zhang_san_88")] == ["account"]


@pytest.mark.parametrize(
    "text",
    [
        "核验码 0457 8469 1835",
        "核验码 d020 7799 2518",
        "UID:pdctl-dzb-2.5.4-2026-Q4@pdctl.invalid",
        "Author: 吴文澜 <wu@pdctl.invalid>",
        "ssh-ed25519 7IWWHk8Dc4uyrkSeG1B0uHzdcBtiKx7S99urubQE+PP1M89RfhFSj+WXE1TIJfJSK+Pu",
    ],
)
def test_what_a_machine_computed_is_nobodys_number(text: str) -> None:
    assert find(text) == []
