"""One household lived through: from `as_of`, through the replayed past, into the projection under a strategy.

The run jumps from event to event; between two events nothing changes but interest, which follows in closed form.
`repaycli.engine.reference` walks every single day instead; a law holds that both give the same ledger.
"""

from collections.abc import Callable, Collection
from datetime import date
from fractions import Fraction

from repaycli.core.dates import LATEST, on_day
from repaycli.core.text import text
from repaycli.core.whole import every, most, never, no_more, pick
from repaycli.engine import entries
from repaycli.engine.agenda import Agenda
from repaycli.engine.asking import ask
from repaycli.engine.book import Book, as_date
from repaycli.engine.cash import Cash
from repaycli.engine.changes import NO_CHANGES, Changes, Skipping, call_in, convert, extend
from repaycli.engine.claims import Debt, asks_on
from repaycli.engine.coupons import Coupons
from repaycli.engine.day import Step
from repaycli.engine.ledger import Notice, Unconfirmed
from repaycli.engine.line import closing, posting, verdict
from repaycli.engine.line.state import Line
from repaycli.engine.loan import billing
from repaycli.engine.loan.state import Instalments
from repaycli.engine.opening import open_line
from repaycli.engine.payments import Payments
from repaycli.engine.position import Strategy
from repaycli.engine.shared import share_limits
from repaycli.engine.unconfirmed import find_unconfirmed, mark_unconfirmed
from repaycli.products.accounts import Household, Payment, Purchase
from repaycli.products.terms import Autopay

_STEPS = {
    "plan-due": (Step.PLAN_DUE,),
    "close": (Step.CLOSE,),
    "test": (Step.TEST,),
    "late-fee": (Step.LATE_FEE,),
    "due": (Step.DUE,),
    "rate": (Step.RATE,),
}
_LOAN_STEPS = {
    "due": (Step.INSTALMENT, Step.DUE),
    "test": (Step.TEST,),
    "late-fee": (Step.LATE_FEE,),
    "rate": (Step.LOAN_RATE,),
}

_DECIDE = int(Step.DECIDE)
_END = max(Step) + 1

EVER = LATEST.toordinal()
"""The last day of all."""


class Run:
    """A household's accounts and cash, and the days that have passed.

    `today` is the first day on which the strategy decides; before it the recorded past is replayed.
    """

    nightly = False
    book_type: type[Book] = Book

    def __init__(
        self,
        household: Household,
        today: date,
        strategy: Strategy | None,
        workings: bool = True,
        changes: Changes = NO_CHANGES,
    ) -> None:
        self.household = household
        self.as_of = household.as_of.toordinal()
        self.today = today.toordinal()
        self.strategy = strategy
        self.changes = changes
        self.skipping = Skipping(changes, self.today)
        self.book = self.book_type(workings)
        self.agenda = Agenda()
        self.day = self.as_of - 1
        self.notes_repaid = True  # False where nobody asks when each debt is repaid
        self.unfinished: int | None = None  # a day of which only the first steps are done
        self.cash = Cash(household.wallets, self.as_of, self.book)
        self.lines: dict[str, Line] = {}
        self.loans: dict[str, Instalments] = {}
        self.asking: set[str] = set()
        self.accrued_before: dict[str, tuple[Fraction, Fraction]] = {}
        self.unconfirmed: list[Unconfirmed] = []
        self.paid_on: dict[str, list[int]] = {}  # the days of the recorded payments of each account, in order
        self.repaid_on: dict[str, int] = {}  # of many futures: 0 where a debt is not repaid yet
        self.path: list[tuple[int, tuple[int, ...], int]] = []  # day, what each wallet holds, unpaid expenses
        self.expected: dict[str, int] = {}  # recorded entries after today, which are debts known today
        self.called_in: dict[str, int] = {}  # loans, and the day on which a scenario called them in
        self.postponed: list[tuple[int, str]] = []  # dues not met on their day: the day, the account
        self.refused: set[str] = set()  # lines whose planned spending was refused
        self.woken: Collection[int] = ()  # days on which the strategy wants to be asked whatever happens
        self.freezes = {
            lender.name: max(1, lender.spending_frozen_after_days)
            for lender in household.lenders
            if lender.spending_frozen_after_days is not None
        }
        self.touched: set[str] = set()  # accounts that something happened to today
        self._open()
        self.debts: dict[str, Debt] = dict(sorted({**self.lines, **self.loans}.items()))
        share_limits(household, self.debts)
        self.coupons = Coupons(household.accounts)
        self.payments = Payments(self.debts, self.cash, self.book, self.today, self.coupons)
        self.fill_agenda()

    # -- setting up ---------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        own = self.household
        recorded: dict[str, list[Payment]] = {}
        for payment in own.payments:
            recorded.setdefault(payment.account, []).append(payment)
        self.paid_on = {name: sorted(each.on.toordinal() for each in found) for name, found in recorded.items()}
        earlier: dict[str, list[Purchase]] = {}
        for item in own.purchases:
            if item.posted < own.as_of:
                earlier.setdefault(item.account, []).append(item)
        for terms in own.lines:
            line = Line(terms, self.book, self.scheduler(terms.name, is_line=True), self.nightly)
            self.lines[terms.name] = line
            paid = [payment for payment in recorded.get(terms.name, []) if payment.on < own.as_of]
            open_line(line, earlier.get(terms.name, []), paid, self.as_of)
            if line.past_due:
                self.asking.add(terms.name)
            if line.statements:
                self.asking.add(terms.name)
        for terms in own.loans:
            loan = Instalments(terms, self.as_of, self.book, self.scheduler(terms.name, is_line=False), self.nightly)
            self.loans[terms.name] = loan
            if loan.dues:
                self.asking.add(terms.name)

    def scheduler(self, name: str, is_line: bool) -> Callable[[int, str], None]:
        """Return what an account asks with to be come back to."""
        steps = _STEPS if is_line else _LOAN_STEPS

        def schedule(day: int, what: str) -> None:
            if day >= self.as_of:
                for step in steps[what]:
                    self.push(day, step, name, type(self).account_step, name, step)

        return schedule

    def push(self, day: int, step: Step, name: str, act: Callable[..., None], *args: object) -> None:
        """Put an event on the agenda: on that day `act(run, day, *args)` is done."""
        self.agenda.push(day, step, name, act, *args)

    def fill_agenda(self) -> None:
        """Put everything on the agenda that is known from the start."""
        entries.fill(self)
        self.push(self.today, Step.DAWN, "", Run.note_accrued)
        self.push(self.today, Step.TODAY, "", Run.begin)
        if any(wallet.annual_yield for wallet in self.household.wallets):
            self._push_month_end(self.as_of)
        self.fill_in_plans()

    def fill_in_plans(self) -> None:
        """Put on the agenda what the strategy and the changes bring: from today on."""
        for name, on in self.changes.call_ins:
            if on is not None:
                self.push(on.toordinal(), Step.CALL_IN, name, Run.call_in, name)
        self.fill_in_wakes()

    def fill_in_wakes(self, last: int = EVER) -> None:
        """Put on the agenda the days to come on which the strategy is asked whatever happens, up to `last`."""
        if self.strategy is None:
            return
        self.woken, first = frozenset(self.strategy.wakes()), max(self.today, self.day)
        for day in [*self.woken, *self.coupons.starts()]:
            if first <= day <= last:
                self.push(day, Step.DECIDE, "", _nothing)

    def _push_month_end(self, day: int) -> None:
        on = as_date(day)
        self.push(on_day(on.year, on.month, 31).toordinal(), Step.MONTH_END, "", Run._month_ends)

    def _month_ends(self, day: int) -> None:
        self.cash.post_yields(day)
        self.ask_next_day(day)
        self._push_month_end(day + 1)

    # -- the days -----------------------------------------------------------------------------------------------------

    def advance(self, until: int) -> None:
        """Live through every day up to `until`, inclusive."""
        if self.unfinished is not None:
            self._turn(self.unfinished)
        while (day := self.agenda.next_by(until)) is not None:
            self._turn(day)
        self.day = max(self.day, until)

    def _turn(self, day: int) -> None:
        self.day, self.unfinished = day, None
        self._do(day, _DECIDE)
        if day >= self.today:
            ask(self, day)
        self._do(day, _END)
        self.end_day(day)

    def _do(self, day: int, before: int) -> None:
        for _, _, _, _, act, args in self.agenda.take(day, before):
            act(self, day, *args)

    def reach(self, day: int) -> None:
        """Live up to the moment of that day at which a strategy would be asked; `advance` goes on from there."""
        if self.unfinished is not None and self.unfinished < day:
            self._turn(self.unfinished)
        while (earlier := self.agenda.next_by(day - 1)) is not None:
            self._turn(earlier)
        self.day = day
        if self.agenda.next_by(day) is not None:
            self.unfinished = day
        self._do(day, _DECIDE)

    def advance_until_repaid(self, last: int) -> int:
        """Live on from today until every debt known then is repaid, or to `last`; return the day."""
        self.advance(min(self.today, last))
        while not self.is_repaid and (day := self.agenda.next_by(last)) is not None:
            self._turn(day)
        if not self.is_repaid:
            self.advance(last)
        return self.day

    def end_day(self, day: int) -> None:
        """Step 7: note the cash, and which debts known today are repaid."""
        if day >= self.today:
            for name in self.touched if self.notes_repaid else ():
                self._note_repaid(name, day)
            self.touched.clear()
        arrears = sum([missing for _, missing in self.cash.arrears]) if self.cash.arrears else 0
        self.path.append((day, tuple([purse.holds for purse in self.cash.purses]), arrears))

    # -- what can happen ------------------------------------------------------------------------------------------------

    def account_step(self, day: int, name: str, step: Step) -> None:
        """Do one step of the ordered day for one account."""
        line = self.lines.get(name)
        if line is not None:
            self._line_step(line, step, day)
        else:
            self._loan_step(self.loans[name], step, day)
        self.touched.add(name)

    def _line_step(self, line: Line, step: Step, day: int) -> None:
        match step:
            case Step.PLAN_DUE:
                if line.next_closing == day:
                    posting.post_plan_dues(line, day)
            case Step.CLOSE:
                if line.next_closing == day:
                    closing.close(line, day)
                    if self.strategy and self.strategy.eager:
                        self.ask_next_day(day)
            case Step.TEST:
                if day < self.today:
                    mark_unconfirmed(line, self.paid_on.get(line.name, ()), self.as_of, day)
                verdict.test(line, day)
                if line.past_due:
                    self.asking.add(line.name)
                    self.ask_next_day(day)
                elif self.strategy and self.strategy.eager:
                    self.ask_next_day(day)
            case Step.LATE_FEE:
                posting.post_late_fee(line, day)
            case Step.RATE:
                posting.change_rate(line, day)
            case Step.DUE:
                if self.falls_due(line, day):
                    self.push(day, Step.AUTOPAY, line.name, Run.sweep, line.name)
            case _:
                raise AssertionError(step)

    def _loan_step(self, loan: Instalments, step: Step, day: int) -> None:
        match step:
            case Step.INSTALMENT:
                if loan.next_due == day:
                    billing.fall_due(loan, day)
            case Step.LOAN_RATE:
                billing.change_rate(loan, day)
            case Step.TEST:
                if day < self.today:
                    mark_unconfirmed(loan, self.paid_on.get(loan.name, ()), self.as_of, day)
                billing.test(loan, day)
                if loan.dues:
                    self.ask_next_day(day)
            case Step.LATE_FEE:
                billing.post_late_fee(loan, day)
            case Step.DUE:
                if self.falls_due(loan, day):
                    self.push(day, Step.AUTOPAY, loan.name, Run.sweep, loan.name)
            case _:
                raise AssertionError(step)

    def falls_due(self, debt: Debt, day: int) -> bool:
        """A due date is here: from now on it asks for money; tell whether autopay sweeps it by itself."""
        self.asking.add(debt.name)
        if self.skipping.concerns(debt.name) and asks_on(debt, day):
            self.skipping.note_due(debt.name, day)
        by_itself = day < self.today or self.skipping.sweeps(debt.name)
        return by_itself and debt.terms.autopay not in (False, Autopay.OFF)

    def call_in(self, day: int, name: str) -> None:
        """A scenario: after what falls due that day, and before any payment, the lender calls a loan in."""
        loan, on = self.loans[name], as_date(day)
        if not call_in(loan, day):
            why = text("nothing of {account} is past due on {date}", account=name, date=on)
            if loan.days_past_due(day):
                why = text("all of {account} is due by {date} already", account=name, date=on)
            self.book.notices.append(Notice("not-called-in", name, why))
            return
        called = text(
            "in this scenario it is called in on {date}: {amount} is due at once",
            date=on,
            amount=loan.past_due_left(day),
        )
        self.book.notices.append(Notice("called-in", name, called))
        self.called_in[name] = day
        self.skipping.end(name)
        self.asking.add(name)
        self.touched.add(name)

    def ask_next_day(self, day: int) -> None:
        """What happens after the day's payments may call for one tomorrow."""
        if day + 1 >= self.today:
            self.push(day + 1, Step.DECIDE, "", _nothing)

    def is_frozen(self, debt: Debt, day: int) -> bool:
        """Tell whether the lender stops spending with it: one of its accounts is past due for too long."""
        lender = debt.terms.lender
        after = self.freezes.get(lender)
        if after is None:
            return False
        longest = 0
        for each in self.debts.values():
            if each.terms.lender == lender:
                longest = most(longest, each.days_past_due(day))
        return no_more(after, longest)

    def sweep(self, day: int, name: str) -> None:
        """In the replayed past the lender takes what it asks, as far as there is cash."""
        self.payments.sweep(self.debts[name], day)
        self.touched.add(name)

    # -- today ----------------------------------------------------------------------------------------------------------

    def note_accrued(self, day: int) -> None:
        """At the dawn of today: what had accrued before it belongs to the past."""
        self.accrued_before = {name: debt.accrued_exact(day - 1) for name, debt in self.debts.items()}

    def begin(self, day: int) -> None:
        """After today's recorded entries: find what is unconfirmed; what is owed now is the debt known today."""
        for name, debt in self.debts.items():
            debt.begin_projection(self.notes_repaid)
            self.unconfirmed += find_unconfirmed(debt, self.paid_on.get(name, ()), self.as_of, day)
            self.touched.add(name)
        for extension in self.changes.extensions:
            extend(self.loans[extension.account], extension.instalments, day)
        for conversion in self.changes.conversions:
            convert(self.lines[conversion.account], conversion, day)
        self.book.notices += self.coupons.ending(as_date(day))

    def _note_repaid(self, name: str, day: int) -> None:
        before = self.repaid_on.get(name, 0)
        if self.expected.get(name) or every(no_more(1, before)):
            return
        now = no_more(before, 0) & self.debts[name].is_repaid()
        if not never(now):
            self.repaid_on[name] = pick(now, day, before)
            if self.strategy and self.strategy.eager:
                self.ask_next_day(day)

    @property
    def is_repaid(self) -> bool:
        """Tell whether every debt known today is repaid."""
        return len(self.repaid_on) == len(self.debts)


def _nothing(run: Run, day: int) -> None:
    """Only wake the strategy."""
