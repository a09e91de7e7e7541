"""A new disclosure repository: its settings, its first person, its root organization with a first catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from zoneinfo import ZoneInfo

from pdctl.actions.calendar_seed import calendar_files
from pdctl.actions.landing import Draft, commit_all, scanned
from pdctl.actions.texts import line, schema_for
from pdctl.core.digest import seats_digest
from pdctl.core.findings import environment, usage
from pdctl.core.frozen import dataclass
from pdctl.core.judge.settings import NEWEST
from pdctl.core.model import Key, Organization, Person, Policy, Settings
from pdctl.core.numbers import ID
from pdctl.core.text import msg
from pdctl.core.words import KIND
from pdctl.store import codec, keys
from pdctl.store.data import shipped
from pdctl.store.git import Git, Identity, Writer
from pdctl.store.keys import SigningKey
from pdctl.store.schema import read_checked
from pdctl.store.sshsig import fingerprint
from pdctl.store.worktree import WorkTree
from pdctl.store.yaml_edit import edit
from pdctl.store.yaml_write import dump

BRANCH = "main"
TIMEZONE = "Asia/Shanghai"
_ATTRIBUTES = b"""* text=auto eol=lf
*.yaml text eol=lf
*.md text eol=lf
catalogs/*/items/*/*/content/attachments/** -text
catalogs/*/items/*/*/record/evidence/** -text
"""


@dataclass(frozen=True)
class Founded:
    """A new repository and what a verifier must know of it from outside; both empty where it is only tried out."""

    folder: Path
    commit: str
    introduction: str
    draft: Draft


def found(
    folder: Path,
    org: str,
    name: str,
    kind: str,
    person: str,
    person_name: str,
    title: str | None,
    key_option: str | None,
    now: datetime,
    dry_run: bool = False,
) -> Founded:
    """Make a repository whose root commit grants the caller `admin` and nothing else."""
    for option, value in (("--org", org), ("--person", person)):
        check_id(option, value)
    if folder.exists() and any(folder.iterdir()):
        raise environment(msg("the folder {folder} is not empty", folder=str(folder)), msg("name a new folder"))
    key = keys.find(key_option, folder if folder.is_dir() else Path.cwd())
    when = now.astimezone(ZoneInfo(TIMEZONE)).replace(microsecond=0)
    today = when.date().isoformat()
    founder = Person(
        person, line("--person-name", person_name) or person, "active", (Key(key.public, "active", today),)
    )
    root = Organization(org, line("--name", name) or org, kind, seats={"admin": (person,)}, responsible_person=person)
    settings = Settings(line("--title", title) or f"{root.name}党务公开", org, NEWEST, BRANCH, TIMEZONE, Policy())
    files = {
        **_settings_files(settings),
        **people_file({person: founder}),
        **organization_files(root, today),
    }
    draft = Draft(dict(files), f"建立党务公开库（{founder.name}）", (("Rules", str(NEWEST)), ("By", founder.id)))
    draft = scanned(draft)
    if dry_run:
        return Founded(folder, "", "", draft)
    commit = first_commit(folder, draft, founder, key, when)
    return Founded(folder, commit, introduction(commit, files, key.blob), draft)


def check_id(option: str, value: str) -> None:
    """Ids of organizations and persons are short, lower-case ASCII. Raises `Stop` (usage)."""
    if not ID.fullmatch(value):
        raise usage(
            msg("{option}: {value} cannot be an id", option=option, value=value),
            msg("use lower-case letters, figures and -, beginning with a letter"),
        )


def first_commit(
    folder: Path, draft: Draft, founder: Person, key: SigningKey, when: datetime, branch: str = BRANCH
) -> str:
    """Make a repository with one signed commit, its root; returns its id. Raises `Stop` or `Refusal`."""
    folder.mkdir(parents=True, exist_ok=True)
    Writer(folder).init(branch)
    git, writer = Git(folder), Writer(folder)
    who = Identity(founder.name, f"{founder.id}@pdctl.invalid", int(when.timestamp()), when.strftime("%z"))
    try:
        commit = commit_all(git, writer, None, (draft,), who, key)[0]
    except BaseException:  # a locked key, Ctrl-C: the same command must work when it is given again
        git.close()
        rmtree(folder / ".git")
        raise
    tree = WorkTree(git)
    with tree.lock():
        tree.announce(None, commit)
        writer.swap(f"refs/heads/{branch}", commit, None, "pdctl: init")
        tree.follow(writer, None, commit)
    git.close()
    return commit


def introduction(commit: str, files: Mapping[str, bytes], blob: str) -> str:
    """核验基准: the root commit, the SHA-256 of people and seats, and the fingerprint of the first key."""
    return f"pdctl1:{commit}:{seats_digest(files)}:{fingerprint(blob)}"


def _settings_files(settings: Settings) -> dict[str, bytes]:
    files = {"disclosure.yaml": dump(codec.settings_to(settings), schema_for("disclosure.yaml", "disclosure"))}
    files[".gitattributes"] = _ATTRIBUTES
    files |= {f"schemas/{path.name}": path.read_bytes() for path in sorted(shipped("schemas").glob("*.schema.json"))}
    return {**files, **calendar_files()}


def people_file(people: Mapping[str, Person], old: bytes | None = None) -> dict[str, bytes]:
    """`people.yaml`; comments in `old` are kept."""
    return {"people.yaml": edit(old, codec.people_to(people), schema_for("people.yaml", "people"))}


def organization_path(org: str) -> str:
    """The path of an organization's file."""
    return f"catalogs/{org}/organization.yaml"


def organization_file(org: Organization, old: bytes | None = None) -> dict[str, bytes]:
    """`organization.yaml`; comments in `old` are kept."""
    path = organization_path(org.id)
    return {path: edit(old, codec.organization_to(org), schema_for(path, "organization"))}


def organization_files(org: Organization, today: str) -> dict[str, bytes]:
    """A new organization with the starter catalogue of its kind, as working copy and as release 0001."""
    starter = shipped("catalogs") / f"{org.kind}.yaml"
    if org.kind not in KIND:
        raise usage(msg("there is no kind {kind}", kind=org.kind))
    entries = read_checked(starter.read_bytes(), "starter", starter.name)["entries"]
    catalog, release = f"catalogs/{org.id}/catalog.yaml", f"catalogs/{org.id}/releases/0001.yaml"
    head = {"format": codec.FORMAT, "org": org.id}
    return {
        **organization_file(org),
        catalog: dump({**head, "entries": entries}, schema_for(catalog, "catalog")),
        release: dump({**head, "release": "0001", "on": today, "entries": entries}, schema_for(release, "release")),
    }


def write_sheet(founded: Founded, name: str, person_name: str, now: datetime, target: Path) -> None:
    """The 核验基准登记表: one page with the introduction, to be printed, signed and kept."""
    from pdctl.actions.output import write
    from pdctl.render.templates import environment as template_environment
    from pdctl.render.templates import render

    parts = founded.introduction.split(":", 3)
    view = {
        "organization": name, "person": person_name, "date": f"{now.year}年{now.month}月{now.day}日",
        "introduction": founded.introduction, "commit": parts[1], "digest": parts[2], "fingerprint": parts[3],
    }  # fmt: skip
    write(render(template_environment("html", (shipped("templates"),)), "sheet.html.j2", view), target)
