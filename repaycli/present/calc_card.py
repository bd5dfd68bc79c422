"""A card by itself: how long and how dear by its minimum payments, by fixed sums instead, and what a statement must warn of."""

from collections.abc import Sequence

from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Notice
from repaycli.locale import tr, trn
from repaycli.present.calc_words import rate_fields, rate_forms, time_words
from repaycli.present.model import DATA, ONLY_JSON, Column, Lines, Money, Note, Part, Table, Value, View, Word
from repaycli.present.notes import notes
from repaycli.products.accounts import Household
from repaycli.strategies.alone import Repaid, Warned, never_lowers

_ASSUMED = "assumed-posting"


class CardAsked(NamedTuple):
    """What was asked: the card, its preset, what it owes; up to which sum a statement is paid in full; a month's interest;
    whether fixed sums were stated; what the engine assumed."""

    household: Household
    preset: str
    balance: int
    small: int
    interest: int
    is_stated: bool
    notices: tuple[Notice, ...]

    def only_pays_interest(self, amount: int) -> bool:
        """Tell whether a fixed sum a month never lowers what is owed."""
        return never_lowers(amount, self.balance, self.interest)


Fixed = tuple[int, Repaid]
"""A fixed sum a month, and what came of it."""


def card_view(asked: CardAsked, minimum: Repaid, fixed: Sequence[Fixed], warned: Warned | None) -> View:
    """Return the ways of repaying a card side by side."""
    household, currency = asked.household, asked.household.currency
    line = household.lines[0]
    verdict = _words(asked, minimum, fixed)
    said = (
        tr("  rate: {rate}", rate=rate_forms(line.rate)),
        tr(
            "  a month's interest on {amount}: {interest}",
            amount=currency.grouped(asked.balance),
            interest=currency.grouped(asked.interest),
        ),
    )
    return View(
        currency=currency,
        head=tr(
            "{preset}: {amount} {currency} on the statement of {date}, due on {due}",
            preset=asked.preset,
            amount=currency.grouped(asked.balance),
            currency=currency.code,
            date=household.as_of,
            due=line.statement[0].due,
        ),
        fields={
            "as_of": household.as_of,
            "currency": currency.code,
            "preset": asked.preset,
            "balance": Money(asked.balance),
            "rate": rate_fields(line.rate),
            "minimum_share": line.minimum.share,
            "month_interest": Money(asked.interest),
            "verdict": verdict,
        },
        parts=(
            Lines(said, tr("The card")),
            _ways(asked, minimum, fixed),
            *_warning(asked, warned),
            _payments(asked, minimum, fixed),
        ),
        sentence=verdict,
        notes=(
            *_notes(asked, minimum, fixed),
            *notes(_without_preset(household), (), [each for each in asked.notices if each.code != _ASSUMED]),
        ),
    )


def _ways(asked: CardAsked, minimum: Repaid, fixed: Sequence[Fixed]) -> Table:
    currency = asked.household.currency
    columns = (
        Column("way", tr("paid a month"), is_text=True),
        Column("months", tr("months")),
        Column("cost", tr("interest and fees")),
        Column("paid", tr("paid in all")),
        Column("first_payment", tr("first payment")),
        Column("last_payment_date", tr("last payment on")),
        Column("residual", "", forms=DATA),
        Column("raised", "", forms=DATA),
    )
    rows = [_row(asked, Word("minimum", tr("the minimum")), minimum)]
    for amount, repaid in fixed:
        word = Word(currency.plain(amount), currency.grouped(amount))
        rows.append(_row(asked, word, None if asked.only_pays_interest(amount) else repaid))
    return Table("ways", "", columns, tuple(rows))


def _payments(asked: CardAsked, minimum: Repaid, fixed: Sequence[Fixed]) -> Table:
    """Return each payment, for programs."""
    currency = asked.household.currency
    played = [
        ("minimum", minimum),
        *((currency.plain(each), repaid) for each, repaid in fixed if not asked.only_pays_interest(each)),
    ]
    rows = tuple(
        (way, on, Money(amount)) for way, repaid in played if not repaid.owed for on, amount in repaid.payments
    )
    columns = (Column("way", "", is_text=True), Column("date", ""), Column("amount", ""))
    return Table("payments", "", columns, rows, forms=ONLY_JSON)


def _row(asked: CardAsked, way: Word, repaid: Repaid | None) -> tuple[Value, ...]:
    if repaid is None or repaid.owed or not repaid.payments:
        return (way, *[None] * 7)
    first, last = repaid.payments[0], repaid.payments[-1]
    return (
        way,
        len(repaid.payments),
        Money(repaid.paid - asked.balance),
        Money(repaid.paid),
        Money(first[1]),
        last[0],
        Money(repaid.residual),
        repaid.raised,
    )


def _words(asked: CardAsked, minimum: Repaid, fixed: Sequence[Fixed]) -> str:
    currency = asked.household.currency
    first = (
        tr(
            "Paying only the minimum it is never repaid: the first minimum is {minimum}, a month's interest {interest}",
            minimum=currency.grouped(minimum.minimums[0]),
            interest=currency.grouped(asked.interest),
        )
        if minimum.owed
        else tr("Paying only the minimum takes {time} and {cost} in interest", **_taken(asked, minimum, currency))
    )
    others = [_other(asked, amount, repaid, currency) for amount, repaid in fixed]
    return tr("{ways}.", ways=tr("; ").join([first, *others]))


def _taken(asked: CardAsked, repaid: Repaid, currency: Currency) -> dict[str, object]:
    return {"time": time_words(len(repaid.payments)), "cost": currency.grouped(repaid.paid - asked.balance)}


def _other(asked: CardAsked, amount: int, repaid: Repaid, currency: Currency) -> str:
    shown = currency.grouped(amount)
    if asked.only_pays_interest(amount):
        return tr(
            "never repaid: {amount} a month does not cover the interest {interest}",
            amount=shown,
            interest=currency.grouped(asked.interest),
        )
    if repaid.owed:
        return tr("{amount} a month never repays it", amount=shown)
    return tr("{amount} a month takes {time} and {cost}", amount=shown, **_taken(asked, repaid, currency))


def _notes(asked: CardAsked, minimum: Repaid, fixed: Sequence[Fixed]) -> list[Note]:
    currency = asked.household.currency
    found: list[Note] = []
    if not asked.is_stated and fixed and not minimum.owed:
        said = tr("the fixed sum is the first minimum, kept up; name another one with --pay")
        found.append(Note("fixed-sum", "", said))
    for amount, repaid in fixed:
        if repaid.raised and not asked.only_pays_interest(amount):
            said = trn(
                "{amount} a month is less than the minimum {count} time (the first is {minimum}); then the minimum is paid, or "
                "it would be past due",
                "{amount} a month is less than the minimum {count} times (the first is {minimum}); then the minimum is paid, "
                "or it would be past due",
                repaid.raised,
                amount=currency.grouped(amount),
                minimum=currency.grouped(repaid.minimums[0]),
            )
            found.append(Note("below-minimum", "", said))
    if minimum.residual:
        said = tr(
            "after the last minimum one more small bill comes, {amount}: the interest of the days before it",
            amount=currency.grouped(minimum.residual),
        )
        found.append(Note("residual", "", said))
    for amount, repaid in fixed:
        if repaid.residual and not asked.only_pays_interest(amount):
            said = tr(
                "after {amount} a month one more small bill comes, {residual}: the interest of the days before the last payment",
                amount=currency.grouped(amount),
                residual=currency.grouped(repaid.residual),
            )
            found.append(Note("residual", "", said))
    if asked.small:
        said = tr(
            "these terms have no floor for the minimum: a statement of {amount} or less is taken to be paid in full",
            amount=currency.grouped(asked.small),
        )
        found.append(Note("no-floor", "", said))
    if middle := next((each.message.values["middle"] for each in asked.notices if each.code == _ASSUMED), None):
        said = tr(
            "all of it counts as posted on {middle}, the middle of the cycle: --posted says when it was bought",
            middle=middle,
        )
        found.append(Note(_ASSUMED, "", said))
    said = tr("nothing more is bought with the card, and every payment is made on its due date")
    return [*found, Note("no-purchases", "", said), _terms(asked.preset)]


def _terms(preset: str) -> Note:
    said = tr(
        "terms that you do not state come from the preset {preset} (`repaycli presets {preset}` lists each with its source); "
        "your own contract page overrides these",
        preset=preset,
    )
    return Note("preset-terms", "", said)


def _without_preset(household: Household) -> Household:
    return household._replace(lines=tuple(line._replace(preset=None) for line in household.lines))


def _warning(asked: CardAsked, warned: Warned | None) -> tuple[Part, ...]:
    """Say what a United States statement must: years where there are two or more, whole dollars; what takes 36 months, where
    the minimums take longer (12 CFR 1026.7(b)(12))."""
    if warned is None:
        return ()
    currency, repaid, monthly = asked.household.currency, warned.by_minimum, warned.in_36_months
    total, other = warned.total, warned.total_in_36_months
    columns = (
        Column("way", tr("paid a month"), is_text=True),
        Column("time", tr("repaid in about"), is_text=True),
        Column("months", "", forms=DATA),
        Column("total", tr("paid in all, about")),
        Column("savings", tr("saved")),
    )
    word = Word("minimum", tr("the minimum"))
    rows: list[tuple[Value, ...]] = [(word, tr("never"), None, None, None)]
    if not repaid.owed:
        rows = [(word, time_words(warned.months), len(repaid.payments), _whole(total, currency), None)]
    if warned.is_told_of_36_months:
        saved = None if repaid.owed or total <= other else _whole(total - other, currency)
        way = Word(currency.plain(monthly), currency.grouped(monthly))
        rows.append((way, time_words(36), 36, _whole(other, currency), saved))
    title = tr("The warning on a US statement (Regulation Z, App. M1: months of equal length, whole dollars)")
    return (Table("us_warning", title, columns, tuple(rows)),)


def _whole(amount: int, currency: Currency) -> int:
    """Round to whole units of the currency, half up."""
    unit = 10**currency.digits
    return (2 * amount + unit) // (2 * unit)
