"""Rates as people read them off a contract: "0.05%", "5‱", 万分之五, "18.25% a year", 年化 7.2%."""

import re
from fractions import Fraction

from repaycli.core.nouns import NamedTuple

_UNITS = {"%": 100, "‰": 1000, "‱": 10000}
_FIGURE = r"[0-9]{1,15}(?:\.[0-9]{1,12})?"
_DIGITS = {char: str(place) for place, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2", "点": "."}
_PARTS = re.compile(rf"(万|千|百)(?:分之)?({_FIGURE}|[零〇一二两三四五六七八九点]+)")
_PART_UNITS = {"万": "‱", "千": "‰", "百": "%"}
_DAY = r"/ ?day|/ ?d|a day|per day|daily|day|日利率|日息|日费率|每日|每天|/ ?日|/ ?天|日|天"
_YEAR = r"/ ?year|/ ?y|a year|per year|per annum|p\.a\.|yearly|annual|year|apr|年利率|年化利率|年化|年息|每年|/ ?年|年"
_PERIOD = re.compile(rf"(?P<day>{_DAY})|(?P<year>{_YEAR})")


class StatedRate(NamedTuple):
    """A rate as the accounts file writes it: a figure with its unit ("0.05%"), and its period, "day" or "year"."""

    text: str
    per: str

    @property
    def amount(self) -> Fraction:
        """The rate as a fraction per period.

        >>> StatedRate("5‱", "day").amount
        Fraction(1, 2000)
        """
        return Fraction(self.text[:-1]) / _UNITS[self.text[-1]]


def rate_in(words: str) -> StatedRate | None:
    """Read a rate with its unit out of what was typed; its `per` is empty where no period was named. None: it is no rate.

    >>> [rate_in(words) for words in ("0.05%", "万分之五", "万4.5", "5‱")]
    [StatedRate(text='0.05%', per=''), StatedRate(text='5‱', per='day'), StatedRate(text='4.5‱', per='day'), StatedRate(text='5‱', per='day')]
    >>> [rate_in(words) for words in ("18.25% a year", "年化7.2%", "0.04%/日", "0.04")]
    [StatedRate(text='18.25%', per='year'), StatedRate(text='7.2%', per='year'), StatedRate(text='0.04%', per='day'), None]
    """
    plain = words.strip().casefold().replace("％", "%").replace("percent", "%").replace("per cent", "%")
    period = _PERIOD.search(plain)
    per = (period.lastgroup or "") if period else ""
    rest = (plain[: period.start()] + plain[period.end() :] if period else plain).replace(" ", "")
    parts = _PARTS.fullmatch(rest)
    if parts:
        figure = "".join(_DIGITS.get(char, char) for char in parts[2])
        unit = _PART_UNITS[parts[1]]
    else:
        figure, unit = rest[:-1], rest[-1:]
    if unit not in _UNITS or not re.fullmatch(_FIGURE, figure):
        return None
    return StatedRate(figure + unit, per or ("day" if unit == "‱" else ""))
