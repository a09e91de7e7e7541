"""Two at once: one wins, the other is told, and nothing is lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from pdctl.actions import decide
from pdctl.actions.decide import Opinion
from pdctl.actions.session import Session
from pdctl.core.findings import CONFLICT, Stop
from tests.actions.conftest import At


def test_who_comes_second_is_told(at: At) -> None:
    story, item = at("proposed")
    now = datetime.fromisoformat(story.now)
    late = Session(story.folder, now, str(story.keys / "zhao"))
    assert late.actor.person.id == "zhao"
    story.review(item, "necessity", by="wu")
    tip = story.tip()
    with pytest.raises(Stop) as stopped:
        decide.review(late, item, ["legal"], Opinion("pass"))
    late.close()
    assert stopped.value.exit_code == CONFLICT
    assert story.tip() == tip
    assert story.git("status", "--porcelain") == ""
    story.review(item, "legal", by="zhao")
    assert [r["seq"] for r in story.show(item)["records"]] == [1, 2, 3]
