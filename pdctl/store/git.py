"""The one gateway to git: bytes in and out, a scrubbed environment, no user configuration, no replace refs.

Reading goes through plain plumbing processes, because most commands only read and must start at once; writing goes
through GitPython, which is imported only there. People's text never becomes an option, a ref or a configuration value.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Protocol

from pdctl.core.findings import CONFLICT, ENVIRONMENT, Stop, environment
from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.core.trouble import plainly
from pdctl.store.patience import patient

# Configuration that a repository or a person might have set and that would change what is read or written.
_SAFE_CONFIG = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.filesRefLockTimeout": "2000",
    "core.commitGraph": "false",
    "core.quotePath": "false",
    "gc.auto": "0",
    "gpg.format": "ssh",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.defaultKeyCommand": "",
    "protocol.ext.allow": "never",
    "i18n.commitEncoding": "UTF-8",
}
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
# `log` is the one command for people that is read here; these put back what a repository may have configured for it.
_PLAIN_LOG = ("--no-show-signature", "--no-follow", "--no-color", "--no-decorate", "--no-renames", f"-O{os.devnull}")
NO_OBJECT = "0" * 40
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git knows it without having it
_OID = re.compile("[0-9a-f]{40}")
# An answer begins with a line of its own: an id, or the name that is missing.
_LONGEST_LINE = 1 << 18
# Exit codes of a git that nobody stopped: that was asked no more, could not read an object, or had nobody to tell it to.
_OF_ITSELF = (0, 128, -13)


def safe_options() -> list[str]:
    """The `-c` options of every call."""
    return [part for key, value in _SAFE_CONFIG.items() for part in ("-c", f"{key}={value}")]


def clean_environment() -> dict[str, str]:
    """The caller's environment without anything that redirects git."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, **_ENVIRONMENT, **_quarantine}


# Where git keeps what is being pushed, until a hook has accepted it.
_QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
_quarantine: dict[str, str] = {}
MAX_OBJECT = 64 << 20


def admit_quarantine() -> None:
    """In a server's hook: see the objects that are being pushed, as git says where they are."""
    _quarantine.update({name: os.environ[name] for name in _QUARANTINE if name in os.environ})


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


class TooLarge(Stop):
    """An object that is larger than any of a disclosure repository; it was not taken into memory."""

    def __init__(self) -> None:
        super().__init__(ENVIRONMENT, msg("the file is larger than {limit} bytes", limit=MAX_OBJECT))


class Damaged(Stop):
    """An object that git cannot give whole: its file is cut short, or is none that git wrote."""

    def __init__(self) -> None:
        super().__init__(ENVIRONMENT, msg("an object in the repository is damaged"), "git fsck")


class NoGit(Stop):
    """Git is not there, or was stopped: that says nothing of what it was asked for."""


class Objects:
    """One `cat-file --batch` process: objects by name, as bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str) -> tuple[str, str, bytes] | None:
        """Id, type and bytes of an object, or None when there is none of that name. Raises `TooLarge`, or `Damaged`."""
        try:
            line = name.encode() + b"\n"
        except UnicodeEncodeError:  # bytes of a command line that are no UTF-8
            return None
        if "\n" in name:
            return None
        self._ask(line)
        return self._answer(name)

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """As `read`, for many names: requests run ahead of the answers, a few at a time. What is too large is None."""
        for batch in _batches(names, 64):
            self._ask("".join(f"{name}\n" for name in batch).encode())
            for name in batch:
                try:
                    found = self._answer(name)
                except TooLarge:
                    found = None
                yield found

    def proved(self, oid: str, kind: str) -> None:
        """Nothing is kept at hand here."""

    def afresh(self) -> None:
        """Ask another process from now on: what this one said of a damaged object may go on in its next answers."""
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def _ask(self, lines: bytes) -> None:
        if self._process is not None and self._process.stdin and self._process.stdin.closed:
            self.close()
        stdin, _ = _pipes(self._process or self._start())
        try:
            stdin.write(lines)
            stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error

    def _start(self) -> subprocess.Popen[bytes]:
        command = ["git", *safe_options(), "cat-file", "--batch"]
        # In a group of its own: Ctrl-C must not end it while a step that has begun is brought to its end.
        self._process = _popen(command, self._folder, stdin=subprocess.PIPE, apart=True)
        patient(self._process)
        return self._process

    def _answer(self, name: str) -> tuple[str, str, bytes] | None:
        _, stdout = _pipes(self._process or self._start())
        line = stdout.readline(_LONGEST_LINE)
        header = line.split()
        if not line.endswith(b"\n"):
            raise self._ended()
        if header[-1:] == [b"missing"] or len(header) != 3:  # the name that is missing may hold blanks
            return None
        oid, kind = header[0].decode("ascii", "replace"), header[1].decode("ascii", "replace")
        if not header[2].isdigit() or (_OID.fullmatch(name) and oid != name):  # bytes of a damaged object before
            raise self._ended()
        size = int(header[2])
        if size > MAX_OBJECT:  # a few kilobytes of a pack can hold it
            left = size + 1
            while left > 0 and (piece := stdout.read(min(left, 1 << 20))):
                left -= len(piece)
            raise TooLarge
        data = stdout.read(size)
        if stdout.read(1) != b"\n":
            raise self._ended()
        return oid, kind, data

    def _ended(self) -> Stop:
        """Why git gave no whole answer; the next question goes to another process."""
        process, self._process = self._process, None
        return Damaged() if process is not None and _end(process) in _OF_ITSELF else _stopped()


def _end(process: subprocess.Popen[bytes]) -> int:
    """Ask nothing more of a process, and wait for its end; returns its exit code."""
    for pipe in _pipes(process):
        with suppress(BrokenPipeError):
            pipe.close()
    return process.wait()


def _pieces(stdout: IO[bytes] | None) -> Iterator[bytes]:
    """What stands between NUL bytes, as soon as it is there."""
    rest = b""
    while stdout is not None and (chunk := os.read(stdout.fileno(), 1 << 20)):
        *pieces, rest = (rest + chunk).split(b"\0")
        yield from pieces
    if rest:
        yield rest


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise _stopped()
    return process.stdin, process.stdout


def _stopped() -> Stop:
    return NoGit(ENVIRONMENT, msg("git stopped while objects were read"), msg("pdctl doctor"))


def _batches(names: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for name in names:
        batch.append(name)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Reader(Protocol):
    """Whatever gives objects by name."""

    def read(self, name: str) -> tuple[str, str, bytes] | None:
        """Id, type and bytes of an object, or None when there is none of that name."""
        ...

    def read_many(self, names: Iterable[str]) -> Iterator[tuple[str, str, bytes] | None]:
        """As `read`, for many names."""
        ...

    def proved(self, oid: str, kind: str) -> bytes | None:
        """The bytes of an object that was hashed already and is at hand, else None."""
        ...

    def afresh(self) -> None:
        """Heed nothing more of what was asked for so far."""
        ...

    def close(self) -> None:
        """End what still runs."""
        ...


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
        if "safe.directory" in _SAFE_CONFIG:  # this git does not take it from us
            raise environment(msg("{folder} belongs to another user of this machine", folder=str(folder)))
        _SAFE_CONFIG["safe.directory"] = "*"
        return self._facts(folder)

    def run(self, *args: str, data: bytes | None = None) -> bytes:
        """What a plumbing command prints. Raises `Failure`."""
        return run(self.folder, *args, data=data)

    def changed(self, old: str, new: str, *below: str) -> Iterator[bytes]:
        """The paths of the files that differ between two commits.

        `diff-tree` reads the whole index for no use here, so it is shown one that does not exist.
        """
        options = ("-r", "-z", "--name-only", "--no-renames")
        return self.stream("diff-tree", *options, old, new, "--", *below, index=str(self.git_dir / "no-index"))

    def differences(self, old: str | None, new: str) -> Iterator[tuple[str, TreeEntry, TreeEntry]]:
        """The files that differ between two commits: path, and the entry before and after (mode 000000: none)."""
        options = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=none")
        pieces = self.stream("diff-tree", *options, old or EMPTY_TREE, new, index=str(self.git_dir / "no-index"))
        for head in pieces:
            name = next(pieces)
            before, after, oid_before, oid_after = head[1:].decode().split()[:4]
            yield os.fsdecode(name), TreeEntry(before, name, oid_before), TreeEntry(after, name, oid_after)

    def log(self, *args: str) -> Iterator[bytes]:
        """What `git log` prints, in the pieces between NUL bytes, whatever the repository's own configuration wants."""
        return self.stream("log", "-z", *_PLAIN_LOG, *args)

    def stream(self, *args: str, index: str | None = None) -> Iterator[bytes]:
        """What a plumbing command prints, in the pieces between NUL bytes, while it runs."""
        process = _popen(["git", *safe_options(), *args], self.folder, stdin=subprocess.DEVNULL, index=index)
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
    process = _popen(command, folder, stdin=subprocess.PIPE if data is not None else subprocess.DEVNULL, stderr=True)
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
        raise _missing() from error


def _missing() -> Stop:
    return NoGit(ENVIRONMENT, msg("the program git is missing"), msg("install git 2.34 or newer"))


def _popen(
    command: list[str], folder: Path, stdin: int, stderr: bool = False, index: str | None = None, apart: bool = False
) -> subprocess.Popen[bytes]:
    variables = {**clean_environment(), "GIT_INDEX_FILE": index} if index else clean_environment()
    try:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if stderr else subprocess.DEVNULL,
            process_group=0 if apart and os.name == "posix" else None,
        )
    except FileNotFoundError as error:
        raise _missing() from error


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
        self._git.update_environment(**_ENVIRONMENT)

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
            raise _missing() from error
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
