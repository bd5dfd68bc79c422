"""How a loan stands on the way through its schedule, the period that it is in, and what falls due."""

from dataclasses import dataclass, field

from repaycli.core.nouns import NamedTuple
from repaycli.strategies.optimal.program.milp import NOTHING, Limited, Sum


@dataclass(slots=True)
class State:
    """How the loan stands at a moment of its schedule.

    `unit`: what each unit of principal accrued in this period; `first_unit`: before today. `tolerated`: the little that
    was missing at the last due date, asked for with the next. `held`: money held for the next instalments. `is_repaid`:
    the choice that nothing is owed any more. `at_change`: the principal as a dated rate begins, until the next due date.
    `settles`: the most by which the last instalment can be above the others. `is_deferred`: interest was put off at the
    last due date, as in a pause or by a loan that is repaid at once. `put_off`: that interest, inside of `accrued`, counted
    high, and `put_off_least`: counted low; it comes on top of a level instalment.
    """

    principal: Limited
    accrued: Limited
    unit: float
    first_unit: float
    instalment: Limited
    tolerated: Sum
    held: Limited
    is_repaid: Sum | None = None
    at_change: Limited | None = None
    settles: float = 0.0
    is_deferred: bool = False
    put_off: Limited = NOTHING
    put_off_least: Sum = field(default_factory=Sum)


class Period(NamedTuple):
    """From a due date to the next: the first day looked at, both due dates, the instalments left before the second.

    `is_whole`: its interest is that of whole months.
    """

    start: int
    began: int
    due: int
    remaining: int
    is_whole: bool = False


class Due(NamedTuple):
    """An amount that falls due on a day and is tested at the end of another; `plain`: what of it bears no penalty.

    `is_due`: that day is its due date. `gone`: the choice that nothing is owed any more before it, so that it asks for nothing.
    """

    day: int
    amount: Limited
    test: int
    plain: Sum
    is_due: bool = False
    gone: Sum | None = None
