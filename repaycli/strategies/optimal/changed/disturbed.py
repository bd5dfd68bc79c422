"""A household whose incomes come late or short: the worst of what a cushion has to stand, as one household."""

from collections.abc import Iterator
from datetime import date, timedelta

from repaycli.core.dates import LATEST
from repaycli.core.nouns import NamedTuple
from repaycli.engine.changes import Changes
from repaycli.products.accounts import Flow, Household

_BEYOND = timedelta(days=800)
"""So long after the last day incomes still come: strategies look a year further than they pay."""


class Cushion(NamedTuple):
    """What a plan has to stand: incomes late by up to `days`, one of them short by up to `amount` (minor units)."""

    amount: int = 0
    days: int = 0


class Coming(NamedTuple):
    """One coming of an income: when it is due, and what comes (minor units)."""

    name: str
    on: date
    amount: int
    wallet: str | None


def disturbed(
    household: Household,
    today: date,
    until: date,
    cushion: Cushion,
    changes: Changes,
    punctual: frozenset[tuple[str, date]] = frozenset(),
) -> tuple[Household, Changes]:
    """Return the household in which every income from today on comes `days` late, and one of them is `amount` short.

    Which one is short does not matter: by any day it takes as much away as the income up to then that can lack most, so
    the first takes what it can, a larger one later the rest. Formula: what is missing by a day is max over the incomes
    up to then of min(`amount`, income); what a coming lacks is how much it raises that.

    Why it is the worst: a plan's payments are fixed. If they can be made here, they can be made wherever each income
    comes up to `days` late and any one of them is up to `amount` short, since by every day no less has come; and the
    same payments on the same days leave the same dues, the same interest and the same overdue.

    `punctual`: comings (name, usual day) that are on time all the same. The changes that come back scale no income: the
    incomes of the household are scaled already. Incomes before today stay as they are, and so does what is recorded up to
    today.
    """
    flows = [each._replace(until=_before(today, each.until)) for each in household.incomes if each.first < today]
    lacking = 0
    for each in comings(household, today, until + _BEYOND, changes):
        short = max(0, min(cushion.amount, each.amount) - lacking)
        lacking += short
        late = 0 if (each.name, each.on) in punctual else cushion.days
        if each.amount > short:
            flows.append(Flow(each.name, each.amount - short, each.on + timedelta(days=late), wallet=each.wallet))
    come = tuple(each for each in household.receipts if each.on <= today)
    return household._replace(incomes=tuple(flows), receipts=come), changes._replace(incomes=())


def comings(household: Household, today: date, until: date, changes: Changes) -> tuple[Coming, ...]:
    """Return every coming of an income from today to `until`, by day and name; as the changes scale it. What is recorded
    for a day to come is one, too."""
    last = min(until, LATEST)
    found = [each for flow in household.incomes for each in _comings(flow, today, last, changes)]
    promised = [each for each in household.receipts if today < each.on <= last]
    found += [Coming(each.income, each.on, each.amount, each.wallet) for each in promised]
    return tuple(sorted(found, key=lambda each: (each.on, each.name, each.amount)))


def _comings(flow: Flow, today: date, last: date, changes: Changes) -> Iterator[Coming]:
    amount = changes.income(flow.name, flow.amount)
    for on in flow.dates(last, today):
        yield Coming(flow.name, on, amount, flow.wallet)


def _before(today: date, until: date | None) -> date:
    last = today - timedelta(days=1)
    return min(last, until) if until else last
