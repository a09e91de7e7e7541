"""What deadlines cost over a whole tree: `python benchmarks/due.py`.

1,000 organizations with 40 entries each and two years of history in 100,000 items; `pdctl due --tree` again is compared
with `git status` in the same repository, and for the first time with parsing the items' files once. The repository
takes minutes to make and 6 GB; it is kept for later runs.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from items import ENTRY, make_items
from make_repository import NOW, PEOPLE, SAMPLE, build_staff, bulk_commit, bulk_import, check_sample, git
from measuring import Figure, environment, machine, noise, pairs, pdctl, table, took

from pdctl.actions.setup import organization_file
from pdctl.actions.texts import schema_for
from pdctl.core.ledger import LedgerRecord, ledger_path
from pdctl.core.model import Organization
from pdctl.store import codec
from pdctl.store.data import shipped
from pdctl.store.schema import read_checked
from pdctl.store.yaml_read import load
from pdctl.store.yaml_write import dump

ORGANIZATIONS, ENTRIES, ITEMS, OPEN = 1000, 40, 100_000, 500
FIRST_DAY = date(2024, 11, 25)
# How often the matters of a catalogue are disclosed: most by periods, some long-term, some at once.
_FREQUENCIES = (
    "quarter",
    "half-year",
    "year",
    "half-year",
    "year",
    "year",
    "half-year",
    "long-term",
    "year",
    "immediate",
)
_TENTH = 10


def entries() -> list[dict[str, object]]:
    """Forty entries of one catalogue, each like an entry of the starter."""
    starter = load((shipped("catalogs") / "basic.yaml").read_bytes())["entries"]
    like = next(entry for entry in starter if entry["id"] == ENTRY)
    found = []
    for number in range(ENTRIES):
        frequency = _FREQUENCIES[number % len(_FREQUENCIES)]
        entry = {**like, "id": f"2.{number // 20 + 5}.{number % 20 + 4}", "title": f"第{number + 1}项公开事项"}
        if frequency in ("long-term", "immediate"):
            entry = {key: value for key, value in entry.items() if key != "period"} | {"frequency": frequency}
            entry["due"] = {"from": "changed" if frequency == "long-term" else "decided", "workdays": 5}
            entry |= {"recheck_months": 12} if frequency == "long-term" else {}
        else:
            entry["period"] = frequency
        found.append(entry)
    return found


def repository(cache: Path, organizations: int, items: int, say: Callable[[str], None]) -> Path:
    """The folder that holds `repository/` and `keys/`, made now or by an earlier run."""
    folder = cache / f"due-{organizations}-{items}"
    if not (folder / "done").exists():
        if folder.exists():
            raise SystemExit(f"{folder} was begun and not finished; delete it and start again")
        say(f"making a repository of {organizations:,} organizations and {items:,} items in {folder}")
        _build(folder, organizations, items)
        (folder / "done").touch()
    return folder


def _build(folder: Path, organizations: int, items: int) -> None:
    """People through pdctl itself; organizations, ledgers and items in bulk."""
    build_staff(folder, 1)
    target = folder / "repository"
    catalogue = entries()
    places = [f"zb{number:04d}" for number in range(1, organizations + 1)]
    files: dict[str, bytes] = {}
    for number, org in enumerate(places, 1):
        files |= _organization(org, number, catalogue)
    tip = git(target, "rev-parse", "HEAD")
    stream = bulk_commit(files, "设立组织\n", NOW - timedelta(days=1000), tip)
    command = ["git", "fast-import", "--quiet"]
    subprocess.run(command, cwd=target, env=environment(folder), input=stream, check=True)
    git(target, "reset", "--quiet", "--soft", "refs/heads/main")
    names = tuple(str(entry["id"]) for entry in catalogue)
    made = make_items(items, min(OPEN, items // 4), places, names, FIRST_DAY)
    sample = bulk_import(target, made, max(1, items // SAMPLE))
    git(target, "reset", "--quiet", "--hard")
    check_sample(folder, sample)


def _organization(org: str, number: int, catalogue: list[dict[str, object]]) -> dict[str, bytes]:
    """One organization with its seats, its release, and an event of its ledger."""
    seats = {seat: (person,) for person, (_, own) in PEOPLE.items() for seat in own}
    value = Organization(org, f"第{number}党支部", "basic", superior="gw", seats=seats)
    head = {"format": 1, "org": org}
    release, catalog = f"catalogs/{org}/releases/0001.yaml", f"catalogs/{org}/catalog.yaml"
    event = LedgerRecord("event-20261120-abcd", org, "event", "chen", "proposer", "2026-11-20T10:00:00+08:00",
                         entry=str(catalogue[9]["id"]), on="2026-11-19")  # fmt: skip
    path = ledger_path(org, event.id)
    return {
        **organization_file(value),
        catalog: dump({**head, "entries": catalogue}, schema_for(catalog, "catalog")),
        release: dump(
            {**head, "release": "0001", "on": "2024-01-05", "entries": catalogue}, schema_for(release, "release")
        ),
        path: dump(codec.ledger_to(event), schema_for(path, "ledger")),
    }


def figures(made: Path, cache: Path, rounds: int) -> Iterator[Figure]:
    """The second call against `git status`, the first against parsing the files once."""
    target, env = made / "repository", {**environment(cache), "PDCTL_NOW": NOW.isoformat()}
    derived = cache / "derived"

    def ours() -> float:
        return took([*pdctl(), "due", "--tree", "gw"], target, env)

    def theirs() -> float:
        return took(["git", "status", "--porcelain"], target, env)

    yield Figure("due: second call / git status", 1.5, pairs(ours, theirs, rounds))
    shutil.rmtree(derived, ignore_errors=True)
    cold = ours()
    parsed = _TENTH * took([sys.executable, __file__, "--parse", str(target)], target, env)
    yield Figure("due: cold / parsing the items' files once", 1.5, (cold / parsed,))


def parse(target: Path) -> None:
    """Parse and check the files of every tenth item once, as the cold call must at least."""
    folders = sorted(target.glob("catalogs/*/items/*/*"))[::_TENTH]
    for folder in folders:
        read_checked((folder / "content/item.yaml").read_bytes(), "item", "item.yaml")
        for record in sorted((folder / "record").glob("*.yaml")):
            read_checked(record.read_bytes(), "record", record.name)


def main() -> int:
    """Measure; the exit code says whether both targets were met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organizations", type=int, default=ORGANIZATIONS)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "pdctl-benchmarks")
    parser.add_argument("--parse", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.parse:
        parse(given.parse)
        return 0
    print(machine(), noise(), sep="\n", flush=True)
    cache = given.cache.resolve()
    made = repository(cache, given.organizations, given.items, print)
    found = list(figures(made, cache, given.rounds))
    print(table(found), noise(), sep="\n")
    return 0 if all(figure.kept for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
