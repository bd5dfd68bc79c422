"""The readings that a contract can have: each key with the values that lenders use, and the line that is written for one.

Two ask for them: `discrepancy`, which changes one key to explain a figure, and `fitting`, which tries all of them together.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.core.money import Currency, Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.products.accounts import Account, CreditLine, Household, Loan
from repaycli.products.schedules import PERIODS
from repaycli.products.terms import (
    Accrual,
    Compound,
    Effect,
    InterestFrom,
    InterestOn,
    MinimumRule,
    OverdueOn,
    Prepayment,
    PurchaseKind,
)

Choices = Mapping[str, tuple[object, ...]]
"""Values by key, the account's own first. With a dot: a part of the value that stands under the first word."""

_LINE_KEYS: Choices = {
    "interest_on": tuple(InterestOn),
    "interest_from": tuple(InterestFrom),
    "payment_counts": ("same-day", "next-day"),
    "statement_day_interest": ("current", "next"),
    "purchase_on_statement_day": ("this", "next"),
    "free_period": ("each-statement", "lost"),
    "compound": (Compound.POSTED, Compound.NO, Compound.DAILY),
    "overdue_on": tuple(OverdueOn),
    "overdue_multiplier": (Fraction(1), Fraction(3, 2)),
    "accrual": tuple(Accrual),
    "round_at": ("posting", "segment"),
}

_LOAN_KEYS: Choices = {
    "accrual": tuple(Accrual),
    "penalty_multiplier": (Fraction(3, 2), Fraction(1)),
    "penalty_base": ("principal", "instalment"),
    "prepayment.interest": ("all", "part"),
    "prepayment.effect": tuple(Effect),
}

_YEARS = (365, 360)
_SHARES = tuple(Fraction(part, 100) for part in (10, 5, 20, 1, 2, 3))
_CARRIED = (None, Fraction(2, 100), Fraction(5, 100), Fraction(1))


ROUND = "rounding+round_to"
"""The key under which both stand: they only say together what an amount becomes."""


class Round(NamedTuple):
    """To which unit amounts are rounded (minor units), and how."""

    unit: int
    mode: Rounding


class Setting(NamedTuple):
    """One key under another value than the file's."""

    key: str
    value: object


def choices(account: Account, currency: Currency) -> dict[str, tuple[object, ...]]:
    """Return every key of an account that contracts read differently, and the values to try."""
    found: dict[str, tuple[object, ...]] = {}
    keys = _LINE_KEYS if isinstance(account, CreditLine) else _LOAN_KEYS
    for key, values in keys.items():
        found[key] = _own_first(value_of(account, key), values)
    if _knows_year(account):
        found["year_days"] = _own_first(account.rate.year_days, _YEARS)
    units = dict.fromkeys((account.round_to, *(10**place for place in range(currency.digits + 1))))
    modes = dict.fromkeys((account.rounding, *Rounding))
    found[ROUND] = tuple(Round(unit, mode) for unit in units for mode in modes)
    if isinstance(account, Loan):
        found["interest_from"] = _own_first(account.interest_from, _first_days(account))
    return found


def minimums(line: CreditLine, household: Household) -> tuple[object, ...]:
    """Return the ways of reckoning the minimum, the line's own first; its floor is not guessed.

    Parts that could only matter for cash or instalments are left as they are where the line has none.
    """
    own = line.minimum
    kinds = [item.kind for item in household.purchases if item.account == line.name]
    has_cash = PurchaseKind.CASH in (*kinds, *(flow.kind for flow in line.spending))
    found = [
        own._replace(
            share=share,
            of=of,
            carried_share=carried,
            cash_share=cash,
            floor_on=floor_on,
            instalments_in_share=in_share,
        )
        for of in ("principal", "balance")
        for share in _own_first(own.share, _SHARES)
        for carried in _own_first(own.carried_share, _CARRIED if of == "principal" else (None,))
        for cash in _own_first(own.cash_share, (None, Fraction(1)) if has_cash and of == "principal" else ())
        for floor_on in _own_first(own.floor_on, ("principal", "total") if own.floor else ())
        for in_share in _own_first(own.instalments_in_share, (False, True) if line.instalment_plan else ())
    ]
    return _own_first(own, tuple(found))


def _own_first(own: object, values: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(dict.fromkeys((own, *values)))


def _knows_year(account: Account) -> bool:
    """Tell whether the base of the year changes anything: it does, but for a daily rate whose days are counted."""
    return isinstance(account, Loan) or account.rate.per == "year" or account.accrual is Accrual.MONTHLY


def _first_days(loan: Loan) -> tuple[object, ...]:
    """Return the first days whose interest may not be charged yet: that of the last due date, and the days around it."""
    unit, count = PERIODS[loan.every]
    start = loan.next_due - timedelta(days=count) if unit == "day" else add_months(loan.next_due, -count, loan.due_day)
    begins = loan.interest_from or start
    around = (start, begins, begins - timedelta(days=1), begins + timedelta(days=1))
    return tuple(day for day in around if day < loan.next_due)


def value_of(account: Account, key: str) -> object:
    """Return what an account has for a key."""
    if key == "year_days":
        return account.rate.year_days
    if key == ROUND:
        return Round(account.round_to, account.rounding)
    first, _, part = key.partition(".")
    found = getattr(account, first)
    return getattr(found, part) if part else found


def with_settings(account: Account, settings: Mapping[str, object]) -> Account:
    """Return an account under other values of some keys."""
    terms: dict[str, object] = {}
    for key, value in settings.items():
        first, _, part = key.partition(".")
        if key == "year_days":
            terms |= with_year(account, value)
        elif isinstance(value, Round):
            terms |= {"round_to": value.unit, "rounding": value.mode}
        elif part:
            terms[first] = terms.get(first, getattr(account, first))._replace(**{part: value})  # type: ignore[attr-defined]
        else:
            terms[first] = value
    return account._replace(**terms)  # pyright: ignore[reportArgumentType, reportUnknownVariableType]


def with_year(account: Account, days: object) -> dict[str, object]:
    """Return an account's rates in another base of the year: a product never mixes two."""
    assert isinstance(days, int)
    found: dict[str, object] = {
        "rate": account.rate._replace(year_days=days),
        "rates": tuple(each._replace(rate=each.rate._replace(year_days=days)) for each in account.rates),
    }
    if isinstance(account, CreditLine) and account.cash_rate:
        found["cash_rate"] = account.cash_rate._replace(year_days=days)
    return found


def replaced(household: Household, account: Account) -> Household:
    """Return a household with an account in the place of the one of its name."""
    loans = tuple(account if each.name == account.name else each for each in household.loans)
    lines = tuple(account if each.name == account.name else each for each in household.lines)
    return household._replace(loans=loans, lines=lines)  # type: ignore[arg-type]


def conventions(account: Account, currency: Currency) -> Iterator[tuple[tuple[Setting, ...], Account]]:
    """Return the account under each other reading of one key, with what to write into the file for it."""
    for key, values in choices(account, currency).items():
        for value in values[1:]:
            yield (Setting(key, value),), with_settings(account, {key: value})
    if isinstance(account, CreditLine):
        yield from _pairs(account)


def _pairs(line: CreditLine) -> Iterator[tuple[tuple[Setting, ...], Account]]:
    """What bears interest and from when go together in a contract."""
    for on in InterestOn:
        for begins in InterestFrom:
            if on is not line.interest_on and begins is not line.interest_from:
                settings = (Setting("interest_on", on), Setting("interest_from", begins))
                yield settings, line._replace(interest_on=on, interest_from=begins)


# -- as the file has them -------------------------------------------------------------------------------------------------


def written(account: Account, settings: Sequence[Setting], currency: Currency) -> tuple[str, ...]:
    """Return the lines to put into an account's table of the file, in the order of the settings.

    What has several parts stands on as many lines, so that none is too long for a narrow terminal.
    """
    changed = with_settings(account, {each.key: each.value for each in settings})
    keys = dict.fromkeys(key for each in settings for key in each.key.partition(".")[0].split("+"))
    both = {key: value_of(changed, key) for key in keys}
    kept = (key for key in keys if key not in ("rounding", "round_to") or both[key] != value_of(account, key))
    return tuple(line for key in kept for line in _lines(key, both[key], currency))


def _lines(key: str, value: object, currency: Currency) -> list[str]:
    """Write a key with its value.

    >>> _lines("minimum", MinimumRule(share=Fraction(1, 40), floor=1000), Currency("CNY", 2))
    ['minimum.share = "2.5%"', 'minimum.floor = 10.00']
    """
    match value:
        case MinimumRule():
            return [f"{key}.{part}" for part in _minimum(value, currency)]
        case Prepayment():
            return [f"{key}.{part}" for part in _prepayment(value)]
        case _:
            return [f"{key} = {_toml(key, value, currency)}"]


def _toml(key: str, value: object, currency: Currency) -> str:
    """Write a plain value as the file has it.

    >>> _toml("compound", Compound.NO, Currency("CNY", 2)), _toml("overdue_multiplier", Fraction(3, 2), Currency("CNY", 2))
    ('false', '1.5')
    >>> _toml("round_to", 100, Currency("CNY", 2)), _toml("rounding", Rounding.DOWN, Currency("CNY", 2))
    ('"1"', '"down"')
    """
    match value:
        case date():
            return value.isoformat()
        case Fraction():
            return _decimal(value)
        case int() if key == "round_to":
            return f'"{currency.plain(value) if value % 10**currency.digits else value // 10**currency.digits}"'
        case int():
            return str(value)
        case Enum() if value.value in ("true", "false"):
            return str(value.value)
        case Enum():
            return f'"{value.value}"'
        case _:
            return f'"{value}"'


def _minimum(rule: MinimumRule, currency: Currency) -> list[str]:
    usual = MinimumRule()
    parts = [f'share = "{_decimal(rule.share * 100)}%"']
    if rule.floor:
        parts.append(f"floor = {currency.plain(rule.floor)}")
    for key, share in (("carried_share", rule.carried_share), ("cash_share", rule.cash_share)):
        if share is not None:
            parts.append(f'{key} = "{_decimal(share * 100)}%"')
    if rule.floor_on != usual.floor_on:
        parts.append(f'floor_on = "{rule.floor_on}"')
    if rule.of != usual.of:
        parts.append(f'of = "{rule.of}"')
    if rule.instalments_in_share:
        parts.append("instalments_in_share = true")
    return parts


def _prepayment(terms: Prepayment) -> list[str]:
    parts: list[str] = [] if terms.allowed else ["allowed = false"]
    if terms.fee:
        parts.append(f'fee = "{_decimal(terms.fee * 100)}%"')
    return [*parts, f'effect = "{terms.effect.value}"', f'interest = "{terms.interest}"']


def _decimal(amount: Fraction) -> str:
    """Write a number that the file could hold: its decimals end.

    >>> _decimal(Fraction(3, 2)), _decimal(Fraction(10)), _decimal(Fraction(1, 40))
    ('1.5', '10', '0.025')
    """
    digits = 0
    while (amount * 10**digits).denominator != 1:
        digits += 1
    scaled = int(amount * 10**digits)
    whole = f"{scaled:0{digits + 1}d}"
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole
