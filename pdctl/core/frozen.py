"""`dataclass(frozen=True)` that costs little to define: pdctl has hundreds of values and starts for every command.

The one of the standard library writes and compiles six functions for each class, which took a third of the time of a
short command. Here comparing, hashing and showing are written once for all classes, and what makes a value is compiled
when the first one is made. In all else, `replace`, `fields` and `asdict` among it, these are dataclasses.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: Any = None, /, **options: Any) -> Any:
        """As `dataclasses.dataclass`; frozen ones without any other option are made the quick way."""
        if options != {"frozen": True}:
            return dataclasses.dataclass(cls, **options)
        return _frozen if cls is None else _frozen(cls)


__all__ = ["dataclass"]


def _frozen(cls: Any) -> Any:
    own = vars(cls)
    cls = dataclasses.dataclass(cls, init=False, repr=False, eq=False)
    for name, function in _SHARED.items():
        if name not in own:
            setattr(cls, name, function)

    def first(self: Any, /, *args: Any, **named: Any) -> None:
        cls.__init__ = _initializer(cls)
        cls.__init__(self, *args, **named)

    cls.__init__ = first
    return cls


def _initializer(cls: Any) -> Any:
    """The `__init__` of a class, compiled."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_unset": dataclasses.MISSING}
    heads, lines = [], []
    for field in dataclasses.fields(cls):
        name = field.name
        value = name
        if field.default_factory is not dataclasses.MISSING:
            given[f"_make_{name}"] = field.default_factory
            heads.append(f"{name}=_unset")
            value = f"_make_{name}() if {name} is _unset else {name}"
        elif field.default is not dataclasses.MISSING:
            given[f"_default_{name}"] = field.default
            heads.append(f"{name}=_default_{name}")
        else:
            heads.append(name)
        lines.append(f" _set(self, {name!r}, {value})\n")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()\n")
    exec(f"def __init__(self, {', '.join(heads)}):\n{''.join(lines) or ' pass'}", given)  # noqa: S102 - as dataclasses do
    made = given["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _values(self: Any) -> tuple[Any, ...]:
    """The values of the fields that count when two are compared."""
    cls = type(self)
    if "_compared" not in vars(cls):
        names = [field.name for field in dataclasses.fields(cls) if field.compare]
        cls._compared = staticmethod(attrgetter(*names) if names else lambda _: ())
    found: tuple[Any, ...] = cls._compared(self)
    return found


def _same(self: Any, other: Any) -> Any:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hashed(self: Any) -> int:
    return hash(_values(self))


def _shown(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_setting(_: Any, name: str, __: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__eq__": _same,
    "__hash__": _hashed,
    "__repr__": _shown,
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
}
