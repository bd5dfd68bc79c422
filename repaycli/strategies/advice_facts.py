"""What a run says that advice is weighed by: what is late or asked for, what is frozen, what falls short."""

from collections.abc import Iterator
from datetime import date

from repaycli.engine.claims import Debt
from repaycli.engine.ledger import Kind, Summary
from repaycli.engine.line.state import Line
from repaycli.engine.run import Run


def is_late(debt: Debt, day: int) -> bool:
    """Tell whether an account is past due at the dawn of a day."""
    return any(spell.due < day and (spell.cleared is None or spell.cleared >= day) for spell in debt.spells)


def meets_all(run: Run, account: str, on: date) -> bool:
    """Tell whether nothing of an account is past due for what fell due up to that day."""
    day = on.toordinal()
    spells = run.debts[account].spells
    return not any(spell.due <= day and (spell.cleared is None or spell.cleared > day) for spell in spells)


def coming(run: Run, day: int, last: int) -> Iterator[tuple[str, int]]:
    """Yield what is past due of each account, and what the others ask for at least by their next due date."""
    for name, debt in run.debts.items():
        if debt.days_past_due(day):
            yield name, debt.past_due_left() if isinstance(debt, Line) else debt.past_due_left(day)
            continue
        if isinstance(debt, Line):
            asked = [found.min_left for found in debt.statements if day < found.due <= last and found.min_left > 0]
        else:
            due, amount = debt.next_bill()
            asked = [amount - debt.held] if debt.principal and day < due <= last and amount > debt.held else []
        yield from ((name, least) for least in asked[:1])


def frozen_days(run: Run, lender: str, after: int, first: int, until: int) -> int:
    """Return on how many days a lender's lines are frozen, from `first` to `until`; overlapping dues count again."""
    days = 0
    for debt in run.debts.values():
        if debt.terms.lender == lender:
            for spell in debt.spells:
                last = until if spell.cleared is None else min(until, spell.cleared - 1)
                days += max(0, last - max(first, spell.due + after) + 1)
    return days


def invented(run: Run) -> int:
    """Return what recorded payments took beyond what the wallets held."""
    adjusted = (item for item in run.book.postings if item.kind is Kind.ADJUSTMENT and item.account in run.cash.by_name)
    return sum(item.amount for item in adjusted)


def short_of(summary: Summary) -> int:
    """Return what could not be paid in all; minor units."""
    return sum(found.amount for found in summary.shortfalls)
