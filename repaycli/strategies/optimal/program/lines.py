"""A credit line in the program: statements, minimums, free periods to keep or lose, what is carried and what it bears.

For each closing the payments up to the test of its statement (its window) and those from there to the next closing are
variables, on the days on which they can make a difference. With S what a statement asks, `free` is 1 when it is paid in
full: S − paid ≤ most × (1 − free). What was first billed in it bears interest only if not `free`, what was carried over
always does. Interest is linear in balances over runs of nights; where it posts it may be as little as rounding makes it.
"""

from repaycli.core.money import Rounding
from repaycli.engine.line.state import Line
from repaycli.engine.lots import FREE
from repaycli.engine.run import Run
from repaycli.engine.totals import rounded
from repaycli.products.terms import Compound, InterestFrom, InterestOn, OverdueOn
from repaycli.strategies.optimal.optimum import PRICED_DAYS
from repaycli.strategies.optimal.program.cycles import Cycle, Fresh, cycles, not_known
from repaycli.strategies.optimal.program.milp import INFINITE, Sum, total
from repaycli.strategies.optimal.program.nights import Nights, purchase_nights
from repaycli.strategies.optimal.program.setting import Modelled, Needs, Paid, Setting

_LITTLE = 0.5
"""Less than half a minor unit is no reason for a choice."""


def add_line(setting: Setting, run: Run, line: Line) -> Modelled:
    """Put a line into the program as it stands at today's payments."""
    missing = not_known(setting, run, line)
    if missing:  # nothing is known of it but that it costs nothing at the least: it asks for no payment
        paid = [Paid(day, setting.program.amount(), "statement") for day in setting.days(setting.today, setting.last)]
        return Modelled(line.name, Sum(), Sum(), paid, Sum(), missing)
    return _Model(setting, run, line).build()


class _State:
    """What a closing hands on, as sums and the most that they can be: what bears already, interest that it asks for."""

    def __init__(self, carried: Sum, carried_most: float) -> None:
        self.carried, self.carried_most = carried, carried_most
        self.cash, self.cash_most = Sum(), 0.0
        self.interest, self.interest_most = Sum(), 0.0
        self.ahead: list[tuple[int, Sum]] = []  # paid of it before it was billed
        self.bears: dict[int, Sum] = {}  # "lost": what is 1 where a posting day's purchases bear from their day
        self.late, self.late_most = Sum(), 0.0  # past due, inside `carried`
        self.is_late = Sum()  # 1 while something is past due
        self.dead = Sum()  # fees and interest left unpaid, inside `carried`: they may bear nothing
        self.fees, self.fees_most = Sum(), 0.0  # late fees that the next statement asks for
        self.moved = Sum()  # what was tolerated: the next statement bills it again


class _Window:
    """The payments towards a statement by what they pay, day by day, and what they leave."""

    def __init__(self) -> None:
        self.days: list[int] = []
        self.fresh: list[Sum] = []
        self.carried: list[Sum] = []
        self.cash: list[Sum] = []
        self.apart: list[Sum] = []
        self.paid = Sum()
        self.by_day: list[Sum] = []
        self.free: Sum | None = None
        self.missed = Sum()
        self.short, self.short_most = Sum(), 0.0
        self.asked_most = 0.0
        self.apart_left = Sum()


class _Model:
    def __init__(self, setting: Setting, run: Run, line: Line) -> None:
        self.setting, self.program = setting, setting.program
        self.line, self.terms, self.run = line, line.terms, run
        first = min([setting.today, *(lot.posted for lot in line.all_lots())]) - 1
        last = setting.last + 80
        self.nights = purchase_nights(line, first, last)
        self.cash_nights = self.nights
        if line.terms.cash_rate:
            rate = line.cash_rate / line.denominator
            self.cash_nights = Nights(lambda _: rate, first, last, line.is_compounding)
        self.cycles = cycles(setting, run, line, self.nights)
        self.shift = 1 if line.next_day else 0
        self.is_unpaid = self.terms.interest_on is InterestOn.UNPAID
        rates = [line.rate, *(line.rate_on(change.from_date.toordinal())[0] for change in self.terms.rates)]
        self.day_rate = line.rate_on(setting.last)[0] / line.denominator
        self.bears = max(rates) > 0
        halves = {Rounding.HALF_UP: 0.5, Rounding.HALF_EVEN: 0.5, Rounding.UP: 0.0, Rounding.DOWN: 1.0}
        self.slack = halves[self.terms.rounding] * self.terms.round_to * setting.slack
        self.cost, self.price, self.late = Sum(), Sum(), Sum()
        self.paid: list[Paid] = []
        self.asked: list[tuple[int, float]] = []
        self.billed = 0.0

    def build(self) -> Modelled:
        """Go through the statements in order."""
        first = self.cycles[0]
        state = _State(Sum(first.carried), first.carried)
        state.cash, state.cash_most = Sum(first.carried_cash), first.carried_cash
        self.billed = first.carried + first.carried_cash
        state.late_most = float(self.line.past_due_left())
        state.late = Sum(state.late_most)
        state.dead = Sum(float(sum(lot.balance for g in self.line.past_due for lot in g.lots if lot.fate is FREE)))
        if state.late_most:
            state.is_late = Sum(1.0)
            self.late.add(1.0)  # today counts, even if it is the day on which all of it is paid
        for number, cycle in enumerate(self.cycles):
            following = self.cycles[number + 1] if number + 1 < len(self.cycles) else None
            state = self._cycle(cycle, following, state)
        self.cost.add(-float(sum(rounded(self.line, self.run.accrued_before[self.line.name]))))
        return Modelled(self.line.name, self.cost, self.price, self.paid, self.late, needs=Needs(tuple(self.asked)))

    # -- one statement ------------------------------------------------------------------------------------------------

    def _cycle(self, cycle: Cycle, following: Cycle | None, state: _State) -> _State:
        """Model one statement from its closing to the next; return what that hands on."""
        setting = self.setting
        start = max(cycle.closed + 1, setting.today) if cycle is not self.cycles[0] else setting.today
        end = min(cycle.following, setting.last)
        cut = self._cut(cycle.closed)
        last_night = min(self._cut(cycle.following), setting.last + 1)
        self.cost.add(cycle.costs)
        self.billed += cycle.amount + cycle.apart + sum(amount for _, amount in cycle.cash)
        window = _Window()
        accrued = cycle.accrued
        if self.line.is_compounding:
            accrued *= 1.0 + self.nights.weight(setting.today, last_night, last_night)
        interest, most = Sum(accrued), accrued
        rest, rest_most = state.carried, state.carried_most
        cash, cash_most = state.cash, state.cash_most
        cash_interest_from = cut
        moved = state.moved if not cycle.is_open else Sum()
        after = start
        if cycle.is_open and start <= end:
            tested = min(cycle.test, end)
            window = self._window(cycle, state, cash, start, tested)
            after = tested + 1
            if cycle.test > setting.last:
                self._end_untested(cycle, state, window, cash)
                return state
            borne, borne_most = self._borne_in_window(cycle, state, window, cut)
            interest, most = interest + borne, most + borne_most
            if cash_most:
                bore, bore_most = self._cash_in_window(cycle, window, cash, cash_most, cut, after)
                interest, most = interest + bore, most + bore_most
                cash, cash_interest_from = cash - total(window.cash), after
            rest = self._fresh_left(cycle, state, window) + (state.carried - total(window.carried)) + window.apart_left
            rest_most = self._rest_most(cycle, state)
            moved = self._tolerated(window)
            rest = rest - moved
            state.dead = self._dead(cycle, state, window)
            if not setting.is_strict:
                state = self._fall_late(state, window, rest, rest_most, tested)
        elif cycle.is_open:
            return state
        # from the test to the next closing
        days = setting.days(after, end) if after > setting.today else self._days(after, end)
        extra = [self.program.amount() for _ in days]
        of_cash = [self.program.amount() for _ in days] if cash_most else []
        for place, day in enumerate(days):
            amount = extra[place] + of_cash[place] if of_cash else extra[place]
            self.paid.append(Paid(day, amount, "statement"))
        if cycle is self.cycles[0] and not cycle.is_open and setting.is_strict and days:
            self.program.at_least(extra[0], float(self.line.past_due_left()))
        late = self._stay_late(
            state, [extra[i] + of_cash[i] if of_cash else extra[i] for i in range(len(days))], days, after, end
        )
        interest.add(late[0])
        most += late[1]
        if not self.line.is_monthly:
            interest.add(
                self._borne(self.nights, rest - state.dead, extra, days, max(after, setting.today), last_night)
            )
            most += rest_most * self.nights.weight(after, last_night)
        if cash_most and not self.line.is_monthly:
            begin = max(cash_interest_from, setting.today)
            interest.add(self._borne(self.cash_nights, cash, of_cash, days, begin, last_night))
            most += cash_most * self.cash_nights.weight(begin, last_night)
        for day, amount in following.cash if following and not self.line.is_monthly else ():
            weight = self.cash_nights.weight(max(day, setting.today), last_night)
            interest.add(amount * weight)
            most += amount * weight
        cash_ahead = self._pay_cash_ahead(following, start, end)
        for day, amount in cash_ahead if not self.line.is_monthly else ():
            interest.add(amount, -self.cash_nights.weight(day + self.shift, last_night))
        new = _State(self._held(rest - total(extra), rest_most), rest_most)
        new.moved = moved
        advanced = sum(amount for _, amount in following.cash) if following else 0.0
        new.cash_most = cash_most + advanced
        if new.cash_most:
            left = cash - total(of_cash) + advanced - total(amount for _, amount in cash_ahead)
            new.cash = self._held(left, new.cash_most)
        self._pay_ahead(following, new, start, end)
        self._lose(cycle, following, window, rest, rest_most, extra, days, new)
        lost, lost_most = self._borne_unbilled(following, new, last_night)
        new.interest, new.interest_most = self._post(interest + lost, most + lost_most)
        new.late, new.late_most, new.is_late = late[2], state.late_most, late[3]
        new.dead = state.dead
        new.interest, new.interest_most = new.interest + state.fees, new.interest_most + state.fees_most
        if cycle.following > setting.last:
            self._price_end(new)
        return new

    def _price_end(self, new: _State) -> None:
        """Price what bears interest at the end of the time looked at."""
        bearing = self.program.amount()
        self.program.at_least(bearing, new.carried - new.dead)
        self.price.add(bearing, PRICED_DAYS * self.day_rate)
        self.price.add(new.cash, PRICED_DAYS * self.line.cash_rate / self.line.denominator)

    def _cash_in_window(
        self, cycle: Cycle, window: _Window, cash: Sum, most: float, cut: int, after: int
    ) -> tuple[Sum, float]:
        """Return what cash advances bear up to the test, and the most that it can be."""
        if self.line.is_monthly:
            month = self.line.cash_rate * self.line.year_days // 12 / self.line.denominator
            if cycle.following > self.setting.last:
                return Sum(), 0.0
            return (cash - total(window.cash[:1])) * month, most * month
        begin, posts = max(cut, self.setting.today), min(self._cut(cycle.following), self.setting.last + 1)
        bore = self._borne(self.cash_nights, cash, window.cash, window.days, begin, after, posts)
        return bore, most * self.cash_nights.weight(begin, after, posts)

    def _cut(self, closed: int) -> int:
        return closed + 1 if self.terms.statement_day_interest == "current" else closed

    def _days(self, first: int, last: int) -> list[int]:
        """Return the days on which a payment can make a difference, the first included."""
        found = self.setting.days(first, last)
        starts = [c.from_date.toordinal() for c in self.line.terms.coupon if c.from_date]
        return sorted({*found, *([first] if first <= last else []), *(day for day in starts if first <= day <= last)})

    def _held(self, left: Sum, most: float) -> Sum:
        """Return a variable that equals what is left: never below nothing."""
        if not left.terms and left.constant <= 0:
            return Sum()
        held = self.program.amount(most)
        self.program.equal(held, left)
        return held

    def _borne(
        self,
        nights: Nights,
        balance: Sum,
        paid: list[Sum],
        days: list[int],
        start: int,
        end: int,
        cut: int | None = None,
    ) -> Sum:
        """Return the interest of a balance from night `start` to before `end`, lowered by payments on days.

        With daily compounding it bears itself up to `cut`, where it posts.
        """
        found = balance * nights.weight(start, end, cut)
        for amount, day in zip(paid, days, strict=True):
            found.add(amount, -nights.weight(max(day + self.shift, start), end, cut))
        return found

    def _post(self, interest: Sum, most: float) -> tuple[Sum, float]:
        """Post interest: as little as rounding can make of it."""
        if most <= _LITTLE:
            return Sum(), 0.0
        posted = self.program.amount(most + self.slack)
        self.program.at_least(posted, interest - self.slack)
        self.cost.add(posted)
        return posted, most + self.slack

    # -- the window ------------------------------------------------------------------------------------------------------

    def _window(self, cycle: Cycle, state: _State, cash: Sum, start: int, tested: int) -> _Window:
        """Let payments go to what a statement asks: fees and interest first, then what bears and what may."""
        program, window = self.program, _Window()
        apart = state.interest + cycle.apart
        apart_most = state.interest_most + cycle.apart
        fresh = Sum(cycle.amount) + state.moved - total(amount for _, amount in state.ahead)
        has_cash = bool(cash.terms) or cash.constant > 0
        window.days = self._days(start, tested)
        tolerated = float(self.terms.tolerance)
        in_time = max([day for day in window.days if day <= cycle.due or self.setting.in_grace], default=start)
        asked = fresh + state.carried + cash + apart
        late = self.line.past_due_left() if cycle is self.cycles[0] else 0
        for day in window.days:
            parts = [
                program.amount(most) if most > 0 else Sum()
                for most in (apart_most, cycle.amount + tolerated, state.carried_most)
            ]
            parts.append(program.amount() if has_cash else Sum())
            window.apart.append(parts[0])
            for kept, part in zip((window.fresh, window.carried, window.cash), parts[1:], strict=True):
                kept.append(part)
            window.paid.add(total(parts))
            window.by_day.append(total(parts))
            self.paid.append(Paid(day, total(parts), "statement", None, day in (window.days[-1], in_time)))
        for kept, most in (
            (window.fresh, fresh),
            (window.carried, state.carried),
            (window.cash, cash),
            (window.apart, apart),
        ):
            if any(each.terms for each in kept):
                program.at_most(total(kept), most)
        window.apart_left = apart - total(window.apart)
        window.asked_most = (
            cycle.amount + float(self.terms.tolerance) + state.carried_most + state.cash_most + apart_most
        )
        self._apart_first(window, apart, apart_most, cycle)
        if self._covers_apart(cycle):
            window.apart_left = Sum()
        if cycle.due <= self.setting.last:
            self._ask(cycle, state, window, fresh, cash, apart, asked)
        if late and self.setting.is_strict:
            first = window.fresh[0] + window.carried[0] + window.cash[0] + window.apart[0]
            program.at_least(first, float(late))
        return window

    def _dead(self, cycle: Cycle, state: _State, window: _Window) -> Sum:
        """Return what of the rest may bear nothing: fees left unpaid, and interest where it does not compound."""
        left = window.apart_left + state.dead
        if not left.terms or self.terms.compound is Compound.NO:
            return left
        fees = max(0.0, cycle.apart - cycle.interest)
        dead = self.program.amount(fees)
        self.program.at_most(dead, left)
        return dead

    def _covers_apart(self, cycle: Cycle) -> bool:
        """Tell whether a minimum that is met pays all fees and interest: where it asks for them in full."""
        in_full = self.terms.minimum.of != "balance" and cycle.minimum is None
        in_full = in_full or (cycle.minimum is not None and cycle.minimum >= cycle.apart)
        return self.setting.is_strict and cycle.due <= self.setting.last and in_full

    def _apart_first(self, window: _Window, apart: Sum, most: float, cycle: Cycle) -> None:
        """Principal is paid only once fees and interest are."""
        if most <= 0 or not self.setting.is_strict:  # long past due, principal may come first
            return
        program = self.program
        for place in range(len(window.days)):
            so_far = total(window.apart[: place + 1])
            principal = total(
                each for kept in (window.fresh, window.carried, window.cash) for each in kept[: place + 1]
            )
            if place == len(window.days) - 1 and self._covers_apart(cycle):
                program.at_least(so_far, apart)
            elif most > _LITTLE and self.bears:
                covered = program.choice()
                program.at_most(principal, covered * window.asked_most)
                program.at_least(so_far, apart - (1 - covered) * most)

    def _ask(self, cycle: Cycle, state: _State, window: _Window, fresh: Sum, cash: Sum, apart: Sum, asked: Sum) -> None:
        """Demand the minimum, and choose whether all is paid."""
        program, rule = self.program, self.terms.minimum
        floor = 0.0
        if cycle.minimum is not None:
            minimum = Sum(cycle.minimum)
            asked = Sum(cycle.full or 0.0)
        else:
            share = float(rule.share)
            carried = share if rule.carried_share is None else float(rule.carried_share)
            of_cash = share if rule.cash_share is None else float(rule.cash_share)
            plain = fresh - (0.0 if rule.instalments_in_share else cycle.instalments)
            if rule.of == "balance":
                minimum = (asked - cycle.instalments) * share + cycle.instalments
                apart_full = Sum(cycle.instalments)
            else:
                minimum = plain * share + state.carried * carried + cash * of_cash + apart + cycle.instalments
                apart_full = apart + cycle.instalments
            minimum = minimum - self.slack
            low = min(share, carried, of_cash) * max(0.0, cycle.amount - cycle.instalments)
            if rule.floor > low and self.setting.is_strict:
                floor = float(rule.floor)
                window.free = program.choice()
                base = Sum() if rule.floor_on == "total" else apart_full
                program.at_least(window.paid, base + floor * (1 - window.free))
        if self.setting.is_strict:
            by = cycle.test if self.setting.in_grace else max(cycle.due, window.days[0])
            paid = total(amount for day, amount in zip(window.days, window.by_day, strict=True) if day <= by)
            program.at_least(paid, minimum)
            self.asked.append((by, self.billed - self._rest_most(cycle, state) - float(self.terms.tolerance)))
        else:
            minimum = minimum + state.late * (1 - float(self._carried_share()))
            window.short_most = window.asked_most
            window.missed = program.choice()
            window.short = program.amount(window.short_most)
            program.at_least(window.short, minimum - window.paid)
            program.at_most(window.short, window.missed * window.short_most)
        loses = not self.is_unpaid and self._fresh_most(cycle) > _LITTLE
        loses = loses or (not self.line.is_compounding and self._compounds(cycle, state) > _LITTLE)
        if loses or self.terms.tolerance or self.line.lost or floor:
            free = window.free = window.free or program.choice()
            left = asked - window.paid
            most = self._rest_most(cycle, state)
            program.at_most(left, (1 - free) * most + free * float(self.terms.tolerance))
            place = len(self.paid) - 1
            self.paid[place] = self.paid[place]._replace(in_full=free)

    def _carried_share(self) -> float:
        rule = self.terms.minimum
        return float(rule.share if rule.carried_share is None or rule.of == "balance" else rule.carried_share)

    def _rest_most(self, cycle: Cycle, state: _State) -> float:
        """Return the most that can be left of a statement when its minimum is met."""
        if cycle.minimum is not None and cycle.full is not None and self.setting.is_strict:
            return max(0.0, cycle.full - cycle.minimum)
        asked = cycle.amount + float(self.terms.tolerance) + state.carried_most + state.cash_most
        if not self.setting.is_strict:
            return asked + state.interest_most + cycle.apart
        rule = self.terms.minimum
        share = float(rule.share)
        carried = share if rule.carried_share is None else float(rule.carried_share)
        of_cash = share if rule.cash_share is None else float(rule.cash_share)
        cash = state.cash_most
        if rule.of == "balance":
            carried = of_cash = share
        plain = cycle.amount + float(self.terms.tolerance) - cycle.instalments
        apart = 0.0 if self._covers_apart(cycle) else state.interest_most + cycle.apart
        return apart + plain * (1 - share) + state.carried_most * (1 - carried) + cash * (1 - of_cash) + self.slack

    # -- what is borne ---------------------------------------------------------------------------------------------------

    def _month(self, cycle: Cycle) -> float:
        """Return the rate that a whole month bears where accrual is by the month: the one in force on its closing."""
        rate = self.line.rate_on(cycle.following)[0]
        return float(rate * self.line.year_days // 12) / self.line.denominator

    def _fresh_most(self, cycle: Cycle) -> float:
        """Return the most interest that purchases first billed can bear up to their test."""
        return sum(self._alone(cycle, each) for each in cycle.fresh)

    def _alone(self, cycle: Cycle, each: Fresh) -> float:
        if self.line.is_monthly:
            return each.amount * self._month(cycle)
        cut = self._cut(cycle.following)
        return each.money + each.amount * self.nights.weight(each.since, cycle.test + 1, cut)

    def _borne_in_window(self, cycle: Cycle, state: _State, window: _Window, cut: int) -> tuple[Sum, float]:
        """Return what a statement's purchases bear up to its test, and the most that it can be."""
        program, end = self.program, cycle.test + 1
        if self.line.is_monthly and cycle.following > self.setting.last:  # by the month only a closing charges
            return Sum(), 0.0
        start = max(cut, self.setting.today)
        most = self._fresh_most(cycle)
        left_carried = state.carried - total(window.carried)
        if self.line.is_monthly:
            base = left_carried if self.line.retested else state.carried - total(window.carried[:1])
            month = self._month(cycle)
            carried, carried_most = base * month, state.carried_most * month
        elif self.line.retested:
            weight = self.nights.weight(cut, end)
            carried, carried_most = left_carried * weight, state.carried_most * weight
        else:
            posts = min(self._cut(cycle.following), self.setting.last + 1)
            bearing = state.carried - state.dead
            carried = self._borne(self.nights, bearing, window.carried, window.days, start, end, posts)
            carried_most = state.carried_most * self.nights.weight(start, end, posts)
        again = self._compounds(cycle, state)
        if again > _LITTLE and (window.free is not None or self.line.is_compounding):
            carried_most += again
            carried = carried + self._again(cycle, state, window, again)
        if most <= _LITTLE:
            return carried, carried_most
        if self.line.retested and state.carried_most > _LITTLE:
            self._oldest_first(cycle, state, window)
        if self.is_unpaid:  # where the free period is lost, from the posting too
            most += sum(each.amount * self.nights.weight(each.posted, cycle.closed + 1) * 1.1 for each in cycle.fresh)
        borne = program.amount(most)
        if self.is_unpaid:
            self._bear_unpaid(cycle, state, window, borne)
        else:
            charged = self._full(cycle, state, window)
            self._unless_free(cycle, state, window, borne, charged)
        return carried + borne, carried_most + most

    def _oldest_first(self, cycle: Cycle, state: _State, window: _Window) -> None:
        """What was carried is paid before what is billed first: where both are charged on what is left, it matters."""
        done = self.program.choice()
        self.program.at_most(total(window.fresh), done * cycle.amount)
        self.program.at_most(state.carried - total(window.carried), (1 - done) * state.carried_most)

    def _compounds(self, cycle: Cycle, state: _State) -> float:
        """Return the most that interest already billed can bear itself up to the test."""
        if self.terms.compound is Compound.NO or (self.line.is_monthly and cycle.following > self.setting.last):
            return 0.0
        billed = state.interest_most if cycle is not self.cycles[0] else cycle.interest
        if self.line.is_monthly:
            return 0.0 if self.is_unpaid else billed * self._month(cycle)
        return billed * self.nights.weight(self._bears_again(cycle), cycle.test + 1, self._cut(cycle.following))

    def _bears_again(self, cycle: Cycle) -> int:
        """Return the first night on which interest that a statement bills bears itself: the one after its due date, or
        with daily compounding the first after it closed."""
        return max(self._cut(cycle.closed), self.setting.today) if self.line.is_compounding else cycle.due + 1

    def _again(self, cycle: Cycle, state: _State, window: _Window, most: float) -> Sum:
        """Return what billed interest bears up to the test; after a due date only if the statement is not paid in full."""
        start, end = self._bears_again(cycle), cycle.test + 1
        billed = state.interest if cycle is not self.cycles[0] else Sum(cycle.interest)
        again = self.program.amount(most)
        posts = min(self._cut(cycle.following), self.setting.last + 1)
        if self.line.is_monthly:
            charged = billed * self._month(cycle)
            self.program.at_least(again, charged - window.free * most if window.free else charged)
            return again
        charged = self._borne(self.nights, billed, window.apart, window.days, start, end, posts)
        is_spared = window.free is not None and not self.line.is_compounding
        self.program.at_least(again, charged - window.free * most if is_spared and window.free else charged)
        return again

    def _full(self, cycle: Cycle, state: _State, window: _Window) -> Sum:
        """Return what purchases bore day by day as they were paid down, from where their terms begin to the test."""
        if self.line.is_monthly:
            return (Sum(cycle.amount) - total(amount for _, amount in state.ahead)) * self._month(cycle)
        end, cut = cycle.test + 1, self._cut(cycle.following)
        found = Sum(self._fresh_most(cycle))
        start = {InterestFrom.POSTING: 0, InterestFrom.STATEMENT: cycle.closed + 1}.get(
            self.terms.interest_from, cycle.due + 1
        )
        for day, amount in [*state.ahead, *zip(window.days, window.fresh, strict=True)]:
            found.add(amount, -self.nights.weight(max(day + self.shift, start), end, cut))
        return found

    def _unless_free(self, cycle: Cycle, state: _State, window: _Window, borne: Sum, charged: Sum) -> None:
        """Charge what purchases bore unless their statement is paid in full; where the free period is lost, those
        posted while something was carried bear all the same."""
        free = window.free
        assert free is not None
        let_off = Sum()
        for each in cycle.fresh:
            alone = self._alone(cycle, each)
            if each.bears or alone <= 0:
                continue
            lost = state.bears.get(each.posted)
            if lost is None:
                let_off.add(free, alone)
            else:  # what it bore before its statement is posted with that
                before = each.amount * self.nights.weight(each.since, cycle.closed + 1, self._cut(cycle.following))
                let_off.add(lost, before)
                spared = self.program.amount(1.0)
                self.program.at_most(spared, free)
                self.program.at_most(spared, 1 - lost)
                let_off.add(spared, alone)
        self.program.at_least(borne, charged - let_off)

    def _bear_unpaid(self, cycle: Cycle, state: _State, window: _Window, borne: Sum) -> None:
        """Charge what is left of each purchase, the newest first, back to where its terms begin."""
        end, cut = cycle.test + 1, self._cut(cycle.following)
        left = self._fresh_left(cycle, state, window)
        if self.line.is_monthly:
            self.program.at_least(borne, left * self._month(cycle))
            return
        by_weight: dict[float, float] = {}
        for each in cycle.fresh:
            weight = each.unit + self.nights.weight(each.since, end, cut)
            by_weight[weight] = by_weight.get(weight, 0.0) + each.amount
        pieces = [(weight, self.program.amount(amount)) for weight, amount in by_weight.items()]
        self.program.at_least(total(piece for _, piece in pieces), left)
        charged = total(piece * weight for weight, piece in pieces)
        all_bear = state.bears.get(max(each.posted for each in cycle.fresh))
        if all_bear is not None:  # then what is paid in the window bears until it is paid
            most = self._fresh_most(cycle)
            until_paid = self.program.amount(most)
            begin = cycle.closed + 1
            bore = total(
                amount * self.nights.weight(begin, max(begin, day + self.shift), cut)
                for day, amount in zip(window.days, window.fresh, strict=True)
            )
            self.program.at_least(until_paid, bore - (1 - all_bear) * most)
            charged.add(until_paid)
        self.program.at_least(borne, charged)

    def _fresh_left(self, cycle: Cycle, state: _State, window: _Window) -> Sum:
        paid = total(amount for _, amount in state.ahead) + total(window.fresh)
        return Sum(cycle.amount) + state.moved - paid

    def _tolerated(self, window: _Window) -> Sum:
        """Let the little that is tolerated move on free of interest, to be billed again."""
        if not self.terms.tolerance or window.free is None:
            return Sum()
        small = self.program.amount(float(self.terms.tolerance))
        self.program.at_most(small, window.free * float(self.terms.tolerance))
        return small

    def _end_untested(self, cycle: Cycle, state: _State, window: _Window, cash: Sum) -> None:
        """The time ends before the test: only what bears for sure has a cost and a price."""
        end = self.setting.last + 1
        start = max(self._cut(cycle.closed), self.setting.today)
        left = state.carried - total(window.carried)
        if not self.line.is_monthly and not self.line.retested:
            borne = Sum(cycle.accrued) + self._borne(
                self.nights, state.carried, window.carried, window.days, start, end
            )
            most = cycle.accrued + state.carried_most * self.nights.weight(start, end)
            if self.line.is_compounding:
                billed = state.interest if cycle is not self.cycles[0] else Sum(cycle.interest)
                billed_most = state.interest_most if cycle is not self.cycles[0] else cycle.interest
                borne = borne + self._borne(self.nights, billed, window.apart, window.days, start, end)
                most += billed_most * self.nights.weight(start, end)
                bearing = self.program.amount(billed_most)
                self.program.at_least(bearing, billed - total(window.apart))
                self.price.add(bearing, PRICED_DAYS * self.day_rate)
            self._post(borne, most)
            self.price.add(left, PRICED_DAYS * self.day_rate)
        if cash.terms or cash.constant:
            borne = self._borne(self.cash_nights, cash, window.cash, window.days, start, end)
            self._post(borne, INFINITE)
            self.price.add(cash - total(window.cash), PRICED_DAYS * self.line.cash_rate / self.line.denominator)

    # -- past due -----------------------------------------------------------------------------------------------------------

    def _fall_late(self, state: _State, window: _Window, rest: Sum, rest_most: float, tested: int) -> _State:
        """Test a minimum that may be missed: what is then past due, its late fee, the days up to the next payment."""
        program, new = self.program, _State(state.carried, state.carried_most)
        self._count_late(state, window.by_day, window.days, tested, state.late, state.late_most)
        new.late, new.late_most, new.is_late = window.short, window.short_most, window.missed
        if self.terms.overdue_on is OverdueOn.WHOLE_STATEMENT:
            new.late_most = rest_most
            new.late = program.amount(rest_most)
            program.at_least(new.late, rest - (1 - window.missed) * rest_most)
        new.dead = state.dead
        fee = self.terms.late_fee
        if fee is not None and not fee.within_minimum and fee.of != "interest":
            least = min(fee.steps) if fee.steps else fee.floor
            share = 0.0 if fee.steps else float(fee.share)
            if fee.cap is not None and window.short_most:
                share = min(share, max(0.0, fee.cap / window.short_most))
                least = min(least, fee.cap)
            most = least + share * window.short_most + self.terms.round_to
            if most > self.terms.round_to:
                charged = program.amount(most)
                program.at_least(charged, window.missed * float(least) - self.slack)
                program.at_least(charged, window.short * share - self.slack)
                self.cost.add(charged)
                new.fees, new.fees_most = charged, most
        return new

    def _count_late(self, state: _State, paid: list[Sum], days: list[int], last: int, late: Sum, most: float) -> Sum:
        """Count days past due while payments on days lower what is past due; return what is 1 where something is left."""
        still = state.is_late
        if most <= 0 or (not still.terms and not still.constant):
            return Sum()
        left = late
        for place, day in enumerate(days):
            left = left - paid[place]
            known = self.program.choice()
            self.program.at_most(left, known * most)
            self.program.at_most(known, still)
            following = days[place + 1] if place + 1 < len(days) else last
            self.late.add(known, float(max(0, following - day)))
            still = known
        return still

    def _stay_late(
        self, state: _State, paid: list[Sum], days: list[int], after: int, end: int
    ) -> tuple[Sum, float, Sum, Sum]:
        """From a test to the next closing: days past due, what the past-due sum bears more, and what is left of both."""
        if self.setting.is_strict or state.late_most <= 0:
            return Sum(), 0.0, Sum(), Sum()
        first = days[0] if days else end
        if after > self.setting.today:
            self.late.add(state.is_late, float(max(0, first - (after - 1))))
        still = self._count_late(state, paid, days, end, state.late, state.late_most) if days else state.is_late
        left = self.program.amount(state.late_most)
        self.program.at_least(left, state.late - total(paid))
        more = float(self.terms.overdue_multiplier) - 1.0
        if more <= 0 or self.line.is_monthly or self.line.is_compounding:
            return Sum(), 0.0, left, still
        start = max(after, self.setting.today)
        last_night = min(end, self.setting.last) + 1
        borne = self._borne(self.nights, state.late, paid, days, start, last_night) * more
        extra = self.program.amount()
        self.program.at_least(extra, borne)
        return extra, state.late_most * more * self.nights.weight(start, last_night), left, still

    # -- ahead of the next closing ----------------------------------------------------------------------------------------

    def _pay_cash_ahead(self, following: Cycle | None, start: int, end: int) -> list[tuple[int, Sum]]:
        """Let cash advances be paid before they are billed: they bear from their day."""
        found: list[tuple[int, Sum]] = []
        if following is None or not following.cash:
            return found
        for day in self._ahead_days(start, end, [day for day, _ in following.cash]):
            posted = sum(amount for on, amount in following.cash if on <= day)
            if posted:
                amount = self.program.amount(posted)
                found.append((day, amount))
                self.program.at_most(total(each for _, each in found), posted)
                self.paid.append(Paid(day, amount, "ahead"))
        return found

    def _ahead_days(self, start: int, end: int, posted: list[int]) -> list[int]:
        return sorted({*self._days(start, end), *(day for day in posted if start <= day <= end)})

    def _pay_ahead(self, following: Cycle | None, new: _State, start: int, end: int) -> None:
        """Let purchases be paid before they are billed, where that can stop interest."""
        from_posting = self.terms.interest_from is InterestFrom.POSTING
        useful = self.line.lost or (not self.is_unpaid and (from_posting or self.line.is_monthly))
        if following is None or not useful or self._fresh_most(following) <= _LITTLE:
            return
        so_far: list[Sum] = []
        for day in self._ahead_days(start, end, [each.posted for each in following.fresh]):
            posted = sum(each.amount for each in following.fresh if each.posted <= day)
            if not posted:
                continue
            amount = self.program.amount(posted)
            so_far.append(amount)
            self.program.at_most(total(so_far), posted)
            new.ahead.append((day, amount))
            self.paid.append(Paid(day, amount, "ahead"))

    def _borne_unbilled(self, following: Cycle | None, new: _State, end: int) -> tuple[Sum, float]:
        """Return what the next purchases bear before their statement closes, where the free period is lost."""
        found, most = Sum(), 0.0
        if not new.bears or following is None:
            return found, most
        for each in following.fresh:
            lost = new.bears.get(each.posted)
            if lost is not None and not each.bears:
                weight = each.amount * self.nights.weight(max(each.posted, self.setting.today), end)
                found.add(lost, weight)
                most += weight
        for day, amount in new.ahead:  # of what is paid ahead only what bears saves something
            before = [each for each in following.fresh if each.posted <= day and each.posted in new.bears]
            if before:
                saved = self.program.amount(sum(each.amount for each in before))
                self.program.at_most(saved, amount)
                self.program.at_most(saved, total(new.bears[each.posted] * each.amount for each in before))
                found.add(saved, -self.nights.weight(day + self.shift, end))
        return found, most

    def _lose(
        self,
        cycle: Cycle,
        following: Cycle | None,
        window: _Window,
        rest: Sum,
        rest_most: float,
        extra: list[Sum],
        days: list[int],
        new: _State,
    ) -> None:
        """Where the free period is lost while something is carried: which of the next purchases bear from their day."""
        if not self.line.lost or following is None:
            return
        for each in following.fresh:
            if each.bears or each.posted in new.bears:
                continue
            if each.posted <= cycle.test and window.free is not None:
                new.bears[each.posted] = 1 - window.free
            elif each.posted > cycle.test:
                left = rest - total(amount for amount, day in zip(extra, days, strict=True) if day <= each.posted)
                known = self.program.choice()
                self.program.at_most(left, known * max(rest_most, 1.0))
                new.bears[each.posted] = known
