"""What was true at the moment of each payment of a plan, seen in its replay by the exact engine."""

from collections import defaultdict
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.engine.branch import branch
from repaycli.engine.changes import Changes
from repaycli.engine.claims import Debt
from repaycli.engine.ledger import Kind
from repaycli.engine.line.paying import pay
from repaycli.engine.line.state import Line
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import BEARING, HELD
from repaycli.engine.position import Decision, Position
from repaycli.engine.run import Run
from repaycli.products.allocation import CASH, PURCHASES
from repaycli.strategies.optimal.optimum import Plan
from repaycli.strategies.optimal.playing.following import Meant, Place, full_asked
from repaycli.strategies.optimal.playing.replay import Planned


class Fact(NamedTuple):
    """How an account stood before the payments of a day; minor units, days as ordinals, rates per day.

    `late`: past due, since `days` days. `asked`: the minimum (or instalment) that comes first, due on `due`; `full`: all
    that its statements ask, of which `tolerance` may be left. `is_free`: something of them bears no interest if it is paid in full. `bearing`: the rates
    that the account bears now. `dearest`: the highest rate that another debt bears which could take the money; None:
    none does. `next_due`: the first due date after that, when the rest could be paid. `is_mixed`: of what has one rate
    some bears interest and some does not, or not yet for sure.
    """

    paid: int
    late: int
    days: int
    asked: int
    due: int | None
    full: int
    is_line: bool
    is_free: bool
    bearing: frozenset[Fraction]
    dearest: Fraction | None
    next_due: int | None
    tolerance: int = 0
    is_mixed: bool = False


class Seen(NamedTuple):
    """A plan's replay, what was true at each of its payments, and what each of them did.

    `stopped`: by rate, how much of what a payment paid bore interest. `coupons`: what they added.
    `held`: what a loan holds of them for its next instalment. `settled`: the payments after which nothing was owed. `open_days`: days after whose payments some debt that could
    take more bears interest.
    """

    run: Run
    facts: dict[Place, Fact]
    meant: Meant
    stopped: dict[Place, dict[Fraction, int]]
    coupons: dict[Place, int]
    held: dict[Place, int]
    settled: frozenset[Place]
    open_days: frozenset[int]


def see(plan: Plan, past: Run, changes: Changes, until: int) -> Seen:
    """Replay a plan from where the past stands to `until`, and note what is true at each payment."""
    witness = _Witness(plan)
    run = branch(past, witness, changes, workings=False)
    witness.run = run
    run.advance(until)
    missed = frozenset((name, spell.due) for name, debt in run.debts.items() for spell in debt.spells)
    all_of, statement = frozenset(witness.all_of), frozenset(witness.statement)
    meant = Meant(all_of, statement, dict(witness.slack), missed, dict(witness.spared))
    stopped, coupons, held, settled = _done(run, witness.facts)
    stopped |= witness.stopped
    return Seen(run, witness.facts, meant, stopped, coupons, held, settled, frozenset(witness.open_days))


def _done(
    run: Run, facts: dict[Place, Fact]
) -> tuple[dict[Place, dict[Fraction, int]], dict[Place, int], dict[Place, int], frozenset[Place]]:
    stopped: dict[Place, dict[Fraction, int]] = {place: {} for place in facts}
    coupons: dict[Place, int] = defaultdict(int)
    held: dict[Place, int] = defaultdict(int)
    owed: dict[Place, int] = {}
    for item in run.book.postings:
        place = (item.on.toordinal(), item.account)
        if place not in facts or item.kind not in (Kind.PAYMENT, Kind.COUPON):
            continue
        owed[place] = item.balance
        if item.kind is Kind.COUPON:
            coupons[place] += item.amount
        held[place] += sum(part.amount for part in item.split if part.part == "next-instalment")
        if facts[place].is_mixed:  # the split doesn't tell which of it bore interest
            continue
        for part in item.split:
            if part.rate in facts[place].bearing:
                stopped[place][part.rate] = stopped[place].get(part.rate, 0) + part.amount
    return stopped, coupons, held, frozenset(place for place, left in owed.items() if left <= 0)


class _Witness(Planned):
    """Makes the payments of a plan and notes what it sees before each."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.run: Run | None = None
        self.facts: dict[Place, Fact] = {}
        self.all_of: set[Place] = set()
        self.statement: set[Place] = set()
        self.slack: dict[Place, int] = {}
        self.spared: dict[Place, int] = {}
        self.open_days: set[int] = set()
        self.stopped: dict[Place, dict[Fraction, int]] = {}

    def decide(self, position: Position) -> list[Decision]:
        """Return today's payments."""
        decisions = super().decide(position)
        if decisions:
            self._note(position, decisions)
        return decisions

    def _note(self, position: Position, decisions: list[Decision]) -> None:
        assert self.run is not None
        paid: dict[str, int] = defaultdict(int)
        ahead = {each.account for each in decisions if not each.prepay}
        for each in decisions:
            paid[each.account] += each.amount
        rooms = {target.account: target.payable for target in position.targets(())}
        rates = {name: _bearing(self.run.debts[name], position.day) for name in rooms}
        for name, amount in paid.items():
            place = (position.day, name)
            room, full = rooms.get(name), full_asked(position, name)
            if room is not None and amount >= room:
                self.all_of.add(place)
                self.slack[place] = amount - room
            if 0 < full <= amount:
                self.statement.add(place)
            elif 0 < full - amount <= _tolerance(self.run.debts[name]):
                self.spared[place] = full - amount
            others = [max(found) for other, found in rates.items() if other != name and found]
            fact = _fact(self.run.debts[name], position.day, amount, name in ahead)
            self.facts[place] = fact._replace(dearest=max(others, default=None))
            if fact.is_mixed:
                self.stopped[place] = _stopped(self.run, name, position.day, amount)
        if any(found and rooms[name] > paid.get(name, 0) for name, found in rates.items()):
            self.open_days.add(position.day)


def _tolerance(debt: Debt) -> int:
    """Return what may be left of a statement that counts as paid in full all the same."""
    return debt.terms.tolerance if isinstance(debt, Line) else 0


def _bearing(debt: Debt, day: int) -> frozenset[Fraction]:
    """Return the rates above zero that an account bears on a day for sure."""
    if isinstance(debt, Instalments):
        rates = {debt.daily_rate(day)} if debt.principal else set[Fraction]()
        if any(due.is_past_due for due in debt.dues):
            rates.add(debt.daily_rate(day) * debt.terms.penalty_multiplier)
        return frozenset(rate for rate in rates if rate > 0)
    found = {debt.fraction(lot.rate) for lot in debt.all_lots() if lot.fate is BEARING and lot.balance}
    return frozenset(rate for rate in found if rate > 0)


def _is_mixed(line: Line, bearing: frozenset[Fraction]) -> bool:
    return any(
        lot.fate is not BEARING and lot.balance and line.fraction(lot.rate) in bearing for lot in line.all_lots()
    )


def _stopped(run: Run, name: str, day: int, amount: int) -> dict[Fraction, int]:
    """Return how much of what bears interest a payment to a line pays, by rate."""
    line = branch(run, None, workings=False).lines[name]
    before = _borne(line)
    pay(line, day, amount)
    after = _borne(line)
    return {rate: was - after.get(rate, 0) for rate, was in before.items() if was > after.get(rate, 0)}


def _borne(line: Line) -> dict[Fraction, int]:
    found: dict[Fraction, int] = defaultdict(int)
    for lot in line.all_lots():
        if lot.fate is BEARING and lot.rate > 0:
            found[line.fraction(lot.rate)] += lot.balance
    return found


def _fact(debt: Debt, day: int, paid: int, ahead: bool) -> Fact:
    bearing, days = _bearing(debt, day), debt.days_past_due(day)
    if isinstance(debt, Line):
        late = debt.past_due_left()
        asked, due, full, is_free = _statement(debt, day)
        following = [found.due for found in debt.statements if found.due > max(day, due or day)]
        next_due = min(following, default=debt.due_after(debt.next_closing))
        tolerance, is_mixed = debt.terms.tolerance, _is_mixed(debt, bearing)
        return Fact(
            paid, late, days, asked, due, late + full, True, is_free, bearing, None, next_due, tolerance, is_mixed
        )
    late = debt.past_due_left(day)
    asked, due = debt.due_left(), day
    if asked:
        due = min(found.due for found in debt.dues if not found.is_past_due)
    elif ahead and debt.principal:
        due, asked = debt.next_bill()
        asked = max(0, asked - debt.held)
    next_due = debt.next_due if debt.next_due > day else None
    return Fact(paid, late, days, asked, due if asked else None, late + asked, False, False, bearing, None, next_due)


def _statement(line: Line, day: int) -> tuple[int, int | None, int, bool]:
    """Return the minimum, the due date and the whole of what a line asks first, and whether it is in its free period."""
    standing = [found for found in line.statements if not found.taken_over and found.full_left > 0]
    asked = [found for found in standing if found.due <= day] or standing[:1]
    if not asked:
        return 0, None, 0, False
    is_free = any(
        lot.fate is HELD and lot.balance and lot.part in (PURCHASES, CASH) and lot.rate
        for found in asked
        for lot in found.lots
    )
    return sum(each.min_left for each in asked), asked[-1].due, sum(each.full_left for each in asked), is_free
