"""What `fit` says: its verdict, how sure it is, what it did not test."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from repaycli.core.money import Currency
from repaycli.locale import joined, mark, tr, trn
from repaycli.present.model import Note, Word
from repaycli.present.shell import command
from repaycli.products.accounts import Account, CreditLine
from repaycli.strategies.conventions import written
from repaycli.strategies.fitting.ahead import Ahead, Telling
from repaycli.strategies.fitting.choosing import Box
from repaycli.strategies.fitting.figures import Shown
from repaycli.strategies.fitting.fit import Answer, Fitted
from repaycli.strategies.fitting.search import MOST_FOUND, off

_WEAK = 1
_SHOWN_AMOUNTS = 3

_FIGURES = {
    Shown.OWED: mark("owed"),
    Shown.INTEREST: mark("interest"),
    Shown.PENALTY: mark("penalty interest"),
    Shown.FEES: mark("fees"),
    Shown.BALANCE: mark("statement balance"),
    Shown.MINIMUM: mark("minimum payment"),
    Shown.INSTALMENT: mark("instalment due"),
    Shown.PRINCIPAL: mark("principal"),
}

_WAYS = {
    "full": mark("if what is asked is paid in full"),
    "minimum": mark("if only the minimum is paid"),
    "nothing": mark("if nothing is paid (not worth it to learn this)"),
}

_UNTRIED = {
    True: "grace_days, tolerance, allocation, late_fee, minimum.floor",
    False: "grace_days, tolerance, fee_per_instalment, late_fee",
}


class Dated(Protocol):
    """A kind of figure on a day."""

    @property
    def on(self) -> date: ...
    @property
    def what(self) -> Shown: ...


def figure_word(figure: Dated) -> Word:
    """Return what a figure is."""
    return Word(figure.what.value, tr(_FIGURES[figure.what]))


def way_words(way: str) -> str:
    """Say how the account is paid up to a figure to come."""
    return tr(_WAYS[way])


def said(answer: Answer, account: Account, currency: Currency) -> str:
    """Return the lines of an answer in a row, or that nothing changes."""
    lines = written(account, answer.settings, currency)
    return joined(lines) if lines else tr("the file as it is")


def verdict(fitted: Fitted, telling: Telling | None, currency: Currency) -> Iterator[str]:
    """Say in sentences what was found."""
    if fitted.is_exact:
        yield _found(fitted, currency)
        if telling is not None:
            yield _tells(telling, currency)
    elif fitted.is_none and fitted.answers:
        yield _nearest(fitted, currency)
    if fitted.is_partial:
        yield _partial(fitted)


def _found(fitted: Fitted, currency: Currency) -> str:
    count, account, first = len(fitted.case.figures), fitted.case.account, fitted.answers[0]
    if not any(fitted.telling):
        return trn(
            "The figure says nothing about conventions: with every one of them it would be the same.",
            "The {count} figures say nothing about conventions: with every one of them they would be the same.",
            count,
        )
    if len(fitted.answers) == 1 and not fitted.is_partial:
        if not first.settings:
            return trn(
                "The file as it is comes to the figure, to the cent; no other reading of what it tests does.",
                "The file as it is comes to all {count} figures, to the cent; no other reading of what they test does.",
                count,
            )
        return trn(
            "One reading comes to the figure, to the cent: {settings}.",
            "One reading comes to all {count} figures, to the cent: {settings}.",
            count,
            settings=said(first, account, currency),
        )
    if not first.settings:
        return trn(
            "The file as it is comes to every figure, but so does {count} other reading.",
            "The file as it is comes to every figure, but so do {count} other readings.",
            len(fitted.answers) - 1,
        )
    return trn(
        "{count} reading comes to every figure.",
        "{count} readings come to every figure; the first changes least: {settings}.",
        len(fitted.answers),
        settings=said(first, account, currency),
    )


def _tells(telling: Telling, currency: Currency) -> str:
    first = [currency.grouped(side.amount) for side in telling.sides[:_SHOWN_AMOUNTS]]
    sides = joined([*first, "…"] if len(telling.sides) > _SHOWN_AMOUNTS else first)
    shown = {"figure": figure_word(telling).label, "date": telling.on, "amounts": sides}
    if not telling.way:
        return tr("Look at the {figure} that the lender has shown for {date}: {amounts} tell them apart.", **shown)
    return tr("The {figure} of {date} will tell more, {way}: {amounts}.", **shown, way=way_words(telling.way))


def _nearest(fitted: Fitted, currency: Currency) -> str:
    missed = off(fitted.case.figures, fitted.by_answer)
    return trn(
        "No reading comes to the figure; the nearest is off by {amount}: {settings}.",
        "No reading comes to all {count} figures; the nearest misses {missed} of them, by {amount} in all: {settings}.",
        len(fitted.case.figures),
        missed=missed.figures,
        amount=currency.grouped(missed.amount),
        settings=said(fitted.answers[0], fitted.case.account, currency),
    )


def _partial(fitted: Fitted) -> str:
    searched = fitted.searched
    shown = {"done": f"{searched.settled:,}", "count": f"{searched.combinations:,}"}
    if len(searched.found) >= MOST_FOUND:
        return tr("The search ended after {done} of {count} combinations: the figures say too little.", **shown)
    if fitted.is_none:
        return tr("The search for the nearest was stopped after {done} of {count} combinations.", **shown)
    if not fitted.is_exact:
        return tr(
            "Stopped after {done} of {count} combinations: none of these fits; give earlier figures too.", **shown
        )
    return tr("Stopped after {done} of {count} combinations: others may fit as well.", **shown)


def fit_notes(fitted: Fitted, ahead: Ahead | None, every: Box) -> Iterator[Note]:
    """Say how sure the answer is: how much was tried, what speaks for it, what was not tested."""
    name, searched = fitted.case.account.name, fitted.searched
    yield Note("combinations", name, _tried(searched.combinations, searched.settled, searched.replays))
    if fitted.is_exact:
        yield from _support(fitted, name)
        yield from _untested(fitted, every, name)
        if ahead and not ahead.telling:
            yield Note("nothing-tells", name, _nothing_tells(ahead))
    elif fitted.is_none:
        yield from _why_none(fitted, name)


def _tried(combinations: int, settled: int, replays: int) -> str:
    return tr(
        "tried: {done} of {count} combinations, in {replays} replays (those that the account's days cannot tell apart share one)",
        done=f"{settled:,}",
        count=f"{combinations:,}",
        replays=f"{replays:,}",
    )


def _support(fitted: Fitted, name: str) -> Iterator[Note]:
    telling = sum(fitted.telling)
    if telling > _WEAK:
        said_ = trn(
            "{count} of the figures would be another one with another convention: so many speak for the answer",
            "{count} of the figures would be others with another convention: so many speak for the answer",
            telling,
        )
        yield Note("support", name, said_)
    elif telling == _WEAK:
        weak = tr(
            "weak: a single figure depends on the conventions, and one can be hit by luck; add figures of other statements "
            "(--seen), and of other kinds"
        )
        yield Note("weak", name, weak)


def _untested(fitted: Fitted, every: Box, name: str) -> Iterator[Note]:
    keys = open_keys(fitted.answers[0], every)
    if keys:
        message = tr(
            "not tested by these figures, or not to the end: {keys}; where the file's value fits it stays",
            keys=joined(keys),
        )
        yield Note("untested", name, message)
    if isinstance(fitted.case.account, CreditLine) and "minimum" not in every:
        yield Note("untested", name, tr("how the minimum follows is only tried where the lender's minimum is given"))


def open_keys(answer: Answer, every: Box) -> list[str]:
    """Return the keys of which several values come to the same figures."""
    return sorted({part for key in answer.open if len(every[key]) > 1 for part in key.split("+")})


def _nothing_tells(ahead: Ahead) -> str:
    if ahead.is_whole:
        return tr("what is still open makes no difference in the coming 13 months, as long as what is asked is paid")
    return tr("nothing was found in the coming 13 months that tells more; not all that is open was tried")


def _why_none(fitted: Fitted, name: str) -> Iterator[Note]:
    is_line = isinstance(fitted.case.account, CreditLine)
    missed = [
        figure for figure, amount in zip(fitted.case.figures, fitted.by_answer, strict=True) if figure.amount != amount
    ]
    message = tr(
        "likelier than an odd convention: a payment, purchase or fee of these days that is not in the file; not tried are {keys} "
        "and rates other than the file's",
        keys=_UNTRIED[is_line],
    )
    yield Note("why-none", name, message)
    if missed and missed[0].what is not Shown.OWED:
        day = missed[0].on.isoformat()
        yield Note("why-none", name, tr("the model's own arithmetic: {command}", command=command("why", name, day)))
    if missed and missed[0].is_recorded:
        option = f"--without {missed[0].on}"
        yield Note("why-none", name, tr("to leave the balance of that day uncompared: {option}", option=option))
