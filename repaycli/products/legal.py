"""Lines that a country's law and its practice draw for what a loan may cost in a year.

They stand in `laws/<currency>.toml`, each with its source and confidence. They are warnings: which of them holds depends
on the lender and on the contract.
"""

from datetime import date
from fractions import Fraction

from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Citation
from repaycli.products.delinquency import Practice
from repaycli.products.irr import YearlyRate


class PrimeRate(NamedTuple):
    """The one-year loan prime rate (LPR) from a day on."""

    from_date: date
    rate: Fraction
    citation: Citation


class LegalLine(NamedTuple):
    """A line: a yearly rate, or (where `rate` is None) so many times the prime rate of the contract's day.

    `since` is the day from which it holds; one that lies ahead is told, and never more than a "may".
    """

    rule: Practice
    rate: Fraction | None = None
    multiple: int = 0
    since: date | None = None


class Laws(NamedTuple):
    """The lines of a country and its prime rates, oldest first; `known_until` is the last day they are vouched for.

    `rules` are what else a borrower should know before signing, each from a day on.
    """

    lines: tuple[LegalLine, ...] = ()
    rules: tuple[tuple[date, Practice], ...] = ()
    prime: tuple[PrimeRate, ...] = ()
    known_until: date | None = None

    def prime_on(self, on: date) -> PrimeRate | None:
        """Return the prime rate that was in force on a day: the last one not later; None before the first."""
        return next((each for each in reversed(self.prime) if each.from_date <= on), None)


class Compared(NamedTuple):
    """A loan's yearly cost beside one line. `crossed`: "yes", "may" or "no"."""

    line: LegalLine
    limit: Fraction
    prime: PrimeRate | None  # where the limit is a multiple of it
    crossed: str


def compare_with_lines(laws: Laws, cost: YearlyRate | None, on: date) -> tuple[Compared, ...]:
    """Set what a loan costs a year against every line that a contract of that day can be measured by.

    Formula: crossed when 12 × the monthly rate is above the line; "may" when only (1 + monthly)^12 − 1 is, when the line
    holds from a later day, or when its source is a weak one. A cost of None (nothing) crosses none.
    Source: of each line in its file; none of them says which of the two annualisations it means.
    Gaps: the LPR known last stands for every later day.

    >>> from repaycli.products.accounts import Citation
    >>> line = LegalLine(Practice("courts", {}, {}, Citation("", "", "medium")), Fraction(24, 100))
    >>> def crossed(nominal, effective):
    ...     cost = YearlyRate(Fraction(nominal, 100), Fraction(effective, 100))
    ...     return compare_with_lines(Laws((line,)), cost, date(2026, 1, 1))[0].crossed
    >>> crossed(20, 22), crossed(23, 26), crossed(24, 27), crossed(25, 28)
    ('no', 'may', 'may', 'yes')
    """
    found: list[Compared] = []
    for line in laws.lines:
        prime = laws.prime_on(on) if line.rate is None else None
        limit = line.rate if line.rate is not None else prime and line.multiple * prime.rate
        if limit is not None:
            found.append(Compared(line, limit, prime, _crossed(line, limit, cost, on)))
    return tuple(found)


def _crossed(line: LegalLine, limit: Fraction, cost: YearlyRate | None, on: date) -> str:
    if cost is None or cost.effective <= limit:
        return "no"
    is_sure = line.rule.citation.confidence != "low" and (line.since is None or line.since <= on)
    return "yes" if is_sure and cost.nominal > limit else "may"
