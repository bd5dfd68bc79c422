"""Which currency `init` asks about: the one that was stated, that of a Chinese reader, else the one of the locale's territory."""

from collections.abc import Mapping
from datetime import date

from repaycli.cli.calc_values import currency_value
from repaycli.core.money import CURRENCIES
from repaycli.inputs.interview.nouns import Start

_TERRITORIES = (
    "AU:AUD CA:CAD CH:CHF CN:CNY GB:GBP HK:HKD IN:INR JP:JPY KR:KRW MO:MOP MY:MYR NZ:NZD SG:SGD TW:TWD US:USD "
    "AT:EUR BE:EUR DE:EUR ES:EUR FI:EUR FR:EUR GR:EUR IE:EUR IT:EUR NL:EUR PT:EUR"
)
_BY_TERRITORY: dict[str, str] = {pair[:2]: pair[3:] for pair in _TERRITORIES.split()}
_BY_LANGUAGE = {"ja": "JPY", "zh": "CNY"}
"""Where a locale names no territory."""


def start(stated: str | None, today: date, language: str, env: Mapping[str, str]) -> Start:
    """Return what is known before the first question; raises WrongUsage where a currency is stated that there is not.

    A Chinese reader in China or Taiwan, or in no place that the locale tells, is not asked.
    """
    if stated is not None:
        return Start(today, currency_value(stated))
    usual = _of_locale(_locale(env))
    if language != "zh":
        return Start(today, usual=usual)
    if not _locale(env).startswith("zh") or usual == "CNY":
        return Start(today, CURRENCIES["CNY"])
    return Start(today, CURRENCIES["TWD"]) if usual == "TWD" else Start(today, usual=usual)


def _locale(env: Mapping[str, str]) -> str:
    """Return the locale that says how money is written, without its encoding: `zh_TW`."""
    found = next((env[name] for name in ("LC_ALL", "LC_MONETARY", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return found.partition(".")[0].partition("@")[0]


def _of_locale(locale: str) -> str | None:
    """Return the currency where a locale is used.

    >>> [_of_locale(each) for each in ("en_CA", "zh_TW", "zh_Hant_TW", "zh", "ja", "en", "C", "eo_XX")]
    ['CAD', 'TWD', 'TWD', 'CNY', 'JPY', None, None, None]
    """
    language, *rest = locale.replace("-", "_").split("_")
    if not rest:
        return _BY_LANGUAGE.get(language.casefold())
    return _BY_TERRITORY.get(rest[-1].upper())
