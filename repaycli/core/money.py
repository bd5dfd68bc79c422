"""Exact money: whole minor units of one currency, and the roundings that lenders use."""

from decimal import Decimal
from enum import Enum

from repaycli.core.nouns import NamedTuple
from repaycli.core.whole import of_many


class Rounding(Enum):
    """How an exact amount becomes a whole number of units where it is posted."""

    HALF_UP = "half-up"
    DOWN = "down"
    UP = "up"
    HALF_EVEN = "half-even"


def round_ratio(numerator: int, denominator: int, unit: int = 1, mode: Rounding = Rounding.HALF_UP) -> int:
    """Round the exact amount `numerator / denominator` to a multiple of `unit`.

    Units: minor units in and out; `unit` is the step (1 = the minor unit, 100 = a whole yuan).
    Rounding: halves away from zero, towards zero, away from zero, or to the even multiple.

    >>> round_ratio(1785, 1), round_ratio(334917, 1000, 1, Rounding.DOWN), round_ratio(5, 2), round_ratio(-5, 2)
    (1785, 334, 3, -3)
    >>> round_ratio(5, 2, mode=Rounding.HALF_EVEN), round_ratio(10049, 1, 100), round_ratio(1, 1000, mode=Rounding.UP)
    (2, 10000, 1)
    """
    if type(numerator) is not int:
        return of_many(numerator).rounded(denominator, unit, mode)
    step = denominator * unit
    size = -numerator if numerator < 0 else numerator
    whole, rest = divmod(size, step)
    match mode:
        case Rounding.HALF_UP:
            whole += 2 * rest >= step
        case Rounding.UP:
            whole += rest > 0
        case Rounding.HALF_EVEN:
            whole += 2 * rest > step or (2 * rest == step and whole % 2 == 1)
        case Rounding.DOWN:
            pass
        case _:  # a rounding that is still open answers for itself
            return of_many(mode).rounded(numerator, denominator)
    return -whole * unit if numerator < 0 else whole * unit


class TooFineError(ValueError):
    """An amount has more decimal places than its currency."""


class Currency(NamedTuple):
    """An ISO 4217 currency: its code and how many decimal places its minor unit has (CNY 2, JPY 0)."""

    code: str
    digits: int

    def minor(self, amount: Decimal | int) -> int:
        """Turn an amount in the currency into minor units, exactly.

        Raises TooFineError when the amount has more decimal places than the currency.

        >>> Currency("CNY", 2).minor(Decimal("17.85")), Currency("JPY", 0).minor(300)
        (1785, 300)
        """
        scaled = Decimal(amount).scaleb(self.digits)
        whole = int(scaled)
        if whole != scaled:
            raise TooFineError(amount)
        return whole

    def plain(self, minor: int) -> str:
        """Write minor units as a plain decimal with the currency's digits: `-1234.50`.

        >>> Currency("CNY", 2).plain(-123450), Currency("JPY", 0).plain(300), Currency("CNY", 2).plain(5)
        ('-1234.50', '300', '0.05')
        """
        sign = "-" if minor < 0 else ""
        if self.digits == 0:
            return f"{sign}{abs(minor)}"
        whole, rest = divmod(abs(minor), 10**self.digits)
        return f"{sign}{whole}.{rest:0{self.digits}d}"

    def grouped(self, minor: int) -> str:
        """Write minor units for reading, with thousands apart: `1,234.50`.

        >>> Currency("CNY", 2).grouped(123456789)
        '1,234,567.89'
        """
        sign = "-" if minor < 0 else ""
        if self.digits == 0:
            return f"{sign}{abs(minor):,}"
        whole, rest = divmod(abs(minor), 10**self.digits)
        return f"{sign}{whole:,}.{rest:0{self.digits}d}"


_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
    "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR "
    "IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
    "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC "
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG",
}

CURRENCIES: dict[str, Currency] = {
    code: Currency(code, digits) for digits, codes in _DIGITS.items() for code in codes.split()
}
"""Every currency of ISO 4217 by code (minor units as listed there, 2026)."""
