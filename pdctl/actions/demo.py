"""A whole worked example with fictional people and throw-away keys: what a clerk tries before working on real data."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from pdctl.actions import carry_out, decide, items, notice, organizations, people, propose, setup
from pdctl.actions.decide import Opinion, Paper
from pdctl.actions.output import write
from pdctl.actions.planning import Wishes
from pdctl.actions.session import Session
from pdctl.core.days import span
from pdctl.core.findings import environment
from pdctl.core.text import msg
from pdctl.report.demo import Demo
from pdctl.store import keys
from pdctl.store.data import shipped

# id, name, whether the person has a key (else he signs on paper)
_PEOPLE = (
    ("lin", "林知远", True),
    ("tang", "唐一鸣", True),
    ("chen", "陈思敏", True),
    ("wu", "吴文澜", True),
    ("zhao", "赵明理", True),
    ("sun", "孙静之", True),
    ("he", "何守诚", True),
    ("gao", "高秉文", False),
)
_ORGANIZATIONS = (
    ("jw", "中共云岭新区纪律检查工作委员会", "discipline", "gw", "sun"),
    ("zzb", "中共云岭新区工作委员会组织人事部", "department", "gw", "tang"),
    ("dzb", "中共云岭新区政务服务中心支部委员会", "basic", "gw", "chen"),
)
_STAFF = (
    ("proposer", "chen"),
    ("reviewer-necessity", "wu"),
    ("reviewer-accuracy", "wu"),
    ("reviewer-legal", "zhao"),
    ("reviewer-secrecy", "zhao"),
    ("head", "sun"),
    ("principal", "gao"),
    ("principal", "he"),
    ("member", "gao"),
    ("member", "he"),
    ("member", "sun"),
    ("publisher", "chen"),
    ("archivist", "chen"),
    ("registrar", "tang"),
)

_NOT_ANNOUNCED = "示例：节假日安排尚未公布，先按周末和法定节日计算，公布后核对。"


class _Stage:
    """The example while it is built: a clock that moves on, and a session for whoever acts."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.folder = folder
        self.repository = folder / "repository"
        self.keys = folder / "keys"
        self.texts = shipped("templates") / "demo"
        self._now = now - timedelta(hours=8)
        self._open: Session | None = None

    def session(self, person: str) -> Session:
        self._now += timedelta(minutes=5)
        return Session(self.repository, self._now, str(self.keys / person))

    @property
    def now(self) -> datetime:
        return self._now

    def text(self, name: str) -> Path:
        return self.texts / name

    def act(self, person: str) -> Session:
        """As `session`; the session before it is closed."""
        if self._open is not None:
            self._open.close()
        self._open = self.session(person)
        return self._open


def build(folder: Path, now: datetime) -> Demo:
    """Build the example in a new folder; its steps are taken in the eight hours before `now`."""
    if folder.exists() and any(folder.iterdir()):
        raise environment(msg("the folder {folder} is not empty", folder=str(folder)), msg("name a new folder"))
    stage = _Stage(folder, now)
    introduction = _found(stage)
    _assign(stage)
    done = _whole_life(stage)
    on_paper = _on_paper(stage)
    waiting = _waiting(stage)
    target, kept = folder / "notice.html", folder / "introduction.txt"
    write(f"{introduction}\n", kept)
    session = stage.act("chen")
    write(notice.notice(session, done, "html")[1], target)
    session.close()
    return Demo(folder, stage.repository, target, introduction, kept, done, on_paper, waiting, stage.keys)


def _found(stage: _Stage) -> str:
    for person, _, signs in _PEOPLE:
        if signs:
            keys.make(stage.keys / person, f"{person} (demo)")
    founded = setup.found(
        stage.repository, "gw", "中共云岭新区工作委员会", "work-committee", "lin", "林知远", "云岭新区党务公开（示例）",
        str(stage.keys / "lin"), stage.now,
    )  # fmt: skip
    for person, name, signs in _PEOPLE[1:]:
        people.add(stage.act("lin"), person, name, str(stage.keys / f"{person}.pub") if signs else None)
    for org, name, kind, superior, responsible in _ORGANIZATIONS:
        organizations.add(stage.act("lin"), org, name, kind, superior, responsible_person=responsible)
    return founded.introduction


def _assign(stage: _Stage) -> None:
    for seat, person in _STAFF:
        organizations.assign(stage.act("lin"), "dzb", [seat], person)
    organizations.change(
        stage.act("lin"), "dzb", phone="023-0000 0000", address="云岭新区和畅路1号政务服务中心三楼",
        fonds="Y001", archive_code="DZB",
    )  # fmt: skip


def _whole_life(stage: _Stage) -> str:
    """An item through all steps, with a return and a revision on the way."""
    wishes = Wishes(title="关于接收吴念慈同志为中共预备党员的公示", body=stage.text("admission-draft.md"))
    item = propose.propose(stage.act("chen"), "dzb", "2.6.3", "clear", wishes).item.id
    decide.review(stage.act("wu"), item, ["necessity"], Opinion("pass", "属于应当公示的事项。"))
    decide.review(stage.act("wu"), item, ["accuracy"], Opinion("return", "请补充支部大会讨论日期和培养考察情况。"))
    propose.revise(stage.act("chen"), item, Wishes(body=stage.text("admission.md")), "补充支部大会日期和培养考察情况")
    decide.reconfirm(stage.act("wu"), item, ["necessity"], None)
    decide.review(stage.act("wu"), item, ["accuracy"], Opinion("pass", "与支部大会记录一致。"))
    decide.review(stage.act("zhao"), item, ["legal", "secrecy"], Opinion("pass", "未发现不宜公开的内容。"))
    decide.approve(stage.act("he"), item, "principal", Opinion("pass", "同意公示。"))
    for channel in items.load(stage.act("chen"), item).plan.channels:
        session = stage.act("chen")
        where = "政务服务中心一楼党务公开栏" if channel.place else "支部党员大会"
        carry_out.publish(
            session, item, channel.name, session.today, where, provisional_reason=_provisional(session, item)
        )
    carry_out.archive(stage.act("chen"), item)
    return item


def _provisional(session: Session, item: str) -> str | None:
    """Why the notice does not wait: late in a year, the days off of the next one may not be announced."""
    plan, policy = items.load(session, item).plan, session.view.settings.policy
    counted = (
        span(session.now.date(), plan.duration, session.view.calendar, policy.notice_days_from)
        if plan.duration
        else None
    )
    return _NOT_ANNOUNCED if counted and counted.provisional else None


def _on_paper(stage: _Stage) -> str:
    """An item whose principal signs on paper, entered by the registrar."""
    wishes = Wishes(title="2026年第三季度党费收缴使用情况", body=stage.text("dues.md"))
    item = propose.propose(stage.act("chen"), "dzb", "2.6.9", "clear", wishes).item.id
    decide.review(stage.act("wu"), item, ["necessity", "accuracy"], Opinion("pass"))
    decide.review(stage.act("zhao"), item, ["legal", "secrecy"], Opinion("pass"))
    session = stage.act("tang")
    paper = Paper("gao", session.today, (stage.text("approval-form.png"),))
    decide.approve(session, item, "principal", Opinion("pass", "同意。", {}, paper))
    return item


def _waiting(stage: _Stage) -> str:
    """An item that waits for its reviews."""
    wishes = Wishes(title="“三会一课”制度执行情况", body=stage.text("meetings.md"))
    return propose.propose(stage.act("chen"), "dzb", "2.5.4", "clear", wishes).item.id
