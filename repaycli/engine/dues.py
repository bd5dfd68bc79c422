"""What falls due from a day on: what is open now, as the records tell it, and what a projection says will be asked."""

from collections.abc import Iterator
from datetime import date

from repaycli.core.nouns import NamedTuple
from repaycli.engine.book import as_date
from repaycli.engine.branch import branch, replay
from repaycli.engine.ledger import Projection
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.products.accounts import Household


class ComingDue(NamedTuple):
    """A due date of an account and what it asks for; minor units.

    `minimum` and `amount` are what is still to be paid of it, at least and in full, before the payments of any plan
    (both 0: paid). `days` past due, or past its date within the grace days, which end on `until`.
    """

    account: str
    on: date
    minimum: int
    amount: int
    is_line: bool
    closes: date | None = None  # a statement that has not closed yet: its amounts are an estimate
    days: int = 0
    until: date | None = None  # the date has passed, its grace days have not
    unconfirmed: bool = False  # nobody recorded whether it was paid

    @property
    def is_past_due(self) -> bool:
        """Tell whether its date and its grace days have passed."""
        return self.days > 0 and self.until is None


def coming_dues(household: Household, projection: Projection, past: Run | None = None) -> tuple[ComingDue, ...]:
    """Return every due date from the projection's today to its last day, past-due ones first, by date and account.

    What is open today counts as the records tell it, whatever the strategy pays on it; of past-due sums each account
    has one entry, with its oldest due date. What will be asked later is taken from the projection. `past` is a replay
    made already, which stays as it is.
    """
    run = branch(past or replay(household, projection.today, workings=False), strategy=None, workings=False)
    known = [due for due in _open_now(run) if due.on <= projection.until]
    found = {(due.account, due.on): due for due in [*_projected(projection), *known]}
    return tuple(sorted(found.values(), key=lambda due: (not due.days, due.on, due.account)))


def _projected(projection: Projection) -> Iterator[ComingDue]:
    today, last = projection.today, projection.until
    for statement in projection.statements:
        if statement.closed >= today and statement.due <= last and statement.balance > 0:
            yield ComingDue(
                statement.account, statement.due, statement.minimum, statement.balance, True, statement.closed
            )
    for instalment in projection.fallen_due:
        if instalment.on > today and instalment.amount > 0:
            yield ComingDue(instalment.account, instalment.on, instalment.amount, instalment.amount, False)


def _open_now(run: Run) -> Iterator[ComingDue]:
    run.reach(run.today)
    unconfirmed = {(each.account, each.due) for each in run.unconfirmed}
    for debt in run.debts.values():
        late = debt.past_due_left() if isinstance(debt, Line) else debt.past_due_left(run.today)
        if late > 0:
            days = debt.days_past_due(run.today)
            since = as_date(run.today - days)
            is_unconfirmed = (debt.name, since) in unconfirmed
            yield ComingDue(debt.name, since, late, late, isinstance(debt, Line), days=days, unconfirmed=is_unconfirmed)
        for due in _of_line(debt, run.today) if isinstance(debt, Line) else _of_loan(debt, run):
            yield due._replace(unconfirmed=(due.account, due.on) in unconfirmed)


def _of_line(line: Line, today: int) -> Iterator[ComingDue]:
    for statement in line.statements:
        days = max(0, today - statement.due)
        if statement.taken_over or (days and statement.min_left <= 0):
            continue
        asked = max(0, statement.full_left)
        until = as_date(statement.test_on) if days else None
        yield ComingDue(line.name, as_date(statement.due), statement.min_left, asked, True, days=days, until=until)


def _of_loan(loan: Instalments, run: Run) -> Iterator[ComingDue]:
    left = {item.on.toordinal(): 0 for item in run.book.fallen_due if item.account == loan.name}
    left = {day: amount for day, amount in left.items() if day == run.today}  # paid on its own day
    for due in loan.dues:
        if not due.is_past_due:
            left[due.due] = left.get(due.due, 0) + due.left
    for day, amount in left.items():
        days = max(0, run.today - day)
        until = as_date(day + loan.terms.grace_days) if days else None
        yield ComingDue(loan.name, as_date(day), amount, amount, False, days=days, until=until)
    if loan.principal:
        day, asked = loan.next_bill()
        amount = max(0, asked - loan.held)
        if asked:
            yield ComingDue(loan.name, as_date(day), amount, amount, False)
