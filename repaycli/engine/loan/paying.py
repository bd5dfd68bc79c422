"""Step 3 for a loan: what a payment does to dues, to money held for the next instalment, to the principal."""

from fractions import Fraction

from repaycli.core.money import round_ratio
from repaycli.engine.ledger import FeeWorking, Kind, Split
from repaycli.engine.loan.state import Due, Instalments
from repaycli.products.interest import Run
from repaycli.products.terms import Effect, PayAs


def post_penalty(loan: Instalments, day: int) -> None:
    """On each due day and with each payment: post what the past-due instalments have borne, each once."""
    for due in loan.dues:
        if not due.is_past_due or not due.runs:
            continue
        amount = loan.round_runs(due.runs)
        if amount:
            working = loan.interest_working("overdue-penalty-loan", due.runs)
            due.penalty += amount
            loan.owed += amount
            loan.book.post(day, loan.name, Kind.PENALTY, amount, loan.owed, working, unconfirmed=due.unconfirmed)
            due.runs = []


def pay(loan: Instalments, day: int, amount: int, meant: PayAs | None) -> tuple[Split, ...]:
    """Take a payment: dues first (oldest first), then the next instalment or a prepayment, as it is meant."""
    loan.flush_all(day)
    post_penalty(loan, day)
    split: dict[tuple[str, Fraction], int] = {}
    payoff = loan.payoff(day)
    left = amount
    for due in loan.dues:
        left -= pay_due(loan, due, left, day, split)
    can_prepay = loan.terms.prepayment.allowed and loan.principal > 0
    if left and can_prepay and amount >= payoff and meant is not PayAs.INSTALMENT:
        left = _pay_off(loan, day, left + loan.held, split)
        loan.held = 0
    elif left and loan.principal and meant is not PayAs.PREPAYMENT:
        room = max(0, loan.next_amount() - loan.held) if meant is None and can_prepay else left
        kept = min(left, room)
        loan.held += kept
        left -= kept
        if kept:
            split["next-instalment", Fraction(0)] = kept
    if left and can_prepay and loan.principal:
        left = _prepay(loan, day, left, split)
    if left:
        loan.credit += left
        split["credit", Fraction(0)] = split.get(("credit", Fraction(0)), 0) + left
    loan.owed = loan.sum_of_pieces()
    settle(loan, day)
    return tuple(Split(part, rate, paid) for (part, rate), paid in split.items())


def pay_due(loan: Instalments, due: Due, left: int, day: int, split: dict[tuple[str, Fraction], int]) -> int:
    start = left
    if not loan.nightly:
        loan.flush_due(due, day)
    rate = loan.rate.daily * loan.terms.penalty_multiplier if due.is_past_due else Fraction(0)
    for part in ("fee", "penalty", "interest", "principal"):
        taken = min(left, getattr(due, part))
        if taken:
            setattr(due, part, getattr(due, part) - taken)
            key = (("past-due " if due.is_past_due else "") + part, rate if part == "principal" else Fraction(0))
            split[key] = split.get(key, 0) + taken
            left -= taken
    return start - left


def _pay_off(loan: Instalments, day: int, left: int, split: dict[tuple[str, Fraction], int]) -> int:
    runs = loan.accrued_runs(day)
    accrued = loan.round_runs(runs)
    _post_interest(loan, day, accrued, runs)
    fee = _post_prepayment_fee(loan, day, loan.principal)
    left -= accrued + fee + loan.principal + loan.tolerated
    for part, paid in (("interest", accrued), ("fee", fee), ("principal", loan.principal + loan.tolerated)):
        if paid:
            split[part, loan.rate.daily if part == "principal" else Fraction(0)] = paid
    loan.principal = loan.tolerated = 0
    loan.runs, loan.deferred = [], []
    loan.remaining = 0
    return max(0, left)


def _post_interest(loan: Instalments, day: int, amount: int, runs: list[Run]) -> None:
    if amount:
        loan.owed += amount
        loan.book.post(day, loan.name, Kind.INTEREST, amount, loan.owed, loan.interest_working("actual-days", runs))


def _post_prepayment_fee(loan: Instalments, day: int, principal: int) -> int:
    share = loan.terms.prepayment.fee
    fee = loan.round(share * principal)
    if fee:
        loan.owed += fee
        working = FeeWorking("prepayment-fee", share, principal, "prepayment", share * principal)
        loan.book.post(day, loan.name, Kind.FEE, fee, loan.owed, working)
    return fee


def _prepay(loan: Instalments, day: int, left: int, split: dict[tuple[str, Fraction], int]) -> int:
    """Prepay principal with `left`: its fee and the accrued interest come out of the same money."""
    terms = loan.terms.prepayment
    if terms.interest == "part":
        interest, principal = _prepay_part(loan, day, left)
    else:
        runs = loan.accrued_runs(day)
        interest = loan.round_runs(runs)
        principal = min(loan.principal, int((left - interest) / (1 + terms.fee)))
        if principal > 0:
            _post_interest(loan, day, interest, runs)
            loan.runs, loan.deferred = [], []
    if principal <= 0:
        loan.held += left
        split["next-instalment", Fraction(0)] = split.get(("next-instalment", Fraction(0)), 0) + left
        return 0
    fee = _post_prepayment_fee(loan, day, principal)
    loan.principal -= principal
    loan.whole_period = day == loan.previous_due
    if terms.effect is Effect.LOWER:
        loan.set_instalment()
    for part, paid in (("interest", interest), ("fee", fee), ("principal", principal)):
        if paid:
            key = (part, loan.rate.daily if part == "principal" else Fraction(0))
            split[key] = split.get(key, 0) + paid
    return left - interest - fee - principal


def _prepay_part(loan: Instalments, day: int, left: int) -> tuple[int, int]:
    """Split money into principal and the accrued interest of just that principal."""
    nights = sum((run.end - run.start) * run.rate for run in loan.runs)
    factor = 1 + loan.terms.prepayment.fee + Fraction(nights, loan.denominator)
    principal = min(loan.principal, int(left / factor))
    interest = round_ratio(principal * nights, loan.denominator, loan.terms.round_to, loan.terms.rounding)
    spare = left - principal - interest - loan.round(loan.terms.prepayment.fee * principal)
    if principal < loan.principal and 0 < spare <= 1:
        interest += spare
    runs = [run._replace(balance=principal) for run in loan.runs]
    _post_interest(loan, day, interest, runs)
    loan.runs = [run._replace(balance=run.balance - principal) for run in loan.runs if run.balance > principal]
    return interest, principal


def settle(loan: Instalments, day: int) -> None:
    for due in loan.dues:
        if due.left == 0 and not loan.open_penalty(due):
            due.cleared = day
    loan.dues = [due for due in loan.dues if due.cleared is None]
