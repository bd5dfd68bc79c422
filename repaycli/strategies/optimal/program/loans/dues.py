"""Paying what is due: on its day, by the end of its days of grace, or late, with a fee and days past due."""

from repaycli.strategies.optimal.program.loans.account import Account
from repaycli.strategies.optimal.program.loans.state import Due, State
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum, total
from repaycli.strategies.optimal.program.setting import LITTLE, Ahead, Owing, Paid

_FEW = 2
"""Of more dues that may be past due at once it is not told how much of each is left: the choices would be too many."""


def pay_open_dues(account: Account, state: State) -> None:
    """What fell due and is still open is paid in time; what is past due is paid today."""
    today, loan, is_strict = account.setting.today, account.loan, account.setting.is_strict
    late = float(loan.past_due_left(today))
    if loan.days_past_due(today) > 0:
        account.late.add(1.0)  # today counts, even if it is the day on which all of it is paid
    account.cost.add(float(sum(loan.penalty_to(due, today) for due in loan.dues if due.is_past_due)))
    if late and is_strict:
        account.paid.append(Paid(today, Sum(late), "instalment"))
    elif late:
        spared = _rounded_up(account)
        account.cost.add(-spared)
        late -= spared
        plain = late - sum(loan.penalty_base(due) for due in loan.dues if due.is_past_due)
        account.dues.append(Due(today, Limited(Sum(late), late), today - 1, Sum(plain)))
        so_far = 0.0
        for due in loan.dues:
            if due.is_past_due:
                so_far += due.left
                account.owing.append(Owing(due.due, today - 1, Limited(Sum(so_far), so_far)))
    for due in loan.dues:
        if not due.is_past_due and due.left:
            left = float(due.left)
            test = max(today, due.due + loan.terms.grace_days)
            pay_due(
                account,
                state,
                Limited(Sum(left), left),
                today,
                test,
                Sum(left - loan.penalty_base(due)),
                due.due == today,
            )


def _rounded_up(account: Account) -> float:
    """Return how much less than its rounded amount the penalty that accrued may be: it is rounded together with what it bears
    from today on."""
    loan, today = account.loan, account.setting.today
    if not account.setting.slack:
        return 0.0
    rounded = [loan.penalty_to(due, today) for due in loan.dues if due.is_past_due]
    exact = [loan.penalty_numerator(due, today) / loan.denominator for due in loan.dues if due.is_past_due]
    return sum(max(0.0, whole - max(0.0, part - account.slack)) for whole, part in zip(rounded, exact, strict=True))


def pay_due(
    account: Account,
    state: State,
    owed: Limited,
    first: int,
    last: int,
    plain: Sum,
    is_due: bool = True,
    gone: Sum | None = None,
) -> None:
    """Let a due be paid on one of the days that are left for it; `plain`: what of it would bear no penalty.

    `is_due`: the first of them is its due date. `gone`: as for `state.Due`.
    """
    program, setting, amount = account.program, account.setting, owed.amount
    if not setting.is_strict:
        asks = owed.most >= 2 * account.slack + account.terms.round_to
        if asks:  # else rounding may leave nothing of it to be missed
            account.dues.append(Due(first, _beyond_tolerance(account, owed), last, plain, is_due, gone))
        return
    last = min(last if setting.in_grace else first, setting.last)
    days = sorted({first, *setting.days(first, last)})
    if account.terms.tolerance:
        small = program.amount(account.tolerance)
        program.at_most(small, amount)
        amount = amount - small
        state.tolerated = state.tolerated + small
    if len(days) == 1:
        account.paid.append(Paid(days[0], amount, "instalment"))
        return
    parts = [program.amount() for _ in days]
    program.equal(total(parts), amount)
    if is_due:
        waits = program.choice()
        program.at_most(total(parts[1:]), waits * owed.most)
        account.postponed.add(waits)
    for day, part in zip(days, parts, strict=True):
        account.paid.append(Paid(day, part, "instalment", None, day == days[-1]))


def _beyond_tolerance(account: Account, owed: Limited) -> Limited:
    """Return what of a due may not be missing: nothing, where nothing is owed."""
    if not account.tolerance:
        return owed
    beyond = account.program.amount(owed.most)
    account.program.at_least(beyond, owed.amount - account.tolerance)
    return Limited(beyond, owed.most)


def pay_late(account: Account) -> None:
    """Let dues be paid late, together: a payment meets the oldest first. Days past due, penalty, a fee for each missed."""
    setting, program, dues = account.setting, account.program, account.dues
    owed, plain, charged = Sum(), Sum(), Sum()
    days = sorted({setting.today, *setting.incomes, *(due.day for due in dues), *(due.test for due in dues)})
    days = [day for day in days if setting.today <= day <= setting.last]
    known: list[tuple[int, Sum]] = []  # by day, what is 1 where the loan is past due at its end
    charges: list[tuple[int, float]] = []  # by day, the most that was charged
    for place, day in enumerate(days):
        owed = owed + total(due.amount.amount for due in dues if due.day == day)
        plain = plain + total(due.plain for due in dues if due.day == day)
        if not owed.terms and not owed.constant:
            continue
        paid, most = program.amount(), _open_most(account, charges, day)
        account.paid.append(Paid(day, paid, "instalment"))
        program.at_most(paid, owed)
        left = program.amount(most)
        program.at_least(left, owed - paid)
        owed = left
        waiting = [due for due in dues if due.is_due and due.day == day < due.test]
        if waiting:
            _postpone(account, _waits(account, Limited(owed, most)), waiting[0])
        if not any(due.test <= day for due in dues):
            continue
        late = Limited(owed - total(due.amount.amount for due in dues if due.day <= day < due.test), most)
        is_late = _is_late(account, late, day)
        following = days[place + 1] if place + 1 < len(days) else setting.last
        account.late.add(is_late, float(following - day))
        _count_grace(account, known, is_late, day)
        known.append((day, is_late))
        _note_tested(account, late, is_late, day)
        plain = _plain_left(account, plain, Limited(owed, most), day)
        more = _penalty(account, Limited(late.amount - plain, most), day, following)
        if day < setting.last and any(due.test == day for due in dues):  # the fee posts on the next day
            older = total(due.amount.amount for due in dues if due.test < day) + charged
            is_missed = _is_missed(account, is_late, day)
            more = more + _late_fee(account, is_missed, Limited(late.amount - older, most))
        plain = _still_plain(account, plain, is_late, Limited(_open_plain(dues, day), most))
        charges.append((day, more.most))
        owed, plain, charged = owed + more.amount, plain + more.amount, charged + more.amount


def note_ahead(account: Account) -> None:
    """Note how much of the next instalment may be paid before it is due: what is more than it prepays, where that is allowed.

    Where all interest is paid first, as much as accrued may wait for a prepayment besides: no more than an instalment asks for.
    """
    if not account.can_prepay:
        return  # it is held for as many instalments as it lasts
    today, most, found = account.setting.today, 0.0, list[Ahead]()
    day = today
    times = 2.0 if account.terms.prepayment.interest == "all" else 1.0
    for due in account.dues:
        if due.day > today:
            most = max(most, times * due.amount.most)  # a bill that became lower since leaves something held
            found.append(Ahead(day, most, today))
            day = due.day
    account.ahead = [*found, Ahead(day, most, today)]


def _open_most(account: Account, charges: list[tuple[int, float]], day: int) -> float:
    """Return the most that can be left at the end of a day: dues that may be open then, and what was charged since."""
    found = _may_be_open(account, day)
    oldest = min([due.day for due in found], default=day)
    more = sum(most for on, most in charges if on >= oldest) if found else 0.0
    return sum(due.amount.most for due in found) + more


def _may_be_open(account: Account, day: int) -> list[Due]:
    open_ones = (due for due in account.dues if due.day <= day)
    return [due for due in open_ones if day < due.test or account.setting.may_be_left(due.day, day)]


def _is_late(account: Account, late: Limited, day: int) -> Sum:
    """Return what is 1 where something is past due at the end of a day."""
    found = account.program.choice()
    account.program.at_most(late.amount, found * late.most)
    if day > account.setting.late_until or not late.most:
        account.program.at_most(found, 0.0)
    return found


def _note_tested(account: Account, late: Limited, is_late: Sum, day: int) -> None:
    """Note what is left of dues that are tested on a day, and that they were not met on their own, if that is it."""
    tested = [due for due in account.dues if due.test == day]
    missed = [due for due in tested if due.is_due and due.day == day]
    if missed:
        _postpone(account, is_late, missed[0])
    if tested:
        account.owing.append(Owing(max(due.day for due in tested), day, late))


def _count_grace(account: Account, known: list[tuple[int, Sum]], is_late: Sum, day: int) -> None:
    """Count the days of grace of a due that is missed as past due, where the loan was not so already; a due of the last day
    as one."""
    last = account.setting.last
    tested = [due.day for due in account.dues if due.test == day and (due.day < day or day == last)]
    if not tested:
        return
    before = [found for on, found in known if on <= max(tested)]
    more = account.program.amount(1.0)
    account.program.at_least(more, is_late - (before[-1] if before else 0.0))
    account.late.add(more, float(max(1, day - max(tested))))


def _postpone(account: Account, is_left: Sum, due: Due) -> None:
    """Count a due that is not met on its day; not one that asks for nothing, since all was billed before it and that is left."""
    if due.gone is None:
        account.postponed.add(is_left)
        return
    found = account.program.amount(1.0)
    account.program.at_least(found, is_left - due.gone)
    account.postponed.add(found)


def _waits(account: Account, owed: Limited) -> Sum:
    """Return what is 1 where something that fell due is left at the end of its day."""
    found = account.program.choice()
    account.program.at_most(owed.amount, found * owed.most)
    return found


def _open_plain(dues: list[Due], day: int) -> Sum:
    """Return what bears no penalty of the dues that can be paid on a day and are not tested yet."""
    return total(due.plain for due in dues if due.day <= day < due.test)


def _plain_left(account: Account, plain: Sum, owed: Limited, day: int) -> Sum:
    """Return what may be left of what bears no penalty: of each due it is paid before what bears one, the oldest due first.

    So nothing where no more is left than bears a penalty of the newest due; and never more than what is left beyond that.
    """
    newest = max(reversed([due for due in account.dues if due.day <= day]), key=lambda due: due.day)
    program, most = account.program, newest.amount.most
    is_single = account.setting.today <= newest.test <= day  # what was past due before may be several
    if not is_single or len(_may_be_open(account, day)) > _FEW or not plain.terms:
        return plain
    bearing = newest.amount.amount - newest.plain
    found, is_paid = program.amount(), program.choice()
    program.at_most(found, plain)
    program.at_most(found, (1 - is_paid) * owed.most)
    program.at_least(owed.amount, bearing - is_paid * most)
    program.at_most(found, owed.amount - bearing + is_paid * most)
    return found


def _still_plain(account: Account, plain: Sum, is_late: Sum, waiting: Limited) -> Sum:
    """Return what may be left of what bears no penalty: nothing but what is `waiting`, where nothing is late."""
    found = account.program.amount()
    account.program.at_most(found, plain)
    account.program.at_most(found, waiting.amount + is_late * waiting.most)
    return found


def _penalty(account: Account, base: Limited, start: int, end: int) -> Limited:
    """Charge what past-due principal (or instalments) bear through the nights `[start, end)`, at the least.

    What bears none is paid first, so all of it may be among what is left.
    """
    weight = account.nights.weight(start, end) * float(account.terms.penalty_multiplier)
    most = base.most * weight
    if most <= LITTLE:
        return NOTHING
    charged = account.program.amount(most)
    account.program.at_least(charged, base.amount * weight - account.slack)
    account.cost.add(charged)
    return Limited(charged, most)


def _is_missed(account: Account, is_late: Sum, day: int) -> Sum:
    """Return what is 1 where a due that is tested on a day is missed: not where only an older one is, as this asks for nothing
    beyond the tolerance, or for nothing at all of a loan that was prepaid."""
    is_alone = not any(due.test < day for due in account.dues)
    fee = account.terms.late_fee
    if is_alone or fee is None or not (fee.floor or fee.steps) or not (account.tolerance or account.can_prepay):
        return is_late
    tested = [due.amount for due in account.dues if due.test == day]
    program, asks, found = account.program, account.program.choice(), account.program.amount(1.0)
    program.at_most(total(each.amount for each in tested), asks * sum(each.most for each in tested))
    program.at_least(found, is_late + asks - 1)
    return found


def _late_fee(account: Account, is_missed: Sum, missed: Limited) -> Limited:
    """Charge the fee for a due that is missed: at the least what it always is, or its share."""
    fee, program = account.terms.late_fee, account.program
    if fee is None or fee.within_minimum or fee.of == "interest":
        return NOTHING
    least = float(min(fee.steps) if fee.steps else fee.floor)
    share = 0.0 if fee.steps else float(fee.share)
    if fee.cap is not None:
        least = min(least, float(fee.cap))
        share = min(share, fee.cap / missed.most) if missed.most else 0.0
    most = max(least, share * missed.most) + account.terms.round_to
    posted = program.amount(most)
    program.at_least(posted, is_missed * least)
    if share:
        program.at_least(posted, missed.amount * share - account.slack)
    account.cost.add(posted)
    return Limited(posted, most)
