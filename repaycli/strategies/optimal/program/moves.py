"""What comes and goes in the time looked at, whatever debts are paid: incomes, expenses, promised payments."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from repaycli.core.dates import on_day
from repaycli.core.nouns import NamedTuple
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow, Receipt


class Move(NamedTuple):
    """Money that comes into (or with a negative amount leaves) the wallets on a day; `wallet`: the only or first one."""

    day: int
    amount: float
    wallet: int


def income_days(run: Run, last: int) -> tuple[int, ...]:
    """Return the days after today, up to `last`, on which an income comes."""
    if not run.cash.purses:
        return ()
    flows = [flow for flow in run.household.incomes if run.changes.income(flow.name, flow.amount)]
    days = {day for flow in flows for day in _days(run, flow, last)}
    return tuple(sorted(days | {receipt.on.toordinal() for receipt in _recorded(run, last)}))


def yield_days(run: Run, last: int) -> tuple[int, ...]:
    """Return the days up to `last` on which wallets pay out what they earned; none if no wallet earns anything."""
    return tuple(month_ends(run.today, last)) if any(purse.rate for purse in run.cash.purses) else ()


def is_restated(run: Run) -> bool:
    """Tell whether the file states what a wallet holds on a day to come: what is paid before it comes from nowhere."""
    return any(check.is_wallet and check.on.toordinal() > run.today for check in run.household.balances)


def known_moves(run: Run, last: int) -> list[Move]:
    """Return the incomes, expenses and promised payments after today, by day."""
    if not run.cash.purses:
        return []
    index = {purse.name: place for place, purse in enumerate(run.cash.purses)}
    own = run.household
    found: list[Move] = []
    for flow in own.incomes:
        amount = float(run.changes.income(flow.name, flow.amount))
        found += [Move(day, amount, index[flow.wallet] if flow.wallet else 0) for day in _days(run, flow, last)]
    for receipt in _recorded(run, last):
        wallet = index[receipt.wallet] if receipt.wallet else 0
        found.append(Move(receipt.on.toordinal(), float(receipt.amount), wallet))
    for flow in own.expenses:
        wallet = index[flow.wallet] if flow.wallet else 0
        found += [Move(day, -float(flow.amount), wallet) for day in _days(run, flow, last)]
    for payment in own.payments:
        if run.today < payment.on.toordinal() <= last:
            wallet = index[payment.wallet] if payment.wallet else 0
            found.append(Move(payment.on.toordinal(), -float(payment.amount), wallet))
    return sorted(found)


def _recorded(run: Run, last: int) -> list[Receipt]:
    """Return what incomes bring after today by what is recorded already."""
    return [each for each in run.household.receipts if run.today < each.on.toordinal() <= last and each.amount]


def _days(run: Run, flow: Flow, last: int) -> Iterable[int]:
    dates = flow.dates(date.fromordinal(last), run.household.as_of)
    return (on.toordinal() for on in dates if on.toordinal() > run.today)


def start(run: Run) -> float:
    """Return what all wallets hold today above their reserves and what is missing for expenses; minor units."""
    return float(
        run.cash.total
        - sum(purse.reserve for purse in run.cash.purses)
        - sum(missing for _, missing in run.cash.arrears)
    )


def time_of(bounds: Sequence[int], day: int) -> int:
    """Return in which of the times that begin on some days a day lies."""
    return max(0, bisect_right(bounds, day) - 1)


def month_ends(first: int, last: int) -> list[int]:
    """Return the last days of the months, from `first` to `last`."""
    found: list[int] = []
    on = date.fromordinal(first)
    count = 0
    while True:
        day = on_day(on.year, on.month + count, 31).toordinal()
        if day > last:
            return found
        if day >= first:
            found.append(day)
        count += 1
