"""Interest rates as stated on paper: exact, with the unit they were stated in."""

from fractions import Fraction

from repaycli.core.nouns import NamedTuple


class Rate(NamedTuple):
    """A rate as the lender states it: `amount` is a fraction (0.0005 = 0.05 %) per day or per year.

    `year_days` (360 or 365) converts between the two; one product never mixes two bases.
    """

    amount: Fraction
    per: str  # "day" or "year"
    year_days: int = 365

    @property
    def daily(self) -> Fraction:
        """Fraction per day."""
        return self.amount if self.per == "day" else self.amount / self.year_days

    @property
    def annual(self) -> Fraction:
        """Simple fraction per year: daily × year_days.

        >>> Rate(Fraction(5, 10000), "day").annual == Fraction(1825, 10000)
        True
        """
        return self.amount if self.per == "year" else self.amount * self.year_days

    @property
    def monthly(self) -> Fraction:
        """Fraction per full month: annual ÷ 12."""
        return self.annual / 12

    def like(self, amount: Fraction) -> "Rate":
        """Return another rate in the same unit."""
        return Rate(amount, self.per, self.year_days)
