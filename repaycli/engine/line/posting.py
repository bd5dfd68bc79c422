"""Steps 0 to 2 for a line: dated rates, purchases, instalment-plan dues, fees, refunds, corrections."""

from repaycli.core.text import Text
from repaycli.core.whole import least, most, no_more, some
from repaycli.engine.ledger import Kind
from repaycli.engine.line.paying import settle
from repaycli.engine.line.state import Line
from repaycli.engine.lots import BEARING, FREE, HELD, NEVER, Lot
from repaycli.engine.workings import FeeWorking, Working
from repaycli.products.allocation import CASH, FEE, INTEREST, LATE_FEE, PURCHASES, in_group
from repaycli.products.charges import cash_fee, late_fee
from repaycli.products.terms import PurchaseKind, RateChange


def change_rate(line: Line, day: int) -> None:
    """Step 0, the day a dated rate begins: lots change their rate, deferred interest is charged or falls away."""
    change = next(change for change in line.terms.rates if change.from_date.toordinal() == day)
    for lot in line.all_lots():
        change_lot(line, lot, change)


def change_lot(line: Line, lot: Lot, change: RateChange) -> None:
    """Let one lot feel a dated rate; cash keeps a rate of its own, fees bear none."""
    if (lot.part == CASH and line.terms.cash_rate) or lot.part in (FEE, LATE_FEE):
        return
    day = change.from_date.toordinal()
    new_rate, deferred = line.rate_on(day)
    lot.flush(day)
    if line.is_compounding:
        lot.note_paid(day)
    if lot.part == CASH:
        if change.on == "all":
            lot.rate = line.penal_rate(new_rate) if lot.penal else new_rate
        return
    if lot.deferred:
        lot.deferred = False
        if not lot.balance:
            lot.runs = []
        elif lot.carried:  # otherwise it is still inside its own free period, and its test decides
            lot.fate = BEARING
    if change.on == "all":
        lot.rate = line.penal_rate(new_rate) if lot.penal else new_rate
        lot.deferred = deferred
        if deferred:
            lot.fate = HELD


def purchase(line: Line, day: int, amount: int, kind: PurchaseKind) -> None:
    """Post a purchase or a cash advance; money overpaid before covers it first."""
    is_cash = kind is PurchaseKind.CASH
    line.owed += amount
    line.post(day, Kind.CASH if is_cash else Kind.PURCHASE, amount)
    add_principal(line, day, amount, CASH if is_cash else PURCHASES)
    if is_cash and line.terms.cash_fee:
        terms = line.terms.cash_fee
        fee = cash_fee(terms, amount, line.terms.round_to, line.terms.rounding)
        working = FeeWorking("cash-advance", terms.share, amount, "cash", terms.share * amount, terms.floor, terms.cap)
        add_fee(line, day, fee, FEE, Kind.FEE, working)


def add_principal(line: Line, day: int, amount: int, part: str, instalment: bool = False) -> None:
    used = least(line.credit, amount)
    line.credit -= used
    if not some(amount - used):
        return
    lot = line.new_lot(day, amount - used, part)
    lot.instalment = instalment
    lot.known = line.is_known
    if lot.fate is HELD and not lot.deferred and line.lost:
        line.unbilled += bearing_where(lot, no_more(1, line.earlier_unpaid()))
    else:
        line.unbilled.append(lot)


def bearing_where(lot: Lot, answer: bool) -> list[Lot]:
    """Let a lot bear interest where an answer is yes."""
    bearing, held = lot.parted(answer)
    bearing.fate = BEARING
    return [piece for piece in (bearing, held) if some(piece.balance) or piece.runs]


def add_fee(
    line: Line,
    day: int,
    amount: int,
    part: str,
    kind: Kind,
    working: FeeWorking | None,
    unconfirmed: bool = False,
    known: bool = False,
) -> None:
    if not some(amount):
        return
    line.owed += amount
    line.post(day, kind, amount, working, unconfirmed)
    used = least(line.credit, amount)
    line.credit -= used
    _add_charge(line, Lot(part, amount - used, day, 0, FREE, NEVER), known)


def _add_charge(line: Line, lot: Lot, known: bool) -> None:
    """Add what a fee or interest leaves owing; it is known today where the debt is that it comes of."""
    for is_known, piece in zip((True, False), lot.parted(line.is_known or known), strict=True):
        if some(piece.balance):
            piece.known = is_known
            line.unbilled.append(piece)


def add_interest(
    line: Line,
    day: int,
    amount: int,
    part: str,
    kind: Kind,
    working: Working | None,
    unconfirmed: bool = False,
    known: bool = False,
) -> None:
    line.owed += amount
    line.post(day, kind, amount, working, unconfirmed)
    used = least(line.credit, amount)
    line.credit -= used
    lot = Lot(part, amount - used, day, line.rate_on(day)[0], FREE, NEVER)
    lot.unconfirmed = unconfirmed
    _add_charge(line, lot, known)


def post_plan_dues(line: Line, day: int) -> None:
    """On the statement day, before it closes: each plan's instalment and its fee or interest."""
    for plan in line.plans:
        due = plan.bill(day)
        if due is None:
            continue
        was_known, line.is_known = line.is_known, line.is_known or plan.known
        if due.principal:
            line.owed += due.principal
            line.post(day, Kind.PURCHASE, due.principal, due.working)
            add_principal(line, day, due.principal, PURCHASES, instalment=True)
        add_fee(line, day, due.fee, FEE, Kind.FEE, due.fee_working)
        if some(due.interest):
            add_interest(line, day, due.interest, INTEREST, Kind.INTEREST, due.working)
        line.is_known = was_known
    line.plans = [plan for plan in line.plans if plan.left]


def refund(line: Line, day: int, amount: int, counts: bool, adjustment: Text | None = None) -> None:
    """Lower what is unbilled, the newest first, then the statement; the excess stays as credit.

    A correction (`adjustment` says why) is posted as one.
    """
    line.owed -= amount
    if adjustment is None:
        line.post(day, Kind.REFUND, amount)
    else:
        line.post(day, Kind.ADJUSTMENT, -amount, note=adjustment)
    rest = amount
    for lot in sorted(line.unbilled, key=lambda lot: -lot.posted):
        if lot.part in (PURCHASES, CASH) and some(rest):
            taken = least(rest, lot.balance)
            lot.lower(taken, day, False, line.nightly)
            rest -= taken
    billed = [lot for lot in line.all_lots() if lot not in line.unbilled]
    for lot in reversed(in_group(billed, principal_first=False)):
        taken = least(rest, lot.balance)
        lot.lower(taken, day, False, line.nightly)
        rest -= taken
        for statement in line.statements:
            if lot in statement.lots:
                statement.full_left -= taken
                statement.min_left = least(statement.min_left, most(0, statement.full_left))
    if counts:
        for statement in line.statements:
            statement.min_left = most(0, statement.min_left - amount)
    line.credit += rest
    settle(line, day)


def correct(line: Line, day: int, owed: int, note: Text | None) -> int:
    """Take the lender's figure at the start of `day`: return the difference that was posted."""
    difference = owed - line.owed
    if difference > 0:
        line.owed += difference
        line.post(day, Kind.ADJUSTMENT, difference, note=note)
        add_principal(line, day, difference, PURCHASES)
    elif difference < 0:
        refund(line, day, -difference, counts=False, adjustment=note)
    return difference


def post_late_fee(line: Line, day: int) -> None:
    """Step 2 of the day after the test: the fee for the missed minimum."""
    terms = line.terms.late_fee
    if terms is None or not some(line.late_base):
        return
    fee = late_fee(terms, line.missed(line.late_base), line.terms.round_to, line.terms.rounding)
    working = late_fee_working(line, line.late_base)
    add_fee(line, day, fee, LATE_FEE, Kind.LATE_FEE, working, line.late_unconfirmed, no_more(1, line.known_left()))
    line.late_base = 0


def late_fee_working(line: Line, base: int) -> FeeWorking | None:
    terms = line.terms.late_fee
    if terms is None or not line.book.workings:
        return None
    step = min(line.missed_in_a_row, len(terms.steps)) if terms.steps else None
    return FeeWorking("late-fee", terms.share, base, terms.of, terms.share * base, terms.floor, terms.cap, step)
