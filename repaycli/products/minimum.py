"""The minimum payment of a statement."""

from repaycli.core.money import Rounding, round_ratio
from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import least, most, of_many
from repaycli.products.terms import MinimumRule


class Asked(NamedTuple):
    """What a statement is made of, in minor units; past-due sums stand apart and are asked in full."""

    new: int = 0  # purchases first billed here
    carried: int = 0  # purchases carried over from earlier statements
    cash: int = 0
    instalments: int = 0
    fees: int = 0
    interest: int = 0
    past_due: int = 0
    over_limit: int = 0

    @property
    def balance(self) -> int:
        """All that is asked: the over-limit part is inside the principal."""
        return self.new + self.carried + self.cash + self.instalments + self.fees + self.interest + self.past_due


class Minimum(NamedTuple):
    """The minimum, what of it comes from the shares (after its floor), and what each share was taken of."""

    amount: int
    shared: int
    over_limit: int
    new: int
    carried: int
    cash: int


def minimum_payment(asked: Asked, rule: MinimumRule, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> Minimum:
    """Return the least that keeps the account out of being past due.

    Formula: max(floor, share × this cycle's principal + carried_share × principal carried over + cash_share × cash)
    + 100 % of instalments, fees, interest, past-due sums and what is over the limit; never above the balance.
    With `floor_on = "total"` the floor covers the sum; with `of = "balance"` the share is of the whole balance but
    for instalments and past-due sums. Principal that counts in full is not counted at a share as well, unless
    `instalments_in_share`.
    Units: minor units. Rounding: the share part once, like a posting.
    Source: bank card charters and the Huabei help text; Regulation Z forms; Quebec Consumer Protection Act s. 126.1.

    >>> from fractions import Fraction
    >>> card = MinimumRule(share=Fraction(1, 10), cash_share=Fraction(1))
    >>> minimum_payment(Asked(new=300000, cash=100000, past_due=20000, fees=5000), card).amount
    155000
    """
    if type(rule) is not MinimumRule:  # a rule that is still open answers for itself
        return of_many(rule).minimum(asked, unit, mode)
    share = rule.share
    carried_share = share if rule.carried_share is None else rule.carried_share
    cash_share = share if rule.cash_share is None else rule.cash_share
    principal = (asked.new, asked.carried, asked.cash)
    over = least(asked.over_limit, sum(principal))
    new, carried, cash = _without(principal, over)
    in_full = asked.instalments + asked.past_due + over
    a, b, c = share.denominator, carried_share.denominator, cash_share.denominator
    if rule.of == "balance":
        new, carried, cash = asked.balance - in_full, 0, 0
        exact = share.numerator * new * b * c
    else:
        in_full += asked.fees + asked.interest
        if rule.instalments_in_share:
            new += asked.instalments
        exact = share.numerator * new * b * c
        exact += carried_share.numerator * carried * a * c + cash_share.numerator * cash * a * b
    shared = round_ratio(exact, a * b * c, unit, mode)
    if rule.floor_on == "total":
        amount = most(rule.floor, shared + in_full)
    else:
        shared = most(rule.floor, shared)
        amount = shared + in_full
    return Minimum(least(amount, asked.balance), shared, over, new, carried, cash)


def stated_in_full(stated: int, asked: Asked, rule: MinimumRule) -> int:
    """Return how much of a minimum that a lender states is asked at 100 %, and not as a share of the principal.

    Formula: fees + interest + X. Principal asked in full instead of at a share raises the minimum by X × (1 − share),
    so X = (stated minimum − minimum by the rule) ÷ (1 − share), between 0 and the principal.
    Units: minor units. Rounding: X up, so that what is asked already is not asked again.
    Source: the rule of `minimum_payment`, solved for what the file does not say.
    Gaps: all principal counts at the share for new purchases; past-due sums stand apart.

    >>> from fractions import Fraction
    >>> card = MinimumRule(share=Fraction(1, 10))
    >>> stated_in_full(30000, Asked(new=300000), card), stated_in_full(120000, Asked(new=300000), card)
    (0, 100000)
    """
    expected = minimum_payment(asked, rule)
    more, kept = max(0, stated - expected.amount), 1 - rule.share
    above = round_ratio(more * kept.denominator, kept.numerator, 1, Rounding.UP) if kept > 0 else 0
    return asked_in_full(asked, expected, rule) + min(above, asked.new)


def asked_in_full(asked: Asked, minimum: Minimum, rule: MinimumRule) -> int:
    """Return what a minimum asks for at 100 %, past-due sums apart; minor units."""
    charges = 0 if rule.of == "balance" else asked.fees + asked.interest
    return asked.instalments + charges + minimum.over_limit


def _without(parts: tuple[int, ...], amount: int) -> list[int]:
    """Take an amount out of parts, the first of them first; return what is left of each."""
    left: list[int] = []
    for part in parts:
        taken = least(part, amount)
        amount -= taken
        left.append(part - taken)
    return left
