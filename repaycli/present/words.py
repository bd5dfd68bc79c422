"""The closed sets of words that views show, in the language in force, and sentences that hold amounts."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import cast

from repaycli.core.money import Currency
from repaycli.core.text import Text
from repaycli.engine.ledger import Kind
from repaycli.locale import joined, language, mark, say, tr
from repaycli.present.model import Word, decimal, percent, permyriad

_STRATEGIES = {
    "minimum": mark("minimum"),
    "full": mark("full"),
    "avalanche": mark("avalanche"),
    "snowball": mark("snowball"),
    "optimal": mark("optimal"),
    "custom": mark("custom"),
}

_KINDS = {
    Kind.PURCHASE: mark("purchase"),
    Kind.CASH: mark("cash advance"),
    Kind.INTEREST: mark("interest"),
    Kind.PENALTY: mark("penalty interest"),
    Kind.LATE_FEE: mark("late fee"),
    Kind.FEE: mark("fee"),
    Kind.PAYMENT: mark("payment"),
    Kind.REFUND: mark("refund"),
    Kind.COUPON: mark("coupon"),
    Kind.INCOME: mark("income"),
    Kind.EXPENSE: mark("expense"),
    Kind.ADJUSTMENT: mark("adjustment"),
}

_PARTS = {
    "late-fee": mark("late fee"),
    "late fee": mark("late fee"),
    "fee": mark("fee"),
    "fees": mark("fees"),
    "penalty": mark("penalty interest"),
    "interest": mark("interest"),
    "cash": mark("cash advance"),
    "purchases": mark("purchases"),
    "principal": mark("principal"),
    "credit": mark("credit balance"),
    "past-due": mark("past due"),
    "instalment": mark("instalment"),
    "statement": mark("statement"),
    "shortfall": mark("shortfall"),
    "unpaid": mark("unpaid part"),
    "prepayment": mark("prepayment"),
    "balance": mark("balance"),
    "payment": mark("payment"),
}

_CONFIDENCE = {"high": mark("high"), "medium": mark("medium"), "low": mark("low")}

_MONEY = frozenset({"amount", "minimum", "balance", "owed", "holds", "shown", "expected", "difference", "sum"})
"""The fields of texts that hold minor units."""


def strategy_name(key: str) -> str:
    """Return a strategy's name for a sentence."""
    return tr(_STRATEGIES[key]) if key in _STRATEGIES else key


def strategy_word(key: str) -> Word:
    """Return a strategy's name for a table, together with what to write after `--strategy`."""
    name = strategy_name(key)
    return Word(key, key if name == key else f"{name} {key}")


def kind_word(kind: Kind) -> Word:
    """Return what a posting is."""
    return Word(kind.value, tr(_KINDS[kind]))


def part_name(part: str) -> str:
    """Return the name of a part of an account."""
    return tr(_PARTS[part]) if part in _PARTS else part


def joined_and(names: Sequence[str]) -> str:
    """Join names as the language does in a sentence: the last one after "and"."""
    return joined(names[:-1]) + tr(" and ") + names[-1] if len(names) > 1 else joined(names)


def sentence(message: Text, currency: Currency) -> str:
    """Translate and fill a text of the engine; its amounts are minor units."""
    return say(_readable(message, currency))


def _readable(message: Text, currency: Currency) -> Text:
    values = {key: _readable_value(key, value, currency) for key, value in message.values.items()}
    rate = message.values.get("rate")
    if isinstance(rate, Fraction) and "{rate} a day" in message.template:
        values["rate"] = _daily(rate)
    return Text(message.template, values)


def _daily(rate: Fraction) -> str:
    """Write a rate of a day; in Chinese as contracts word it, too, where that is short."""
    parts = decimal(rate * 10_000)
    if language() != "zh" or "/" in parts or len(parts) > len("4.38"):
        return percent(rate)
    return tr("{rate} ({permyriad})", rate=percent(rate), permyriad=permyriad(parts))


def _readable_value(key: str, value: object, currency: Currency) -> object:
    if isinstance(value, Text):
        return _readable(value, currency)
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, tuple):  # names
        return joined(cast("tuple[str, ...]", value))
    return currency.grouped(value) if key in _MONEY and isinstance(value, int) else value


def localised(texts: Mapping[str, str]) -> str:
    """Choose the language in force out of a text that a data file gives in several."""
    return texts.get(language()) or texts.get("en", "")


def confidence_word(confidence: str) -> Word:
    """Return how sure a source is."""
    return Word(confidence, tr(_CONFIDENCE[confidence]) if confidence in _CONFIDENCE else confidence)
