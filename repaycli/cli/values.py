"""Values of the command line: dates, months, strategies and accounts, each refused with the form that is wanted."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import OtherCurrency, WrongUsage
from repaycli.core.dates import EARLIEST, LATEST, add_months
from repaycli.locale import joined, tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.products.accounts import Household

_MOST_MONTHS = 1200
_MOST_DIGITS = 12
_SUM = re.compile(
    r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?\s*([万千百wk]?)\s*([a-z]{3,4}|元|块钱?)?", re.IGNORECASE
)
_ZEROS = {"": 0, "百": 2, "千": 3, "k": 3, "万": 4, "w": 4}
_UNITS = {"CNY": ("元", "块", "块钱", "yuan", "rmb"), "TWD": ("元",), "HKD": ("元",)}
_DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号])")
_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥", ord("。"): "."}
"""The full-width forms of plain characters, and no others: ² must not become 2."""
_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN")
_SIGNS = {
    "HK$": ("HKD",),
    "NT$": ("TWD",),
    "US$": ("USD",),
    "CA$": ("CAD",),
    "C$": ("CAD",),
    "$": _DOLLARS,
    "¥": ("CNY", "JPY"),
    "€": ("EUR",),
    "£": ("GBP",),
    "₹": ("INR",),
}
"""Signs that may stand before an amount, and the currencies whose files may have them."""


def plain(typed: str) -> str:
    """Write full-width letters and figures as plain ones, and the full stop of a Chinese keyboard as a point.

    >>> plain(" １，８４８．２４元　"), plain("268。5")
    ('1,848.24元', '268.5')
    """
    return typed.translate(_PLAIN).strip()


def date_value(option: str, stated: str) -> date:
    """Read a date whose year comes first: 2026-11-01, 2026/11/1, 2026年11月1日."""
    found = _whole_date(stated)
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


def _whole_date(stated: str) -> date | None:
    found = _DATE.fullmatch(plain(stated))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
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
    """Read money as people write it (1,848.24, ¥386, 1.2万, 50元), exactly; return minor units.

    Nothing that could mean two sums is taken.
    """
    words = plain(stated)
    sign = next((sign for sign in _SIGNS if words.startswith(sign)), "")
    match = _SUM.fullmatch(words.removeprefix(sign).lstrip())
    if (sign and currency.code not in _SIGNS[sign]) or (match and match[4] and not _is_unit(match[4], currency)):
        raise OtherCurrency(
            tr(
                "{option}: {value} is in another currency than {currency}",
                option=option,
                value=quoted(stated),
                currency=currency.code,
            )
        )
    example = tr("Write {example}", example=currency.plain(1500 * 10**currency.digits))
    if words.startswith("-") and _SUM.fullmatch(words[1:]):
        raise WrongUsage(
            tr("{option}: {value} is negative", option=option, value=quoted(stated)),
            tr("Write it without the minus sign."),
        )
    if not match:
        raise WrongUsage(tr("{option}: {value} is not an amount", option=option, value=quoted(stated)), example)
    whole, decimals = _figures(match)
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


def _figures(match: re.Match[str]) -> tuple[str, str]:
    """Return the digits before and behind the point: 1.2万 are 12000."""
    whole, decimals, zeros = match[1].replace(",", ""), match[2] or "", _ZEROS[match[3].casefold()]
    return (whole + decimals[:zeros].ljust(zeros, "0"), decimals[zeros:])


def _is_unit(word: str, currency: "Currency") -> bool:
    """Tell whether what stands behind an amount names its currency."""
    return word.upper() == currency.code or word.casefold() in _UNITS.get(currency.code, ())


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
    found = nearest(word, among)
    return tr("; did you mean {name}?", name=found) if found else ""


def nearest(word: str, among: Iterable[str]) -> str:
    """Return the word that is most like another one, nothing where none is.

    Of two Chinese characters one may be wrong (借呗 for 借贝); a word of letters has to be like in more than that.

    >>> nearest("借贝", ["花呗", "借呗"]), nearest("comapre", ["compare"]), nearest("nope", ["compare"])
    ('借呗', 'compare', '')
    """
    import difflib

    cutoff = 0.65 if word.isascii() else 0.5
    return next(iter(difflib.get_close_matches(word[:100], list(among), n=1, cutoff=cutoff)), "")


def quoted(word: str) -> str:
    """Quote what was written, shortened when it is very long."""
    shown = word if len(word) <= 60 else word[:59] + "…"
    return f"“{shown}”"
