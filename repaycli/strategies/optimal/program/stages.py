"""How long dues stay unpaid: days past due beyond so many, and rows that let nothing become so old.

A payment meets what fell due first. So a day counts as beyond 30 days where something is left, at the end of the day before,
of what fell due more than 30 days before it: of all that fell due by the newest such date, that is, less what was paid
since that was tested.
"""

from collections.abc import Iterator, Sequence

from repaycli.strategies.optimal.program.milp import Sum, total
from repaycli.strategies.optimal.program.setting import Modelled, Owing, Setting

TOWARDS = ("statement", "instalment")
"""The roles of payments that meet what is past due."""


def end_in_time(setting: Setting, accounts: Sequence[Modelled]) -> None:
    """Let nothing be past due for longer than anything may be."""
    for account in accounts:
        for owing in account.owing:
            end = setting.ends(owing.due)
            if owing.tested <= end < setting.last and owing.left.most > 0:
                setting.program.at_most(_left(account, owing, end), 0.0)


def days_beyond(setting: Setting, accounts: Sequence[Modelled], beyond: int) -> Sum:
    """Count the days past due beyond so many, summed over accounts, low."""
    found, program = Sum(), setting.program
    for account in accounts:
        found.add(
            float(any(owing.due + beyond < setting.today and owing.tested < setting.today for owing in account.owing))
        )
        for owing, first, end in _spans(setting, account, beyond):
            days = sorted({first - 1, *(each.day for each in account.paid if first <= each.day < end)})
            before = Sum(1.0)
            for day, following in zip(days, [*days[1:], end], strict=True):
                known = program.choice()
                program.at_most(_left(account, owing, day), known * owing.left.most)
                program.at_most(known, before)
                found.add(known, float(following - day))
                before = known
    return found


def _spans(setting: Setting, account: Modelled, beyond: int) -> Iterator[tuple[Owing, int, int]]:
    """Yield what decides whether days count, with the first and the last of them."""
    firsts = [max(each.due + beyond, each.tested, setting.today) + 1 for each in account.owing]
    for place, (owing, first) in enumerate(zip(account.owing, firsts, strict=True)):
        end = min([setting.last, *(following - 1 for following in firsts[place + 1 : place + 2])])
        if first <= end and owing.left.most > 0:
            yield owing, first, end


def _left(account: Modelled, owing: Owing, day: int) -> Sum:
    """Return what is left of it at the end of a day."""
    paid = total(each.amount for each in account.paid if each.role in TOWARDS and owing.tested < each.day <= day)
    return owing.left.amount - paid
