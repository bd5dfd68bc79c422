"""The debts that `init` knows: their presets, where they are owed, and how their rates are stated."""

from collections.abc import Mapping
from types import MappingProxyType

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.interview import pages
from repaycli.inputs.interview.pages import Page
from repaycli.inputs.presets import read_preset
from repaycli.locale import say


class Product(NamedTuple):
    """A kind of debt. `cycles` maps the due day to the statement day where the lender offers only some pairs.

    `usual` is what it is called where nobody says; None: the product has a name of its own, and none is asked for.
    `rate_per` is the period of a rate that names none: "day", "year", or empty where it has to be said; None: the preset's
    rate is for everybody, and none is asked for. `is_regional`: its preset holds the law of one province, so that its minimum
    is not offered to all.
    """

    key: str
    kind: str  # "loan" or "credit_line"
    name: Text
    preset: str | None
    page: Page
    lender: Text | None = None
    cycles: Mapping[int, int] = MappingProxyType({})
    usual: Text | None = None
    rate_per: str | None = None
    is_regional: bool = False

    def term(self, key: str) -> object:
        """Return a term of its preset; None where it has none."""
        return read_preset(self.preset).terms().get(key) if self.preset else None

    def on_page(self, key: str) -> str:
        """Return what the lender's page calls a figure, in the language in force where the page has no fixed one."""
        found = self.page[key]
        return say(found) if isinstance(found, Text) else found

    @property
    def is_chinese(self) -> bool:
        """Tell whether it is a product of mainland China, whose pages and contracts speak of 万分之 and 等额本息."""
        return self.key in _BY_CURRENCY["CNY"]


_ANT = text("Ant")
_CARD = text("credit card")
# The pairs that the preset's note on statement_day cites.
_HUABEI_CYCLES = MappingProxyType({8: 1, 9: 1, 10: 1, 15: 5, 20: 10, 25: 15})

PRODUCTS: Mapping[str, Product] = {
    product.key: product
    for product in (
        Product("huabei", "credit_line", text("Huabei"), "huabei", pages.CN_LINE, _ANT, _HUABEI_CYCLES),
        Product("jiebei", "loan", text("Jiebei"), "jiebei", pages.CN_LOAN, _ANT, rate_per="day"),
        Product("card", "credit_line", _CARD, "cn-credit-card", pages.CN_CARD, usual=_CARD),
        Product("baitiao", "credit_line", text("JD Baitiao"), "jd-baitiao", pages.CN_LINE, text("JD")),
        Product("weilidai", "loan", text("Weilidai"), "weilidai", pages.CN_LOAN, text("WeBank"), rate_per="day"),
        Product(
            "meituan",
            "credit_line",
            text("Meituan Yuefu"),
            "meituan",
            pages.CN_LINE,
            text("Meituan"),
            MappingProxyType({8: 1}),
        ),
        Product("loan", "loan", text("another loan"), None, pages.CN_LOAN, usual=text("loan"), rate_per=""),
        Product("us-card", "credit_line", _CARD, "us-card", pages.CARD, usual=_CARD, rate_per="year"),
        Product("ca-card", "credit_line", _CARD, "ca-card", pages.CARD, usual=_CARD, rate_per="year", is_regional=True),
        Product("tw-card", "credit_line", _CARD, "tw-card", pages.TW_CARD, usual=_CARD, rate_per="year"),
        # Indian cards state the rate of a month, and a bare 3.5% would be taken for that of a year.
        Product("in-card", "credit_line", _CARD, "in-card", pages.IN_CARD, usual=_CARD, rate_per=""),
        Product(
            "other-card",
            "credit_line",
            text("credit card or credit line on other terms"),
            None,
            pages.CARD,
            usual=_CARD,
            rate_per="year",
        ),
        Product(
            "term-loan",
            "loan",
            text("loan with instalments"),
            None,
            pages.LOAN,
            usual=text("loan"),
            rate_per="year",
        ),
    )
}
"""By key."""

_BY_CURRENCY: Mapping[str, tuple[str, ...]] = {
    "CNY": ("huabei", "jiebei", "card", "baitiao", "weilidai", "meituan", "loan"),
    "USD": ("us-card",),
    "CAD": ("ca-card",),
    "TWD": ("tw-card",),
    "INR": ("in-card",),
}
_ANYWHERE = ("other-card", "term-loan")


def offered(currency: str) -> tuple[Product, ...]:
    """Return the products that may be owed in a currency, in the order in which they are offered.

    >>> [product.key for product in offered("CAD")], [product.key for product in offered("JPY")]
    (['ca-card', 'other-card', 'term-loan'], ['other-card', 'term-loan'])
    """
    keys = _BY_CURRENCY.get(currency, ())
    return tuple(PRODUCTS[key] for key in (keys if currency == "CNY" else (*keys, *_ANYWHERE)))
