"""Coupons and point offsets (红包, 积分抵息): what one is worth with a payment, and which payment earns it.

A coupon is used once, with the first payment into its account inside its window (both days inclusive) that is large
enough and does what it asks for. A coupon that would take nothing off is not used up.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from repaycli.core.dates import EARLIEST, LATEST
from repaycli.core.money import Rounding, round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.products.terms import Coupon


class Before(NamedTuple):
    """How an account stands on a day just before a payment; amounts in minor units, days as ordinals.

    `late` is past due; `asked` is that and what the open statement or instalment asks for in full; `needed` is what of
    it must be paid by the due date: the instalment, or the statement's minimum. `interest` is posted and unpaid.
    """

    day: int
    late: int
    asked: int
    needed: int
    interest: int
    owed: int
    due: int | None  # of the open statement or the next instalment (None: nothing is open)
    last: int | None  # the last day on which that is still paid on time: its days of grace count


class Use(NamedTuple):
    """A coupon used with a payment: what it takes off, and the most that it could have."""

    coupon: Coupon
    value: int
    base: int  # what a share is taken of: the payment, or the interest
    limit: int
    limit_is: str  # "asked", "interest", or "owed"


class Offsets(NamedTuple):
    """The coupons that a payment on a day may use, in their order, and how their values are rounded."""

    coupons: tuple[Coupon, ...]
    unit: int = 1
    mode: Rounding = Rounding.HALF_UP

    def used_with(self, before: Before, paid: int) -> list[Use]:
        """Return which coupons a payment of `paid` uses.

        `"on-time"`: on or before the due date (with its days of grace) of what is open, and together with the coupon it
        meets what has to be paid by then; `"early"`: the same, strictly before the due date; `"overdue-repaid"`: the
        payment, with the coupon itself, ends being past due. A payment never covers less than a smaller one: the two
        together grow with it.

        >>> due = Before(100, late=0, asked=100000, needed=100000, interest=5000, owed=300000, due=100, last=100)
        >>> [use.value for use in Offsets((Coupon(amount=2000, needs="on-time"),)).used_with(due, 98000)]
        [2000]
        >>> Offsets((Coupon(amount=2000, needs="on-time"),)).used_with(due, 97999)
        []
        >>> Offsets((Coupon(amount=2000, needs="early"),)).used_with(due, 98000)
        []
        """
        found: list[Use] = []
        covered, interest = paid, before.interest
        for coupon in self.coupons:
            if paid < max(1, coupon.minimum_payment):
                continue
            base, limit, limit_is = _limit(coupon, before, covered, interest, paid)
            value = coupon_value(coupon, base, limit, self.unit, self.mode)
            if not value or not _is_earned(coupon, before, paid, covered + value):
                continue
            found.append(Use(coupon, value, base, limit, limit_is))
            covered += value
            if coupon.kind == "interest":
                interest -= value
        return found

    def worth(self, before: Before, paid: int) -> int:
        """Return what the coupons add to a payment."""
        return sum(use.value for use in self.used_with(before, paid))

    def least_payment(self, before: Before, target: int) -> int:
        """Return the least payment that covers `target` together with the coupons it uses.

        >>> due = Before(100, late=0, asked=100000, needed=100000, interest=5000, owed=300000, due=100, last=100)
        >>> Offsets((Coupon(amount=2000, minimum_payment=50000),)).least_payment(due, 100000)
        98000
        >>> Offsets((Coupon(share=Fraction(1, 20)),)).least_payment(due, 100000)
        95238
        """
        low, high = min(1, target), target
        while low < high:
            middle = (low + high) // 2
            if middle + self.worth(before, middle) >= target:
                high = middle
            else:
                low = middle + 1
        return high


def worth_exact(coupon: Coupon, base: int) -> Fraction:
    """Return what a coupon says it is worth, before any limit: its amount, or its share of `base`."""
    return coupon.share * base if coupon.share else Fraction(coupon.amount)


def coupon_value(coupon: Coupon, base: int, limit: int, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> int:
    """Return what a coupon takes off: its amount or share, but never more than there is to take it off.

    Formula: min(amount or share × base, limit). `"cash"`: base = the payment, limit = what is still asked for after it.
    `"interest"`: base = limit = posted interest that was unpaid before the payment or was paid by it, but never more than
    is still owed (penalty is not interest here).
    Units: minor units. Rounding: a share once, like a posting.
    Source: the coupon's own text; repaycli's reading.
    Gaps: coupons that need a certain way of paying, or that exclude each other, are not known.

    >>> coupon_value(Coupon(amount=2000), 98000, 2000), coupon_value(Coupon(amount=2000), 99500, 500)
    (2000, 500)
    >>> coupon_value(Coupon(share=Fraction(1, 2), kind="interest"), 4651, 4651)
    2326
    """
    exact = worth_exact(coupon, base)
    worth = round_ratio(exact.numerator, exact.denominator, unit, mode) if coupon.share else coupon.amount
    return max(0, min(worth, limit))


def in_order(coupons: Sequence[Coupon]) -> list[Coupon]:
    """Return coupons in the order of their use: those off interest first, then the one that ends first.

    Where they stand in the file does not matter.
    """

    def key(coupon: Coupon) -> tuple[object, ...]:
        first, last = coupon.from_date or EARLIEST, coupon.until or LATEST
        return (
            coupon.kind != "interest",
            last,
            first,
            coupon.minimum_payment,
            coupon.needs,
            -coupon.amount,
            -coupon.share,
        )

    return sorted(coupons, key=key)


def is_open(coupon: Coupon, on: date) -> bool:
    """Tell whether a day lies in a coupon's window."""
    return (coupon.from_date or EARLIEST) <= on <= (coupon.until or LATEST)


def _limit(coupon: Coupon, before: Before, covered: int, interest: int, paid: int) -> tuple[int, int, str]:
    """Return what a share of the coupon is taken of, the most that it takes off, and what that limit is."""
    owed = max(0, before.owed - covered)
    if coupon.kind == "interest":
        return interest, min(interest, owed), "interest" if interest <= owed else "owed"
    return paid, max(0, min(before.asked, before.owed) - covered), "asked"


def _is_earned(coupon: Coupon, before: Before, paid: int, covered: int) -> bool:
    match coupon.needs:
        case "overdue-repaid":
            return 0 < before.late <= covered
        case "on-time" | "early":
            if before.due is None or before.last is None or paid <= before.late or covered < before.needed:
                return False
            return before.day < before.due if coupon.needs == "early" else before.day <= before.last
        case _:
            return True
