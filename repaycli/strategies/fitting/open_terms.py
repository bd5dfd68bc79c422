"""An account's terms with some keys still open: to the engine they are terms; what it asks for is decided as it asks."""

from fractions import Fraction
from math import lcm
from typing import Any

from repaycli.core.money import round_ratio
from repaycli.products.accounts import Account, CreditLine, Loan
from repaycli.products.minimum import Asked, Minimum, minimum_payment
from repaycli.products.terms import MinimumRule, Prepayment
from repaycli.strategies.conventions import ROUND, Round, with_year
from repaycli.strategies.fitting.choosing import Choosing


class OpenTerms:
    """What stands in for a `Loan` or a `CreditLine`; a key that is decided is from then on as any other."""

    def __init__(self, account: Account, choosing: Choosing) -> None:
        self._account = account
        self._choosing = choosing
        self._is_line = isinstance(account, CreditLine)
        parts = {part for key in choosing.box for part in key.partition(".")[0].split("+")}
        closed = set(account._fields) - parts - ({"rate", "rates", "cash_rate"} if "year_days" in parts else set[str]())
        self.__dict__.update((name, getattr(account, name)) for name in closed)

    def __getattr__(self, name: str) -> Any:
        """Answer for a key that is open yet."""
        choosing = self._choosing
        if name in ("rate", "rates", "cash_rate"):
            self.__dict__.update(self._rates())
            return self.__dict__[name]
        if name == "rounding":
            return OpenRounding(choosing)
        if name == "round_to":  # a line asks for it with `rounding` alone, and that one knows it
            return 1 if self._is_line else choosing.agree((ROUND,), _unit)
        if name in ("overdue_multiplier", "penalty_multiplier"):
            return OpenMultiplier(choosing, name)
        if name == "prepayment":
            assert isinstance(self._account, Loan)
            return OpenPrepayment(self._account.prepayment, choosing)
        if name == "minimum":
            return OpenMinimum(choosing) if choosing.is_open(name) else choosing.box[name][0]
        if name not in choosing.box:
            raise AttributeError(name)
        found = self.__dict__[name] = choosing.decide(name)
        return found

    def _rates(self) -> dict[str, object]:
        return {"cash_rate": getattr(self._account, "cash_rate", None)} | with_year(
            self._account, self._choosing.decide("year_days")
        )


def _unit(how: Round) -> int:
    return how.unit


class OpenRounding:
    """How amounts are rounded, while several ways give the same. It knows to which unit."""

    def __init__(self, choosing: Choosing) -> None:
        self._choosing = choosing

    def rounded(self, numerator: int, denominator: int) -> int:
        """Round an exact amount, as `round_ratio` does: so that all that is left comes to one figure."""

        def figure(how: Round) -> int:
            return round_ratio(numerator, denominator, how.unit, how.mode)

        return self._choosing.agree((ROUND,), figure)


class OpenMultiplier:
    """How much more an overdue rate is. Times a rate it is the finest part that every value needs: so denominators fit."""

    def __init__(self, choosing: Choosing, key: str) -> None:
        self._choosing = choosing
        self._key = key

    def __rmul__(self, rate: Fraction) -> Fraction:
        values = self._choosing.box[self._key]
        return rate / lcm(*(value.denominator for value in values if isinstance(value, Fraction)))

    @property
    def numerator(self) -> int:
        """Decide the multiplier; return what stands above its line."""
        return self._decided().numerator

    @property
    def denominator(self) -> int:
        """Decide the multiplier; return what stands below its line."""
        return self._decided().denominator

    def _decided(self) -> Fraction:
        found = self._choosing.decide(self._key)
        assert isinstance(found, Fraction)
        return found


class OpenPrepayment:
    """What early money costs and changes; how the interest goes and what follows is open."""

    def __init__(self, own: Prepayment, choosing: Choosing) -> None:
        self.allowed, self.fee = own.allowed, own.fee
        self._choosing = choosing

    @property
    def interest(self) -> object:
        """Decide which interest is paid with it."""
        return self._choosing.decide("prepayment.interest")

    @property
    def effect(self) -> object:
        """Decide what it changes."""
        return self._choosing.decide("prepayment.effect")


class OpenMinimum:
    """How a minimum follows from a statement, while several ways give the same."""

    def __init__(self, choosing: Choosing) -> None:
        self._choosing = choosing

    def __getattr__(self, name: str) -> Any:
        """Decide the way where something else than the minimum is asked of it."""
        return getattr(self._choosing.decide("minimum"), name)

    def minimum(self, asked: Asked, *_: object) -> Minimum:
        """Return the minimum as `minimum_payment` does: so that all that is left comes to one."""
        box = self._choosing.box

        def figures(rule: MinimumRule, how: Round) -> tuple[int, int]:
            found = minimum_payment(asked, rule, how.unit, how.mode)
            return found.amount, found.over_limit

        self._choosing.agree(("minimum", ROUND), figures)
        rule, how = box["minimum"][0], box[ROUND][0]
        assert isinstance(rule, MinimumRule)
        assert isinstance(how, Round)
        return minimum_payment(asked, rule, how.unit, how.mode)
