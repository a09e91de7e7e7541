"""Modules of pdctl that run only once something in them is used.

`from pdctl.actions import decide` at the top of a file then costs nothing until `decide.review` is called, so that
help and completion start without the parts they do not need; `from pdctl.actions.decide import review` runs it at
once. Only the program does this: what imports pdctl as a library gets plain imports.

The lazy loader of `importlib` will not do: Python drops whatever is raised while it looks at a module's `__spec__`,
so Ctrl-C during an import would be lost and leave half a module behind. Here looking does not run it, and a module
that was interrupted has not run.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.abc import Loader
    from importlib.machinery import ModuleSpec


class _Unrun(ModuleType):
    """A module that has not run yet."""

    def __getattribute__(self, name: str) -> Any:
        if name not in ("__spec__", "__class__"):
            _run(self)
        return ModuleType.__getattribute__(self, name)


def _run(module: ModuleType) -> None:
    spec = ModuleType.__getattribute__(module, "__spec__")
    namespace = ModuleType.__getattribute__(module, "__dict__")
    before = dict(namespace)
    module.__class__ = ModuleType
    try:
        spec.loader.exec_module(module)
    except BaseException:
        namespace.clear()
        namespace.update(before)
        module.__class__ = _Unrun
        raise


class _Later:
    """A loader that puts off running a module."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """The module, still empty."""
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module to be run by the first use of it."""
        if module.__spec__ is not None:
            module.__spec__.loader = module.__loader__ = self.loader
        module.__class__ = _Unrun


class _Lazily:
    """Finds the modules of pdctl as Python does, and puts off running them.

    It does not derive from `importlib.abc.MetaPathFinder`: that module alone would take longer than the help page.
    """

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The place of a module of pdctl; None for all others. Packages run at once: Python reads their paths."""
        spec = PathFinder.find_spec(name, path, target) if name.startswith("pdctl.") else None
        if spec is not None and spec.loader is not None and spec.submodule_search_locations is None:
            spec.loader = _Later(spec.loader)  # type: ignore[assignment]
        return spec


def install() -> None:
    """From now on, modules of pdctl are lazy."""
    sys.meta_path.insert(0, _Lazily)
