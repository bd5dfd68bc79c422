"""The same account under another reading of its contract: one key changed, and the line that would be written for it."""

from collections.abc import Iterator
from enum import Enum
from fractions import Fraction

from repaycli.core.money import Rounding
from repaycli.products.accounts import CreditLine, Loan
from repaycli.products.terms import Accrual, Compound, InterestFrom, InterestOn, OverdueOn

Settings = tuple[str, ...]

_LINE_KEYS: dict[str, tuple[object, ...]] = {
    "interest_on": tuple(InterestOn),
    "interest_from": tuple(InterestFrom),
    "payment_counts": ("same-day", "next-day"),
    "statement_day_interest": ("current", "next"),
    "purchase_on_statement_day": ("this", "next"),
    "free_period": ("each-statement", "lost"),
    "compound": tuple(Compound),
    "overdue_on": tuple(OverdueOn),
    "overdue_multiplier": (Fraction(1), Fraction(3, 2)),
    "accrual": tuple(Accrual),
    "round_at": ("posting", "segment"),
}

_LOAN_KEYS: dict[str, tuple[object, ...]] = {
    "accrual": tuple(Accrual),
    "penalty_multiplier": (Fraction(1), Fraction(3, 2)),
    "penalty_base": ("principal", "instalment"),
}

_YEARS = (360, 365)


def conventions(account: Loan | CreditLine) -> Iterator[tuple[Settings, Loan | CreditLine]]:
    """Return the account under each other reading, with what to write into the file for it."""
    keys = _LINE_KEYS if isinstance(account, CreditLine) else _LOAN_KEYS
    for key, values in keys.items():
        for value in values:
            if value != getattr(account, key):
                yield (_setting(key, value),), _with(account, **{key: value})
    for rounding in Rounding:
        if rounding is not account.rounding:
            yield (_setting("rounding", rounding),), _with(account, rounding=rounding)
    for days in _YEARS:
        rate = account.rate
        if rate.per == "year" and days != rate.year_days and not account.rates:
            yield (f"year_days = {days}",), _with(account, rate=rate._replace(year_days=days))
    if isinstance(account, CreditLine):
        yield from _pairs(account)


def _pairs(line: CreditLine) -> Iterator[tuple[Settings, CreditLine]]:
    """What bears interest and from when go together in a contract."""
    for on in InterestOn:
        for begins in InterestFrom:
            if on is not line.interest_on and begins is not line.interest_from:
                settings = (_setting("interest_on", on), _setting("interest_from", begins))
                yield settings, line._replace(interest_on=on, interest_from=begins)


def _with(account: Loan | CreditLine, **terms: object) -> Loan | CreditLine:
    return account._replace(**terms)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]


def _setting(key: str, value: object) -> str:
    """Write a key and its value as the file has them.

    >>> _setting("compound", Compound.NO), _setting("overdue_multiplier", Fraction(3, 2)), _setting("round_at", "posting")
    ('compound = false', 'overdue_multiplier = 1.5', 'round_at = "posting"')
    """
    if isinstance(value, Fraction):
        return f"{key} = {float(value)}"
    written = str(value.value) if isinstance(value, Enum) else str(value)
    return f"{key} = {written}" if written in ("true", "false") else f'{key} = "{written}"'
