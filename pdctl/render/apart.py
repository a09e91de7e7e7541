"""The process in which a repository's own templates run: `python -m pdctl.render.apart SECONDS MEGABYTES`.

Reads what is wanted as JSON, writes the notice to standard output; a fault goes to standard error as JSON, exit 3.
"""

from __future__ import annotations

import json
import sys
import tempfile
from base64 import b64decode
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

_FAULT = 3


def main(seconds: int, megabytes: int) -> int:
    """Make one notice within limits."""
    _limit(seconds, megabytes)
    wanted = json.loads(sys.stdin.buffer.read())
    from pdctl.render.templates import TemplateFault
    from pdctl.render.typst import NoGlyph

    try:
        made = _made(wanted)
    except TemplateFault as fault:
        return _say({"template": fault.template, "line": fault.line, "what": fault.what})
    except NoGlyph as fault:
        return _say({"glyphs": fault.characters})
    except MemoryError:
        names = ", ".join(sorted(wanted["own"]))
        return _say({"template": names, "line": 0, "what": f"it needs more than {megabytes} MB of memory"})
    sys.stdout.buffer.write(made)
    return 0


def _made(wanted: dict[str, Any]) -> bytes:
    from pdctl.render.notice import render_notice

    with tempfile.TemporaryDirectory(prefix="pdctl-") as folder:
        own = Path(folder)
        for name, text in wanted["own"].items():
            target = own / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b64decode(text) if name.endswith(".docx") else text.encode())
        day = date.fromisoformat(wanted["day"])
        return render_notice(wanted["view"], wanted["format"], Path(wanted["shipped"]), day, (own,))


def _say(fault: dict[str, Any]) -> int:
    sys.stderr.write("\n" + json.dumps(fault) + "\n")
    return _FAULT


def _limit(seconds: int, megabytes: int) -> None:
    with suppress(ImportError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
