"""What stands in the tables of offices, one quirk a test: read where it is plain, named where it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from pdctl.core.sheet.head import find_head
from pdctl.core.sheet.mapping import guide_from
from tests import sheets
from tests.sheets import PARTY, book, only, read, remarks, unread

DUES, MEMBERS, LESSONS = "党费收缴使用管理情况", "发展党员情况", "执行“三会一课”制度情况"
GOVERNMENT = (
    ("序号", "公开事项", None, "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", None, "公开方式", None),
    (None, "一级事项", "二级事项", None, None, None, None, None, "全社会", "特定群体（请写明）", "主动", "依申请"),
)  # fmt: skip
MERGED = ("A1:L1", "A2:A3", "B2:C2", *(f"{c}2:{c}3" for c in "DEFGH"), "I2:J2", "K2:L2")
BOXES = "■政府网站 □政府公报 ■两微一端 □发布会/听证会 ■社区/企事业单位/村公示栏（电子屏）"


def party(**cells: Any) -> tuple[Any, ...]:
    """A row of a party table; what is not given is blank."""
    return tuple({"公开项目": DUES, **cells}.get(head) for head in PARTY)


def one(**cells: Any) -> Any:
    """What comes of one row."""
    return read(book(PARTY, party(**cells)))


def government(*rows: Any, merges: tuple[str, ...] = ()) -> Any:
    return read(book(*GOVERNMENT, *rows, merges=(*MERGED, *merges), title="基层政务公开标准目录"))


# Heads -----------------------------------------------------------------------------------------------------


def test_a_head_in_two_rows_with_merged_cells() -> None:
    row = (1, "党组织建设", DUES, "数额", "《中国共产党章程》", "20工作日", "第一党支部", BOXES, "√", None, "√", None)
    entry = only(government(row))
    assert (entry["category"], entry["title"], entry["scope"]) == ("党组织建设", DUES, "society")
    assert [c["channel"] for c in entry["channels"]] == ["website", "new-media", "bulletin-board"]
    assert entry["channels"][2]["place"] == "outside", "a board for society stands outside"


def test_the_same_head_saved_as_csv_without_its_merged_cells() -> None:
    lines = [",".join(cell or "" for cell in row) for row in GOVERNMENT]
    text = "\n".join(["基层目录", *lines, f"1,党组织建设,{DUES},数额,《章程》,20工作日,第一党支部,■政府网站,√,,√,"])
    entry = only(read(text.encode("utf-8-sig")))
    assert (entry["category"], entry["scope"], entry["elements"]) == ("党组织建设", "society", ["数额"])


@pytest.mark.parametrize("above", [0, 1, 5])
def test_title_rows_above_the_head(above: int) -> None:
    entry = only(read(book(*[("附件",)] * above, PARTY, party(公开内容="数额"))))
    assert entry["elements"] == ["数额"]


def test_columns_in_any_order_and_under_any_of_their_names() -> None:
    heads = ("责任科室", "公开 途径", "公开内容\n（要素）", "事项名称：", "公示期")
    entry = only(read(book(heads, ("组织科", "会议", "数额", DUES, "5个工作日"))))
    assert (entry["department"], entry["elements"], entry["duration"]) == ("组织科", ["数额"], {"workdays": 5})


def test_three_levels_of_matters() -> None:
    heads = ("一级目录", "二级目录", "三级目录", "公开内容")
    entry = only(read(book(heads, ("党建", "党员", DUES, "数额"), merges=())))
    assert (entry["category"], entry["title"]) == ("党建／党员", DUES)


def test_a_head_in_three_rows() -> None:
    heads = (
        ("序号", "公开事项", None, "公开要求", None, None),
        (None, "一级", "二级", "公开内容", "公开范围", None),
        (None, None, None, None, "社会", "党内"),
    )
    merges = ("B2:C2", "D2:F2", "E3:F3", "A2:A4", "B3:B4", "C3:C4", "D3:D4")
    for given in (merges, merges[:3]):
        entry = only(read(book(*heads, (1, "党员", MEMBERS, "名单", "", "√"), merges=given)))
        assert (entry["category"], entry["title"], entry["scope"]) == ("党员", MEMBERS, "party")


def test_channels_as_columns_of_ticks() -> None:
    heads = (("公开事项", "公开内容", "公开渠道", None, None), (None, None, "政府网站", "公示栏", "入户/现场"))
    outcome = read(book(*heads, (DUES, "数额", "√", "√", "√"), merges=("C2:E2", "A2:A3", "B2:B3")))
    assert [c["channel"] for c in only(outcome)["channels"]] == ["website", "bulletin-board"]
    assert "E4" in unread(outcome)


def test_a_head_that_is_repeated_on_the_next_page_is_no_entry() -> None:
    outcome = read(book(PARTY, party(公开内容="数额"), PARTY, party(公开项目=MEMBERS, 公开内容="名单")))
    assert "1 rows repeat the head" in remarks(outcome)
    assert not unread(outcome)


def test_a_table_without_a_head_is_none() -> None:
    with pytest.raises(AssertionError, match="no head"):
        read(book(("甲", "乙"), ("丙", "丁")))


# Cells above -----------------------------------------------------------------------------------------------


def test_merged_cells_hold_for_every_row_they_cover() -> None:
    rows = [
        party(序号=1, 公开内容="甲", 公开范围="全体党员", 责任单位="组织科"),
        party(公开项目=MEMBERS, 公开内容="乙"),
    ]
    outcome = read(book(PARTY, *rows, merges=("D3:D4", "G3:G4")))
    made = {e["title"]: e for e in outcome.entries}
    assert made[MEMBERS]["scope"] == "party"
    assert made[MEMBERS]["department"] == "组织科"


def test_a_blank_cell_means_as_above_where_that_is_the_custom_and_nowhere_else() -> None:
    rows = [party(公开内容="甲", 公开时限="每月", 责任单位="组织科"), party(公开项目=LESSONS, 公开内容="乙")]
    made = {e["title"]: e for e in read(book(PARTY, *rows)).entries}
    before = next(e for e in sheets.starter() if e["title"] == LESSONS)
    assert made[LESSONS]["department"] == "组织科"
    assert made[LESSONS]["period"] == before["period"]


@pytest.mark.parametrize("mark", ["同上", "〃", " 同 上 ", "同前"])
def test_as_above_in_any_column(mark: str) -> None:
    rows = [party(公开内容="甲", 公开时限="每月"), party(公开项目=LESSONS, 公开内容=mark, 公开时限=mark)]
    made = {e["title"]: e for e in read(book(PARTY, *rows)).entries}
    assert (made[LESSONS]["elements"], made[LESSONS]["period"]) == (["甲"], "month")


def test_as_above_in_the_first_row_is_not_understood() -> None:
    assert set(unread(one(公开内容="甲", 公开时限="同上"))) == {"F3"}


def test_a_matter_over_several_rows_is_one_entry() -> None:
    rows = [party(序号=1, 公开内容="甲", 公开形式="会议"), party(公开项目=None, 公开内容="乙", 公开形式="公示栏")]
    for merges in ((), ("A3:A4", "B3:B4")):
        outcome = read(book(PARTY, *rows, merges=merges))
        entry = only(outcome)
        assert entry["elements"] == ["甲", "乙"]
        assert [c["channel"] for c in entry["channels"]] == ["meeting", "bulletin-board"]
        assert "go on with the matter above: 4" in remarks(outcome)


def test_a_matter_that_is_named_again_in_the_next_row_is_the_same_entry() -> None:
    outcome = read(book(PARTY, party(公开内容="甲", 公开时限="每月"), party(公开内容="乙", 公开时限="每年")))
    assert only(outcome)["elements"] == ["甲", "乙"]
    assert unread(outcome) == {"F4": "another cell of this matter says otherwise"}


def test_a_first_level_matter_without_one_below_it_is_an_entry() -> None:
    heads = ("一级事项", "二级事项", "公开内容")
    outcome = read(book(heads, ("党员管理", MEMBERS, "名单"), (DUES, None, "数额")))
    made = {e["title"]: e["elements"] for e in outcome.entries}
    assert (made[MEMBERS], made[DUES]) == (["名单"], ["数额"])
    assert "rows 4" in remarks(outcome)


def test_a_row_over_all_columns_names_the_matters_below_it() -> None:
    rows = [("一、党员管理",), party(公开内容="数额")]
    outcome = read(book(PARTY, *rows, merges=("A3:H3",)))
    assert only(outcome)["category"] == "党员管理"
    assert not unread(outcome)


# Words -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BOXES, ["website", "new-media", "bulletin-board"]),
        (BOXES.replace(" ", ""), ["website", "new-media", "bulletin-board"]),
        ("t政府网站口政府公报t两微一端口其他", ["website", "new-media"]),
        ("√会议√公示栏（内）", ["meeting", "bulletin-board"]),
        ("☑网站 ☐公示栏", ["website"]),
        ("会议，公示栏、局域网", ["meeting", "bulletin-board", "intranet"]),
        ("会议、", ["meeting"]),
        ("会 议", ["meeting"]),
        ("电子屏公开栏", ["e-screen", "bulletin-board"]),
    ],
)
def test_channels(text: str, found: list[str]) -> None:
    outcome = one(公开内容="甲", 公开形式=text)
    assert [c["channel"] for c in only(outcome)["channels"]] == found
    assert not unread(outcome)


@pytest.mark.parametrize("text", ["口头传达", "■政府公报 ■政府网站", "□政府网站", "窗口公示栏", "党建公众号推文"])
def test_channels_without_a_counterpart_are_named_and_kept(text: str) -> None:
    outcome = one(公开内容="甲", 公开形式=text)
    assert set(unread(outcome)) == {"E3"}
    assert {"column": "公开形式", "text": text} in only(outcome)["import_notes"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("信息形成或变更之日起20个工作日内", {"from": "formed", "workdays": 20}),
        ("信息形成或者变更之日起二十个工作日内公开", {"from": "formed", "workdays": 20}),
        ("20工作日", {"from": "period-end", "workdays": 20}),
        ("形成后3日内", {"from": "formed", "days": 3}),
        ("自作出决定之日起５个工作日以内", {"from": "decided", "workdays": 5}),
        ("每季度的首个月20日", {"from": "period", "month": 1, "day": 20}),
        ("每月10日前", {"from": "period", "month": 1, "day": 10}),
        ("每季度公开，季度结束后10个工作日内", {"from": "period-end", "workdays": 10}),
    ],
)
def test_limits(text: str, due: dict[str, Any]) -> None:
    outcome = one(公开内容="甲", 公开时限=text)
    assert only(outcome)["due"] == due
    assert not unread(outcome)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [("长期公开", "long-term"), ("随时公布", "immediate"), ("实时/及时公开", "immediate"), ("每半年一次", "periodic")],
)
def test_frequencies(text: str, frequency: str) -> None:
    entry = only(one(公开内容="甲", 公开时限=text))
    assert entry["frequency"] == frequency
    assert ("period" in entry) == (frequency == "periodic")


@pytest.mark.parametrize("text", ["适时公开", "每季度公开一次，遇重大事项随时公开", "年底前", "5", "99999个工作日内"])
def test_a_time_that_is_not_wholly_understood_is_not_taken(text: str) -> None:
    outcome = one(公开内容="甲", 公开时限=text)
    assert set(unread(outcome)) == {"F3"}
    before = next(e for e in sheets.starter() if e["title"] == DUES)
    assert only(outcome)["due"] == before["due"]


@pytest.mark.parametrize("text", ["□社会 ☑党内 □本单位", "口社会t党内口本单位", "√向党内公开", "■ 全体党员"])
def test_boxes_in_a_cell_of_words(text: str) -> None:
    outcome = read(book(PARTY, party(公开项目="领导经济社会发展情况", 公开范围=text)))
    assert only(outcome)["scope"] == "party"
    assert not unread(outcome)


@pytest.mark.parametrize("text", ["☑社会 ☑党内", "□社会 □党内"])
def test_several_boxes_or_none_are_not_chosen_from(text: str) -> None:
    assert set(unread(one(公开内容="甲", 公开范围=text))) == {"D3"}


def test_boxes_in_a_cell_of_times() -> None:
    assert only(one(公开内容="甲", 公开时限="□长期公开 ☑每月 □即时公开"))["period"] == "month"


@pytest.mark.parametrize("text", ["党员、群众", "党内外", "上级"])
def test_a_scope_that_could_be_two_is_not_guessed(text: str) -> None:
    assert set(unread(one(公开内容="甲", 公开范围=text))) == {"D3"}


def test_ticks_under_the_audience() -> None:
    row = [1, "党建", DUES, "甲", "《章程》", "20工作日", "", "会议", None, "√（困难党员）", None, None]
    entry = only(government(row))
    assert (entry["scope"], entry["audience"]) == ("targeted", ["困难党员"])


def test_on_request_has_no_field_and_is_kept() -> None:
    row = (1, "党建", DUES, "甲", "《章程》", "20工作日", "", "会议", "√", None, None, "√")
    outcome = government(row)
    assert set(unread(outcome)) == {"L4"}
    assert only(outcome)["import_notes"] == [{"column": "公开方式/依申请", "text": "√"}]


def test_several_laws_in_one_cell() -> None:
    heads = ("公开事项", "公开依据")
    text = "《中国共产党章程》第三条、第五条、《条例》（中发〔2017〕1号）《关于印发〈办法〉的通知》；国务院关于《决定》的通知"
    assert only(read(book(heads, (DUES, text))))["basis"] == [
        "《中国共产党章程》第三条、第五条", "《条例》（中发〔2017〕1号）", "《关于印发〈办法〉的通知》", "国务院关于《决定》的通知",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["1、甲；2、乙；", "①甲②乙", "（一）甲\n（二）乙", "1.甲2.乙", "甲；乙；", "甲\n乙", "一、甲\n二、乙、"],
)
def test_lists_in_one_cell(text: str) -> None:
    assert only(one(公开内容=text))["elements"] == ["甲", "乙"]


def test_stray_blanks_inside_words_are_taken_out_and_counted() -> None:
    outcome = one(公开内容="党 费 收\u3000缴 数额", 责任单位="组织 科")
    entry = only(outcome)
    assert (entry["elements"], entry["department"]) == (["党费收缴数额"], "组织科")
    assert "2 cells" in remarks(outcome)


@pytest.mark.parametrize(
    "text", ["2018年08月17日", "2018-8-17", "2018/08/17", "二〇一八年八月十七日", date(2018, 8, 17)]
)
def test_dates(text: Any) -> None:
    heads = ("公开事项", "公开内容", "核定日期")
    entry = only(read(book(heads, (DUES, "甲", text))))
    assert entry["wording_as_of"] == "2018-08-17"


def test_numbers_are_read_as_people_see_them() -> None:
    outcome = read(book(PARTY, party(序号=1.0, 公开内容=12.0, 备注=0.5)))
    assert (only(outcome)["elements"], only(outcome)["note"]) == (["12"], "0.5")
    assert not unread(outcome)


@pytest.mark.parametrize("code", ["0505", "A-3"])
def test_a_code_in_the_serial_column_is_kept(code: str) -> None:
    assert {"column": "序号", "text": code} in only(one(序号=code, 公开内容="甲"))["import_notes"]


# What is no entry ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["注：本目录自印发之日起施行。", "合计", "填表人：陈思敏", "※ 以上", "备注：见附件"])
def test_notes_and_totals_below_the_table_are_listed_and_no_entries(text: str) -> None:
    outcome = read(book(PARTY, party(公开内容="甲"), (text,)))
    only(outcome)
    assert set(unread(outcome)) == {"A4"}


def test_an_unknown_column_is_kept_with_each_entry() -> None:
    heads = ("公开事项", "公开内容", "监督电话")
    outcome = read(book(heads, (DUES, "甲", "见公开栏")))
    assert only(outcome)["import_notes"] == [{"column": "监督电话", "text": "见公开栏"}]
    assert set(unread(outcome)) == {"C3"}


def test_a_cell_beside_the_table_is_kept() -> None:
    outcome = read(book(("公开事项", "公开内容"), (DUES, "甲", "另见附件")))
    assert only(outcome)["import_notes"] == [{"column": "C", "text": "另见附件"}]


@pytest.mark.parametrize("shift", [1, -1])
def test_a_row_that_slipped_by_one_column_is_reported_and_never_guessed(shift: int) -> None:
    row = list(party(序号=1, 公开内容="甲", 公开范围="全体党员", 公开形式="会议", 公开时限="每月", 责任单位="组织科"))
    slipped = [None, *row] if shift == 1 else row[1:]
    outcome = read(book(PARTY, slipped, party(公开项目=MEMBERS, 公开内容="乙")))
    assert only(outcome)["title"] == MEMBERS
    assert {name[-1] for name in unread(outcome)} == {"3"}
    assert len(unread(outcome)) == sum(1 for cell in slipped if cell)
    assert all("slipped" in why for why in unread(outcome).values())


def test_a_row_that_was_cut_is_said_to_be() -> None:
    assert "C3" in remarks(one(公开内容="《中国共产党章程"))


def test_formulas_give_their_last_value_and_errors_none() -> None:
    outcome = read(formulas())
    assert only(outcome)["elements"] == ["数额"]
    assert {note["column"] for note in only(outcome)["import_notes"]} == {"公开范围", "备注"}
    assert "C3" in remarks(outcome)
    assert unread(outcome) == {
        "D3": "an error value",
        "H3": "a formula whose value was never computed",
    }


def formulas() -> bytes:
    """A workbook with computed cells as Excel saves them: openpyxl writes none, so its XML is put right."""
    import io
    from zipfile import ZipFile

    data, out = book(PARTY, party(公开内容="=A1", 公开范围="#REF!", 备注="=B1")), io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b'<c r="C3"><f>A1</f><v />', '<c r="C3" t="str"><f>A1</f><v>数额</v>'.encode())
                text = text.replace(b'<c r="C3"><f>A1</f><v></v>', '<c r="C3" t="str"><f>A1</f><v>数额</v>'.encode())
            new.writestr(name, text)
    return out.getvalue()


def test_hidden_rows_and_columns_are_read_like_the_others() -> None:
    import io

    made = load_workbook(io.BytesIO(book(PARTY, party(公开内容="甲", 备注="乙"))))
    sheet: Any = made.active
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["H"].hidden = True
    found = sheets.grid(sheets.saved(made))
    assert (found.hidden_rows, found.hidden_columns) == ({3}, {8})
    assert only(read(found))["note"] == "乙"


# Which entry it is -----------------------------------------------------------------------------------------


def test_a_title_is_known_whatever_blanks_and_marks_stand_in_it() -> None:
    assert only(read(book(PARTY, party(公开项目="1、党费收缴 使用管理情况、", 公开内容="甲"))))["id"] == "2.6.9"


def test_a_new_matter_gets_the_next_number_of_its_clause() -> None:
    heads = ("公开事项", "公开内容", "条款")
    outcome = read(book(heads, ("新事项甲", "甲", "第三部分（二）第6项"), ("新事项乙", "乙", "三(二)6")))
    new = [c.entry for c in outcome.changes if c.kind == "new"]
    assert new == ["2.6.13", "2.6.14"]
    assert {a.entry for a in outcome.assumed} == set(new)
    assert {"approval", "reviews", "retention"} <= {a.key for a in outcome.assumed}


def test_a_matter_whose_clause_is_not_known_is_not_taken() -> None:
    heads = ("公开事项", "公开内容", "公开范围")
    outcome = read(book(heads, ("食堂菜谱", "菜", "全体党员"), (DUES, "甲", "全体党员")))
    assert only(outcome)["id"] == "2.6.9"
    assert set(unread(outcome)) == {"A3", "B3", "C3"}


def test_a_clause_that_was_found_by_likeness_is_named() -> None:
    outcome = read(book(("公开事项", "公开内容"), ("党费收缴", "甲")))
    assert only(outcome)["clause"] == "三(二)6"
    assert any(a.key == "clause" and "2.6.9" in str(a.source) for a in outcome.assumed)


def test_entries_that_the_table_lacks_stay_unless_they_are_to_go() -> None:
    data = book(PARTY, party(公开内容="甲"))
    assert len(read(data).entries) == len(sheets.starter())
    assert [e["title"] for e in read(data, remove=True).entries] == [DUES]


def test_an_id_that_stands_twice_belongs_to_the_first_row() -> None:
    heads = ("公开事项代码", "公开事项", "公开内容", "条款")
    outcome = read(book(heads, ("2.6.9", DUES, "甲", "三(二)6"), ("2.6.9", "另一件事", "乙", "三(二)6")))
    assert [c.entry for c in outcome.changes if c.kind in ("new", "changed")] == ["2.6.9", "2.6.13"]
    assert set(unread(outcome)) == {"A4"}


# Again -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [party(公开内容="甲", 公开形式="口头", 公开时限="适时公开", 备注="乙")],
        [
            party(公开项目="党费收缴", 公开内容="甲"),
            party(公开项目=MEMBERS, 公开内容="丙"),
            party(公开项目="党费收缴", 公开内容="乙"),
        ],
        [party(公开项目="三会一课", 公开内容="甲", 公开范围="党员、群众"), party(公开内容="乙"), ("合计",)],
    ],
)
def test_a_second_import_changes_nothing(rows: list[Any]) -> None:
    data = book(PARTY, *rows)
    first = read(data)
    assert first.differs
    second = read(data, list(first.entries))
    assert not second.differs
    assert second.entries == first.entries
    assert unread(second) == unread(first)


def test_a_cell_that_was_put_right_takes_its_note_away() -> None:
    first = one(公开内容="甲", 公开时限="适时公开")
    assert "import_notes" in only(first)
    second = read(book(PARTY, party(公开内容="甲", 公开时限="每月")), list(first.entries))
    assert "import_notes" not in only(second)


# Mapping ---------------------------------------------------------------------------------------------------


def test_a_mapping_names_columns_words_and_defaults() -> None:
    guide = guide_from(
        {
            "columns": {"何事": "title", "B": "公开内容（要素）", "内部编号": "ignore"},
            "values": {"公开渠道": {"党建园地": "公开栏（单位内部）"}, "category": {"党员工作": "三(二)6"}},
            "defaults": {"保管期限": "永久"},
        }
    )
    heads = ("何事", "写什么", "内部编号", "公开渠道", "类别")
    outcome = read(book(heads, ("新的一件事", "甲", "X9", "党建园地", "党员工作")), guide=guide)
    entry = only(outcome)
    assert (entry["clause"], entry["retention"], entry["elements"]) == ("三(二)6", "permanent", ["甲"])
    assert entry["channels"] == [{"channel": "bulletin-board", "place": "inside"}]
    assert not unread(outcome)
    assert "1 cells stand in columns that the mapping leaves out" in remarks(outcome)
    head = find_head(sheets.grid(book(heads, ("甲",))), guide.columns)
    assert head is not None
    assert {field.given for field in head.fields.values()} == {"", *guide.columns}


def test_a_number_that_the_spreadsheet_rounded_is_named_and_kept_without_exponent() -> None:
    outcome = one(公开时限="每季度", 备注=6222023100001234000)
    assert unread(outcome) == {"H3": "a number whose last figures are lost; write it as text"}
    assert only(outcome)["import_notes"] == [{"column": "备注", "text": "6222023100001234000"}]


def test_what_is_not_disclosed_by_periods_does_not_count_from_the_end_of_one() -> None:
    entry = only(one(公开时限="及时公开（5个工作日内）"))
    assert (entry["frequency"], entry["due"]) == ("immediate", {"from": "formed", "workdays": 5})


def test_a_matter_that_is_too_long_is_named_where_it_stands() -> None:
    """The row has a name that no title can be: that is not to have none."""
    found = unread(read(book(PARTY, party(公开项目="长" * 200, 公开内容="数额"))))
    assert sorted(found.values())[:1] == ["longer than 120 characters"]
    assert set(found.values()) == {"longer than 120 characters", "this row names no matter"}
