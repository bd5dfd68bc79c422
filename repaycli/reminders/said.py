"""What was already said, so that a reminder that runs again stays silent, and one that did not run catches up.

The memory is a small JSON file, one for each accounts file. A thing is said once a day, and again on the same day only
when it got worse. Two kinds are said once for good: a statement to check, and a due that passed while nothing ran.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.needs import Need, NeedKind

_VERSION = 1
_DAYS_KEPT = 8
_KEPT = timedelta(days=400)
_BELIEVED = timedelta(days=40)
_STEP_BACK = timedelta(days=4)
"""A clock that was so far ahead of today was wrong then: what it took for a day was none."""
_ONCE = (NeedKind.STATEMENT, NeedKind.MISSED)
_NO_KEYS: Mapping[str, Any] = MappingProxyType({})


class NotOursError(ValueError):
    """The file holds something else than a memory of what was said."""


Level = tuple[int, ...]
"""How bad a thing is: worse is higher, in any of the figures."""

Said = Mapping[date, Level]
"""The days on which one thing was said, in order, and how bad it was at its worst on each; never empty."""


class Memory(NamedTuple):
    """What was said, by key, and the day of the last run; `others` are keys of the file that are not ours."""

    last_run: date | None = None
    said: Mapping[str, Said] = MappingProxyType({})
    others: Mapping[str, Any] = _NO_KEYS


def state_name(accounts: Path) -> str:
    """Return the name of the memory of an accounts file, given its absolute path."""
    return f"remind-{sha256(str(accounts).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}.json"


def read_memory(content: bytes) -> Memory:
    """Read a memory; an empty file is an empty one. Raises NotOursError when it is something else."""
    if not content.strip(b" \t\r\n\0"):  # a crash of the machine can leave a file without its content
        return Memory()
    try:
        raw = json.loads(content)
        if not isinstance(raw, dict):
            raise NotOursError
        keys = cast("dict[str, Any]", raw)
        if keys.pop("version") != _VERSION:
            raise NotOursError
        stated = keys.pop("last_run")
        said = {
            str(key): {date.fromisoformat(day): tuple(map(int, level)) for day, level in sorted(days.items())}
            for key, days in keys.pop("said").items()
            if days
        }
        return Memory(None if stated is None else date.fromisoformat(stated), said, keys)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, RecursionError) as problem:
        raise NotOursError from problem


def write_memory(memory: Memory, accounts: Path) -> bytes:
    """Write a memory as the content of its file."""
    body = {
        **memory.others,
        "version": _VERSION,
        "file": str(accounts).encode("utf-8", "replace").decode("utf-8"),
        "last_run": memory.last_run.isoformat() if memory.last_run else None,
        "said": {
            key: {day.isoformat(): list(level) for day, level in said.items()}
            for key, said in sorted(memory.said.items())
        },
    }
    return (json.dumps(body, ensure_ascii=True, indent=1) + "\n").encode()


def unsaid(needs: Iterable[Need], memory: Memory, today: date) -> list[Need]:
    """Return what is to be said today.

    What was said today already is not, unless it got worse. A clock set back does not repeat what was said on a day
    that lies ahead now, unless that day is so far ahead that the clock must have been wrong then.
    """
    return [need for need in needs if not _is_said(need, memory, today)]


def after(memory: Memory, needs: Iterable[Need], told: Iterable[Need], today: date) -> Memory:
    """Return the memory after a run that found `needs` and told those of `told`."""
    fresh = {_key(need) for need in told}
    said = _without_wrong_days(memory, today)
    for need in needs:
        key = _key(need)
        days = dict(said.get(key, {}))
        level = _level(need) if key in fresh else days[max(days)] if days else _level(need)
        days[today] = tuple(map(max, level, days.get(today, level)))
        said[key] = {day: days[day] for day in sorted({*sorted(days)[-_DAYS_KEPT:], today})}
    return memory._replace(last_run=today, said=said)


def _without_wrong_days(memory: Memory, today: date) -> dict[str, Said]:
    """Return what was said not too long ago; after a clock was far ahead, without the days that were none."""
    was_wrong = memory.last_run is not None and memory.last_run > today + _STEP_BACK
    last = today if was_wrong else today + _KEPT
    kept = {key: {day: level for day, level in said.items() if day <= last} for key, said in memory.said.items()}
    return {key: said for key, said in kept.items() if said and max(said) >= today - _KEPT}


def _is_said(need: Need, memory: Memory, today: date) -> bool:
    said = memory.said.get(_key(need))
    if said is None:
        return False
    if need.kind in _ONCE and min(said) <= today:
        return True
    known = said.get(today)
    if known is None and memory.last_run is not None and today < memory.last_run:
        ahead = [day for day in said if today < day <= today + _BELIEVED]
        known = said[max(ahead)] if ahead else None
    return known is not None and not _is_worse(_level(need), known)


def _is_worse(level: Level, before: Level) -> bool:
    return len(level) != len(before) or any(now > then for now, then in zip(level, before, strict=True))


def _key(need: Need) -> str:
    """Return what makes two needs the same thing; names hold no tabs."""
    parts = [need.kind.value]
    match need.kind:
        case NeedKind.SHORTFALL:
            pass  # there is one at a time, the first
        case NeedKind.OVERDUE:
            parts.append(need.account)
        case NeedKind.COUPON:
            parts += [need.account, need.on.isoformat(), str(need.number)]
        case _:
            parts += [need.account, need.on.isoformat()]
    return "\t".join(parts)


def _level(need: Need) -> Level:
    """Return how bad it is."""
    match need.kind:
        case NeedKind.OVERDUE:
            return (need.days, need.amount)
        case NeedKind.SHORTFALL:
            return (-need.on.toordinal(), need.amount)
        case NeedKind.STAGE:
            return (len(need.events),)
        case _:
            return (need.minimum or 0, need.amount)
