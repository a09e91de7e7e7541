"""What people type from a notice: blanks, full width, letters that look like figures."""

from __future__ import annotations

import pytest

from pdctl.core.claims import Claim, read_claim, read_code, skeleton

ITEM, CODE = "dzb-20261123-n5ou", "21e50f47430a"


@pytest.mark.parametrize(
    "text",
    [
        f"{ITEM} {CODE}",
        "dzb-20261123-n5ou 21e5 0f47 430a",
        "方案：dzb-20261123-n5ou　内容校验码：21e5 0f47 430a",
        "ＤＺＢ－２０２６１１２３－Ｎ５ＯＵ　２１Ｅ５ ０Ｆ４７ ４３０Ａ",
        "dzb – 20261123 – n5ou, 21e5-0f47-430a",
        "dzb-20261123-n5ou 2le5 Of47 43Oa",
        "dzb-2026ll23-n5ou 21E50F47430A",
        "dzb-20261123-n5оu 21е5 0f47 430а",  # Cyrillic о, е, а
        "编号：2026-017 方案：dzb-20261123-n5ou 内容校验码：sha256:21e50f47430a",
    ],
)
def test_what_was_meant_is_read(text: str) -> None:
    claim = read_claim(text)
    assert skeleton(claim.item) == skeleton(ITEM)
    assert claim.code == CODE


def test_number_and_code() -> None:
    assert read_claim("2026-017 21e5 0f47 430a") == Claim("", "2026-017", CODE, ())
    assert read_claim("2026－0l7").number == "2026-017"


def test_a_part_of_an_id_is_left_over() -> None:
    assert read_claim("n5ou 21e5 0f47 430a") == Claim("", "", CODE, ("n5ou",))
    assert read_claim("n5ou") == Claim("", "", "", ("n5ou",))


@pytest.mark.parametrize("part", ["bead", "sail", "2727", "b5oi", "ea"])
@pytest.mark.parametrize("code", [CODE, "21e5 0f47 430a", CODE * 5 + "21e5"])
def test_a_part_that_could_be_figures_is_left_over_too(part: str, code: str) -> None:
    assert read_claim(f"{part} {code}") == Claim("", "", code.replace(" ", ""), (part,))


@pytest.mark.parametrize("code", [CODE, "21e5 0f47 430a", "21e5 " * 16, CODE * 5 + "21e5"])
def test_a_code_alone_names_nothing(code: str) -> None:
    assert read_claim(code) == Claim("", "", code.replace(" ", ""), ())


@pytest.mark.parametrize("text", ["", "　", "。", "编号"])
def test_nothing_is_nothing(text: str) -> None:
    assert read_claim(text) == Claim()


@pytest.mark.parametrize(
    "text", ["21e5 0f47 430a", "sha256:21E50F47430A", "２１ｅ５·０ｆ４７·４３０ａ", "2le5 0f47 43Oa"]
)
def test_a_code_is_read(text: str) -> None:
    assert read_code(text) == CODE
