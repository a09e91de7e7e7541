"""Which records a key signed: read from the commits themselves, for the case that the key was compromised."""

from __future__ import annotations

from pdctl.core.paths import classify
from pdctl.store.git import Failure, Git
from pdctl.store.sshsig import BadSignature, parse


def signed_since(git: Git, blob: str, since: str, tip: str | None) -> tuple[str, ...] | None:
    """The records that a key signed on the first-parent chain after a commit, as `item/0003`, in order.

    None where the commit is not on that chain. Signatures are only read here; whether they hold is proved elsewhere.
    """
    if tip is None or not _on_chain(git, since, tip):
        return None
    found: list[str] = []
    for oid in git.run("rev-list", "--first-parent", "--reverse", tip, f"^{since}").decode().split():
        if _signer(git, oid) == blob:
            found += _records(git, oid)
    return tuple(found)


def commits_since(git: Git, blob: str, since: str, tip: str) -> tuple[str, ...]:
    """The commits that a key signed after another one and that are no steps: what people must look at themselves."""
    chain = git.run("rev-list", "--first-parent", "--reverse", tip, f"^{since}").decode().split()
    return tuple(oid for oid in chain if _signer(git, oid) == blob and not _records(git, oid))


def _on_chain(git: Git, since: str, tip: str) -> bool:
    try:
        return since == tip or since in git.run("rev-list", "--first-parent", tip).decode().split()
    except Failure:
        return False


def _signer(git: Git, oid: str) -> str | None:
    commit = git.commit(oid)
    try:
        return parse(commit.signature).key_text if commit and commit.signature else None
    except BadSignature:
        return None


def _records(git: Git, oid: str) -> list[str]:
    out = git.run(
        "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--diff-filter=A", f"{oid}^1", oid, "--", "catalogs"
    )
    places = (classify(name.decode("utf-8", "replace")) for name in out.split(b"\0") if name)
    return [f"{place.item}/{place.name[:4]}" for place in places if place is not None and place.kind == "record"]
