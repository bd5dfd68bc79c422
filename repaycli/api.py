"""repaycli for programs: the answers of the commands as plain values, from the text of an accounts file.

Everything goes in and comes out as a value: nothing here reads the user's files, a clock or the environment, and every value can
be pickled, so that thousands of files can be shared out among processes or machines.

    from datetime import date
    from repaycli import api

    read = api.load(Path("accounts.toml").read_bytes())
    if read.household is not None:
        for each in api.compare(read.household, date(2026, 11, 30)):
            print(each.strategy, each.summary.total_cost)

Amounts are whole minor units of the household's currency, rates and shares exact fractions, the last day is inclusive.
"""

import copyreg
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from repaycli.core.dates import LATEST, add_months
from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Problem
from repaycli.engine.ledger import Projection
from repaycli.inputs.accounts_file import load as read_file
from repaycli.products.accounts import Household
from repaycli.strategies.compare import COMPARED, STRATEGIES
from repaycli.strategies.compare import compare as play_all

if TYPE_CHECKING:
    from repaycli.risk.answers import Answers
    from repaycli.strategies.optimal.optimum import Optimum

__all__ = ["COMPARED", "STRATEGIES", "Read", "compare", "load", "optimise", "risk", "simulate"]


def _unproxied(mapping: Mapping[Any, Any]) -> tuple[type, tuple[dict[Any, Any]]]:
    return MappingProxyType, (dict(mapping),)


copyreg.pickle(MappingProxyType, _unproxied)


class Read(NamedTuple):
    """An accounts file that was read: the household, None where an error stops it, and every problem, warnings included."""

    household: Household | None
    problems: tuple[Problem, ...]


def load(text: bytes, name: str = "accounts.toml", journal: tuple[bytes, str] | None = None) -> Read:
    """Read an accounts file, and perhaps its journal (its text and its name). Never raises for what is in them."""
    household, problems = read_file(text, name, journal)
    return Read(household, tuple(problems))


def simulate(household: Household, today: date, strategy: str = "full", until: date | None = None) -> Projection:
    """Play one strategy from `today` on: every posting, payment and statement, and the totals.

    `until` None: until every debt known today is repaid, at most 36 months. Raises ValueError for an unknown strategy.
    """
    return compare(household, today, (strategy,), until)[0]


def compare(
    household: Household, today: date, strategies: Sequence[str] = COMPARED, until: date | None = None
) -> tuple[Projection, ...]:
    """Play several strategies over one horizon, so that their costs can be compared; as `simulate` otherwise."""
    unknown = [name for name in strategies if name not in STRATEGIES]
    if unknown:
        raise ValueError(f"no such strategy: {unknown[0]!r}; there are {', '.join(STRATEGIES)}")
    return play_all(household, today, strategies, until)


def optimise(household: Household, today: date, until: date | None = None) -> "Optimum":
    """Search for the best plan, for 20 seconds at most: its payments, their cost, and what no plan can beat."""
    from repaycli.strategies.optimal.search.optimise import optimise as search

    return search(household, today, until)


def risk(
    household: Household,
    today: date,
    strategy: str = "full",
    until: date | None = None,
    paths: int = 1000,
    seed: int = 1,
) -> "Answers":
    """Play a strategy through seeded futures and count what becomes of them: chances with their intervals, cost and cash.

    `until` None: 12 months. The same seed gives the same answers on every machine.
    """
    from repaycli.inputs.practice import read_ladder
    from repaycli.risk.answers import answers
    from repaycli.risk.playing import Wanted, play

    last = until or min(add_months(today, 12), LATEST)
    outcomes = play(household, today, Wanted(paths, seed, strategy, last))
    return answers(household, outcomes, read_ladder(household.currency.code))
