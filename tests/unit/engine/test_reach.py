"""A run that is reached day by day, and each time waits to be asked, lives through the same as one that goes on at once."""

from datetime import date

from laws.households import household, today_of

from repaycli.engine.run import Run
from repaycli.strategies.waterfall import Waterfall


def test_reaching_one_day_after_the_other_leaves_none_out() -> None:
    for seed in range(4):
        own = household(seed)
        today = today_of(seed, own)
        last = today.toordinal() + 60
        at_once, by_days = (Run(own, today, strategy=Waterfall("minimum")) for _ in range(2))
        at_once.advance(last)
        for day in range(today.toordinal(), last + 1):
            by_days.reach(day)
        by_days.advance(last)
        assert by_days.book.postings == at_once.book.postings, f"household {seed} on {date.fromordinal(last)}"
        assert by_days.postponed == at_once.postponed
