"""What every refusal owes to people and to scripts, checked in one place."""

from __future__ import annotations

from typing import Any

from tests.story import Ran, Story

Document = dict[str, Any]


def told(ran: Ran, *words: str) -> None:
    """Why it was refused stands on stderr, each word of it; stdout holds no data and nothing is a traceback."""
    assert ran.out == ""
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err, f"{word!r} is missing in:\n{ran.err}"


def error_document(ran: Ran) -> Document:
    """The one JSON document of an error, with the exit code that the process gave."""
    document = ran.json
    assert document["schema"] == "pdctl/error/v1"
    assert document["ok"] is False
    assert document["exit"] == ran.code
    return document


def refused(story: Story, code: int, *args: str, by: str | None = "chen", says: tuple[str, ...] = ()) -> Document:
    """A command is refused, in words and as JSON, and leaves everything as it was; returns the JSON document."""
    before = story.tip(), story.git("status", "--porcelain"), story.git("for-each-ref")
    told(story.run(*args, by=by, code=code), *says)
    document = error_document(story.run(*args, "--json", by=by, code=code))
    assert (story.tip(), story.git("status", "--porcelain"), story.git("for-each-ref")) == before
    for finding in document["findings"]:
        assert finding["rule"], finding
        assert finding["message"], finding
        assert finding["expected"] or finding["found"], finding
    assert document["findings"] or document["message"]
    return document


def broken_rule(story: Story, rule: str, *args: str, by: str, code: int = 1, says: tuple[str, ...] = ()) -> Document:
    """As `refused`, by a rule of that id; returns the finding."""
    document = refused(story, code, *args, by=by, says=(rule, *says))
    finding: Document = next(f for f in document["findings"] if f["rule"] == rule)
    return finding
