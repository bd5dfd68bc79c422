"""What `whatif` changes inside a run: dues left unpaid, incomes scaled, loans extended or called in, bills moved to
instalments.

A change that a household can hold (a promised payment, a new loan, a dated rate) is made there instead.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from repaycli.core.money import round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import text
from repaycli.engine.book import as_date
from repaycli.engine.day import Step
from repaycli.engine.ledger import FallenDue, Kind
from repaycli.engine.line.paying import settle
from repaycli.engine.line.state import Line, Statement
from repaycli.engine.loan.due import Due
from repaycli.engine.loan.paying import pay_due, post_interest, post_penalty
from repaycli.engine.loan.paying import settle as settle_loan
from repaycli.engine.loan.state import Instalments
from repaycli.engine.lots import Lot
from repaycli.engine.plans import Plan
from repaycli.engine.workings import InstalmentWorking
from repaycli.products.accounts import Flow
from repaycli.products.allocation import PURCHASES
from repaycli.products.interest import posted
from repaycli.products.terms import InstalmentPlan, OverdueOn


class Skip(NamedTuple):
    """Pay nothing to an account for its due on `on` (None: its next one) until its next due date."""

    account: str
    on: date | None = None


class Hold(NamedTuple):
    """Pay nothing to an account from that day on, past-due sums included, until its next due date after it.

    Other than a skipped due, it is not swept by autopay either.
    """

    account: str
    on: date


class Extension(NamedTuple):
    """A loan runs for so many instalments more from today on."""

    account: str
    instalments: int


class Conversion(NamedTuple):
    """What a line has billed moves to an instalment plan today; `fee_rate` is per period, of what moves."""

    account: str
    instalments: int
    fee_rate: Fraction


class CallIn(NamedTuple):
    """A lender calls a loan in that is past due on `on` (None: the first day on which its terms allow it)."""

    account: str
    on: date | None = None


class Luck(Protocol):
    """What occurrences of incomes, expenses and spending come to in a future that may happen."""

    def drawn(self, step: Step, name: str, flow: Flow, day: int) -> Sequence[tuple[int, int]] | None:
        """Return what comes of the occurrence planned for `day`, as amounts and how many days late each of them is; None
        where it comes as planned. `name`: the line whose spending it is, else that of the flow."""
        ...


class Changes(NamedTuple):
    """Everything that is changed inside a run. `incomes`: name and share of what comes from today on; `luck`: what comes
    otherwise than planned from today on, unknown to whoever plans."""

    skips: tuple[Skip, ...] = ()
    extensions: tuple[Extension, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    incomes: tuple[tuple[str, Fraction], ...] = ()
    holds: tuple[Hold, ...] = ()
    call_ins: tuple[CallIn, ...] = ()
    luck: Luck | None = None

    def income(self, name: str, amount: int) -> int:
        """Return what comes of an income; rounding: half up, to the minor unit."""
        for changed, share in self.incomes:
            if changed == name:
                amount = round_ratio(amount * share.numerator, share.denominator)
        return amount


NO_CHANGES = Changes()


class Skipping:
    """The accounts to which nothing is paid for now."""

    def __init__(self, changes: Changes, today: int) -> None:
        self._first = {skip.account: skip.on.toordinal() if skip.on else today for skip in changes.skips}
        self._names = {skip.account for skip in changes.skips if skip.on is None}
        self._holds = {hold.account: hold.on.toordinal() for hold in changes.holds}

    def copy(self) -> "Skipping":
        """Return one of its own that stands where this one does."""
        new = Skipping(NO_CHANGES, 0)
        new._first, new._names, new._holds = dict(self._first), set(self._names), dict(self._holds)
        return new

    def names(self, day: int) -> set[str]:
        """Return the accounts to which nothing is paid that day."""
        if not self._holds:
            return self._names
        return self._names | {name for name, first in self._holds.items() if first <= day}

    def sweeps(self, name: str) -> bool:
        """Tell whether autopay goes on for an account that the strategy leaves out."""
        return name in self._names

    def concerns(self, name: str) -> bool:
        """Tell whether a due of that account is to be skipped or is being skipped."""
        return name in self._first or name in self._holds

    def note_due(self, name: str, day: int) -> None:
        """A due date of an account is here: it is the one that is skipped, or the next, which ends it."""
        if day > self._holds.get(name, day):
            del self._holds[name]
        first = self._first.get(name)
        if first is None or day < first:
            return
        if first < 0:
            del self._first[name]
            self._names.discard(name)
        else:
            self._first[name] = -1
            self._names.add(name)

    def end(self, name: str) -> None:
        """Everything of an account is asked for at once: nothing of it is left out any more."""
        self._first.pop(name, None)
        self._names.discard(name)
        self._holds.pop(name, None)


def extend(loan: Instalments, instalments: int, day: int) -> None:
    """Let a loan run longer: the instalment follows from what is left and all the instalments that are.

    Formula: level or equal parts of the principal over (instalments left + the new ones); interest runs on as before.
    What is past due stays so. Source: JB-07 (no published rule: an agreed schedule with the accrued interest kept).
    """
    loan.flush_all(day)
    loan.remaining, loan.shortened = loan.instalments_left() + instalments, False
    loan.set_instalment()


def call_in(loan: Instalments, day: int) -> bool:
    """Let all that is left of a loan be due at once; False if nothing of it is past due, or nothing is left to call in.

    Formula: what is asked is the principal not yet due + its interest to `day`, less money held for the next
    instalment. It is past due from `day` on like an overdue instalment of that day: penalty interest by the loan's own
    rule from the night that begins on `day`, no ordinary interest, no further instalments.
    Units: minor units, days as ordinals. Rounding: the interest once, where it posts.
    Source: JB-05, JB-06 (a right that the lender may use, low confidence); a scenario, never a certainty.
    Gaps: no grace days, no late fee and no fee for calling in; what was past due before keeps its own due date.
    """
    if not loan.principal or not any(due.is_past_due for due in loan.dues):
        return False
    loan.flush_all(day)
    post_penalty(loan, day, 1)
    before, remaining, runs = loan.principal, loan.instalments_left(), [*loan.deferred, *loan.runs]
    interest = loan.round_runs(runs)
    post_interest(
        loan, day, interest, runs, text("called in, in this scenario: the whole principal is due from today on")
    )
    due = Due(day, loan.principal + loan.tolerated, interest, is_past_due=True, since=day, begins=loan.previous_due)
    loan.principal = loan.tolerated = loan.remaining = 0
    loan.runs, loan.deferred = [], []
    working = InstalmentWorking("called-in", before, remaining, None, due.principal, interest)
    loan.book.fallen_due.append(FallenDue(as_date(day), loan.name, 0, working))
    loan.held -= pay_due(loan, due, loan.held, day, [])
    loan.credit, loan.held, loan.waiting = loan.credit + loan.held, 0, 0
    due.amount = due.left
    loan.dues.append(due)
    loan.spells.append(due)
    settle_loan(loan, day, 1)
    return True


class Movable(NamedTuple):
    """What of a line may move to instalments: lots billed, or everything that is past due and billed."""

    lots: list[Lot]
    is_whole: bool

    @property
    def amount(self) -> int:
        """What moves, in minor units."""
        return sum(lot.balance for lot in self.lots)


def movable(line: Line) -> Movable | None:
    """Return what may move to instalments; None where the lender offers none.

    A bill in time: the purchases of the newest open statement that are no instalments yet (HB-12: not interest, fees or
    cash). A card past due: everything billed, its fees and interest too, by agreement (2011 card measures, art. 70: up to 60 parts; the
    bank may refuse). A whole overdue bill (huabei): none (HB-16).
    """
    if line.past_due:
        if line.terms.overdue_on is OverdueOn.WHOLE_STATEMENT:
            return None
        return Movable([lot for lot in line.all_lots() if lot not in line.unbilled and lot.balance], is_whole=True)
    if not line.statements:
        return Movable([], is_whole=False)
    newest = line.statements[-1]
    return Movable(
        [lot for lot in newest.lots if lot.part == PURCHASES and not lot.instalment and lot.balance], is_whole=False
    )


def convert(line: Line, change: Conversion, day: int) -> int:
    """Move what is billed to an instalment plan; return the amount that moves, in minor units.

    It leaves the bill today as a payment would and comes back in equal parts from the next statement on, each with
    `fee_rate` × what moved. The minimum falls by its share of the principal that moves, rounded like a posting (HB-05).
    """
    found = movable(line)
    amount = found.amount if found else 0
    if found is None or not amount:
        return 0
    for statement in line.statements:
        _lower_asked(line, statement, found)
    for lot in found.lots:
        lot.lower(lot.balance, day, line.next_day, line.nightly)
    line.owed -= amount
    line.post(day, Kind.ADJUSTMENT, -amount, note=text("moved to {count} instalments", count=change.instalments))
    settle(line, day)
    starts = as_date(line.closing_after(day))
    if not line.plans:  # else its next bill is on the agenda already
        line.schedule(line.next_closing, "plan-due")
    line.plans.append(Plan(InstalmentPlan(amount, change.instalments, starts, change.fee_rate), line.terms))
    return amount


def _lower_asked(line: Line, statement: Statement, found: Movable) -> None:
    if found.is_whole:
        statement.full_left = statement.min_left = 0
        return
    rule, exact = line.terms.minimum, Fraction(0)
    moved = [lot for lot in found.lots if lot in statement.lots]
    for lot in moved:
        share = rule.share if rule.carried_share is None or not lot.carried else rule.carried_share
        exact += share * lot.balance
    statement.full_left -= sum(lot.balance for lot in moved)
    less = statement.min_left - posted(exact, line.terms.round_to, line.terms.rounding)
    statement.min_left = min(max(0, less), max(0, statement.full_left))
