"""What is known of a line's statements before any payment is decided: their days, what is put on them, what is open."""

from datetime import date

from repaycli.core.dates import LATEST, occurrences
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.engine.branch import copied
from repaycli.engine.line.state import Line
from repaycli.engine.lots import BEARING, FREE, HELD, NEVER, Lot
from repaycli.engine.run import Run
from repaycli.products.accounts import Household
from repaycli.products.allocation import CASH, INTEREST, PENALTY, PURCHASES, is_plain
from repaycli.products.charges import cash_fee
from repaycli.products.terms import InterestFrom, PurchaseKind
from repaycli.strategies.optimal.program.lines.rates import Source, are_apart, posted_on, standing
from repaycli.strategies.optimal.program.setting import Setting

_INSTALMENT = "instalment"
"""What an instalment plan billed today: it is asked for with the statement that closes today."""


class Fresh(NamedTuple):
    """Purchases of one day that a statement bills first: amount, what they bear from when, what they bore so far.

    `money`: interest up to today if it is charged on what stood; `unit`: the same for one unit that is left.
    """

    posted: int
    amount: float
    since: int
    money: float = 0.0
    unit: float = 0.0
    bears: bool = False  # already for sure
    source: Source | None = None  # where dated rates tell what stands on the line apart


class Cycle:
    """A statement: closed, due and tested on days (ordinals), and the closing that follows. Amounts in minor units."""

    def __init__(self, closed: int, due: int, test: int, following: int) -> None:
        self.closed, self.due, self.test, self.following = closed, due, test, following
        self.is_open = True  # its test is today or later
        self.fresh: list[Fresh] = []
        self.instalments = 0.0  # of `fresh`: asked in full
        self.cash: list[tuple[int, float]] = []  # cash advances first billed in it, by day
        self.apart = 0.0  # fees and interest known now that it asks for
        self.costs = 0.0  # what of them is posted from today on
        self.minimum: float | None = None  # where the statement is open already: what is left of it
        self.full: float | None = None
        self.carried = 0.0  # the first one: what bears already
        self.carried_cash = 0.0
        self.interest = 0.0  # the first one: of `apart`, what is interest
        self.accrued = 0.0  # the first one: accrued for sure and not posted

    @property
    def amount(self) -> float:
        """Purchases first billed in it."""
        return sum(each.amount for each in self.fresh)


def cycles(setting: Setting, run: Run, line: Line) -> list[Cycle]:
    """Return the statements from the one before today to the last one that closes in the time looked at."""
    closed = line.closing_before(line.next_closing)
    found: list[Cycle] = []
    while closed <= setting.last:
        following = line.closing_after(closed) if found else line.next_closing
        due = line.due_after(closed)
        found.append(Cycle(closed, due, due + line.terms.grace_days, following))
        closed = following
    _open(found[0], line, setting.today)
    _put(found, line, run, setting)
    _bill_plans(found, line, setting.today)
    return found


def not_known(setting: Setting, run: Run, line: Line) -> tuple[Text, ...]:
    """Return what keeps a line out of the model."""
    name, terms = line.name, line.terms
    found: list[Text] = []
    last = setting.last
    closed = line.closing_before(line.next_closing)
    following = line.next_closing
    while closed <= last:
        due = line.due_after(closed)
        if due + terms.grace_days >= following and (found or closed >= setting.today or line.statements):
            found.append(text("{account}: a statement may close before the one before it is settled", account=name))
            break
        closed, following = following, line.closing_after(following)
    if len(line.statements) > 1 or (
        line.statements and line.statements[0].closed != line.closing_before(line.next_closing)
    ):
        found.append(text("{account}: two statements are open at once", account=name))
    if line.credit:
        found.append(text("{account}: money overpaid", account=name))
    own = run.household
    if not setting.is_strict and terms.spending and terms.lender in run.freezes:
        found.append(text("{account}: spending that is refused while its lender is owed past-due sums", account=name))
    if not setting.is_strict and terms.overdue_multiplier < 1:
        found.append(text("{account}: a rate that is lower while something is past due", account=name))
    dailies = [terms.rate.daily, *(change.rate.daily for change in terms.rates)]
    if not setting.is_strict and terms.cash_rate and terms.cash_rate.daily < max(dailies):
        found.append(text("{account}: cash advances that bear less than purchases", account=name))
    if line.is_monthly and any(change.deferred and change.on == "all" for change in terms.rates):
        found.append(
            text("{account}: a promotion that puts interest off, on a line that charges by the month", account=name)
        )
    if not is_plain(terms.allocation) and _advances(own, line):
        found.append(text("{account}: cash advances that a payment may meet before they are billed", account=name))
    if any(
        i.account == name and i.kind is PurchaseKind.REFUND and i.posted.toordinal() > run.today for i in own.purchases
    ):
        found.append(text("{account}: a refund to come", account=name))
    if any(payment.account == name and payment.on.toordinal() > run.today for payment in own.payments):
        found.append(text("{account}: a payment promised for later", account=name))
    if any(check.on.toordinal() > run.today for check in own.balances if check.account == name):
        found.append(text("{account}: a balance stated for later", account=name))
    return tuple(found)


def _advances(own: Household, line: Line) -> bool:
    """Tell whether a line has cash advances that are not billed yet, or may get some."""
    planned = any(flow.kind is PurchaseKind.CASH for flow in line.terms.spending)
    recorded = any(item.account == line.name and item.kind is PurchaseKind.CASH for item in own.purchases)
    return planned or recorded or any(lot.part == CASH for lot in line.unbilled)


def _open(first: Cycle, line: Line, today: int) -> None:
    """Take what stands on the line at today's payments into the statement before today."""
    first.is_open = bool(line.statements)
    if line.statements:
        statement = line.statements[0]
        first.due, first.test = statement.due, statement.test_on
        outside = line.past_due_outside(statement)  # a payment meets it first
        first.minimum, first.full = float(statement.min_left + outside), float(statement.full_left + outside)
    billed = [lot for statement in line.statements for lot in statement.lots]
    for lot in [*billed, *line.rest]:
        _sort(first, line, lot, today, in_statement=lot in billed)
    for group in line.past_due:
        first.carried += group.left
    begun = [change.from_date.toordinal() for change in line.terms.rates if change.deferred and change.on == "all"]
    if not any(today < day <= first.following for day in begun):  # else it is held back, too
        first.accrued = float(sum(line.accrued_exact(today - 1)))


def _sort(first: Cycle, line: Line, lot: Lot, today: int, in_statement: bool) -> None:
    if lot.part == CASH:
        first.carried_cash += lot.balance
    elif lot.part != PURCHASES:
        first.apart += lot.balance
        first.interest += lot.balance if lot.part in (INTEREST, PENALTY) and lot.since < NEVER else 0
    elif lot.fate is HELD and in_statement and not (lot.carried and (line.retested or lot.deferred)):
        first.fresh.append(_fresh(line, lot, today))
    else:
        first.carried += lot.balance


def _fresh(line: Line, lot: Lot, today: int) -> Fresh:
    source = standing(line, lot, today) if are_apart(line) else None
    money = sum(run.balance * run.rate * (run.end - run.start) for run in lot.runs) / line.denominator
    unit = sum(run.rate * (run.end - run.start) for run in lot.runs) / line.denominator
    if line.is_compounding:  # what accrued goes on to bear, up to where it posts
        return Fresh(lot.posted, float(lot.balance), lot.runs[0].start if lot.runs else lot.since, source=source)
    if lot.since < today:
        borne = lot.rate * (today - lot.since) / line.denominator
        money, unit = money + lot.balance * borne, unit + borne
    return Fresh(lot.posted, float(lot.balance), max(lot.since, today), money, unit, lot.fate is BEARING, source)


def _put(found: list[Cycle], line: Line, run: Run, setting: Setting) -> None:
    """Sort what is unbilled and what will be put on the line into the statements that bill it first."""
    posts: list[tuple[int, float, str, bool, Source | None]] = []
    is_apart = are_apart(line)
    for lot in line.unbilled:
        bears = lot.fate is BEARING and lot.part == PURCHASES
        part = lot.part if lot.fate is not FREE or lot.part == CASH else "free"
        part = _INSTALMENT if lot.instalment and part == PURCHASES else part
        source = standing(line, lot, setting.today) if is_apart else None
        posts.append((lot.posted, float(lot.balance), part, bears, source))
    last = setting.last
    for flow in line.terms.spending:
        for on in occurrences(
            flow.first, flow.every, min(flow.until or LATEST, date.fromordinal(last)), run.household.as_of
        ):
            if on.toordinal() > setting.today:
                part = CASH if flow.kind is PurchaseKind.CASH else PURCHASES
                posts.append((on.toordinal(), float(flow.amount), part, False, None))
    for item in run.household.purchases:
        day = item.posted.toordinal()
        if item.account == line.name and setting.today < day <= last and item.kind is not PurchaseKind.REFUND:
            posts.append((day, float(item.amount), CASH if item.kind is PurchaseKind.CASH else PURCHASES, False, None))
    for day, amount, part, bears, source in sorted(posts, key=lambda each: each[:4]):
        _post(found, line, setting.today, _Posted(day, amount, part, bears, source))


class _Posted(NamedTuple):
    """What is put on a line on a day: as what, whether it bears already, and what it bears where that is told apart."""

    day: int
    amount: float
    part: str
    bears: bool
    source: Source | None


def _post(found: list[Cycle], line: Line, today: int, posted: _Posted) -> None:
    day, amount, part, bears, source = posted
    next_one = part == PURCHASES and line.terms.purchase_on_statement_day == "next"
    for cycle in found[1:]:
        if day < cycle.closed or (day == cycle.closed and not next_one) or (day < today and cycle is found[1]):
            break
    else:
        return
    if part == CASH:
        cycle.cash.append((day, amount))
        if line.terms.cash_fee and day > today:
            fee = cash_fee(line.terms.cash_fee, int(amount), line.terms.round_to, line.terms.rounding)
            cycle.apart, cycle.costs = cycle.apart + fee, cycle.costs + fee
    elif part in (PURCHASES, _INSTALMENT):
        cycle.instalments += amount if part == _INSTALMENT else 0.0
        start = {InterestFrom.POSTING: day, InterestFrom.STATEMENT: cycle.closed + 1}.get(
            line.terms.interest_from, cycle.due + 1
        )
        source = source or (posted_on(line, day) if are_apart(line) else None)
        cycle.fresh.append(Fresh(day, amount, max(start, today) if bears else start, bears=bears, source=source))
    else:
        cycle.apart += amount


def _bill_plans(found: list[Cycle], line: Line, today: int) -> None:
    """Add what instalment plans bill with each statement; what they bill today stands on the line already."""
    plans = [copied(plan) for plan in line.plans]
    for cycle in [each for each in found[1:] if each.closed > today]:
        for plan in plans:
            due = plan.bill(cycle.closed)
            if due is None:
                continue
            if due.principal:
                start = {InterestFrom.POSTING: cycle.closed, InterestFrom.STATEMENT: cycle.closed + 1}.get(
                    line.terms.interest_from, cycle.due + 1
                )
                source = posted_on(line, cycle.closed) if are_apart(line) else None
                cycle.fresh.append(Fresh(cycle.closed, float(due.principal), start, source=source))
                cycle.instalments += due.principal
            cycle.apart += due.fee + due.interest
            cycle.costs += due.fee + due.interest
