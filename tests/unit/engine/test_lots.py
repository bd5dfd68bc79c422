"""What a lot remembers of the days on which it stood still."""

from repaycli.engine.lots import BEARING, Lot
from repaycli.products.allocation import PURCHASES
from repaycli.products.interest import Run, without_gaps


def test_what_a_paid_lot_bore_compounds_at_the_rate_of_its_days() -> None:
    lot = Lot(PURCHASES, 0, 0, 10, BEARING, 5)
    lot.runs = [Run(0, 5, 1000, 10, penal=False, part=PURCHASES)]
    lot.note_paid(8)
    lot.rate = 20
    filled = [(run.start, run.end, run.balance, run.rate) for run in without_gaps(lot.runs, 10, lot.rate)]
    assert filled == [(0, 5, 1000, 10), (5, 8, 0, 10), (8, 10, 0, 20)]


def test_a_lot_that_bore_nothing_has_no_days_to_note() -> None:
    lot = Lot(PURCHASES, 0, 0, 10, BEARING, 5)
    lot.note_paid(8)
    assert not lot.runs
