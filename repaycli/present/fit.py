"""Which conventions reproduce what a lender shows: the figures side by side, and the lines to write into the file."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.money import Currency
from repaycli.engine.ledger import Unconfirmed
from repaycli.locale import sentences, tr
from repaycli.present.fit_words import figure_word, fit_notes, open_keys, said, verdict, way_words
from repaycli.present.model import ALL, DATA, ONLY_TABLE, Column, Lines, Money, Table, Value, View, Word
from repaycli.present.notes import notes
from repaycli.products.accounts import Account, Household
from repaycli.strategies.conventions import written
from repaycli.strategies.fitting.ahead import Ahead, Telling
from repaycli.strategies.fitting.choosing import Box
from repaycli.strategies.fitting.fit import Fitted

_SHOWN_ANSWERS = 6
_WORDS = {True: Word("yes", ""), False: Word("no", ""), None: None}


def fit_view(
    household: Household,
    today: date,
    fitted: Fitted,
    ahead: Ahead | None,
    every: Box,
    unconfirmed: Sequence[Unconfirmed],
) -> View:
    """Return the lender's figures beside the model's, what to write, and what would tell more."""
    account, currency = fitted.case.account, household.currency
    telling = ahead.telling if ahead else None
    found = sentences(verdict(fitted, telling, currency))
    searched = fitted.searched
    return View(
        currency=currency,
        head=tr(
            "{name}: which conventions come to what the lender shows, in {currency}",
            name=account.name,
            currency=currency.code,
        ),
        fields={
            "as_of": today,
            "balances_as_of": household.as_of,
            "currency": currency.code,
            "account": account.name,
            "result": result(fitted),
            "partial": fitted.is_partial,
            "combinations": searched.combinations,
            "settled": searched.settled,
            "replays": searched.replays,
            "telling_figures": sum(fitted.telling),
            "verdict": found,
        },
        parts=(_figures(fitted), *_answers(fitted, every, currency), *_telling(telling, account, currency)),
        sentence=found,
        steps=_lines(fitted, currency),
        notes=(
            *fit_notes(fitted, ahead, every),
            *notes(_alone(household, account), unconfirmed, fitted.notices),
        ),
    )


def result(fitted: Fitted) -> str:
    """Return the outcome as a word for programs: one, several, none, or open where it was stopped before anything fitted."""
    if not fitted.is_exact:
        return "none" if fitted.is_none else "open"
    return "one" if len(fitted.answers) == 1 and not fitted.is_partial else "several"


def _alone(household: Household, account: Account) -> Household:
    """Leave the other accounts out of what is noted."""
    kept = tuple(problem for problem in household.warnings if problem.subject in ("", account.name))
    return household._replace(
        warnings=kept,
        loans=tuple(each for each in household.loans if each.name == account.name),
        lines=tuple(each for each in household.lines if each.name == account.name),
    )


def _figures(fitted: Fitted) -> Table:
    changed = bool(fitted.answers and fitted.answers[0].settings)
    by_answer = fitted.by_answer if fitted.answers else fitted.by_file
    columns = (
        Column("date", tr("date")),
        Column("figure", tr("figure"), is_text=True),
        Column("shown", tr("lender shows")),
        Column("by_file", tr("as the file is"), forms=ALL),
        Column(
            "by_answer", tr("with the changes") if fitted.is_exact else tr("nearest"), forms=ALL if changed else DATA
        ),
        Column("difference", tr("difference")),
        Column("telling", "", forms=DATA),
    )
    rows: list[tuple[Value, ...]] = [
        (
            figure.on,
            figure_word(figure),
            Money(figure.amount),
            Money(by_file),
            Money(found),
            Money(figure.amount - found),
            _WORDS[tells],
        )
        for figure, by_file, found, tells in zip(
            fitted.case.figures,
            fitted.by_file,
            by_answer,
            fitted.telling or (None,) * len(fitted.by_file),
            strict=True,
        )
    ]
    return Table("figures", "", columns, tuple(rows))


def _answers(fitted: Fitted, every: Box, currency: Currency) -> tuple[Table, ...]:
    """Return every answer for programs; for people the first ones, where there are several."""
    account = fitted.case.account
    columns = (
        Column("number", ""),
        Column("settings", tr("write"), is_text=True),
        Column("open", "", forms=DATA),
    )
    rows: list[tuple[Value, ...]] = [
        (number, written(account, each.settings, currency), open_keys(each, every))
        for number, each in enumerate(fitted.answers, 1)
    ]
    data = Table("answers", "", columns, tuple(rows), forms=DATA)
    if len(rows) < 2:
        return (data,)
    shown = tuple(
        (number, said(each, account, currency)) for number, each in enumerate(fitted.answers[:_SHOWN_ANSWERS], 1)
    )
    title = tr("These all come to every figure") if fitted.is_exact else tr("These are equally near")
    return Table("", title, columns[:2], shown, forms=ONLY_TABLE), data


def _telling(telling: Telling | None, account: Account, currency: Currency) -> tuple[Table, ...]:
    if telling is None:
        return ()
    columns = (
        Column("date", tr("date"), forms=DATA),
        Column("figure", tr("figure"), is_text=True, forms=DATA),
        Column("way", "", forms=DATA),
        Column("amount", tr("it shows")),
        Column("settings", tr("then it is"), is_text=True),
    )
    word = figure_word(telling)
    title = tr("What tells more: {figure} of {date}", figure=word.label, date=telling.on)
    if telling.way:
        title = tr(
            "What tells more: {figure} of {date}, {way}", figure=word.label, date=telling.on, way=way_words(telling.way)
        )
    known = (telling.on, word, telling.way)
    rows: list[tuple[Value, ...]] = []
    data: list[tuple[Value, ...]] = []
    for side in telling.sides:
        rows.append((*known, Money(side.amount), said(side.answer, account, currency)))
        data.append((*known, Money(side.amount), written(account, side.answer.settings, currency)))
    shown = Table("", title, columns, tuple(rows[:_SHOWN_ANSWERS]), forms=ONLY_TABLE)
    return shown, Table("tells_apart", title, columns, tuple(data), forms=DATA)


def _lines(fitted: Fitted, currency: Currency) -> Lines | None:
    """Return what to write into the file, ready to be pasted."""
    if result(fitted) != "one" or not fitted.answers[0].settings:
        return None
    account = fitted.case.account
    title = tr("Write into the table of {name}, in place of what it has for these keys:", name=account.name)
    return Lines(written(account, fitted.answers[0].settings, currency), title)
