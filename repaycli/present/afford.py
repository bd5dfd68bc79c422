"""A new loan before it is signed: without it and with it, month by month, the lines of the law, and the verdict."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from repaycli.core.dates import add_months
from repaycli.core.money import Currency
from repaycli.locale import joined, sentences, tr, trn
from repaycli.present.compare import summary_columns, summary_row
from repaycli.present.consequences import practice_note
from repaycli.present.model import (
    DATA,
    ONLY_TABLE,
    Column,
    Lines,
    Money,
    Note,
    Share,
    Table,
    Value,
    View,
    Word,
    decimal,
    percent,
)
from repaycli.present.notes import notes
from repaycli.present.words import confidence_word, joined_and, localised, strategy_name
from repaycli.products.accounts import Household
from repaycli.products.irr import YearlyRate
from repaycli.products.legal import Compared, Laws
from repaycli.strategies.afford import Break, Month, Side, Sides
from repaycli.strategies.largest import Largest

_SHOWN_MONTHS = 12


def afford_view(household: Household, sides: Sides, largest: Largest, laws: Laws, lines: Sequence[Compared]) -> View:
    """Return whether the loan is safe, what it changes, how large it may be and which lines its cost crosses."""
    currency = household.currency
    before, after, wanted = sides.before.projection, sides.after.projection, sides.wanted
    cost = wanted.cost()
    verdict = sentences(
        (
            _safety(sides, currency),
            _beyond(sides),
            _reserve(household, sides, currency),
            _burden(sides),
            _largest(largest, sides, currency),
            _cost(cost, lines),
        )
    )
    return View(
        currency=currency,
        head=tr(
            "{name}: a new loan, from {today} to {until}, in {currency}",
            name=strategy_name(sides.strategy),
            today=before.today,
            until=sides.until,
            currency=currency.code,
        ),
        fields={
            "as_of": before.today,
            "balances_as_of": household.as_of,
            "until": sides.until,
            "currency": currency.code,
            "strategy": sides.strategy,
            "loan": _loan_fields(sides, cost),
            "safe": sides.breaks is None,
            "breaks": _break_fields(sides.breaks),
            "largest_safe": {
                "amount": Money(largest.amount),
                "at_least": largest.breaks is None,
                "breaks": _break_fields(largest.breaks),
                "replays": largest.plays,
            },
            "verdict": verdict,
        },
        parts=(_loan(household, sides), _sides(sides), *_months(sides), *_legal(lines)),
        sentence=verdict,
        notes=(
            *_limits_of_this(sides),
            *_legal_notes(laws, lines, sides),
            *notes(household, before.unconfirmed, (*before.notices, *after.notices)),
        ),
    )


def _loan(household: Household, sides: Sides) -> Lines:
    wanted, currency = sides.wanted, household.currency
    today = sides.before.projection.today
    said = [
        trn(
            "{name}: {amount} at {rate} a year, {count} instalment of {instalment}, on {first}",
            "{name}: {amount} at {rate} a year, {count} monthly instalments of {instalment}, from {first} to {last}",
            wanted.instalments,
            name=wanted.name,
            amount=currency.grouped(wanted.amount),
            rate=percent(wanted.rate.annual),
            instalment=currency.grouped(wanted.instalment),
            first=add_months(today, 1),
            last=add_months(today, wanted.instalments),
        )
    ]
    shown = {"paid": currency.grouped(wanted.paid_out), "wallet": household.wallets[0].name}
    if wanted.fee:
        said.append(tr("a fee of {fee} is kept back: {paid} is paid out", fee=currency.grouped(wanted.fee), **shown))
    if wanted.is_kept:
        said.append(tr("assumed: the {paid} stays in {wallet} (without --keep it is spent the same day)", **shown))
    else:
        said.append(tr("assumed: the {paid} is spent the same day (with --keep it stays in {wallet})", **shown))
    return Lines(tuple(f"  {line}" for line in said), tr("The loan"))


def _loan_fields(sides: Sides, cost: YearlyRate | None) -> dict[str, object]:
    wanted = sides.wanted
    today = sides.before.projection.today
    return {
        "name": wanted.name,
        "amount": Money(wanted.amount),
        "fee": Money(wanted.fee),
        "paid_out": Money(wanted.paid_out),
        "kept": wanted.is_kept,
        "annual_rate": wanted.rate.annual,
        "instalments": wanted.instalments,
        "instalment": Money(wanted.instalment),
        "first_due": add_months(today, 1),
        "last_due": add_months(today, wanted.instalments),
        "nominal_rate": cost.nominal if cost else Fraction(0),
        "effective_rate": cost.effective if cost else Fraction(0),
    }


def _break_fields(breaks: Break | None) -> Mapping[str, object] | None:
    if breaks is None:
        return None
    return {
        "month": _month(breaks),
        "date": breaks.on,
        "kind": "shortfall" if breaks.is_missing else "past-due",
        "amount": Money(breaks.amount),
        "more": Money(breaks.more),
        "accounts": breaks.accounts,
    }


def _month(found: Break | Month) -> str:
    on = found.on if isinstance(found, Break) else found.first
    return f"{on:%Y-%m}"


def _sides(sides: Sides) -> Table:
    summaries = [side.projection.summary for side in (sides.before, sides.after)]
    named = (
        (Word("before", tr("without it")), sides.before),
        (Word("after", tr("with it")), sides.after),
    )
    return Table(
        key="sides",
        title="",
        columns=(
            Column("name", "", is_text=True),
            *summary_columns(summaries, with_cash=True),
            Column("lowest_cash_date", tr("lowest cash on")),
            Column("first_shortfall", tr("first shortfall")),
            Column("payment_to_income", tr("highest payment-to-income")),
            Column("payment_to_income_month", tr("in the month")),
        ),
        rows=tuple((name, *summary_row(side.projection.summary), *_more(side)) for name, side in named),
        may_turn=True,
    )


def _more(side: Side) -> tuple[Value, ...]:
    shortfalls, heaviest = side.projection.summary.shortfalls, side.heaviest
    return (
        side.lowest_cash_on,
        shortfalls[0].on if shortfalls else None,
        _share(heaviest),
        _month(heaviest) if heaviest else None,
    )


def _share(month: Month | None) -> Word | None:
    """Show a month's share in whole percent, half up; programs get the fraction."""
    share = month.share if month else None
    return None if share is None else Word(decimal(share), f"{(200 * share + 1) // 2} %")


def _months(sides: Sides) -> tuple[Table, Table]:
    rows: list[tuple[Value, ...]] = [
        (
            _month(before),
            Money(before.income),
            Money(before.paid),
            Money(after.paid),
            _share(before),
            _share(after),
            Money(before.lowest_cash),
            Money(after.lowest_cash),
        )
        for before, after in zip(sides.before.months, sides.after.months, strict=True)
    ]
    title = tr("Month by month")
    if len(rows) > _SHOWN_MONTHS + 1:
        title = tr("The first year, month by month (all months: --json)")
        shown = rows[:_SHOWN_MONTHS]
    else:
        shown = rows

    columns = (
        Column("month", tr("month")),
        Column("income", tr("income")),
        Column("payments_before", "", forms=DATA),
        Column("payments_after", tr("paid to debts")),
        Column("share_before", tr("share without it")),
        Column("share_after", tr("share with it")),
        Column("lowest_cash_before", "", forms=DATA),
        Column("lowest_cash_after", tr("lowest cash")),
    )
    return (
        Table("", title, columns, tuple(shown), forms=ONLY_TABLE),
        Table("months", "", columns, tuple(rows), forms=DATA),
    )


def _legal(lines: Sequence[Compared]) -> tuple[Table, ...]:
    columns = (
        Column("rule", "", forms=DATA),
        Column("title", tr("line"), is_text=True),
        Column("limit", tr("a year")),
        Column("crossed", tr("crossed")),
        Column("lpr_multiple", "", forms=DATA),
        Column("lpr", "", forms=DATA),
        Column("lpr_from", "", forms=DATA),
        Column("since", "", forms=DATA),
        Column("confidence", tr("confidence")),
        Column("source", "", forms=DATA),
    )
    words = {"yes": tr("yes"), "may": tr("perhaps"), "no": tr("no")}
    rows: list[tuple[Value, ...]] = [
        (
            each.line.rule.id,
            localised(each.line.rule.title),
            Share(each.limit),
            Word(each.crossed, words[each.crossed]),
            each.line.multiple or None,
            Share(each.prime.rate) if each.prime else None,
            each.prime.from_date if each.prime else None,
            each.line.since,
            confidence_word(each.line.rule.citation.confidence),
            each.line.rule.citation.source,
        )
        for each in lines
    ]
    crossed = tuple(row for row, each in zip(rows, lines, strict=True) if each.crossed != "no")
    return (
        Table("", tr("Lines of the law that its cost is above"), columns, crossed, forms=ONLY_TABLE),
        Table("legal_lines", "", columns, tuple(rows), forms=DATA),
    )


def _safety(sides: Sides, currency: Currency) -> str:
    breaks = sides.breaks
    late = sorted(account for account, days in sides.harm_before.past_due.items() if days)
    if breaks is None and late:
        return tr(
            "Up to {until} nothing more is past due or missing with it than without it, but {accounts} are past due as it is: "
            "someone who is late seldom gets a loan, and should end that first.",
            until=sides.until,
            accounts=joined(late),
        )
    if breaks is None:
        return tr(
            "Safe as far as {until}: nothing is past due or missing with it that would not be without it.",
            until=sides.until,
        )
    shown = _broken(breaks, currency)
    if not breaks.is_missing:
        return tr(
            "Not safe: {month} is the first month that breaks; from {date} on {accounts} is past due with {amount}.",
            **shown,
        )
    if breaks.more < breaks.amount:
        return tr(
            "Not safe: {month} is the first month that breaks; on {date} {amount} are missing for {accounts}, {more} more than without it.",
            **shown,
        )
    return tr(
        "Not safe: {month} is the first month that breaks; on {date} {amount} are missing for {accounts}.", **shown
    )


def _beyond(sides: Sides) -> str:
    """Own up to what lies behind the last day that was played."""
    last = add_months(sides.before.projection.today, sides.wanted.instalments)
    if last <= sides.until:
        return ""
    return tr("It runs to {last}: what comes after {until} is not looked at.", last=last, until=sides.until)


def _broken(breaks: Break, currency: Currency) -> dict[str, object]:
    return {
        "month": _month(breaks),
        "date": breaks.on,
        "amount": currency.grouped(breaks.amount),
        "more": currency.grouped(breaks.more),
        "accounts": joined(breaks.accounts),
    }


def _burden(sides: Sides) -> str:
    """Say how much of the income goes to debts in the heaviest month; nothing where no month is whole."""
    if not any(month.is_whole for month in sides.after.months):
        return ""
    lightly, heavily = sides.before.heaviest, sides.after.heaviest
    before, after = _share(lightly), _share(heavily)
    if not before or not after or not lightly or not heavily:
        return tr("No income stands in the file for these months, so payment-to-income is not known.")
    return tr(
        "Debts take at most {share} of a month's income ({month}); without it at most {before} ({other}).",
        share=after.label,
        month=_month(heavily),
        before=before.label,
        other=_month(lightly),
    )


def _reserve(household: Household, sides: Sides, currency: Currency) -> str:
    """Own up to a reserve that expenses use only because of the loan."""
    kept = sum(wallet.reserve for wallet in household.wallets)
    before, after = sides.before.projection.summary.lowest_cash, sides.after.projection.summary.lowest_cash
    if not after < kept <= before:
        return ""
    return tr(
        "It eats into the reserve: on {date} the wallets hold {amount}, and {reserve} are to be kept.",
        date=sides.after.lowest_cash_on,
        amount=currency.grouped(after),
        reserve=currency.grouped(kept),
    )


def _largest(largest: Largest, sides: Sides, currency: Currency) -> str:
    if sides.wanted.is_kept:
        return tr(
            "No largest sum is named: kept in the wallet, the money pays its own instalments, and what is spent of it is "
            "missing later."
        )
    if largest.breaks is None:
        return tr(
            "Even {amount} on these terms would be safe; nothing larger was tried.",
            amount=currency.grouped(largest.amount),
        )
    shown = _broken(largest.breaks, currency)
    if not largest.amount:
        return tr(
            "No loan on these terms is safe, however small: on {date} {accounts} cannot be paid in full.",
            accounts=shown["accounts"],
            date=shown["date"],
        )
    if sides.wanted._replace(amount=largest.amount).instalment < 10**currency.digits:
        return tr(
            "No loan on these terms is safe: with more than {amount}, on {date} {accounts} cannot be paid in full.",
            amount=currency.grouped(largest.amount),
            accounts=shown["accounts"],
            date=shown["date"],
        )
    return tr(
        "The largest safe loan on these terms is {amount}; with {unit} more, on {date} {accounts} cannot be paid in full.",
        amount=currency.grouped(largest.amount),
        unit=currency.grouped(1),
        accounts=shown["accounts"],
        date=shown["date"],
    )


def _cost(cost: YearlyRate | None, lines: Sequence[Compared]) -> str:
    if cost is None:
        return tr("It costs nothing a year.")
    shown = {"nominal": percent(cost.nominal), "effective": percent(cost.effective)}
    sure, perhaps = (_limits([each for each in lines if each.crossed == found]) for found in ("yes", "may"))
    perhaps = [each for each in perhaps if each not in sure]
    if sure and perhaps:
        return tr(
            "All in all it costs {nominal} a year ({effective} effective), above {lines}, and perhaps above {others}.",
            lines=joined_and(sure),
            others=joined_and(perhaps),
            **shown,
        )
    if sure:
        return tr(
            "All in all it costs {nominal} a year ({effective} effective), above {lines}.",
            lines=joined_and(sure),
            **shown,
        )
    if perhaps:
        return tr(
            "All in all it costs {nominal} a year ({effective} effective), perhaps above {lines}.",
            lines=joined_and(perhaps),
            **shown,
        )
    if lines:
        return tr(
            "All in all it costs {nominal} a year ({effective} effective), above none of the lines known here.", **shown
        )
    return tr("All in all it costs {nominal} a year ({effective} effective).", **shown)


def _limits(lines: Sequence[Compared]) -> list[str]:
    """Name limits, each once: 24 %, 12 % = 4 × LPR."""
    return list(dict.fromkeys(map(_limit, lines)))


def _limit(each: Compared) -> str:
    if each.prime is None:
        return tr("the line of {limit}", limit=percent(each.limit))
    return tr("{limit} ({times} × LPR)", limit=percent(each.limit), times=each.line.multiple)


def _limits_of_this(sides: Sides) -> list[Note]:
    said = tr(
        "payment-to-income: all that is paid to debts in a month, early repayments too, ÷ the incomes of that month; the "
        "highest is that of a whole month"
    )
    found = [Note("payment-to-income", "", said)]
    if sides.harm_before.missing or any(sides.harm_before.past_due.values()):
        said = tr("without it something is past due or missing already; safe means that nothing becomes worse")
        found.append(Note("late-already", "", said))
    return found


def _legal_notes(laws: Laws, lines: Sequence[Compared], sides: Sides) -> list[Note]:
    """Cite what is crossed; a line is a warning, which of them holds depends on the lender."""
    today = sides.before.projection.today
    crossed = [each for each in lines if each.crossed != "no"]
    found = [practice_note("legal-line", each.line.rule) for each in crossed]
    if crossed:
        said = tr("these lines are warnings, no verdicts: which of them holds depends on the lender and the contract")
        found.append(Note("legal-line", "", said))
    prime = next((each.prime for each in lines if each.prime), None)
    if prime and laws.known_until and today > laws.known_until:
        said = tr(
            "the LPR reckoned with is {rate}, of {date}, known to stand until {until}; look up the present one",
            rate=percent(prime.rate),
            date=prime.from_date,
            until=laws.known_until,
        )
        found.append(Note("lpr", "", said))
    return found + [practice_note("before-signing", rule) for since, rule in laws.rules if since <= today]
