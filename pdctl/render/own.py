"""Templates of a repository, which go before the shipped ones: rendered in a process of its own with limits.

The sandbox keeps a template from Python and from files, but not from an endless loop or from all memory. So what a
repository brings runs apart, for a bounded time, in bounded memory and without a network; where the system knows no
such limits (Windows) only the time is bounded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pdctl.render.templates import TemplateFault

SECONDS = 20
MEGABYTES = 2048
_NOWHERE = "http://127.0.0.1:9"  # where no proxy listens: a page that asks for a package gets none

Own = Mapping[str, str]


def render_apart(view: Mapping[str, Any], fmt: str, shipped: Path, own: Own, day: date) -> bytes:
    """A notice from a repository's own templates. Raises TemplateFault or NoGlyph."""
    wanted = {"view": view, "format": fmt, "shipped": str(shipped), "own": dict(own), "day": day.isoformat()}
    command = [sys.executable, "-P", "-m", "pdctl.render.apart", str(SECONDS), str(MEGABYTES)]
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"), _NOWHERE)
    where = {"PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    try:
        done = subprocess.run(
            command,
            input=json.dumps(wanted).encode(),
            capture_output=True,
            env={**os.environ, **proxies, **where},
            timeout=SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _over(own, f"not done after {SECONDS} seconds") from error
    return done.stdout if done.returncode == 0 else _failed(done.stderr, done.returncode, own)


def _failed(said: bytes, code: int, own: Own) -> bytes:
    from pdctl.render.typst import NoGlyph

    try:
        fault = json.loads(said.splitlines()[-1])
    except (IndexError, ValueError) as error:
        what = (
            f"not done after {SECONDS} seconds" if code in _TOO_LONG else f"it needs more than {MEGABYTES} MB of memory"
        )
        raise _over(own, what) from error
    if "glyphs" in fault:
        raise NoGlyph(tuple(fault["glyphs"]))
    raise TemplateFault(fault["template"], fault["line"], fault["what"])


_TOO_LONG = (-24, -9, 152)  # SIGXCPU, SIGKILL


def _over(own: Own, what: str) -> TemplateFault:
    return TemplateFault(", ".join(sorted(own)), 0, what)
