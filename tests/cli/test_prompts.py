"""What pdctl asks at a terminal, and how a clerk gets through with answers alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story import Story
from tests.terminal import Terminal


def test_propose_asks_for_everything(story: Story) -> None:
    body = story.file("text.md")
    release = story.run("catalog", "show", "dzb", "--json").json["entries"]
    number = next(i for i, entry in enumerate(release, 1) if entry["id"] == "2.5.4")
    with Terminal(story, "propose", "dzb", by="chen") as screen:
        screen.answer(r"clear of secrets\? \[y/N\]: ", "y")
        screen.answer(r"Number of the matter: ", "0")
        screen.answer(r"Number of the matter: ", "nonsense")
        screen.answer(rf"from 1 to {len(release)}[\s\S]*: ", str(number))
        screen.answer(r"Title: ", "“三会一课”制度执行情况")
        screen.answer(r"File[^:]*: ", "/nonexistent.md")
        screen.answer(r"there is no file[\s\S]*: ", "~nobody-here/text.md")
        screen.answer(r"there is no file[\s\S]*: ", body)
        item = screen.expect(r"dzb-20261123-[a-z2-7]{4}")
        assert screen.end() == 0
    assert story.show(item)["title"] == "“三会一课”制度执行情况"
    assert story.show(item)["entry"] == "2.5.4"
    assert story.git("status", "--porcelain") == ""


def test_a_doubt_asks_no_further(story: Story) -> None:
    with Terminal(story, "propose", "dzb", "2.5.4", by="chen") as screen:
        screen.answer(r"clear of secrets\? \[y/N\]: ", "")
        item = screen.expect(r"dzb-20261123-[a-z2-7]{4}")
        assert screen.end() == 0
        assert "Title: " not in screen.seen
    assert story.state(item) == "referred"


def test_answers_in_options_are_not_asked_for(story: Story) -> None:
    args = ("--secrecy", "clear", "--title", "题目", "--body", story.file("text.md"))
    with Terminal(story, "propose", "dzb", "2.5.4", *args, by="chen") as screen:
        assert screen.end() == 0
        assert "?" not in screen.seen


def test_no_input_at_a_terminal(story: Story) -> None:
    with Terminal(story, "propose", "dzb", "--no-input", by="chen") as screen:
        assert screen.end() == 2
    with Terminal(story, "do", "--no-input", by="chen") as screen:
        assert screen.end() == 0


@pytest.mark.parametrize("pressed", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("question", [r"clear of secrets\?", r"Number of the matter", r"Title"])
def test_giving_up_at_a_question(story: Story, pressed: str, question: str) -> None:
    before = story.tip()
    args = ("2.5.4",) if question == "Title" else ()
    with Terminal(story, "propose", "dzb", *args, by="chen") as screen:
        if question != r"clear of secrets\?":
            screen.answer(r"clear of secrets\? \[y/N\]: ", "y")
        screen.expect(question)
        assert screen.give_up(pressed) == 130
        assert "Traceback" not in screen.seen
        assert "Interrupted" in screen.seen
    assert story.tip() == before


def test_do_takes_a_clerk_through_the_whole_life(story: Story, tmp_path: Path) -> None:
    """Each person types `pdctl do` and answers; nobody knows another command."""
    item = story.propose()

    def do(by: str, *answers: tuple[str, str]) -> None:
        with Terminal(story, "do", by=by) as screen:
            screen.answer(rf"{item}[\s\S]*Do it now\? \[y/N\]: ", "y")
            for question, text in answers:
                screen.answer(question, text)
            assert screen.end() == 0, screen.seen

    opinion = r"Opinion[^:]*: "
    do("wu", (r"Number[^:]*: ", "2"), (opinion, "请补充数据"))
    assert story.state(item) == "returned"
    body = tmp_path / "new.md"
    body.write_text("已补充。\n", encoding="utf-8")
    do("chen", (r"File[^:]*: ", str(body)), (r"changed[^:]*: ", "补充数据"))
    assert story.state(item) == "proposed"
    do("wu", (r"Number[^:]*: ", "1"), (opinion, ""))
    do("zhao", (r"Number[^:]*: ", "1"), (opinion, "未发现不宜公开的内容"))
    do("sun", (r"Number[^:]*: ", "1"), (opinion, ""))
    assert story.state(item) == "approved"
    for _ in story.show(item)["channels"]:
        do("chen", (r"Date[^:]*: ", ""), (r"Where[^:]*: ", "一楼公开栏"))
    do("xu")
    assert story.state(item) == "archived"
    assert story.git("status", "--porcelain") == ""


def test_do_can_be_put_off(story: Story) -> None:
    story.propose()
    before = story.tip()
    with Terminal(story, "do", by="wu") as screen:
        screen.answer(r"Do it now\? \[y/N\]: ", "n")
        assert screen.end() == 0
    assert story.tip() == before


def test_do_shows_the_text_before_it_asks(story: Story) -> None:
    story.propose()
    with Terminal(story, "do", by="wu") as screen:
        screen.expect("本季度召开支部党员大会一次")
        screen.expect("Do it now")


def test_nothing_waits(story: Story) -> None:
    with Terminal(story, "do", by="xu") as screen:
        assert screen.end() == 0
        assert "?" not in screen.seen


def test_reconfirm_shows_the_difference_and_asks(story: Story) -> None:
    item = story.propose()
    story.review(item, "necessity", by="wu")
    story.run("revise", item, "--body", story.file("new.md", "改过的正文。\n"), by="chen")
    args = ("review", item, "--aspect", "necessity", "--reconfirm")
    with Terminal(story, *args, by="wu") as screen:
        screen.expect(r"\+改过的正文。")
        screen.answer(r"renew your consent[^:]*: ", "n")
        assert screen.end() == 130
    assert story.show(item)["records"][1]["stale"] is True
    with Terminal(story, *args, by="wu") as screen:
        screen.answer(r"renew your consent[^:]*: ", "y")
        assert screen.end() == 0
    assert story.show(item)["records"][-1]["stale"] is False


def test_reconfirm_off_a_terminal_shows_and_renews(story: Story) -> None:
    item = story.propose()
    story.review(item, "necessity", by="wu")
    story.run("revise", item, "--title", "新题目", by="chen")
    args = ("review", item, "--aspect", "necessity", "--reconfirm")
    story.run(*args, "--dry-run", by="wu")
    assert story.show(item)["records"][-1]["step"] == "revise"
    ran = story.run(*args, by="wu")
    assert "+title: 新题目" in ran.err
    assert [r["stale"] for r in story.show(item)["records"] if r["step"] == "review"] == [True, False]


def test_a_new_key_with_a_passphrase(story: Story, tmp_path: Path) -> None:
    target = tmp_path / "key"
    with Terminal(story, "key", "new", "--out", str(target)) as screen:
        screen.answer(r"Enter passphrase[^:]*: ", "secret words")
        screen.answer(r"again: ", "secret words")
        assert screen.end() == 0
        assert "secret words" not in screen.seen, "it is not shown while it is typed"
    ran = story.run("todo", "--key", str(target), code=4)
    assert "E-KEY-UNKNOWN" in ran.err, "the public part is read without the passphrase"


def test_questions_in_chinese(story: Story) -> None:
    with Terminal(story, "propose", "dzb", by="chen", PDCTL_LANG="zh") as screen:
        screen.expect("秘密")
        assert screen.give_up("\x03") == 130
        assert "中断" in screen.seen


def test_findings_of_the_scan_are_asked_one_by_one(story: Story) -> None:
    body = story.file("text.md", "经支部大会讨论，联系电话13812345678，车牌渝A12345。\n")
    args = ("propose", "dzb", "2.5.4", "--secrecy", "clear", "--title", "题目", "--body", body)
    with Terminal(story, *args, by="chen") as screen:
        screen.answer(r"138\*\*\*\*5678[\s\S]*stay in[^:]*: ", "本人书面同意")
        screen.answer(r"stay in[^:]*: ", "")
        assert screen.end() == 1
    with Terminal(story, *args, by="chen") as screen:
        screen.answer(r"stay in[^:]*: ", "本人书面同意")
        screen.answer(r"stay in[^:]*: ", "公务用车")
        item = screen.expect(r"dzb-20261123-[a-z2-7]{4}")
        assert screen.end() == 0
        assert "13812345678" not in screen.seen
    reasons = [given["reason"] for given in story.show(item)["records"][0]["acknowledged"]]
    assert reasons == ["本人书面同意", "公务用车"]
