"""The one gateway to git: bytes in and out, a scrubbed environment, no user configuration, no replace refs.

Reading goes through plain plumbing processes, because most commands only read and must start at once; writing goes
through GitPython, which is imported only there. People's text never becomes an option, a ref or a configuration value.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from pdctl.core.findings import CONFLICT, Stop, environment
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.core.trouble import plainly
from pdctl.store.calls import PLAIN_ENVIRONMENT, SAFE_CONFIG, missing, safe_options, started
from pdctl.store.objects import Objects, Reader

# `log` is the one command for people that is read here; these put back what a repository may have configured for it.
_PLAIN_LOG = ("--no-show-signature", "--no-follow", "--no-color", "--no-decorate", "--no-renames", f"-O{os.devnull}")
NO_OBJECT = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git knows it without having it


@dataclass(eq=False)
class Failure(Exception):
    """A git call that failed: what was asked, its exit code, and what it said."""

    command: str
    code: int
    stderr: str


@dataclass(frozen=True)
class TreeEntry:
    """One entry of a tree: `mode` as git writes it (`100644`, `40000`), name as bytes, object id."""

    mode: str
    name: bytes
    oid: str

    @property
    def is_tree(self) -> bool:
        """Whether it is a folder."""
        return self.mode == "40000"


@dataclass(frozen=True)
class Commit:
    """The parts of a commit that pdctl reads; `payload` are the bytes that were signed."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    message: str
    signature: str | None
    payload: bytes


def _pieces(stdout: IO[bytes] | None) -> Iterator[bytes]:
    """What stands between NUL bytes, as soon as it is there."""
    rest = b""
    while stdout is not None and (chunk := os.read(stdout.fileno(), 1 << 20)):
        *pieces, rest = (rest + chunk).split(b"\0")
        yield from pieces
    if rest:
        yield rest


class Git:
    """A repository, for reading. `folder` is any folder in it; raises `Stop` where there is none."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise environment(msg("there is no folder {folder}", folder=str(folder)))
        self.folder = folder
        lines = self._facts(folder)
        self.git_dir = Path(lines[0])
        self.bare = lines[1] == "true"
        self.shallow = lines[2] == "true"
        self.common_dir = (folder / lines[3]).resolve()
        if not self.bare and len(lines) < 5:
            raise environment(
                msg("{folder} is the inside of git's own folder", folder=str(folder)),
                msg("go into the repository, or name it with -C DIR"),
            )
        self.work_tree = None if self.bare else Path(lines[4])
        self.folder = self.work_tree or folder  # git reads paths from where it stands
        self.objects: Reader = Objects(self.folder)

    def _facts(self, folder: Path) -> list[str]:
        asked = ("--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository", "--git-common-dir")
        try:
            out = run(folder, "rev-parse", *asked, "--show-toplevel")
        except Failure as failure:
            if "work tree" in failure.stderr:
                return _lines(run(folder, "rev-parse", *asked))
            if "dubious ownership" in failure.stderr:
                return self._facts_of_another(folder)
            raise environment(
                msg(
                    "{folder} is not a disclosure repository: {problem}",
                    folder=str(folder),
                    problem=plainly(failure.stderr),
                ),
                msg("go into the repository, or name it with -C DIR; pdctl init makes a new one"),
            ) from failure
        return _lines(out)

    def _facts_of_another(self, folder: Path) -> list[str]:
        """A repository that belongs to another user of this machine is read only where this user said that he trusts it."""
        if not user_trusts(folder):
            raise environment(
                msg("{folder} belongs to another user of this machine", folder=str(folder)),
                msg("if you trust it: git config --global --add safe.directory {folder}", folder=str(folder.resolve())),
            )
        if "safe.directory" in SAFE_CONFIG:  # this git does not take it from us
            raise environment(msg("{folder} belongs to another user of this machine", folder=str(folder)))
        SAFE_CONFIG["safe.directory"] = "*"
        return self._facts(folder)

    def run(self, *args: str, data: bytes | None = None) -> bytes:
        """What a plumbing command prints. Raises `Failure`."""
        return run(self.folder, *args, data=data)

    def changed(self, old: str, new: str, *below: str) -> Iterator[bytes]:
        """The paths of the files that differ between two commits."""
        return self._diff_tree("--name-only", old, new, "--", *below)

    def differences(self, old: str | None, new: str) -> Iterator[tuple[str, TreeEntry, TreeEntry]]:
        """The files that differ between two commits: path, and the entry before and after (mode 000000: none)."""
        options = ("--raw", "--no-abbrev", "--ignore-submodules=none")
        pieces = self._diff_tree(*options, old or EMPTY_TREE, new)
        for head in pieces:
            name = next(pieces)
            before, after, oid_before, oid_after = head[1:].decode().split()[:4]
            yield os.fsdecode(name), TreeEntry(before, name, oid_before), TreeEntry(after, name, oid_after)

    def _diff_tree(self, *args: str) -> Iterator[bytes]:
        """It reads the whole index for no use here, so it is shown one that does not exist."""
        return self.stream("diff-tree", "-r", "-z", "--no-renames", *args, index=str(self.git_dir / "no-index"))

    def log(self, *args: str) -> Iterator[bytes]:
        """What `git log` prints, in the pieces between NUL bytes, whatever the repository's own configuration wants."""
        return self.stream("log", "-z", *_PLAIN_LOG, *args)

    def stream(self, *args: str, index: str | None = None) -> Iterator[bytes]:
        """What a plumbing command prints, in the pieces between NUL bytes, while it runs."""
        process = started(["git", *safe_options(), *args], self.folder, stdin=subprocess.DEVNULL, index=index)
        with process:
            try:
                yield from _pieces(process.stdout)
            except GeneratorExit:  # enough was seen
                process.kill()
                raise
        if process.returncode != 0:
            raise Failure(_command(args), process.returncode, "")

    def branch(self) -> str | None:
        """The full name of the checked-out branch, or None where HEAD is detached."""
        try:
            return self.run("symbolic-ref", "-q", "HEAD").decode().strip()
        except Failure:
            return None

    def tip(self, ref: str) -> str | None:
        """The commit that a ref points to, or None."""
        found = self.objects.read(f"{ref}^{{commit}}")
        return found[0] if found else None

    def tree(self, name: str) -> list[TreeEntry]:
        """The entries of a tree, named by id or by `commit:path`; empty where there is none."""
        found = self.objects.read(name)
        return parse_tree(found[2]) if found and found[1] == "tree" else []

    def commit(self, oid: str) -> Commit | None:
        """A commit, taken apart."""
        found = self.objects.read(oid)
        return parse_commit(found[0], found[2]) if found and found[1] == "commit" else None

    def close(self) -> None:
        """End what still runs."""
        self.objects.close()


def _command(args: tuple[str, ...]) -> str:
    """The name of the command in a call, behind its `-c` options."""
    while args[:1] == ("-c",):
        args = args[2:]
    return args[0]


def _lines(out: bytes) -> list[str]:
    """Paths as git prints them, one a line: whatever bytes the folders above are called by."""
    return os.fsdecode(out).rstrip("\n").split("\n")


def run(folder: Path, *args: str, data: bytes | None = None) -> bytes:
    """Run one git command and return what it prints. Raises `Failure`, or `Stop` where git itself is missing."""
    command = ["git", *safe_options(), *args]
    process = started(command, folder, stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL, stderr=True)
    out, err = process.communicate(data)
    if process.returncode != 0:
        raise Failure(_command(args), process.returncode, err.decode(errors="replace").strip())
    return out


def user_setting(folder: Path, name: str) -> str | None:
    """A setting of the user's own git configuration: it is asked for his key, and nowhere else."""
    return os.fsdecode(_with_user_settings(folder, "config", "--get", name).stdout).strip() or None


def user_trusts(folder: Path) -> bool:
    """Whether git, with the user's own configuration (`safe.directory`), would open the repository."""
    return _with_user_settings(folder, "rev-parse", "--git-dir").returncode == 0


def _with_user_settings(folder: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    kept = {key: value for key, value in os.environ.items() if key not in ("GIT_DIR", "GIT_WORK_TREE")}
    try:
        return subprocess.run(["git", *args], cwd=folder, env=kept, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise missing() from error


def parse_tree(data: bytes) -> list[TreeEntry]:
    """The entries of a tree object's bytes."""
    entries: list[TreeEntry] = []
    start = 0
    while start < len(data):
        space = data.index(b" ", start)
        end = data.index(b"\0", space)
        entries.append(TreeEntry(data[start:space].decode(), data[space + 1 : end], data[end + 1 : end + 21].hex()))
        start = end + 21
    return entries


def parse_commit(oid: str, data: bytes) -> Commit:
    """A commit object's bytes, taken apart: the payload is all of them without the signature header."""
    head, _, message = data.partition(b"\n\n")
    tree, parents, signature = "", [], []
    kept: list[bytes] = []
    in_signature = False
    for line in head.split(b"\n"):
        if line.startswith(b"gpgsig "):
            in_signature = True
            signature.append(line[7:])
        elif in_signature and line.startswith(b" "):
            signature.append(line[1:])
        else:
            in_signature = False
            kept.append(line)
            key, _, value = line.partition(b" ")
            if key == b"tree" and not tree:  # as git sees it, which heeds no second one
                tree = value.decode("ascii", "replace")
            elif key == b"parent":
                parents.append(value.decode("ascii", "replace"))
    text = b"\n".join(signature).decode(errors="replace") if signature else None
    payload = b"\n".join(kept) + b"\n\n" + message
    return Commit(oid, tree, tuple(parents), message.decode("utf-8", "replace"), text, payload)


@dataclass(frozen=True)
class Identity:
    """Who a commit names as author and committer, and when (`seconds` since 1970, `offset` such as +0800)."""

    name: str
    email: str
    seconds: int
    offset: str

    def variables(self) -> dict[str, str]:
        """As git's environment variables."""
        when = f"{self.seconds} {self.offset}"
        return {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", self.name), ("EMAIL", self.email), ("DATE", when))
        }


@dataclass(frozen=True)
class Started:
    """A command that runs and waits for its standard input."""

    command: str
    process: Any

    def finish(self, data: bytes = b"") -> bytes:
        """Hand it its input, and return what it prints. Raises `Failure`."""
        out, err = self.process.communicate(data)
        if self.process.returncode != 0:
            raise Failure(self.command, self.process.returncode, err.decode(errors="replace").strip())
        return bytes(out)


class Writer:
    """A repository, for writing: objects, signed commits, one compare-and-swap of a ref, the index."""

    def __init__(self, folder: Path) -> None:
        for key in [name for name in os.environ if name.startswith("GIT_")]:
            del os.environ[key]  # GitPython hands the whole environment on
        os.environ["GIT_PYTHON_REFRESH"] = "quiet"
        import git

        self._not_found = git.GitCommandNotFound
        self._git = git.Git(str(folder))
        self._git.update_environment(**PLAIN_ENVIRONMENT)

    def call(self, *args: str, data: bytes = b"", variables: dict[str, str] | None = None) -> bytes:
        """Run one command with `data` on its standard input. Raises `Failure`."""
        return self.start(*args, variables=variables).finish(data)

    def start(self, *args: str, variables: dict[str, str] | None = None, apart: bool = False) -> Started:
        """Start one command that waits for its standard input; `apart` from the terminal, so that Ctrl-C spares it."""
        command = ["git", *safe_options(), *args]
        try:
            process = self._git.execute(
                command,
                as_process=True,
                istream=subprocess.PIPE,
                env=variables or {},
                process_group=0 if apart and os.name == "posix" else None,
            )
        except self._not_found as error:
            raise missing() from error
        return Started(_command(args), process)

    def init(self, branch: str) -> None:
        """Make a repository here, with nothing from the user's templates."""
        self.call("init", "--quiet", "--template=", f"--initial-branch={branch}")

    def store(self, packed: bytes) -> None:
        """Write the objects of a pack, each checked by git, as loose objects."""
        self.call("unpack-objects", "-q", "--strict", data=packed)

    def commit(self, tree: str, parent: str | None, message: str, who: Identity, key: str) -> str:
        """A signed commit; returns its id. `key` is a key file or a literal `key::ssh-…`."""
        parents = ["-p", parent] if parent else []
        options = ["-c", f"user.signingkey={key}"]
        out = self.call(
            *options, "commit-tree", tree, *parents, "-S", "-F", "-", data=message.encode(), variables=who.variables()
        )
        return out.decode().strip()

    def swap(self, ref: str, new: str, old: str | None, reason: str) -> None:
        """Move a ref, but only if it still stands where it was. Raises `Stop` with exit code 3 otherwise."""
        try:
            self.start("update-ref", "-m", reason, ref, new, old or NO_OBJECT, apart=True).finish(b"")
        except Failure as failure:
            if any(word in failure.stderr for word in ("but expected", "already exists", "unable to resolve")):
                raise Stop(
                    CONFLICT,
                    msg("somebody else was first: the repository changed in the meantime"),
                    msg("run the same command again; nothing was changed"),
                ) from failure
            raise

    def keep(self, commit: str, ref: str) -> None:
        """Keep a commit findable under a ref of pdctl's own."""
        self.call("update-ref", ref, commit)
