"""What follows from being past due: how lateness is counted, and what a country's lenders usually do and when.

Days past due count from the due date: the day after it is the first. What a country's practice says stands in
`ladders/<currency>.toml`, each entry with its source and confidence.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Citation, Stage

BUCKET_STARTS = (1, 31, 61, 91, 121, 151, 181)
"""The first day past due of each bucket, M1 to M7."""


class What(Enum):
    """What can follow from being past due; the values are ids of rules, too."""

    PENALTY = "penalty"
    WHOLE_BILL = "whole-bill"
    SPENDING_FROZEN = "spending-frozen"
    LIMIT_CUT = "limit-cut"
    REPORTED = "reported"
    CALLED_IN = "called-in"
    BUCKET = "bucket"
    STAGE = "stage"
    RECORD_MARK = "record-mark"
    RECORD_CLOCK = "record-clock"


class Practice(NamedTuple):
    """A rule of practice: titles and explanations by language; `after_days` past due, for accounts of `presets`."""

    id: str
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    citation: Citation
    presets: tuple[str, ...] = ()
    after_days: int | None = None


class Ladder(NamedTuple):
    """A country's practice: the stages of collections, what a collector may not do, and the other rules by id."""

    stages: tuple[Stage, ...] = ()
    conduct: tuple[Practice, ...] = ()
    rules: Mapping[str, Practice] = MappingProxyType({})

    def conduct_for(self, preset: str | None) -> Practice | None:
        """Return what a collector may not do about an account of a preset: its own rule, else the general one."""
        own = next((rule for rule in self.conduct if preset in rule.presets), None)
        return own or next((rule for rule in self.conduct if not rule.presets), None)

    def usual_days(self, rule: str, preset: str | None) -> int | None:
        """Return how many days past due a practice usually begins for an account of a preset; None: not known."""
        found = self.rules.get(rule)
        return found.after_days if found and preset in found.presets else None

    def is_sure(self, rule: str) -> bool:
        """Tell whether a rule is more than a low-confidence one, so that no "may" stands before it."""
        found = self.rules.get(rule)
        return found is not None and found.citation.confidence != "low"


def bucket(days: int) -> int:
    """Return the month of lateness: 0 (in time) to 7 (M7, more than 180 days).

    Formula: M1 is 1 to 30 days past due, M2 31 to 60, … M6 151 to 180, M7 more. Units: days.
    Source: 2011 card measures art. 92 and usual practice; the register's marks 1 to 7 are the same steps.

    >>> [bucket(days) for days in (0, 1, 30, 31, 180, 181)]
    [0, 1, 1, 2, 6, 7]
    """
    return sum(days >= start for start in BUCKET_STARTS)
