"""Validation against check-jsonschema: the same schema on the same 10,000 item files of 2 to 4 KB, each run cold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from make_repository import git, repository
from measuring import Figure, environment, pairs, pdctl, took, used

from pdctl.actions.texts import schema_for
from pdctl.core.model import Channel, Duration, Plan
from pdctl.core.numbers import item_folder, item_id
from pdctl.store import codec
from pdctl.store.data import shipped
from pdctl.store.yaml_write import dump

ROOT = Path(__file__).resolve().parent.parent
ANCHORS = ROOT / ".venv-anchors"
CHANGED = 10
_TAIL = "abcdefghijklmnopqrstuvwxyz234567"
_REASONS = (
    "经支部委员会会议讨论，本事项涉及全体党员和服务对象，内容属实，程序完备。",
    "承办人已与组织人事部核对数据，附件另行存档，公开期间由专人受理意见建议。",
    "原目录所列范围不足以让有关方面知情，现按实际情况调整，期满恢复原范围。",
)


def _plan(number: int, org: str) -> tuple[str, bytes]:
    """One plan as people write them, between 2 and 4 KB."""
    day = date(2026, 1, 5) + timedelta(days=number % 300)
    tail = "".join(_TAIL[number >> shift & 31] for shift in (15, 10, 5, 0))
    item = item_id(org, day, tail)
    lines = [f"{part}（第{number}号之{n}）" for n, part in enumerate(_REASONS * 3)]
    plan = Plan(
        item, org, "0001", "clear", entry="2.5.4", title=f"第{number}次学习教育情况通报", family="report", scope="targeted",
        scope_reason="\n".join(lines[: 3 + number % 5]),
        audience=tuple(f"第{n}党小组全体党员和入党积极分子" for n in range(1, 16 + number % 9)),
        importance="important", importance_reason="\n".join(lines[3:6]),
        publish_on=(day + timedelta(days=30)).isoformat(), duration=Duration(workdays=5),
        channels=(Channel("meeting"), Channel("bulletin-board", "inside"), Channel("document"), Channel("intranet")),
    )  # fmt: skip
    path = f"{item_folder(item)}/content/item.yaml"
    return path, dump(codec.plan_to(plan), schema_for(path, "item"))


def plans(cache: Path, count: int) -> Path:
    """A repository with so many proposed plans, each with its text, made now or by an earlier run."""
    folder = cache / f"plans-{count}"
    if (folder / "done").exists():
        return folder / "repository"
    shutil.rmtree(folder, ignore_errors=True)
    staff = repository(cache, 0, 0, print) / "repository"
    shutil.copytree(staff, folder / "repository")
    for number in range(count):
        path, data = _plan(number, f"zb{number % 49 + 1:02d}")
        assert 2000 <= len(data) <= 4096, len(data)
        target = folder / "repository" / path
        target.parent.mkdir(parents=True)
        target.write_bytes(data)
        (target.parent / "body.md").write_text("现将有关情况公布如下。\n", encoding="utf-8")
    identity = ("-c", "user.name=x", "-c", "user.email=x@pdctl.invalid")
    git(folder / "repository", "add", "-A")
    git(folder / "repository", *identity, "commit", "--quiet", "-m", "plans")
    (folder / "done").touch()
    return folder / "repository"


def alone(folder: Path) -> Path:
    """The plans of a repository by themselves, in one folder: the same files for both programs."""
    target = folder.parent / "alone"
    if not target.exists():
        target.mkdir()
        for path in folder.glob("catalogs/*/items/*/*/content/item.yaml"):
            shutil.copy(path, target / f"{path.parts[-3]}.yaml")
    return target


def validate(cache: Path, count: int, rounds: int) -> Iterator[Figure]:
    """How many times quicker than check-jsonschema, how much memory, and what a change costs.

    One process is measured by the time of its processor, which a busy machine leaves alone; two by the clock.
    """
    if not (ANCHORS / "bin" / "check-jsonschema").exists():
        raise SystemExit("tools/prepare_anchors.sh makes the programs to measure against")
    folder = plans(cache, count)
    files = alone(folder)
    env = environment(cache)
    schema = str(shipped("schemas") / "item.schema.json")
    names = [str(path) for path in sorted(files.iterdir())]
    anchor = [str(ANCHORS / "bin" / "check-jsonschema"), "--schemafile", schema, *names]
    ours = [*pdctl(), "validate", str(files), "--jobs"]

    pure, alone_time = used(anchor, files, env), [used([*ours, "1"], files, env) for _ in range(3)]
    with_c = used(anchor, files, {**env, "PYTHONPATH": str(ANCHORS / "with-c")})
    least = "check-jsonschema / validate, one process"
    yield Figure(least, 20, tuple(pure.seconds / one.seconds for one in alone_time), least=True)
    yield Figure(
        "check-jsonschema with C / validate", 8, tuple(with_c.seconds / one.seconds for one in alone_time), least=True
    )
    yield Figure("validate: peak memory, one process", 50, tuple(one.megabytes for one in alone_time), "MB")
    two = pairs(lambda: took([*ours, "2"], files, env), lambda: took(anchor, files, env), min(rounds, 1))
    yield Figure("check-jsonschema / validate, two processes", 35, tuple(1 / ratio for ratio in two), least=True)
    whole = used([*pdctl(), "-C", str(folder), "validate", "--jobs", "1"], folder, env)
    yield Figure("validate: peak memory, a repository of twice as many files", 60, (whole.megabytes,), "MB")
    yield from _since(folder, env, whole.seconds)


def _since(folder: Path, env: dict[str, str], whole: float) -> Iterator[Figure]:
    """What it costs to look at ten changed plans among many; what is left of it, git takes to see what changed."""
    for path in sorted(folder.glob("catalogs/*/items/*/*/content/item.yaml"))[:CHANGED]:
        path.write_bytes(path.read_bytes().replace("情况通报".encode(), "有关情况的通报".encode()))
    try:
        times = [used([*pdctl(), "validate", "--since", "HEAD"], folder, env).seconds for _ in range(3)]
        name = f"validate of the whole / --since, {CHANGED} changed"
        yield Figure(name, 5, tuple(whole / one for one in times), least=True)
    finally:
        git(folder, "checkout", "--quiet", "--", ".")
