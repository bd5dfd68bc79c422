"""Step 3 for a loan: what a payment does to dues, to money held for the next instalment, to the principal."""

from fractions import Fraction

from repaycli.core.money import round_ratio
from repaycli.core.text import Text
from repaycli.core.whole import every, least, most, never, no_more, pick, ratio, some
from repaycli.engine.ledger import Kind, Split
from repaycli.engine.loan.due import Due
from repaycli.engine.loan.state import Instalments
from repaycli.engine.workings import FeeWorking
from repaycli.products.interest import Run
from repaycli.products.terms import Effect, PayAs

NOTHING = Fraction(0)
"""The rate of what bears no interest."""


Paid = tuple[str, Fraction, int]
"""What a payment paid of a part at a rate: minor units."""


def post_penalty(loan: Instalments, day: int, by: int) -> None:
    """On each due day and with each payment: post what the past-due instalments have borne, each once.

    `by`: what makes them post, the principal that is left or the payment; where that is nothing, nothing posts.
    """
    for due in loan.dues:
        if not due.is_past_due or not due.runs:
            continue
        amount = pick(no_more(by, 0), 0, loan.round_runs(due.runs))
        if some(amount):
            working = loan.interest_working("overdue-penalty-loan", due.runs)
            due.penalty += amount
            loan.owed += amount
            loan.book.post(day, loan.name, Kind.PENALTY, amount, loan.owed, working, unconfirmed=due.unconfirmed)
            due.keep(no_more(amount, 0))


def pay(loan: Instalments, day: int, amount: int, meant: PayAs | None) -> tuple[Split, ...]:
    """Take a payment: dues first (oldest first), then the next instalment or a prepayment, as it is meant."""
    loan.flush_all(day)
    post_penalty(loan, day, amount)
    split: list[Paid] = []
    left = amount
    for due in loan.dues:
        if not some(left):
            break
        left -= pay_due(loan, due, left, day, split)
    if some(left) and some(loan.principal):
        left = _pay_ahead(loan, day, left, meant, split)
    loan.credit += left
    _note(split, "credit", NOTHING, left)
    loan.owed = loan.sum_of_pieces()
    settle(loan, day, amount)
    return loan.book.split(split, lambda rate: rate)


def _pay_ahead(loan: Instalments, day: int, left: int, meant: PayAs | None, split: list[Paid]) -> int:
    """Pay off, keep for the next instalment or prepay what dues left over; return what is too much."""
    can_prepay = loan.terms.prepayment.allowed
    runs_on = no_more(1, loan.principal)
    pays_off = False
    if can_prepay and meant is not PayAs.INSTALMENT:
        pays_off = runs_on & no_more(1, left) & no_more(loan.payoff(day), left)
    over = 0
    if not never(pays_off):
        over = _pay_off(loan, day, pick(pays_off, left, 0), pays_off, split)
        left = pick(pays_off, 0, left)
    if some(left) and meant is not PayAs.PREPAYMENT:
        room = most(0, loan.next_bill()[1] - loan.held) if meant is None and can_prepay else left
        kept = pick(runs_on, least(left, room), 0)
        loan.held += kept
        left -= kept
        _note(split, "next-instalment", NOTHING, kept)
    prepaid = pick(runs_on, left, 0) if can_prepay else 0
    if some(prepaid):
        left += _prepay(loan, day, prepaid, split) - prepaid
    return left + over


def pay_due(loan: Instalments, due: Due, left: int, day: int, split: list[Paid]) -> int:
    start = left
    if not loan.nightly:
        loan.flush_due(due, day)
    for part in ("fee", "penalty", "interest", "principal"):
        taken = least(left, getattr(due, part))
        if some(taken):
            setattr(due, part, getattr(due, part) - taken)
            if due.is_past_due:
                rate = Fraction(loan.penal_rate, loan.denominator) if part == "principal" else NOTHING
                _note(split, "past-due " + part, rate, taken)
            else:
                _note(split, part, loan.rate.daily if part == "principal" else NOTHING, taken)
            left -= taken
    return start - left


def _pay_off(loan: Instalments, day: int, left: int, answer: bool, split: list[Paid]) -> int:
    """Settle everything with `left` and the money held, where an answer is yes; return what is too much."""
    runs = [*loan.deferred, *loan.runs] or loan.first_night(day)
    accrued = pick(answer, loan.round_runs(runs), 0)
    post_interest(loan, day, accrued, runs)
    principal, tolerated = pick(answer, loan.principal, 0), pick(answer, loan.tolerated, 0)
    fee = _post_prepayment_fee(loan, day, principal)
    held = pick(answer, loan.held, 0)
    loan.held, loan.waiting = loan.held - held, pick(answer, 0, loan.waiting)
    for part, wanted in (("interest", accrued), ("fee", fee), ("principal", principal + tolerated)):
        from_held = least(held, wanted)
        held -= from_held
        _note(split, part, loan.rate.daily if part == "principal" else NOTHING, wanted - from_held)
        left -= wanted - from_held
    loan.principal -= principal
    loan.tolerated -= tolerated
    loan.runs, loan.deferred = _emptied(loan.runs, answer), _emptied(loan.deferred, answer)
    if not some(loan.principal):
        loan.remaining = 0
    loan.credit += held
    return left


def _emptied(runs: list[Run], answer: bool) -> list[Run]:
    """Forget runs where an answer is yes."""
    return [] if every(answer) else [run._replace(balance=pick(answer, 0, run.balance)) for run in runs]


def _note(split: list[Paid], part: str, rate: Fraction, amount: int) -> None:
    if some(amount):
        split.append((part, rate, amount))


def post_interest(loan: Instalments, day: int, amount: int, runs: list[Run], note: Text | None = None) -> None:
    """Post the interest of some nights, for their actual days."""
    if some(amount):
        loan.owed += amount
        working = loan.interest_working("actual-days", runs)
        loan.book.post(day, loan.name, Kind.INTEREST, amount, loan.owed, working, note)


def _post_prepayment_fee(loan: Instalments, day: int, principal: int) -> int:
    fee = loan.prepayment_fee(principal)
    if some(fee):
        share = loan.terms.prepayment.fee
        loan.owed += fee
        working = FeeWorking("prepayment-fee", share, principal, "prepayment", share * principal)
        loan.book.post(day, loan.name, Kind.FEE, fee, loan.owed, working)
    return fee


def _prepay(loan: Instalments, day: int, left: int, split: list[Paid]) -> int:
    """Prepay principal with `left`: its fee and the accrued interest come out of the same money.

    `interest = "all"`: all accrued interest is paid first; `"part"`: only that of the principal prepaid. What is too little
    for that, or what the rounding leaves over, is held for the next instalment, and counts with a prepayment before it: two
    of them do what one of their sum does. On the day of borrowing what is prepaid bears that one night.
    """
    terms, waited = loan.terms.prepayment, pick(no_more(1, left), loan.waiting, 0)
    loan.held, loan.waiting, left = loan.held - waited, loan.waiting - waited, left + waited
    begun = [*loan.deferred, *loan.runs]
    runs = begun or loan.first_night(day)
    by_part = (terms.interest == "part" or not begun) and not sum(run.balance for run in loan.deferred)
    nights = 0
    for run in runs if by_part else ():
        nights += pick(no_more(run.balance, 0), 0, (run.end - run.start) * run.rate)

    def interest_with(principal: int) -> int:
        if by_part:
            return round_ratio(principal * nights, loan.denominator, loan.terms.round_to, loan.terms.rounding)
        return loan.round_runs(runs)

    factor = 1 + terms.fee + ratio(nights, loan.denominator)
    without = most(0, left - (0 if by_part else interest_with(0)))
    principal = least(loan.principal, without * factor.denominator // factor.numerator)

    def over(principal: int) -> int:
        return left - principal - interest_with(principal) - loan.prepayment_fee(principal)

    while some(lacking := pick(no_more(principal, 0), 0, least(0, over(principal)))):
        principal += lacking
    while not never(more := no_more(principal + 1, loan.principal) & no_more(0, over(principal + 1))):
        principal = pick(more, principal + 1, principal)
    answer = no_more(1, principal)
    if loan.terms.rates:
        answer = bool(answer)  # where nothing is prepaid, as many instalments are left as before
    kept = pick(answer, 0, left)
    loan.held, loan.waiting = loan.held + kept, loan.waiting + kept
    _note(split, "next-instalment", NOTHING, kept - pick(answer, 0, waited))
    if never(answer):
        return 0
    left, principal, waited = left - kept, pick(answer, principal, 0), pick(answer, waited, 0)
    interest = pick(answer, interest_with(principal), 0)
    post_interest(loan, day, interest, [run._replace(balance=principal) for run in runs] if by_part else runs)
    if by_part:
        stands = [pick(no_more(run.balance, 0), 0, run.balance - principal) for run in begun]
        loan.runs = [run._replace(balance=rest) for run, rest in zip(begun, stands, strict=True) if some(rest)]
        loan.deferred = []
    else:
        loan.runs, loan.deferred = _emptied(loan.runs, answer), _emptied(loan.deferred, answer)
    fee = _post_prepayment_fee(loan, day, principal)
    loan.principal -= principal
    loan.whole_period = pick(answer, int(day == loan.previous_due), loan.whole_period)
    if terms.effect is Effect.LOWER:
        level, equal = loan.level, loan.part
        loan.set_instalment()
        loan.level, loan.part = pick(answer, loan.level, level), pick(answer, loan.part, equal)
    else:
        loan.shortened = True
    spare = left - interest - fee - principal
    is_over = no_more(loan.principal, 0) & answer
    held = pick(is_over, 0, spare)
    loan.held, loan.waiting = loan.held + held, loan.waiting + held
    for part, wanted in (("interest", interest), ("fee", fee), ("principal", principal), ("next-instalment", held)):
        from_waiting = least(waited, wanted)
        waited -= from_waiting
        _note(split, part, loan.rate.daily if part == "principal" else NOTHING, wanted - from_waiting)
    asked = pick(is_over, loan.tolerated, 0)
    if some(asked):
        due = Due(day, asked, 0, since=day)
        due.there = pick(no_more(asked, 0), 0, 1)
        loan.dues.append(due)
        loan.tolerated -= asked
    return spare - held


def settle(loan: Instalments, day: int, amount: int) -> None:
    """Let instalments of which nothing is left leave, where a payment was made."""
    for due in loan.dues:
        gone = no_more(due.left + loan.open_penalty(due), 0) & no_more(1, amount)
        if every(gone | no_more(due.there, 0)):
            due.cleared = day
        else:
            due.drop(gone)
    loan.dues = [due for due in loan.dues if due.cleared is None]
