"""Which files `validate` and `fmt` look at: named ones, those of a folder or repository, of a commit, or what changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from pdctl.core.findings import UNCHECKED, Stop, environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.paths import Place, classify
from pdctl.core.text import msg
from pdctl.store.git import Failure, Git
from pdctl.store.schema import schema_of
from pdctl.store.work_files import walk

# Files that decide how others are read: when one changes, those are looked at again.
_ORGANIZATIONS = ("people.yaml", "disclosure.yaml")
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Target:
    """One file: `path` is how it is read and shown; in a repository it is relative to the root.

    `schema` is None for texts, and for lone files whose kind is yet to be told (`lone`).
    """

    path: str
    schema: str | None = None
    place: Place | None = None
    lone: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a text and no YAML."""
        return self.schema is None and not self.path.lower().endswith(_YAML)


@dataclass(frozen=True)
class Scope:
    """What is looked at: the paths, and the root of the repository they lie in; `lone` files are told by themselves.

    Paths are taken for targets one by one (`target_of`), for there may be very many.
    """

    root: Path | None
    paths: tuple[str, ...] = ()
    lone: tuple[str, ...] = ()

    def targets(self) -> Iterator[Target]:
        """All of them."""
        yield from (target for target in map(target_of, self.paths) if target is not None)
        yield from (Target(path, lone=True) for path in self.lone)


def root_of(path: Path) -> Path | None:
    """The disclosure repository that a file or folder lies in: the nearest folder above with its settings."""
    start = path if path.is_dir() else path.parent
    return next((folder for folder in (start, *start.parents) if (folder / "disclosure.yaml").is_file()), None)


def target_of(path: str) -> Target | None:
    """The target that a path of a repository is; None for files that nobody looks at, such as attachments."""
    place = classify(path)
    if place is None:
        return Target(path)
    schema = schema_of(path, place.kind)
    text = place.kind == "content" and place.name == "body.md"
    return Target(path, schema, place) if schema or text else None


def named(paths: Sequence[str], base: Path) -> Iterator[Scope]:
    """The targets of what was named, one scope for each repository, and one for the files outside any."""
    homes: dict[Path, tuple[dict[str, None], dict[str, None]]] = {}
    outside: dict[str, None] = {}
    known: dict[Path, Path | None] = {}
    for name in paths:
        path = Path(os.path.normpath(base / name))  # links are kept: what they are is a finding
        folder = path if path.is_dir() else path.parent
        if folder not in known:
            known[folder] = root_of(folder)
        home = known[folder]
        if home is None:
            outside |= dict.fromkeys(_outside(name, path))
            continue
        inside, lone = homes.setdefault(home, ({}, {}))
        relative = path.relative_to(home).as_posix()
        if path.is_dir():
            prefix = "" if relative == "." else f"{relative}/"
            inside |= dict.fromkeys(found for found in listed(home) if found.startswith(prefix))
        else:
            (inside if target_of(relative) else lone)[relative] = None
    yield from (Scope(home, tuple(inside), tuple(lone)) for home, (inside, lone) in homes.items())
    if outside:
        yield Scope(None, lone=tuple(outside))


def _outside(name: str, path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (f"{name.rstrip('/')}/{found}" for found in walk(str(path)) if found.endswith(_YAML))
    else:
        yield name


def listed(home: Path) -> list[str]:
    """The files of a work tree: tracked and new ones, without what git ignores; without git, all."""
    try:
        git = Git(home)
        inside = git.work_tree is not None and Path(git.work_tree).resolve() == home.resolve()
        if inside:  # one that is in conflict is listed twice
            names = git.stream("ls-files", "-z", "-c", "-o", "--exclude-standard")
            return sorted(dict.fromkeys(map(os.fsdecode, names)))
    except (Stop, Failure):
        pass
    return list(walk(str(home)))


def whole(home: Path) -> Scope:
    """Everything of a work tree."""
    return Scope(home, _worth(listed(home)))


def of_commit(git: Git, commit: str) -> Scope:
    """Everything of a commit."""
    names = git.stream("ls-tree", "-r", "-z", "--name-only", commit)
    return Scope(None, _worth(os.fsdecode(name) for name in names))


def resolve(git: Git, revision: str) -> str:
    """The commit that a revision names. Raises `Stop`."""
    found = git.tip(revision) if revision and not revision.startswith("-") else None
    if found is None and git.shallow:
        raise Stop(
            UNCHECKED,
            msg("the commit {commit} is not in this incomplete history", commit=revision),
            msg("git fetch --unshallow"),
        )
    if found is None:
        raise usage(msg("there is no commit {commit}", commit=revision), msg("name a branch, a tag or a commit"))
    return found


def changed(git: Git, since: str, commit: str | None) -> Iterator[str]:
    """The paths that differ since a revision: in another commit, or in the work tree, new files included."""
    base, tip = resolve(git, since), resolve(git, commit or "HEAD")
    with suppress(Failure):  # two lines without a common past differ in everything
        base = git.run("merge-base", base, tip).decode().split()[0]
    if commit is not None:
        names = git.changed(base, tip)
        yield from (os.fsdecode(name) for name in names)
        return
    for command in (
        ("diff", "-z", "--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", base, "--"),
        ("ls-files", "-z", "-o", "--exclude-standard"),
    ):
        yield from (os.fsdecode(name) for name in git.stream(*command))


def since(names: Iterable[str], exists: set[str] | None, home: Path | None) -> tuple[str, ...]:
    """The targets of changed paths, with what hangs on them: an item on its text and attachments, seats on persons."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        place = classify(name)
        if place is not None and place.kind == "content":
            found[f"{name.partition('/content/')[0]}/content/item.yaml"] = None
        if place is not None and place.kind == "organization":
            found[f"catalogs/{place.org}/catalog.yaml"] = None
        if name in _ORGANIZATIONS or (place is not None and place.kind == "organization"):
            found |= dict.fromkeys(_organizations(exists, home))
    there = (name for name in found if (name in exists if exists is not None else os.path.lexists(f"{home}/{name}")))
    return _worth(there)


def _organizations(exists: set[str] | None, home: Path | None) -> list[str]:
    if exists is not None:
        return [name for name in exists if name.startswith("catalogs/") and name.endswith("/organization.yaml")]
    return (
        [path.relative_to(home).as_posix() for path in sorted((home or Path()).glob("catalogs/*/organization.yaml"))]
        if home
        else []
    )


def repository(folder: Path) -> Path:
    """The root of the repository at a folder. Raises `Stop` where there is none."""
    home = root_of(folder)
    if home is None:
        git = Git(folder)  # says what is wrong where there is no repository at all
        raise environment(
            msg("{folder} holds no disclosure.yaml", folder=str(git.work_tree or git.folder)),
            msg("name the files, as in: pdctl validate FILE; pdctl init makes a disclosure repository"),
        )
    return home


def _worth(names: Iterable[str]) -> tuple[str, ...]:
    """The paths that may be targets; attachments and pictures, the many, are none."""
    return tuple(
        name
        for name in names
        if name.endswith((*_YAML, "/body.md")) or (name.startswith("catalogs/") and target_of(name))
    )
