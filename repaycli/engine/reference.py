"""The day-by-day walk: every day, every account, every step, one night of interest at a time.

It shares the rules of the accounts with the event-by-event run but neither its calendar nor its accrual: what happens
on a day is found by asking the calendar, and interest is noted night by night on each piece of balance. It is slow and
plain on purpose; the laws compare the two.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from repaycli.core.dates import occurrences, on_day
from repaycli.engine import entries
from repaycli.engine.asking import ask
from repaycli.engine.book import as_date
from repaycli.engine.claims import asks_on
from repaycli.engine.day import Step
from repaycli.engine.line import closing, posting
from repaycli.engine.line.state import Line
from repaycli.engine.loan import billing
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.products.accounts import Flow


class Reference(Run):
    """A run that visits every day."""

    nightly = True

    def fill_agenda(self) -> None:
        """Keep no agenda: `_turn` asks the calendar."""
        self.woken = set(self.strategy.wakes()) if self.strategy else set[int]()
        self.begun = False
        for item in self.household.purchases:
            if item.posted.toordinal() > self.today:
                self.expected[item.account] = self.expected.get(item.account, 0) + 1

    def advance(self, until: int) -> None:
        """Live through every day up to `until`, inclusive."""
        while self.day < until:
            self._turn(self.day + 1)

    def advance_until_repaid(self, last: int) -> int:
        """Live on until every debt known today is repaid, or to `last`; return the day."""
        while self.day < last and not (self.begun and self.is_repaid):
            self._turn(self.day + 1)
        return self.day

    def ask_next_day(self, day: int) -> None:
        """Every day is visited anyway."""

    def _turn(self, day: int) -> None:
        self.day, on = day, as_date(day)
        if day == self.today:
            self.note_accrued(day)
        self._dawn(day, on)
        self._cash_flows(day, on)
        self._post(day, on)
        self._pay(day, on)
        if day == self.today:
            self.begin(day)
            self.begun = True
        if day >= self.today:
            ask(self, day)
        for debt in self.debts.values():
            if isinstance(debt, Line):
                self._close_of_day(debt, day, on)
            else:
                debt.night(day)
        for name in self.debts:
            self.account_step(day, name, Step.TEST)
        if on + relativedelta(days=1) == on.replace(day=1) + relativedelta(months=1):
            self.cash.post_yields(day)
        self.touched = set(self.debts)
        self.end_day(day)
        self._add_up()

    def _add_up(self) -> None:
        """Conservation, every day: what each account owes is the sum of its pieces."""
        for debt in self.debts.values():
            if debt.owed != debt.sum_of_pieces():
                raise AssertionError(f"{debt.name} owes {debt.owed}, its pieces are {debt.sum_of_pieces()}")

    def _dawn(self, day: int, on: date) -> None:
        for check in sorted(self.household.balances, key=lambda check: check.account):
            if check.on == on:
                entries.compare(self, day, check)
        if day > self.as_of:
            for line in self._lines():
                if any(change.from_date == on for change in line.terms.rates):
                    posting.change_rate(line, day)

    def _cash_flows(self, day: int, on: date) -> None:
        for step, flows in ((Step.INCOME, self.household.incomes), (Step.EXPENSE, self.household.expenses)):
            come = [receipt for receipt in self.household.receipts if receipt.on == on and receipt.amount]
            for name in sorted({flow.name for flow in flows}):
                for flow in flows:
                    if flow.name == name and _happens(flow, on) and on not in flow.replaced:
                        entries.happen(self, day, step, name, flow)
                for receipt in come if step is Step.INCOME else ():
                    if receipt.income == name:
                        entries.receive(self, day, receipt)

    def _post(self, day: int, on: date) -> None:
        for name in self.debts:
            self.account_step(day, name, Step.LATE_FEE)
        for line in self._lines():
            for item in self.household.purchases:
                if item.account == line.name and item.posted == on:
                    entries.record(self, day, item)
        for line in self._lines():
            for flow in sorted(line.terms.spending, key=lambda flow: flow.name):
                if _happens(flow, on):
                    entries.happen(self, day, Step.SPENDING, line.name, flow)
        for line in self._lines():
            if self._is_statement_day(line, on):
                posting.post_plan_dues(line, day)
        for loan in self._loans():
            if loan.principal and loan.next_due == day:
                billing.fall_due(loan, day)
            if day > self.as_of and any(change.from_date == on for change in loan.terms.rates):
                billing.change_rate(loan, day)
        for change in sorted(self.changes.call_ins):
            if change.on == on:
                self.call_in(day, change.account)

    def _pay(self, day: int, on: date) -> None:
        for payment in sorted(self.household.payments, key=lambda payment: payment.account):
            if payment.on == on:
                entries.pay(self, day, payment)
        for debt in self.debts.values():
            if asks_on(debt, day) and self.falls_due(debt, day):
                self.sweep(day, debt.name)

    def _close_of_day(self, line: Line, day: int, on: date) -> None:
        closes_first = line.terms.statement_day_interest == "next"
        if not closes_first:
            line.night(day)
        if self._is_statement_day(line, on):
            closing.close(line, day)
        if closes_first:
            line.night(day)

    def _is_statement_day(self, line: Line, on: date) -> bool:
        statement_day = line.terms.statement_day
        for change in line.terms.dates:
            if change.from_date <= on:
                statement_day = change.statement_day
        already_done = any(statement.closed == on for statement in line.terms.statement)
        return on == on_day(on.year, on.month, statement_day) and not already_done

    def _lines(self) -> list[Line]:
        return [debt for debt in self.debts.values() if isinstance(debt, Line)]

    def _loans(self) -> list[Instalments]:
        return [debt for debt in self.debts.values() if isinstance(debt, Instalments)]


_STEP = {
    "week": relativedelta(weeks=1),
    "2 weeks": relativedelta(weeks=2),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


def _happens(flow: Flow, on: date) -> bool:
    """Tell whether a flow occurs on a day, counting its steps from the anchor."""
    if on < flow.first or (flow.until is not None and on > flow.until):
        return False
    if flow.every == "once":
        return on == flow.first
    if flow.every not in _STEP:
        return on in set(occurrences(flow.first, flow.every, on))
    every = _STEP[flow.every]
    if every.days:
        return (on - flow.first).days % every.days == 0
    months = (on.year - flow.first.year) * 12 + on.month - flow.first.month
    size = every.months + 12 * every.years
    return months % size == 0 and flow.first + relativedelta(months=months) == on
