"""Step 5 for a line: interest posts, the statement closes, its minimum and due date are set."""

from fractions import Fraction

from repaycli.core.money import round_ratio
from repaycli.core.whole import every, most, never, no_more, pick, some
from repaycli.engine.book import as_date
from repaycli.engine.ledger import ClosedStatement, Kind
from repaycli.engine.line.posting import add_fee, add_interest, late_fee_working
from repaycli.engine.line.state import Line, Statement
from repaycli.engine.lots import BEARING, HELD, Lot
from repaycli.engine.workings import InterestWorking, MinimumWorking
from repaycli.products.allocation import CASH, FEE, INTEREST, LATE_FEE, PENALTY, PURCHASES
from repaycli.products.charges import late_fee
from repaycli.products.interest import Run, by_month, compounded, joined, posted, simple_numerator, without_gaps
from repaycli.products.minimum import Asked, Minimum, asked_in_full, minimum_payment
from repaycli.products.terms import Compound, InterestFrom, InterestOn


def close(line: Line, day: int) -> None:
    """Post interest, gather what is asked, set the minimum and the due date."""
    cut = day + 1 if line.terms.statement_day_interest == "current" else day
    _post_interest(line, day, cut)
    due = line.due_after(day)
    kept: list[Lot] = []
    fresh: list[Lot] = []
    for lot in line.unbilled:
        next_one = lot.posted == day and lot.part == PURCHASES and not lot.instalment
        if next_one and line.terms.purchase_on_statement_day == "next":
            kept.append(lot)
        elif lot.fate is BEARING and (lot.runs or lot.held_on == day):
            fresh.append(lot)
        elif some(lot.balance):
            fresh.append(_left(lot) if lot.runs else lot)
    pay_nights = [
        lot.part_with_pay_night(day)
        for lot in line.rest
        if lot.fate is BEARING and ((lot.runs and _was_paid(lot)) or (lot.held_on == day and lot.since == day))
    ]
    carried = [lot for lot in line.rest if some(lot.balance) or lot.runs]
    for lot in carried:
        lot.carried = True
        if lot.fate is BEARING and lot.part != CASH and line.retested:
            lot.fate = HELD
    asked, minimum = _minimum(line, fresh, carried + _taken_over(line))
    start_free_periods(line, fresh, day, due, cut)
    lots = _merged(carried) + fresh + pay_nights
    for lot in lots:
        lot.opening = lot.balance
    for group in line.past_due:
        for lot in group.lots:
            lot.opening = lot.balance
    line.unbilled, line.rest = kept, []
    _note_statement(line, day, due, asked, minimum)
    if lots or some(most(0, asked.balance)):
        test_on = due + line.terms.grace_days
        line.statements.append(Statement(day, due, test_on, minimum.amount, asked.balance, lots, list(line.past_due)))
        borne = sum([lot.balance + sum([run.balance for run in lot.runs]) + lot.held_base for lot in lots])
        line.statements[-1].there = pick(no_more(borne + most(0, asked.balance), 0), 0, 1)
        if line.group_part is not None:
            line.statements[-1].in_full = asked_in_full(asked, minimum, line.terms.minimum)
        line.schedule(test_on, "test")
        line.schedule(due, "due")
    line.next_closing = line.closing_after(day)
    line.schedule_closing()


def _was_paid(lot: Lot) -> bool:
    """Tell whether today's payment lowered a lot that bears tonight what it was; the same wherever there is such a lot."""
    night = lot.runs[-1].balance
    is_paid = no_more(lot.balance + 1, night)
    return True if every(is_paid | no_more(night, 0)) else bool(is_paid)


def _left(lot: Lot) -> Lot:
    """Return a lot that may bear interest for where something of it is left: what was paid before is not billed at all."""
    is_paid = no_more(lot.balance, 0)
    return lot if never(is_paid) else lot.parted(is_paid)[1]


def _taken_over(line: Line) -> list[Lot]:
    """Return what is left of statements whose test is still open but whose minimum is met: it is asked anew."""
    found: list[Lot] = []
    for statement in line.statements:
        if statement.min_left <= 0:
            statement.taken_over = True
            found += statement.lots
    return found


def start_free_periods(line: Line, fresh: list[Lot], closed: int, due: int, cut: int) -> None:
    """Set from when the lots first billed in a statement bear interest, if its test fails."""
    start = 0  # from posting: what stands
    if line.terms.interest_from is not InterestFrom.POSTING:
        start = 1 + (closed if line.terms.interest_from is InterestFrom.STATEMENT else due)
    for lot in fresh:
        if lot.part in (INTEREST, PENALTY):
            if line.terms.compound is Compound.POSTED:
                lot.fate, lot.since = HELD, due + 1
            elif line.terms.compound is Compound.DAILY:
                lot.fate, lot.since = BEARING, cut
        elif lot.part == PURCHASES and lot.fate is HELD and start and not lot.deferred:
            lot.forget(start)


def _post_interest(line: Line, day: int, cut: int) -> None:
    """Collect what every lot has borne up to `cut`, and post interest and penalty, each rounded once."""
    found: tuple[list[Run], list[Run]] = ([], [])
    sizes: tuple[list[int], list[int]] = ([], [])
    compound = [Fraction(0), Fraction(0)]
    unconfirmed = [False, False]
    known = [0, 0]
    # A minimum that may yet be missed (its grace days run) decides what the days after the due date bear: they wait.
    in_grace = [found for found in line.statements if found.due < day and found.min_left > 0]
    untested = {lot: found.due + 1 for found in in_grace for lot in found.lots}
    brought_runs = line.brought_runs(cut)
    if brought_runs:
        found[0].extend(brought_runs)
        sizes[0].append(len(brought_runs))
        compound[0] += compounded(brought_runs, line.denominator)
    for lot in line.all_lots():
        if lot.fate is not BEARING:
            continue
        if not line.nightly:
            lot.flush(cut)
        end = min(cut, untested.get(lot, cut))
        runs = lot.collect(end)
        if line.is_compounding:
            runs = without_gaps(runs, end, lot.rate)
        elif line.is_monthly:
            month = Run(line.closing_before(day) + cut - day, cut, lot.opening, lot.rate, lot.penal, lot.part)
            runs = [by_month(month, 1, line.year_days)] if some(lot.opening) else []
        if not runs:
            continue
        unconfirmed[lot.penal] |= lot.unconfirmed
        if lot.known:  # with nothing left of what it is on it is residual interest: billed, and that is its end
            known[lot.penal] = most(known[lot.penal], lot.balance)
        found[lot.penal].extend(runs)
        sizes[lot.penal].append(len(runs))
        if line.is_compounding:
            compound[lot.penal] += compounded(runs, line.denominator)
    brought, line.brought = line.brought, 0
    total = 0
    for index, kind, part in ((0, Kind.INTEREST, INTEREST), (1, Kind.PENALTY, PENALTY)):
        runs = found[index]
        amount = _rounded(line, runs, compound[index], 0 if index else brought)
        if some(amount):
            working = _working(line, runs, sizes[index], part, 0 if index else brought) if line.book.workings else None
            add_interest(line, day, amount, part, kind, working, unconfirmed[index], no_more(1, known[index]))
            total += amount
    if line.fee_on_interest and line.terms.late_fee:
        line.fee_on_interest = False
        terms = line.terms.late_fee
        fee = late_fee(terms, line.missed(total), line.terms.round_to, line.terms.rounding)
        add_fee(line, day, fee, LATE_FEE, Kind.LATE_FEE, late_fee_working(line, total), line.late_unconfirmed)


def _rounded(line: Line, runs: list[Run], compound: Fraction, brought: int) -> int:
    if not runs and not some(brought):
        return 0
    terms = line.terms
    unit, mode = terms.round_to, terms.rounding
    if line.is_compounding:
        return posted(compound + brought, unit, mode)
    if len(runs) + some(brought) > 1 and terms.round_at == "segment":
        segments = joined([run for run in runs if run.balance])  # what is nothing stands between no two of one kind
        pieces = (round_ratio(simple_numerator([run]), line.denominator, unit, mode) for run in segments)
        return sum(pieces) + round_ratio(brought, 1, unit, mode)
    return round_ratio(simple_numerator(runs) + brought * line.denominator, line.denominator, unit, mode)


def _working(line: Line, runs: list[Run], sizes: list[int], part: str, brought: int) -> InterestWorking:
    terms = line.terms
    return InterestWorking(
        _rule(line, part),
        tuple(runs),
        line.denominator,
        terms.round_to,
        terms.rounding,
        terms.round_at,
        "day compounded" if line.is_compounding else "day",
        Fraction(brought),
        tuple(sizes) if line.is_compounding else (),
    )


def _rule(line: Line, part: str) -> str:
    if part == PENALTY:
        return "overdue-interest-line"
    if line.is_monthly:
        return "monthly-accrual"
    if line.is_compounding:
        return "daily-compounding"
    if line.terms.interest_on is InterestOn.FULL:
        return "statement-interest-full"
    due = line.terms.interest_from is InterestFrom.DUE
    return "huabei-interest-due" if due else "statement-interest-unpaid"


def _minimum(line: Line, fresh: list[Lot], carried: list[Lot]) -> tuple[Asked, Minimum]:
    new, instalments = 0, 0
    by_part: dict[str, int] = dict.fromkeys(
        (PURCHASES, CASH, FEE, LATE_FEE, INTEREST, PENALTY), 0
    )  # purchases: carried ones
    for lot in fresh:
        if lot.part != PURCHASES:
            by_part[lot.part] += lot.balance
        elif lot.instalment:
            instalments += lot.balance
        else:
            new += lot.balance
    for lot in carried:
        by_part[lot.part] += lot.balance
    in_full = instalments + line.past_due_left() + sum(by_part[part] for part in (FEE, LATE_FEE, INTEREST, PENALTY))
    over = _over_own(line, in_full)
    if line.group_part is not None:
        over = most(over, line.group_part(in_full))
    asked = Asked(
        new=new,
        carried=by_part[PURCHASES],
        cash=by_part[CASH],
        instalments=instalments,
        fees=by_part[FEE] + by_part[LATE_FEE],
        interest=by_part[INTEREST] + by_part[PENALTY],
        past_due=line.past_due_left(),
        over_limit=over,
    )
    return asked, minimum_payment(asked, line.terms.minimum, line.terms.round_to, line.terms.rounding)


def _over_own(line: Line, in_full: int) -> int:
    """Return what is above the line's own limit, once what is asked in full is paid."""
    return most(0, line.owed - in_full - line.terms.limit)


def _over_group(line: Line, asked: Asked) -> str:
    """Name the shared limit, if it is its excess that the statement asks for, and not that of the line's own."""
    in_full = asked.instalments + asked.fees + asked.interest + asked.past_due
    return line.terms.shared_limit or "" if asked.over_limit > _over_own(line, in_full) else ""


def _note_statement(line: Line, day: int, due: int, asked: Asked, minimum: Minimum) -> None:
    if every(no_more(asked.balance, 0)):
        return
    working = None
    if line.book.workings:
        rule = line.terms.minimum
        by_balance = rule.of == "balance"
        working = MinimumWorking(
            minimum.new,
            minimum.carried,
            minimum.cash,
            rule.share,
            rule.share if rule.carried_share is None else rule.carried_share,
            rule.share if rule.cash_share is None else rule.cash_share,
            minimum.shared,
            rule.floor,
            rule.floor_on,
            asked.instalments,
            0 if by_balance else asked.fees,
            0 if by_balance else asked.interest,
            asked.past_due,
            minimum.over_limit,
            asked.balance,
            minimum.amount,
            rule.of,
            _over_group(line, asked),
        )
    line.book.statements.append(
        ClosedStatement(
            line.name,
            as_date(day),
            as_date(due),
            asked.balance,
            minimum.amount,
            asked.interest,
            asked.fees,
            working,
        )
    )


def _merged(lots: list[Lot]) -> list[Lot]:
    """Merge carried lots that nothing tells apart any more, so that a long life stays short."""
    found: dict[tuple[object, ...], list[Lot]] = {}
    kept: list[Lot] = []
    for lot in lots:
        if lot.deferred or lot.runs:
            kept.append(lot)
            continue
        key = (lot.part, lot.rate, lot.fate, lot.since, lot.known, lot.unconfirmed)
        like = found.setdefault(key, [])
        rest = _merged_into(like, lot)
        if rest is not None:
            like.append(rest)
            kept.append(rest)
    return kept


def _merged_into(like: list[Lot], lot: Lot) -> Lot | None:
    """Merge a lot with the first of those like it, future by future; return what has none to merge with."""
    for first in like:
        both = no_more(1, first.balance) & no_more(1, lot.balance)
        if never(both):
            continue
        if lot.posted < first.posted and not every(both):  # where there are both, they go on as the older one
            moved = pick(both, first.balance, 0)
            first.balance -= moved
            lot.balance += moved
            lot.instalment = False
            continue
        mine, rest = (lot, None) if every(both) else lot.parted(both)
        first.balance += mine.balance
        first.posted = min(first.posted, mine.posted)
        first.instalment = False
        if rest is None or not some(rest.balance):
            return None
        lot = rest
    return lot
