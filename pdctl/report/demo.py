"""What the worked example left, and how to carry on."""

from __future__ import annotations

from pathlib import Path

from pdctl.core.frozen import dataclass
from pdctl.core.text import msg
from pdctl.report.talk import out, out_json


@dataclass(frozen=True)
class Demo:
    """What the example leaves: where the repository, the keys, the notice and the introduction lie, and its three items."""

    folder: Path
    repository: Path
    notice: Path
    introduction: str
    kept: Path
    done: str
    on_paper: str
    waiting: str
    keys: Path


def tell(demo: Demo, as_json: bool) -> None:
    """What lies where, and the commands to go on with."""
    if as_json:
        names = ("folder", "repository", "notice", "introduction", "done", "on_paper", "waiting", "keys")
        out_json("demo", {name: str(getattr(demo, name)) for name in names})
        return
    repository, keys = demo.repository, demo.keys
    out(msg("A worked example with fictional people lies in {folder}.", folder=str(demo.folder)))
    out()
    out(msg("1. The notice, to be opened and printed in any browser:"))
    out(msg("   {file}", file=str(demo.notice)))
    out(msg("2. The history of that item, in plain words:"))
    out(msg("   pdctl -C {repository} log {item}", repository=str(repository), item=demo.done))
    out(msg("3. An item approved on paper waits to be published:"))
    out(msg("   pdctl -C {repository} show {item}", repository=str(repository), item=demo.on_paper))
    out(msg("4. A third item waits for its reviews. Carry on with it:"))
    here = f"-C {repository}"
    for key, command in (
        ("wu", f"pdctl {here} review {demo.waiting} --aspect necessity --aspect accuracy --pass"),
        ("zhao", f"pdctl {here} review {demo.waiting} --aspect legal --aspect secrecy --pass"),
        ("sun", f"pdctl {here} approve {demo.waiting} --level head --pass"),
        ("chen", f"pdctl {here} do"),
    ):
        out(msg("   PDCTL_KEY={key} {command}", key=str(keys / key), command=command))
    out(msg("5. Anybody who has a copy and the introduction (核验基准) proves the whole history:"))
    out(f'   pdctl {here} verify --introduction "$(cat {demo.kept})"')
