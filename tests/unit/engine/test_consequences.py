"""What follows from being past due: dates by hand, lateness that moves on, what a lender does to all of its accounts."""

from datetime import date
from fractions import Fraction

from repaycli.core.money import CURRENCIES
from repaycli.core.rates import Rate
from repaycli.engine.consequences import consequences
from repaycli.engine.ledger import Consequence, OverdueSpell
from repaycli.inputs.practice import read_ladder
from repaycli.products.accounts import CreditLine, Household, Lender, Loan
from repaycli.products.delinquency import Ladder, What
from repaycli.products.terms import Repayment

RATE = Rate(Fraction(5, 10_000), "day")
LOAN = Loan("借呗", "蚂蚁", 900_000, RATE, Repayment.LEVEL, 6, date(2026, 12, 20), 20, preset="jiebei")
LINE = CreditLine("花呗", "蚂蚁", 1_000_000, RATE, 1, 10, preset="huabei")
OWN = Household(
    date(2026, 11, 1),
    CURRENCIES["CNY"],
    loans=(LOAN,),
    lines=(LINE,),
    lenders=(Lender("蚂蚁", spending_frozen_after_days=3, reported_after_days=5),),
)
CN = read_ladder("CNY")
NONE = Ladder()


def events(*spells: OverdueSpell, until: date, ladder: Ladder = NONE) -> list[Consequence]:
    return list(consequences(OWN, spells, until, ladder))


def days(found: list[Consequence], what: What) -> list[tuple[date, str, int]]:
    return [(event.on, event.account, event.days) for event in found if event.what is what]


def test_each_begins_so_many_days_after_the_due_date() -> None:
    found = events(OverdueSpell("借呗", date(2026, 11, 20), 1, None), until=date(2026, 11, 25), ladder=CN)
    assert days(found, What.SPENDING_FROZEN) == [(date(2026, 11, 23), "借呗", 3)]
    assert days(found, What.REPORTED) == [(date(2026, 11, 25), "借呗", 5)]
    assert days(found, What.BUCKET) == [(date(2026, 11, 21), "借呗", 1)]


def test_where_no_practice_is_known_nothing_is_counted_in_months() -> None:
    found = events(OverdueSpell("借呗", date(2026, 11, 20), 1, None), until=date(2026, 12, 31))
    assert days(found, What.BUCKET) == []
    assert days(found, What.REPORTED) == [(date(2026, 11, 25), "借呗", 5)]


def test_nothing_begins_after_it_was_paid() -> None:
    found = events(OverdueSpell("借呗", date(2026, 11, 20), 1, date(2026, 11, 22)), until=date(2026, 12, 31), ladder=CN)
    assert days(found, What.SPENDING_FROZEN) == []
    assert days(found, What.BUCKET) == [(date(2026, 11, 21), "借呗", 1)]


def test_a_second_due_that_is_missed_meanwhile_begins_nothing_anew() -> None:
    first = OverdueSpell("借呗", date(2026, 11, 20), 1, date(2027, 1, 5))
    second = OverdueSpell("借呗", date(2026, 12, 20), 1, None)
    found = events(first, second, until=date(2027, 1, 31), ladder=CN)
    # Paid on 6 January, the older one leaves the younger, 17 days past due then: it reaches 31 days on 20 January.
    assert days(found, What.BUCKET) == [
        (date(2026, 11, 21), "借呗", 1),
        (date(2026, 12, 21), "借呗", 31),
        (date(2027, 1, 20), "借呗", 31),
    ]


def test_the_lender_freezes_once() -> None:
    first = OverdueSpell("借呗", date(2026, 11, 20), 1, None)
    second = OverdueSpell("花呗", date(2026, 12, 10), 1, None)
    found = events(first, second, until=date(2026, 12, 31))
    assert days(found, What.SPENDING_FROZEN) == [(date(2026, 11, 23), "借呗", 3)]
    paid = first._replace(last=date(2026, 12, 1))
    again = events(paid, second, until=date(2026, 12, 31))
    assert days(again, What.SPENDING_FROZEN) == [
        (date(2026, 11, 23), "借呗", 3),
        (date(2026, 12, 13), "花呗", 3),
    ]


def test_marks_at_the_ends_of_months_and_the_clock_from_payoff() -> None:
    spell = OverdueSpell("借呗", date(2026, 11, 20), 1, date(2027, 1, 14))
    found = events(spell, until=date(2027, 3, 31), ladder=CN)
    marks = [(event.on, event.detail) for event in found if event.what is What.RECORD_MARK]
    assert marks == [(date(2026, 11, 30), "1"), (date(2026, 12, 31), "2")]
    assert [(event.on, event.detail) for event in found if event.what is What.RECORD_CLOCK] == [
        (date(2027, 1, 15), "2032-01-15")
    ]


def test_what_practice_alone_says_is_not_certain() -> None:
    bare = OWN._replace(lenders=())
    spell = OverdueSpell("借呗", date(2026, 11, 20), 1, None)
    found = [event for event in consequences(bare, [spell], date(2026, 11, 25), CN) if not event.certain]
    assert {event.what for event in found} == {What.SPENDING_FROZEN, What.REPORTED, What.STAGE}
