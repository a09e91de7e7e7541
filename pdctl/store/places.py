"""Where pdctl keeps things of its own, outside every repository."""

from __future__ import annotations

import os
from pathlib import Path


def config_home() -> Path:
    """The folder of this user's settings: his own key lies there."""
    base = _absolute("XDG_CONFIG_HOME") or (_absolute("APPDATA") if os.name == "nt" else None)
    return Path(base) / "pdctl" if base else _home() / ".config" / "pdctl"


def cache_home() -> Path:
    """The folder of derived data: deletable at any time."""
    base = _absolute("XDG_CACHE_HOME") or (_absolute("LOCALAPPDATA") if os.name == "nt" else None)
    return Path(base) / "pdctl" if base else _home() / ".cache" / "pdctl"


def _absolute(name: str) -> str | None:
    """A folder from the environment; a relative one would lie wherever one stands, a repository perhaps, and is ignored."""
    value = os.environ.get(name)
    return value if value and Path(value).is_absolute() else None


def _home() -> Path:
    """The user's folder; a user without one, or with a relative one, gets a place where nothing can be kept."""
    try:
        home = Path.home()
    except RuntimeError:
        return Path(os.devnull)
    return home if home.is_absolute() else Path(os.devnull)
