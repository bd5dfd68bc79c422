"""A loan in the program: instalments as they follow from the principal, prepayments, what they cost and save.

Between two due dates principal p may be prepaid on a day t: it costs p × (1 + fee) and the interest that is paid with it.
`interest = "part"`: that of p alone, linear. `"all"`: all that accrued, if anything is prepaid (a choice). Interest is
linear in the principal over runs of nights; where it posts it may be as little as rounding makes it.
"""

from repaycli.core.money import Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.loan.state import Instalments
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded
from repaycli.products.schedules import PERIODS, period_rate
from repaycli.products.terms import Accrual, Effect, Repayment
from repaycli.strategies.optimal.optimum import PRICED_DAYS
from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.nights import Nights
from repaycli.strategies.optimal.program.setting import Modelled, Needs, Paid, Setting

_LITTLE = 0.5
"""Less than half a minor unit is no reason for a choice."""


def add_loan(setting: Setting, run: Run, loan: Instalments) -> Modelled:
    """Put a loan into the program as it stands at today's payments."""
    missing = _not_known(run, loan)
    if missing:  # nothing is known of it but that it costs nothing at the least: it asks for no payment
        paid = [Paid(day, setting.program.amount(), "prepay") for day in setting.days(setting.today, setting.last)]
        return Modelled(loan.name, Sum(), Sum(), paid, Sum(), missing)
    return _Model(setting, run, loan).build()


def _not_known(run: Run, loan: Instalments) -> tuple[Text, ...]:
    own, name = run.household, loan.name
    found: list[Text] = []
    if any(payment.account == name and payment.on.toordinal() > run.today for payment in own.payments):
        found.append(text("{account}: a payment promised for later", account=name))
    if any(check.on.toordinal() > run.today for check in own.balances if check.account == name):
        found.append(text("{account}: a balance stated for later", account=name))
    if loan.credit:
        found.append(text("{account}: money overpaid", account=name))
    if loan.terms.schedule and loan.terms.prepayment.allowed:
        found.append(text("{account}: prepaying a loan with the lender's own schedule", account=name))
    if loan.terms.grace_days and loan.terms.grace_days > 20:
        found.append(text("{account}: more than 20 days of grace", account=name))
    return tuple(found)


class _Due(NamedTuple):
    day: int
    amount: Sum
    most: float
    test: int


class _Pool:
    """The dues of a loan that may be paid late, together: a payment meets the oldest first."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.dues: list[_Due] = []
        self.principal_share = 0.0  # at least so much of what is past due bears penalty

    def add(self, day: int, amount: Sum, most: float, test: int) -> None:
        """Add a due that is tested at the end of a day."""
        self.dues.append(_Due(day, amount, most, test))


class _Model:
    def __init__(self, setting: Setting, run: Run, loan: Instalments) -> None:
        self.setting, self.program = setting, setting.program
        self.loan, self.terms, self.run = loan, loan.terms, run
        self.nights = Nights(self._rate_on, setting.today, setting.last + 2)
        halves = {Rounding.HALF_UP: 0.5, Rounding.HALF_EVEN: 0.5, Rounding.UP: 0.0, Rounding.DOWN: 1.0}
        self.slack = halves[self.terms.rounding] * self.terms.round_to * setting.slack
        self.fee = float(self.terms.prepayment.fee)
        self.can_prepay = self.terms.prepayment.allowed and loan.principal > 0
        self.cost, self.price, self.late = Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.principal, self.most = Sum(float(loan.principal)), float(loan.principal)
        self.accrued = Sum(
            sum(
                run.balance * run.rate * (run.months or run.end - run.start)
                for run in [*loan.deferred, *loan.runs_to(setting.today)]
            )
            / loan.denominator
        )
        self.accrued_most = self.accrued.constant
        # what each unit of principal accrued in this period
        if loan.terms.accrual is Accrual.MONTHLY and setting.today == loan.previous_due:
            self.accrued, self.accrued_most = Sum(), 0.0  # paid off today, nothing of it is charged
        self.unit = self.first_unit = self.accrued_most / loan.principal if loan.principal else 0.0
        self.instalment = Sum(float(loan.level if self.terms.repayment is Repayment.LEVEL else loan.part))
        self.instalment_most = self.instalment.constant
        self.tolerated = Sum(float(loan.tolerated))
        self.due_most = 0.0
        self.is_repaid: Sum | None = None
        self.pool = _Pool(setting)
        self.asked: list[tuple[int, float]] = []
        self.repaid: list[tuple[int, Sum]] = []

    def _rate_on(self, day: int) -> float:
        if day < self.loan.since:  # charged already, or not yet begun
            return 0.0
        rate = self.terms.rate
        for change in self.terms.rates:
            if change.from_date.toordinal() <= day:
                rate = change.rate
        paused = any(
            not pause.interest and pause.from_date.toordinal() <= day <= pause.until.toordinal()
            for pause in self.terms.pause
        )
        return 0.0 if paused else float(rate.daily)

    def build(self) -> Modelled:
        """Go through the due dates in order."""
        setting, loan = self.setting, self.loan
        self._open_dues()
        start, due, count, remaining = setting.today, loan.next_due, loan.count, loan.remaining
        held = float(loan.held)
        whole = (loan.whole_period and loan.previous_due < setting.today) or loan.previous_due == setting.today
        began = loan.previous_due
        while loan.principal and due <= setting.last and remaining > 0:
            touched = self._prepay(start, due, remaining)
            self._change_rate(began, due, remaining)
            is_whole = whole and loan.is_monthly and self._is_unbroken(began, due)
            nothing = loan.is_paused(due) or (self.terms.repayment is Repayment.BULLET and remaining > 1)
            if nothing:
                if is_whole:
                    self.accrued = self.accrued + self._by_month(began, due, touched)
                    self.accrued_most += self.most * self._month_rate(began) * PERIODS[self.terms.every][1]
                remaining -= 0 if loan.is_paused(due) else 1
            else:
                self._bill(began, due, remaining, held, touched, is_whole)
                held = 0.0
                remaining -= 1
            count += 1
            start = began = due
            whole = True
            due = loan.due_number(count)
        if loan.principal and remaining > 0:
            self._prepay(start, setting.last + 1, remaining)
        if not self.setting.is_strict:
            self._late_pool()
        self._end(held)
        return Modelled(loan.name, self.cost, self.price, self.paid, self.late, needs=self._needs(float(loan.held)))

    def _needs(self, held: float) -> Needs:
        """Return what it takes at the least: whole months are counted as if they all had 31 nights."""
        owed = float(self.loan.principal) - held - float(self.terms.tolerance) - self.slack * (len(self.paid) + 2)
        share = 1.0
        if self.loan.is_monthly:
            share, owed = (
                0.96,
                owed
                - float(self.loan.principal) * self.nights.weight(self.setting.today, self.setting.today + 31) * 0.1,
            )
        return Needs(tuple(self.asked), owed, tuple(self.repaid), self.nights, share)

    def _is_unbroken(self, began: int, due: int) -> bool:
        """Tell whether no rate changes and no night is free of interest between two due dates."""
        if any(began < change.from_date.toordinal() < due for change in self.terms.rates):
            return False
        return not any(
            not pause.interest and pause.from_date.toordinal() < due and pause.until.toordinal() >= began
            for pause in self.terms.pause
        )

    def _open_dues(self) -> None:
        """What fell due and is still open is paid in time; what is past due is paid today."""
        today, loan = self.setting.today, self.loan
        late = loan.past_due_left(today)
        if late:
            self.late.add(1.0)  # today counts, even if it is the day on which all of it is paid
        self.cost.add(float(sum(loan.penalty_to(due, today) for due in loan.dues if due.is_past_due)))
        if late and self.setting.is_strict:
            self.paid.append(Paid(today, Sum(float(late)), "instalment"))
        elif late:
            self.pool.add(today, Sum(float(late)), float(late), today - 1)
        for due in loan.dues:
            if not due.is_past_due and due.left:
                self.due_most = float(due.left)
                self._pay_due(Sum(float(due.left)), today, max(today, due.due + self.terms.grace_days))

    def _pay_due(self, amount: Sum, first: int, last: int) -> None:
        """Let a due be paid on one of the days that are left for it."""
        if not self.setting.is_strict:
            self.pool.add(first, amount - float(self.terms.tolerance), self.due_most, last)
            return
        last = min(last if self.setting.in_grace else first, self.setting.last)
        days = sorted({first, *self.setting.days(first, last)})
        if self.terms.tolerance:
            self.tolerated = self.program.amount(float(self.terms.tolerance))
            self.program.at_most(self.tolerated, amount)
            amount = amount - self.tolerated
        if len(days) == 1:
            self.paid.append(Paid(days[0], amount, "instalment"))
            return
        parts = [self.program.amount() for _ in days]
        self.program.equal(total(parts), amount)
        for day, part in zip(days, parts, strict=True):
            self.paid.append(Paid(day, part, "instalment", None, day == days[-1]))

    def _late_pool(self) -> None:
        """Let dues be paid late: days past due, the penalty on what is past due, the fee for each that is missed."""
        setting, program, terms = self.setting, self.program, self.terms
        owed, most = Sum(), 0.0
        days = sorted(
            {
                setting.today,
                *setting.incomes,
                *(due.day for due in self.pool.dues),
                *(due.test for due in self.pool.dues),
            }
        )
        days = [day for day in days if setting.today <= day <= setting.last]
        fee = terms.late_fee
        least = (
            0.0
            if fee is None or fee.within_minimum or fee.of == "interest"
            else float(min(fee.steps) if fee.steps else fee.floor)
        )
        if fee is not None and fee.cap is not None:
            least = min(least, float(fee.cap))
        for place, day in enumerate(days):
            for due in self.pool.dues:
                if due.day == day:
                    owed, most = owed + due.amount, most + due.most
            if not most:
                continue
            paid = program.amount()
            self.paid.append(Paid(day, paid, "instalment"))
            owed = owed - paid
            held = program.amount(most)
            program.at_least(held, owed)
            owed = held
            tested = [due for due in self.pool.dues if due.test <= day]
            if not tested:
                continue
            waiting = total(due.amount for due in self.pool.dues if due.day <= day < due.test)
            is_late = program.choice()
            program.at_most(owed - waiting, is_late * most)
            following = days[place + 1] if place + 1 < len(days) else setting.last
            self.late.add(is_late, float(following - day))
            penalty = program.amount()
            weight = self.nights.weight(day, following) * float(terms.penalty_multiplier) * self.pool.principal_share
            program.at_least(penalty, (owed - waiting) * weight)
            self.cost.add(penalty)
            owed = owed + penalty
            if least and any(due.test == day for due in self.pool.dues):
                self.cost.add(is_late, least)
                owed = owed + is_late * least

    # -- between two due dates -------------------------------------------------------------------------------------------

    def _prepay(self, start: int, due: int, remaining: int) -> "Sum | None":
        """Let principal be prepaid from `start` to before `due`; return a choice that is 1 if it is, where that matters."""
        program, loan, nights = self.program, self.loan, self.nights
        at, touched = start, None
        days = list(self.setting.days(start, due - 1)) if self.can_prepay else []
        if (loan.is_monthly or self.fee) and self.can_prepay and start not in days and start > self.setting.today:
            days = [start, *days]
        by_part = (
            self.terms.prepayment.interest == "part"
            and not loan.deferred
            and self.terms.repayment is not Repayment.BULLET
        )
        unit = self.unit
        for day in days:
            self._run_to(at, day)
            unit += nights.weight(at, day)
            at = day
            amount = program.amount(self.most)
            program.at_most(amount, self.principal)
            inside = day > start or (day == self.setting.today and self.accrued_most > _LITTLE)
            chosen = None
            if inside and (loan.is_monthly or not by_part or self.terms.prepayment.effect is Effect.LOWER):
                chosen = program.choice()
                program.at_most(amount, chosen * self.most)
                touched = chosen if touched is None else self._either(touched, chosen)
            elif self.terms.prepayment.effect is Effect.LOWER:
                chosen = program.choice()
                program.at_most(amount, chosen * self.most)
            interest = Sum()
            if by_part:
                interest = amount * unit
            elif inside and chosen is not None and self.accrued_most > _LITTLE:
                interest = program.amount(self.accrued_most)
                program.at_most(interest, self.accrued)
                program.at_most(interest, chosen * self.accrued_most)
                program.at_least(interest, self.accrued - (1 - chosen) * self.accrued_most)
            self._prepaid(day, amount, interest, chosen, remaining)
        self._run_to(at, due)
        self.unit = 0.0 if due <= self.setting.last else unit
        return touched

    def _either(self, one: Sum, other: Sum) -> Sum:
        found = self.program.amount(1.0)
        self.program.at_least(found, one)
        self.program.at_least(found, other)
        self.program.at_most(found, one + other)
        return found

    def _prepaid(self, day: int, amount: Sum, interest: Sum, chosen: Sum | None, remaining: int) -> None:
        program = self.program
        self.principal = self.principal - amount
        self.accrued = self.accrued - interest
        posted = interest
        if interest.terms:
            posted = program.amount(self.accrued_most + self.slack)
            program.at_least(posted, interest - self.slack)
        fee = Sum()
        if self.fee:
            fee = program.amount(self.most * self.fee)
            program.at_least(fee, amount * self.fee - self.slack)
        self.cost.add(posted).add(fee)
        self.paid.append(Paid(day, amount + fee + posted, "prepay"))
        if chosen is not None and self.terms.prepayment.effect is Effect.LOWER:
            self._lower(chosen, day, remaining)

    def _lower(self, chosen: Sum, day: int, remaining: int) -> None:
        """A prepayment lets the instalment follow anew from the principal."""
        if self.terms.repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
            return  # none but the last asks for principal
        share = self._share(day, remaining)
        new = self.program.amount(self.instalment_most)
        most = self.instalment_most
        self.program.at_most(new, self.instalment + chosen * 0.0)
        self.program.at_least(new, self.instalment - chosen * most)
        self.program.at_least(new, self.principal * share - self.slack - (1 - chosen) * most)
        self.program.at_most(new, self.principal * share + self.slack + (1 - chosen) * most)
        self.instalment = new

    def _share(self, day: int, remaining: int) -> float:
        """Return what part of the principal one level (or equal) instalment is."""
        if self.terms.repayment is not Repayment.LEVEL:
            return 1.0 / max(1, remaining)
        rate = self.terms.rate
        for change in self.terms.rates:
            if change.from_date.toordinal() <= day:
                rate = change.rate
        period = period_rate(rate, self.terms.every)
        growth = (1 + period) ** max(1, remaining)
        return float(period * growth / (growth - 1)) if period else 1.0 / max(1, remaining)

    def _run_to(self, start: int, end: int) -> None:
        weight = self.nights.weight(start, min(end, self.setting.last + 1))
        if weight:
            self.accrued = self.accrued + self.principal * weight
            self.accrued_most += self.most * weight

    def _change_rate(self, began: int, due: int, remaining: int) -> None:
        """A dated rate lets the level instalment follow anew: at least over all the instalments that are left."""
        changes = [
            c
            for c in self.terms.rates
            if began < c.from_date.toordinal() <= due and c.from_date.toordinal() > self.setting.today
        ]
        if not changes or self.terms.repayment is not Repayment.LEVEL:
            return
        share = self._share(due, remaining)
        if not self.can_prepay:
            self.instalment = self.principal * share
            self.instalment_most = self.most * share + 1
            return
        self.instalment_most = max(self.instalment_most, self.most * share) * 2 + self.slack
        new = self.program.amount(self.instalment_most)
        self.program.at_least(new, self.principal * share - self.slack)
        self.instalment = new

    # -- a due date ------------------------------------------------------------------------------------------------------

    def _bill(self, began: int, due: int, remaining: int, held: float, touched: Sum | None, is_whole: bool) -> None:
        """Post the interest, lower the principal by the instalment's part, and let it be paid, with what is held for it."""
        program, loan = self.program, self.loan
        interest_exact, most = self.accrued, self.accrued_most
        if is_whole:
            interest_exact = interest_exact + self._by_month(began, due, touched)
            most = max(most, self.most * self._month_rate(began) * PERIODS[self.terms.every][1]) + 1.0
        index = loan.scheduled + (loan.remaining - remaining)
        stated = self.terms.schedule[index] if self.terms.schedule and index < len(self.terms.schedule) else None
        interest = program.amount(most + self.slack)
        program.at_least(interest, Sum(float(stated.interest)) if stated else interest_exact - self.slack)
        part, part_least = self._part(interest, most, remaining, stated.principal if stated else None)
        fee = self._instalment_fee()
        self.cost.add(interest).add(fee)
        owed = part + interest + fee + self.tolerated
        self.tolerated = Sum()
        self.due_most = self.most + most + self.slack + self.instalment_most + 1e6
        self._pay_due(owed - held, due, due + self.terms.grace_days)
        self.most = max(0.0, self.most - part_least)
        self.principal = self._held(self.principal - part)
        if self.is_repaid is not None:
            program.at_most(self.principal, (1 - self.is_repaid) * self.most)
            self._note(due + self.terms.grace_days, self.is_repaid, held)
        self.accrued, self.accrued_most = Sum(), 0.0

    def _note(self, day: int, repaid: Sum, held: float) -> None:
        """Note by when the loan may be repaid, and what it asks for as long as it is not."""
        self.repaid.append((day, repaid))
        if not self.instalment.terms:
            so_far = self.asked[-1][1] if self.asked else -float(self.terms.tolerance) - held
            self.asked.append((day, so_far + self.instalment.constant))

    def _held(self, left: Sum) -> Sum:
        held = self.program.amount(self.most + 1.0)
        self.program.equal(held, left)
        return held

    def _by_month(self, began: int, due: int, touched: Sum | None) -> Sum:
        """Return what a whole month's interest differs from that of its nights, if nothing was moved inside it."""
        months = PERIODS[self.terms.every][1]
        begins = max(began, self.setting.today)
        more = self._month_rate(began) * months - self.nights.weight(begins, due)
        if began < self.setting.today:
            more -= self.first_unit
        differs = self.program.amount(self.most * abs(more) * 1.01, -self.most * abs(more) * 1.01)
        free = touched if touched is not None else Sum()
        if more >= 0:
            self.program.at_least(differs, self.principal * more - free * (self.most * more))
            self.program.at_least(differs, 0.0)
        else:
            self.program.at_least(differs, self.principal * more)
            self.program.at_least(differs, (1 - free) * (self.most * more))
        return differs

    def _month_rate(self, day: int) -> float:
        """Return the rate of one month in force on a day."""
        rate = self.terms.rate
        for change in self.terms.rates:
            if change.from_date.toordinal() <= day:
                rate = change.rate
        return float(rate.monthly)

    def _part(self, interest: Sum, interest_most: float, remaining: int, stated: int | None) -> tuple[Sum, float]:
        """Return the principal that an instalment asks for, and the least that it can be where nothing was prepaid."""
        program, most = self.program, self.most
        if remaining <= 1:
            return self.principal, 0.0
        if stated is not None:
            return Sum(float(stated)), float(stated)
        if self.terms.repayment in (Repayment.INTEREST_FIRST, Repayment.BULLET):
            return Sum(), 0.0
        wanted = self.instalment
        if self.terms.repayment is Repayment.LEVEL:
            wanted = wanted - interest
        least = 0.0
        if not self.terms.rates and self.terms.prepayment.effect is not Effect.LOWER:
            least = self.instalment_most
            if self.terms.repayment is Repayment.LEVEL:
                least = max(0.0, least - interest_most - self.slack - 1.0)
            least = min(least, most)
        part = program.amount(most)
        program.at_most(part, self.principal)
        program.at_most(part, wanted)
        if not self.can_prepay:
            program.at_least(part, wanted)
            return part, least
        repaid = program.choice()
        if self.is_repaid is not None:
            program.at_least(repaid, self.is_repaid)
        self.is_repaid = repaid
        program.at_least(part, wanted - repaid * self.instalment_most)
        return part, least

    def _instalment_fee(self) -> Sum:
        fee = self.terms.fee_per_instalment
        if fee is None:
            return Sum()
        if not fee.amount and fee.of == "remaining":
            charged = self.program.amount(self.most * float(fee.share))
            self.program.at_least(charged, self.principal * float(fee.share) - self.slack)
            return charged
        amount = float(fee.amount or self.loan.round(fee.share * self.loan.original))
        if not self.can_prepay or not self.most:
            return Sum(amount)
        charged = self.program.choice()
        self.program.at_most(self.principal, charged * self.most)
        return charged * amount

    def _end(self, held: float) -> None:
        """Add what accrues to the end, less what had accrued before today, and the price of what is owed then."""
        setting = self.setting
        posted = self.program.amount(self.accrued_most + self.slack)
        self.program.at_least(posted, self.accrued - self.slack)
        self.cost.add(posted)
        self.cost.add(-float(sum(rounded(self.loan, self.run.accrued_before[self.loan.name]))))
        self.price.add(self.principal, PRICED_DAYS * self._rate_on(setting.last))
        if held:
            self.price.add(0.0)
