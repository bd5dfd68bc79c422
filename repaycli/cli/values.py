"""Values of the command line: dates, months, strategies and accounts, each refused with the form that is wanted."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import WrongUsage
from repaycli.core.dates import EARLIEST, LATEST, add_months
from repaycli.locale import joined, tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.products.accounts import Household

_MOST_MONTHS = 1200
_MOST_DIGITS = 12
_SUM = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN")
_SIGNS = {
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "US$": ("USD",),
    "$": _DOLLARS,
    "¥": ("CNY", "JPY"),
    "￥": ("CNY", "JPY"),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
}
"""Signs that may stand before an amount, and the currencies whose files may have them."""


def date_value(option: str, stated: str) -> date:
    """Read a date as ISO writes it: 2026-11-01."""
    found = _iso(stated)
    if found is None:
        raise WrongUsage(
            tr("{option}: {value} is not a date", option=option, value=quoted(stated)),
            tr("Write year, month and day: {example}", example="2026-11-01"),
        )
    if not EARLIEST <= found <= LATEST:
        raise WrongUsage(
            tr("{option}: {value} is out of reach", option=option, value=stated),
            tr("Dates from {first} to {last} are known.", first=EARLIEST, last=LATEST),
        )
    return found


def _iso(stated: str) -> date | None:
    if len(stated) != 10 or stated[4] != "-" or stated[7] != "-":
        return None
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None


def horizon(today: date, until: str | None, months: int | None) -> date | None:
    """Return the last day that `--until` or `--months` asks for; None leaves it to the strategies."""
    if until is not None and months is not None:
        raise WrongUsage(tr("--until and --months both say where to stop"), tr("Write one of them."))
    if months is not None:
        if not 1 <= months <= _MOST_MONTHS:
            raise WrongUsage(tr("--months: {value} is not between 1 and {most}", value=months, most=_MOST_MONTHS))
        # The year 2199 is the last one the calendar knows.
        return min(add_months(today, months), LATEST)
    if until is None:
        return None
    last = date_value("--until", until)
    if last < today:
        raise WrongUsage(tr("--until: {value} is before {today}, the day of this run", value=last, today=today))
    return last


def strategy_value(stated: str | None, household: "Household") -> str:
    """Return a strategy's name, by default the file's own or `full`."""
    from repaycli.strategies.compare import STRATEGIES

    name = (household.default_strategy or "full") if stated is None else stated
    if name not in STRATEGIES:
        raise WrongUsage(
            tr("there is no strategy {value}", value=quoted(name)) + did_you_mean(name, STRATEGIES),
            tr("The strategies are: {names}", names=joined(STRATEGIES)),
        )
    if name == "custom" and household.custom is None:
        raise WrongUsage(
            tr("the strategy custom is not described in the file"),
            tr('Add to it: [strategy.custom] with budget = 3000 or order = ["…", "…"].'),
        )
    return name


def account_value(stated: str, household: "Household") -> str:
    """Return the name of an account or wallet as the file writes it."""
    names = [*(account.name for account in household.accounts), *(wallet.name for wallet in household.wallets)]
    if stated in names:
        return stated
    folded = [name for name in names if name.casefold() == stated.casefold()]
    if len(folded) == 1:
        return folded[0]
    raise WrongUsage(
        tr("there is no account {value}", value=quoted(stated)) + did_you_mean(stated, names),
        tr("The file has: {names}", names=joined(names)) if names else "",
    )


def sum_value(option: str, stated: str, currency: "Currency", zero: bool = False) -> int:
    """Read money as people write it, exactly; return minor units. Nothing that could mean two sums is taken."""
    plain = stated.strip()
    sign = next((sign for sign in _SIGNS if plain.startswith(sign)), "")
    if sign and currency.code not in _SIGNS[sign]:
        raise WrongUsage(
            tr(
                "{option}: {value} is in another currency than {currency}",
                option=option,
                value=quoted(stated),
                currency=currency.code,
            )
        )
    match = _SUM.fullmatch(plain.removeprefix(sign))
    example = tr("Write {example}", example=currency.plain(1500 * 10**currency.digits))
    if not match:
        raise WrongUsage(tr("{option}: {value} is not an amount", option=option, value=quoted(stated)), example)
    whole, decimals = match[1].replace(",", ""), match[2] or ""
    if len(decimals) > currency.digits:
        raise WrongUsage(
            tr(
                "{option}: {value}, but {currency} has {digits} decimals",
                option=option,
                value=quoted(stated),
                currency=currency.code,
                digits=currency.digits,
            ),
            example,
        )
    if len(whole.lstrip("0")) > _MOST_DIGITS:
        raise WrongUsage(tr("{option}: {value} is out of reach", option=option, value=quoted(stated)))
    amount = int(whole + decimals.ljust(currency.digits, "0"))
    if not amount and not zero:
        raise WrongUsage(tr("{option}: the amount is zero", option=option))
    return amount


def number_value(option: str, stated: int | None, among: tuple[int, int], usual: int) -> int:
    """Return a whole number between two others, both inclusive; `usual` where none is stated."""
    least, most = among
    if stated is None:
        return usual
    if not least <= stated <= most:
        raise WrongUsage(
            tr(
                "{option}: {value} is not between {least} and {most}",
                option=option,
                value=stated,
                least=least,
                most=most,
            )
        )
    return stated


def choice_value(option: str, stated: str | None, among: Iterable[str]) -> str:
    """Return one of a few words, nothing for nothing."""
    if stated is None or stated in among:
        return stated or ""
    message = tr("{option}: {value} is not one of {names}", option=option, value=quoted(stated), names=joined(among))
    raise WrongUsage(message + did_you_mean(stated, among))


def did_you_mean(word: str, among: Iterable[str]) -> str:
    """Return the end of a sentence that names the nearest word, or nothing."""
    import difflib

    found = difflib.get_close_matches(word[:100], list(among), n=1, cutoff=0.5)
    return tr("; did you mean {name}?", name=found[0]) if found else ""


def quoted(word: str) -> str:
    """Quote what was written, shortened when it is very long."""
    shown = word if len(word) <= 60 else word[:59] + "…"
    return f"“{shown}”"
