"""How `init` puts its questions and says what it understood: text for a terminal, wrapped by the width of Chinese."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from repaycli.core.money import Currency
from repaycli.core.problems import Problem
from repaycli.core.rates import Rate
from repaycli.core.text import Text
from repaycli.engine.ledger import Standing
from repaycli.locale import say, tr
from repaycli.present.model import in_chinese, percent
from repaycli.present.shell import command
from repaycli.present.width import cells, clean, pad, wrap

_EXACT = 10**8
"""Parts in which `percent` is exact: six digits behind the point of a percentage."""


class Asked(Protocol):
    """A question, as `repaycli.inputs` makes it."""

    @property
    def words(self) -> Text: ...
    @property
    def help(self) -> Text: ...
    @property
    def example(self) -> str: ...
    @property
    def page(self) -> str: ...
    @property
    def options(self) -> tuple[tuple[str, Text], ...]: ...


def opening(currency: str, width: int) -> str:
    """Say what is about to happen, and how to leave; `currency` is the code of one that is not asked for, or empty."""
    return _lines(
        [
            tr("A few questions, and your accounts file is made. Nothing is written before the last one."),
            *_where(currency),
            tr("Enter takes what stands in [ ] · ? explains · < goes back · Ctrl-C leaves."),
            "",
        ],
        width,
    )


def _where(currency: str) -> list[str]:
    """Say what the questions are about where nobody is asked that."""
    if not currency:
        return []
    command = "repaycli init --currency CODE"
    return [tr("They are about debts in {currency}; for another one: {command}", currency=currency, command=command)]


def title(words: str, width: int) -> str:
    """Head the questions about one thing."""
    line = f"── {clean(words)} "
    return "\n" + line + "─" * max(0, min(width, 60) - cells(line)) + "\n"


def question_text(asked: Asked, width: int) -> str:
    """Write a question, what the lender's page calls the figure, and what can be chosen."""
    words = say(asked.words)
    if asked.page:
        words = tr("{question} (on the page: {page})", question=words, page=asked.page)
    options = [f"  {number} {say(each)}" for number, (_, each) in enumerate(asked.options, 1)]
    return _lines([words, *options], width)


def prompt(offered: str, is_yes_or_no: bool = False) -> str:
    """Write what stands before the cursor: what Enter takes, or that yes or no is wanted."""
    if offered:
        return f"[{clean(offered)}] > "
    return "y/n > " if is_yes_or_no else "> "


def explanation(asked: Asked, width: int) -> str:
    """Explain a question, with an example."""
    return _lines([say(asked.help), tr("For example: {example}", example=asked.example)], width, "  ")


def remark(said: Iterable[str], width: int) -> str:
    """Say something about an answer."""
    return _lines(said, width, "  ")


def problem_text(problem: Problem, width: int) -> str:
    """Write what the reader of accounts files says about an answer."""
    said = [problem.message, *([problem.why] if problem.why else []), *([problem.help] if problem.help else [])]
    return _lines(map(say, said), width, "  ")


def money_words(minor: int, currency: Currency) -> str:
    """Write an amount for reading."""
    return currency.grouped(minor)


def rate_words(rate: Rate, currency: Currency) -> str:
    """Write a rate in all the forms in which contracts of a currency's country state it.

    >>> rate_words(Rate(Fraction(1, 2000), "day"), Currency("CNY", 2))
    '0.05 % a day = 5‱ (万分之五) a day = 18.25 % a year of 365 days'
    >>> rate_words(Rate(Fraction(1999, 10000), "year"), Currency("CAD", 2))
    '19.99 % a year of 365 days = ≈1.665833 % a month = ≈0.054767 % a day'
    """
    if currency.code != "CNY":
        return tr(
            "{annual} a year of {days} days = {monthly} a month = {daily} a day",
            annual=_about(rate.annual),
            days=rate.year_days,
            monthly=_about(rate.monthly),
            daily=_about(rate.daily),
        )
    parts = _about(rate.daily * 100).removesuffix(" %").removesuffix("%")
    return tr(
        "{daily} a day = {parts}‱ (万分之{words}) a day = {annual} a year of {days} days",
        daily=_about(rate.daily),
        parts=parts,
        words=in_chinese(parts),
        annual=_about(rate.annual),
        days=rate.year_days,
    )


def _about(share: Fraction) -> str:
    """Write a percentage, and say where it is rounded."""
    return percent(share) if (share * _EXACT).denominator == 1 else f"≈{percent(share)}"


def assumed_text(assumptions: Sequence[tuple[str, Text]], width: int) -> str:
    """Say what was assumed that nobody has told; each stands beside its line in the file, too."""
    if not assumptions:
        return ""
    said = [tr("Assumed, and written into the file beside its line:")]
    for name, words in assumptions:
        said.append("- " + (tr("{name}: {what}", name=name, what=say(words)) if name else say(words)))
    return "\n" + _lines(said, width, "  ")


def closing_text(standing: Standing, currency: Currency, width: int) -> str:
    """Name the commands that come next."""
    rows = [(command("compare"), tr("what each way of paying costs"))]
    if first := _most_urgent(standing):
        name, amount = first
        rows.append((command("pay", name, currency.plain(amount).removesuffix(".00")), tr("when you have paid it")))
    rows.append((command("schedule", "install"), tr("a reminder every morning")))
    column = max(cells(line) for line, _ in rows)
    shown: list[str] = [*wrap(tr("What comes next:"), width)]
    for line, why in rows:
        row = f"  {pad(line, column)}  {why}"
        shown += [row] if cells(row) <= width else [f"  {line}", *wrap(f"      {why}", width, "      ")]
    return "\n".join(shown) + "\n"


def _most_urgent(standing: Standing) -> tuple[str, int] | None:
    """Return the account to pay first, and how much at least: what is past due, else what is due next."""
    late = [(-each.past_due, each.name, each.past_due) for each in standing.accounts if each.past_due > 0]
    due = [
        (each.next_due.toordinal(), each.name, each.next_minimum)
        for each in standing.accounts
        if each.next_due and each.next_minimum
    ]
    return min(late or due)[1:] if late or due else None


def _lines(said: Iterable[str], width: int, indent: str = "") -> str:
    lines: list[str] = []
    for words in map(clean, said):
        hang = " " * (len(words) - len(words.lstrip(" ")) + 2) if words.startswith((" ", "-")) else ""
        lines += wrap(indent + words, width, indent + hang)
    return "".join(f"{line}\n" for line in lines)
