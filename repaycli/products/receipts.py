"""Receipts: which planned date of an income each stands for, and what its occurrences really brought."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from repaycli.core.dates import STEPS, occurrences, rhythm
from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Flow, Household, Receipt

REACH = timedelta(days=31)
"""A receipt that does not say so stands for no planned date further away than this."""

ENOUGH = 6
"""So many recorded occurrences say how an income varies."""

_APART = timedelta(days=366)

_DAY = timedelta(days=1)


class Occurrence(NamedTuple):
    """What one occurrence of an income brought in all, in minor units (0: it did not come), and how many days after its
    planned date the last of it came; None: its planned date is not known, or nothing came. Early counts as on time."""

    amount: int
    late: int | None


def planned_dates(flows: Sequence[Flow], first: date, last: date) -> list[date]:
    """Return the dates on which incomes of one name were planned from `first` to `last`, both inclusive, in order.

    Before the first date that the file gives, the earliest of them is taken to have come in the same rhythm, where that is a
    plain one: what came before the file was written has a planned date, too.
    """
    found = {on for flow in flows for on in occurrences(flow.first, flow.every, min(last, flow.until or last), first)}
    earliest = min(flows, key=lambda flow: flow.first)
    if earliest.every in STEPS and earliest.every != "once":
        found.update(rhythm(earliest.first, earliest.every, first, min(last, earliest.first - _DAY)))
    return sorted(found)


def planned_around(flows: Sequence[Flow], days: Iterable[date]) -> list[date]:
    """Return the planned dates of incomes of one name near some days, in order.

    Days far apart are looked at apart: a rule that comes daily is not walked through for two hundred years.
    """
    spans: list[tuple[date, date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] <= _APART:
            spans[-1] = spans[-1][0], day + REACH
        else:
            spans.append((day - REACH, day + REACH))
    return [on for first, last in spans for on in planned_dates(flows, first, last)]


def stands_for(planned: Sequence[date], on: date, is_missed: bool, taken: Collection[date]) -> date | None:
    """Return the planned date that what came on a day stands for: the nearest that is not taken; None without any near.

    Of two as near it is the earlier. What did not come was planned for that day or before it, if there is such a date.
    """
    near = planned[bisect_left(planned, on - REACH) : bisect_right(planned, on + REACH)]
    free = [each for each in near if each not in taken]
    return min(free, key=lambda each: (is_missed and each > on, abs(each - on), each), default=None)


def planned_amount(flows: Sequence[Flow], due: date) -> int:
    """Return what was planned for a planned date of incomes of one name, in minor units."""
    own = [
        flow.amount for flow in flows if due in occurrences(flow.first, flow.every, min(due, flow.until or due), due)
    ]
    return sum(own) or min(flows, key=lambda flow: flow.first).amount


def with_receipts(household: Household, receipts: Iterable[Receipt]) -> Household:
    """Return the household with these receipts: the dates that they stand for bring nothing else."""
    found = sorted(receipts, key=lambda each: (each.on, each.income, each.due or each.on, each.amount))
    stood: dict[str, set[date]] = {}
    for each in found:
        if each.due is not None:
            stood.setdefault(each.income, set()).add(each.due)
    incomes = [flow._replace(replaced=frozenset(stood.get(flow.name, ()))) for flow in household.incomes]
    return household._replace(incomes=tuple(incomes), receipts=tuple(found))


def lived(receipts: Iterable[Receipt], income: str, until: date) -> list[Occurrence]:
    """Return what the recorded occurrences of an income brought up to a day, inclusive."""
    parts: dict[object, list[Receipt]] = {}
    for number, each in enumerate(receipts):
        if each.income == income and each.on <= until:
            parts.setdefault(each.due or number, []).append(each)
    return [_occurrence(own) for own in parts.values()]


def _occurrence(parts: Sequence[Receipt]) -> Occurrence:
    amount = sum(each.amount for each in parts)
    due = parts[0].due
    if not amount or due is None:
        return Occurrence(amount, None)
    return Occurrence(amount, max(0, (max(each.on for each in parts if each.amount) - due).days))
