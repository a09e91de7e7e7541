"""Other repositories: fetched from, pushed to, cloned. Here alone the user's own git configuration counts.

It holds what reaches a server (credentials, proxies, SSH commands); hooks, filters and the like stay switched off.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pdctl.core.findings import Stop, environment
from pdctl.core.text import listing, msg
from pdctl.store.calls import safe_options
from pdctl.store.git import Failure

# What git and servers say when somebody else was first; all of them mean "fetch and try again".
_OVERTAKEN = (
    "fetch first",
    "non-fast-forward",
    "cannot lock ref",
    "failed to update ref",
    "incorrect old value",
    "stale info",
)
_NO_BRANCH = "find remote ref"  # "couldn't", or "could not" of later versions
_KEPT = ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_CONFIG_GLOBAL", "GIT_SSL_CAINFO", "GIT_PROXY_SSL_CAINFO")


class Overtaken(Exception):
    """Somebody else pushed first."""


class Remote:
    """One remote of a clone."""

    def __init__(self, folder: Path, name: str = "origin") -> None:
        self.folder = folder
        self.name = name

    def urls(self) -> tuple[str, ...]:
        """Every address that it is fetched from or pushed to; none where there is no such remote."""
        found: list[str] = []
        for key in ("url", "pushurl"):
            with suppress(Failure):
                found += _call(self.folder, "config", "--get-all", f"remote.{self.name}.{key}").split("\n")
        return tuple(dict.fromkeys(url for url in found if url))

    def fetch(self, branch: str) -> str | None:
        """Fetch a branch; returns its tip, None where the server holds nothing yet. Raises `Stop` where it cannot be had."""
        into = f"refs/remotes/{self.name}/{branch}"
        try:
            _call(
                self.folder,
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                self.name,
                f"+refs/heads/{branch}:{into}",
            )
            return _call(self.folder, "rev-parse", "--verify", f"{into}^{{commit}}").strip()
        except Failure as failure:
            if _NO_BRANCH in failure.stderr:
                self._check_holds_nothing(branch)
                return None
            raise self._unreachable(failure) from failure

    def _check_holds_nothing(self, branch: str) -> None:
        """Make sure that a server without the branch has no other one either, and had none of that name. Raises `Stop`."""
        try:
            rows = _call(self.folder, "ls-remote", "--heads", self.name).splitlines()
        except Failure as failure:
            raise self._unreachable(failure) from failure
        names = [row.partition("refs/heads/")[2] for row in rows]
        if names:
            raise environment(
                msg("{remote} has no branch {branch}, but others", remote=self.name, branch=branch),
                msg("is it the right address? It has: {names}", names=listing(*names[:5])),
            )

    def _unreachable(self, failure: Failure) -> Stop:
        return environment(
            msg("{remote} cannot be reached: {problem}", remote=self.name, problem=failure.stderr),
            msg("check the network and your access, then run pdctl sync again; your own steps are kept"),
        )

    def push(self, commit: str, branch: str) -> None:
        """Push a commit as the new tip, never by force. Raises `Overtaken`, or `Failure` with what the server said."""
        try:
            how = ("--quiet", "--porcelain", "--no-signed", "--no-follow-tags")
            _call(self.folder, "push", *how, self.name, f"{commit}:refs/heads/{branch}")
        except Failure as failure:
            if any(phrase in failure.stderr for phrase in _OVERTAKEN):
                raise Overtaken from failure
            raise


def clone(url: str, folder: Path) -> None:
    """Clone a repository with nothing from the user's templates. Raises `Stop`."""
    if url.startswith("-"):
        raise environment(msg("this is not an address: {url}", url=url))
    try:
        _call(folder.parent, "clone", "--quiet", "--template=", "--no-tags", "--origin=origin", "--", url, folder.name)
    except Failure as failure:
        raise environment(
            msg("{url} cannot be cloned: {problem}", url=url, problem=failure.stderr),
            msg("check the address, the network and your access"),
        ) from failure


def check_out(folder: Path, branch: str) -> None:
    """Go over to a branch of the remote in a new clone, if the remote has it."""
    with suppress(Failure):
        if _call(folder, "symbolic-ref", "HEAD").strip() != f"refs/heads/{branch}":
            _call(folder, "checkout", "--quiet", "--track", "-B", branch, f"refs/remotes/origin/{branch}")


def _call(folder: Path, *args: str) -> str:
    """Run one command with the user's own configuration. Raises `Failure`."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    for name in [name for name in os.environ if name.startswith("GIT_") and name not in kept]:
        del os.environ[name]  # GitPython hands the whole environment on
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    import git

    runner = git.Git(str(folder))
    variables = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        return str(runner.execute(["git", *safe_options(), *args], env=variables))
    except git.GitCommandError as error:
        said = "\n".join(part.strip() for part in (str(error.stderr or ""), str(error.stdout or "")) if part.strip())
        raise Failure(args[0], error.status if isinstance(error.status, int) else 1, _unwrapped(said)) from error


def _unwrapped(text: str) -> str:
    """What git said, without GitPython's own words around it."""
    lines = (line.strip().removeprefix("stderr: '").removeprefix("stdout: '").rstrip("'") for line in text.splitlines())
    return "\n".join(line for line in lines if line)
