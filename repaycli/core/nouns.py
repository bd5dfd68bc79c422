"""`NamedTuple` as in `typing`, made in a quarter of the time: every command makes more than a hundred at its start.

`typing` checks each annotation and compiles a new constructor for each class; here classes with as many fields share
one, under other names. What it makes behaves the same: a tuple with `_replace`, `_asdict`, `_fields` and defaults.
Python 3.14 keeps annotations elsewhere: from there on it is `typing`'s own.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from sys import version_info
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING or version_info >= (3, 14):
    from typing import NamedTuple
else:
    from collections import _tuplegetter

    class _Noun(tuple):
        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> "_Noun":
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"expected {len(cls._fields)} values, got {len(made)}")
            return made

        def _replace(self, /, **changes: Any) -> "_Noun":
            changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"no such fields: {list(changes)}")
            return changed

        def _asdict(self) -> Mapping[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            values = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(values)})"

    _SPACE: dict[str, Any] = {"new": tuple.__new__}

    @cache
    def _constructor(count: int) -> CodeType:
        """Return the code of a constructor with so many fields; their names are put in afterwards."""
        names = "".join(f", _{place}" for place in range(count))
        values = "".join(f"_{place}, " for place in range(count))
        made: Callable[..., Any] = eval(f"lambda cls{names}: new(cls, ({values}))", _SPACE)
        return made.__code__

    class _Maker(type):
        def __new__(mcs, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(mcs, name, bases, space)
            fields = tuple(space.pop("__annotations__", ()))
            defaults = {field: space[field] for field in fields if field in space}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default stands behind one that has it")
            code = _constructor(len(fields)).replace(co_varnames=("cls", *fields), co_name="__new__")
            space["__new__"] = FunctionType(code, _SPACE, "__new__", tuple(defaults.values()))
            space["__slots__"] = ()
            space["_fields"] = space["__match_args__"] = fields
            space["_field_defaults"] = defaults
            for place, field in enumerate(fields):
                space[field] = _tuplegetter(place, "")
            return type(name, (_Noun,), space)

    class NamedTuple(metaclass=_Maker):
        """Base of the named tuples; what is made of it is no subclass of it."""
