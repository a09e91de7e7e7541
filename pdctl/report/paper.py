"""What a printed 程序核验记录 shows, as plain values in Chinese, whatever the language of the screen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pdctl import __version__
from pdctl.core.digest import short_digest
from pdctl.core.findings import Finding
from pdctl.core.judge.cases import day
from pdctl.core.model import Organization
from pdctl.core.proof import Ending, ItemProof, PeriodProof, Step
from pdctl.core.words import SEAT, STATE, STEP
from pdctl.report.certificate import conclusion, rule_words, signature_words
from pdctl.report.duties import People
from pdctl.report.findings import finding_lines
from pdctl.report.lang import show, speaking
from pdctl.report.records import record_words


def paper_view(
    ended: Ending, when: datetime, people: People, items: tuple[ItemProof, ...] = (), period: PeriodProof | None = None
) -> dict[str, Any]:
    """The view of the template: head, verdict, findings, and the items with their steps."""
    with speaking("zh"):
        return {
            "heads": _heads(ended, when, items, period),
            "conclusion": [show(line) for line in conclusion(ended)],
            "agrees": ended.exit_code == 0,
            "findings": [_finding(finding) for finding in ended.findings],
            "listed": period is not None or bool(items),
            "items": [_item(proof, people) for proof in (period.items if period else items)],
        }


def _heads(
    ended: Ending, when: datetime, items: tuple[ItemProof, ...], period: PeriodProof | None
) -> list[dict[str, str]]:
    rows = [
        ("党组织", period.org.name if period else items[0].org.name if items else ""),
        ("期间", f"{_date(period.first)}至{_date(period.last)}（按办理人所记日期）" if period else ""),
        ("党务公开方案", items[0].plan.id if items else ""),
        ("核验基准", ended.introduction or "未见"),
        ("核验至存证记录", ended.tip or "无法核对"),
        ("存证记录条数", f"{ended.commits}（本次核对{ended.fresh}）" if ended.tip else ""),
        ("核验时间", f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"),
        ("核验程序", f"pdctl {__version__}"),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "where": finding.item or finding.commit[:12] or "整个历史",
        "lines": [show(line).strip() for line in finding_lines(finding)],
    }


def _item(proof: ItemProof, people: People) -> dict[str, Any]:
    course = proof.course
    return {
        "id": proof.plan.id,
        "title": proof.plan.title or "（尚无标题和正文）",
        "state": STATE.label(course.state),
        "number": course.number or "",
        "archive_no": course.archive_no or "",
        "steps": [_step(step, proof.org, people) for step in proof.steps],
    }


def _step(step: Step, org: Organization, people: People) -> dict[str, Any]:
    record = step.record
    return {
        "seq": f"{record.seq:04d}",
        "step": STEP.label(record.step),
        "what": show(record_words(record, step.stale, people)),
        "seat": f"{org.name if org.id == record.org else record.org} {SEAT.label(record.seat)}",
        "digest": short_digest(record.subject),
        "rule": show(rule_words(step)),
        "signature": [show(line) for line in signature_words(step, people)],
        "paper": bool(record.on_behalf_of or record.reply_number),
        "stale": step.stale,
        "against": [
            *(() if step.same else ("此处记录与签名时不一致",)),
            *(("密钥已声明泄露，不再计入",) if step.void else ()),
        ],
    }


def _date(text: str) -> str:
    found = day(text)
    return f"{found.year}年{found.month}月{found.day}日" if found else text
