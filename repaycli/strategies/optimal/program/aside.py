"""Money paid to an account before it asks for any, where an expense would take it otherwise.

A loan holds it for its next instalments, a line takes it off what is not billed yet: it is out of the reach of a rent for
which there is not enough. Where all expenses can be paid, cash that is kept does as well. It is never more than the next
instalment of a loan that may be prepaid, or what was put on a line since it closed: no plan that is looked at pays a line more
than is owed on it, but for cash advances to come. And it lowers the minimum of a line only as the lower balance does.
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import inf

from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import Ahead, Modelled, Paid, Setting

_ANY = (Ahead(0, inf, 0),)


def with_money_aside(setting: Setting, account: Modelled, aside: Sum, times: Sequence[tuple[int, int]]) -> Modelled:
    """Return an account whose payments may be made before their day: as soon as there is money, or something to pay with it.

    `times`: their first and last days; only in them money is better held by an account than kept. What is held so at the end
    of each day is added to `aside`.
    """
    if account.left_out:  # it may be paid anything on any day as it is
        return account
    program, held, before = setting.program, Sum(), inf
    asked = {
        day: total(each.amount for each in account.paid if each.day == day)
        for day in {each.day for each in account.paid}
    }
    found: list[Paid] = []
    taken: list[tuple[int, Sum]] = []  # of what is held, by day
    more = (step.day for step in account.ahead or () if setting.today <= step.day <= setting.last)
    for day in sorted({setting.today, *setting.incomes, *asked, *more}):
        most, added, used = _limit(account, day, times), Sum(), Sum()
        if most and _is_in(times, day, day):
            added = program.amount(most)
        if held.terms and day in asked:
            used = program.amount()
            program.at_most(used, asked[day])
            taken.append((day, used))
        if not (added.terms or used.terms or (held.terms and most < before)):
            continue
        now = program.amount(most) if most else Sum()
        program.equal(now, held + added - used)
        held, before = now, most
        aside.add(now)
        found.append(Paid(day, added - used, "aside"))
    _ease(setting, account, taken)
    return account._replace(paid=[*account.paid, *found])


def _ease(setting: Setting, account: Modelled, taken: list[tuple[int, Sum]]) -> None:
    """Let money that was put aside lower a minimum by its share only, and with it what caps a late fee."""
    program = setting.program
    for each in account.eased:
        used = total(amount for day, amount in taken if each.first <= day <= each.last)
        if each.fee is not None:  # on the first day it knows that
            later = total(amount for day, amount in taken if each.first < day <= each.last)
            program.at_least(each.fee + later * (1.0 if each.whole > 0 else each.share), 0.0)
        if each.share < 1 and used.terms:
            beside = used
            if each.whole > 0:
                beside = program.amount()
                program.at_least(beside, used - each.whole)
            program.at_least(each.beyond, beside * (1 - each.share))


def _limit(account: Modelled, day: int, times: Sequence[tuple[int, int]]) -> float:
    """Return how much an account may hold at the end of a day of what it did not ask for: nothing that was paid in none of
    the times."""
    steps = _ANY if account.ahead is None else account.ahead
    place = bisect_right([step.day for step in steps], day) - 1
    return steps[place].most if place >= 0 and _is_in(times, steps[place].since, day) else 0.0


def _is_in(times: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Tell whether some day of a span is in one of the times."""
    return any(start <= last and first <= end for start, end in times)
