"""七(三): the secrecy question comes first; a doubtful matter enters as a reference, without title and text."""

from __future__ import annotations

import pytest

from tests.actions.conftest import At
from tests.story import Story

ANSWER = ("--authority", "新区保密行政管理部门", "--number", "密复〔2026〕3号", "--on", "2026-11-23")


@pytest.fixture
def doubtful(story: Story) -> tuple[Story, str]:
    return story, story.run("propose", "dzb", "2.5.4", "--secrecy", "doubt", by="chen").out.strip()


def _content(story: Story, item: str) -> list[str]:
    return story.git("ls-tree", "-r", "--name-only", "HEAD", f"catalogs/dzb/items/2026/{item}/content").splitlines()


def test_only_a_reference_enters(doubtful: tuple[Story, str]) -> None:
    story, item = doubtful
    (path,) = _content(story, item)
    keys = [line.split(":")[0] for line in (story.folder / path).read_text(encoding="utf-8").splitlines()[1:]]
    assert keys == ["format", "id", "org", "entry", "release", "secrecy"]
    shown = story.show(item)
    assert (shown["state"], shown["title"], shown["scope"]) == ("referred", None, None)
    assert [(n["step"], n["who"]) for n in shown["next"]] == [("answer", ["zhao"])]


def test_title_and_text_stay_out_even_when_given(story: Story) -> None:
    body, scan = story.file("secret.md", "机要内容\n"), story.file("secret.pdf", b"%PDF")
    more = ("--title", "机要标题", "--body", body, "--attach", scan, "--audience", "机要人员")
    item = story.run("propose", "dzb", "2.5.4", "--secrecy", "doubt", *more, by="chen").out.strip()
    assert len(_content(story, item)) == 1
    tree = story.git("ls-tree", "-r", "HEAD").splitlines()
    added = [story.git("cat-file", "blob", line.split()[2]) for line in tree if item in line]
    assert added
    assert not [text for text in added if "机要" in text]
    assert "机要" not in story.git("log", "--format=%B")


def test_the_question_is_answered_or_nothing_enters(story: Story) -> None:
    body = story.file("body.md")
    story.refused("--secrecy", "propose", "dzb", "2.5.4", "--title", "题", "--body", body, by="chen", code=2)


@pytest.mark.parametrize(
    ("result", "state", "following"),
    [("open", "returned", ["revise"]), ("masked", "returned", ["revise"]), ("closed", "closed", ["archive"])],
)
def test_the_authority_decides(doubtful: tuple[Story, str], result: str, state: str, following: list[str]) -> None:
    story, item = doubtful
    story.run("answer", item, "--result", result, *ANSWER, by="zhao")
    shown = story.show(item)
    assert (shown["state"], [n["step"] for n in shown["next"]]) == (state, following)
    record = shown["records"][-1]
    assert (record["authority"], record["number"], record["on"]) == (ANSWER[1], ANSWER[3], ANSWER[5])


@pytest.mark.parametrize("label", ["可以公开", "处理后公开", "不得公开"])
def test_chinese_results_are_understood(doubtful: tuple[Story, str], label: str) -> None:
    story, item = doubtful
    story.run("answer", item, "--result", label, *ANSWER, by="zhao")
    assert story.state(item) != "referred"


def test_a_cleared_matter_gets_its_text(doubtful: tuple[Story, str]) -> None:
    story, item = doubtful
    ran = story.run("answer", item, "--result", "open", *ANSWER, by="zhao")
    assert f"pdctl revise {item} --body FILE --title TEXT" in ran.err
    story.refused("", "revise", item, "--body", story.file("b.md"), by="chen", code=2)
    story.run("revise", item, "--title", "情况公布", "--body", story.file("b.md"), by="chen")
    shown = story.show(item)
    assert (shown["state"], shown["title"], shown["scope"], shown["entry"]) == (
        "proposed",
        "情况公布",
        "party",
        "2.5.4",
    )
    story.reviewed(item)
    story.approve(item)
    assert story.state(item) == "approved"


class TestWithoutEntry:
    """A reference may come without its entry; it is named once the matter is clear."""

    @pytest.fixture
    def cleared(self, story: Story) -> tuple[Story, str]:
        item = story.run("propose", "dzb", "--secrecy", "doubt", by="chen").out.strip()
        story.run("answer", item, "--result", "open", *ANSWER, by="zhao")
        return story, item

    def test_it_is_asked_for(self, cleared: tuple[Story, str]) -> None:
        story, item = cleared
        text = ("--title", "情况公布", "--body", story.file("b.md"))
        story.refused("--entry", "revise", item, *text, by="chen", code=2)
        story.refused("", "revise", item, *text, "--entry", "9.9.9", by="chen", code=2)

    def test_an_entry(self, cleared: tuple[Story, str]) -> None:
        story, item = cleared
        story.run("revise", item, "--title", "题", "--body", story.file("b.md"), "--entry", "2.7.2", by="chen")
        shown = story.show(item)
        assert (shown["state"], shown["entry"], shown["scope"]) == ("proposed", "2.7.2", "society")

    def test_a_matter_outside_the_catalogue(self, cleared: tuple[Story, str]) -> None:
        story, item = cleared
        text = ("--title", "题", "--body", story.file("b.md"), "--scope", "party", "--off-catalog")
        story.refused("", "revise", item, *text, by="chen", code=2)
        story.run("revise", item, *text, "--reason", "上级临时要求", by="chen")
        assert story.show(item)["off_catalog"] == "上级临时要求"

    def test_an_entry_once_named_stays(self, cleared: tuple[Story, str]) -> None:
        story, item = cleared
        story.run("revise", item, "--title", "题", "--body", story.file("b.md"), "--entry", "2.7.2", by="chen")
        story.refused("E-PLAN", "revise", item, "--entry", "2.5.4", by="chen")


class TestReferredInReview:
    """`review --refer` does the same later, and freezes."""

    @pytest.fixture
    def referred(self, at: At) -> tuple[Story, str]:
        story, item = at("proposed")
        story.review(item, "necessity", by="wu")
        story.review(item, "secrecy", by="zhao", more=("--refer", "--opinion", "第二段是否涉密存疑"))
        return story, item

    def test_it_is_frozen(self, referred: tuple[Story, str]) -> None:
        story, item = referred
        assert story.state(item) == "referred"
        story.refused("E-STEP", "review", item, "--aspect", "accuracy", "--pass", by="wu")
        story.refused("E-STEP", "revise", item, "--title", "改题", by="chen")
        story.refused("E-STEP", "approve", item, "--level", "head", "--pass", by="sun")

    def test_open_goes_on_where_it_stood(self, referred: tuple[Story, str]) -> None:
        story, item = referred
        story.run("answer", item, "--result", "open", *ANSWER, by="zhao")
        assert story.state(item) == "reviewing"
        assert [n["aspect"] for n in story.show(item)["next"]] == ["accuracy", "legal", "secrecy"]

    def test_masked_asks_for_another_text(self, referred: tuple[Story, str]) -> None:
        story, item = referred
        story.run("answer", item, "--result", "masked", *ANSWER, by="zhao")
        assert story.state(item) == "returned"

    def test_closed_is_filed(self, referred: tuple[Story, str]) -> None:
        story, item = referred
        story.run("answer", item, "--result", "closed", *ANSWER, by="zhao")
        assert story.state(item) == "closed"
        story.run("archive", item, by="xu")
        assert story.state(item) == "archived"


def test_only_the_secrecy_reviewer_answers(doubtful: tuple[Story, str]) -> None:
    story, item = doubtful
    for by in ("chen", "wu", "he"):
        story.refused("E-SEAT", "answer", item, "--result", "open", *ANSWER, by=by, code=4)


def test_an_answer_needs_a_question(at: At) -> None:
    story, item = at("proposed")
    story.refused("E-STEP", "answer", item, "--result", "open", *ANSWER, by="zhao")


def test_the_proposer_does_not_answer(doubtful: tuple[Story, str]) -> None:
    story, item = doubtful
    story.run("seat", "assign", "dzb", "reviewer-secrecy", "chen", by="lin")
    story.refused("E-SOD", "answer", item, "--result", "open", *ANSWER, by="chen")


@pytest.mark.parametrize("on", ["2026-11-24", "2026-02-30"])
def test_the_answer_is_dated_by_a_day_that_has_come(doubtful: tuple[Story, str], on: str) -> None:
    story, item = doubtful
    options = ("--result", "open", *ANSWER[:-1], on)
    story.run("answer", item, *options, by="zhao", code=1 if on == "2026-11-24" else 2)
    assert story.state(item) == "referred"


@pytest.mark.parametrize("left_out", ["--result", "--authority", "--number", "--on"])
def test_result_authority_number_and_date_are_named(doubtful: tuple[Story, str], left_out: str) -> None:
    story, item = doubtful
    options = ["--result", "open", *ANSWER]
    place = options.index(left_out)
    del options[place : place + 2]
    story.refused(left_out, "answer", item, *options, by="zhao", code=2)
