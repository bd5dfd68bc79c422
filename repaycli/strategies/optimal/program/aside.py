"""Money paid to an account before it asks for any, where an expense would take it otherwise.

A loan holds it for its next instalments, a line takes it off what is not billed yet: it is out of the reach of a rent for
which there is not enough. Where all expenses can be paid, cash that is kept does as well.
"""

from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import Modelled, Paid, Setting


def with_money_aside(setting: Setting, account: Modelled) -> Modelled:
    """Return an account whose payments may be made before their day: as soon as there is money that could be spent."""
    program, held = setting.program, Sum()
    asked = {
        day: total(each.amount for each in account.paid if each.day == day)
        for day in {each.day for each in account.paid}
    }
    found: list[Paid] = []
    for day in sorted({setting.today, *setting.incomes, *asked}):
        added, used = program.amount(), Sum()
        if held.terms and day in asked:
            used = program.amount()
            program.at_most(used, held)
            program.at_most(used, asked[day])
        now = program.amount()
        program.equal(now, held + added - used)
        held = now
        found.append(Paid(day, added - used, "aside"))
    return account._replace(paid=[*account.paid, *found])
