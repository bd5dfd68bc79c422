"""What `afford` says in words: whether the loan is safe, what it costs, which lines of the law it crosses."""

from collections.abc import Sequence
from datetime import date

from repaycli.core.dates import add_months
from repaycli.core.money import Currency
from repaycli.locale import joined, says_days, sentences, tr
from repaycli.locale.days import month_words
from repaycli.present.consequences import practice_note
from repaycli.present.model import (
    Note,
    Word,
    decimal,
    percent,
)
from repaycli.present.words import joined_and
from repaycli.products.accounts import Household
from repaycli.products.irr import YearlyRate
from repaycli.products.legal import Compared, Laws
from repaycli.strategies.afford import Break, Month, Sides
from repaycli.strategies.largest import Largest


def in_words(
    household: Household, sides: Sides, largest: Largest, cost: YearlyRate | None, lines: Sequence[Compared]
) -> str:
    """Return the answer: whether it is safe, how large it may be, what it costs a year."""
    currency = household.currency
    return sentences(
        (
            _safety(sides, currency),
            _beyond(sides),
            _reserve(household, sides, currency),
            _burden(sides),
            _largest(largest, sides, currency),
            _cost(cost, lines),
        )
    )


def month_of(found: Break | Month) -> str:
    return f"{_first_of(found):%Y-%m}"


def _month_said(found: Break | Month) -> str:
    return month_words(_first_of(found)) if says_days() else month_of(found)


def _first_of(found: Break | Month) -> date:
    return found.on if isinstance(found, Break) else found.first


def share_of(month: Month | None) -> Word | None:
    """Show a month's share in whole percent, half up; programs get the fraction."""
    share = month.share if month else None
    return None if share is None else Word(decimal(share), tr("{percent} %", percent=(200 * share + 1) // 2))


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
        "month": _month_said(breaks),
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
    before, after = share_of(lightly), share_of(heavily)
    if not before or not after or not lightly or not heavily:
        return tr("No income stands in the file for these months, so payment-to-income is not known.")
    return tr(
        "Debts take at most {share} of a month's income ({month}); without it at most {before} ({other}).",
        share=after.label,
        month=_month_said(heavily),
        before=before.label,
        other=_month_said(lightly),
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


def limits_of_this(sides: Sides) -> list[Note]:
    said = tr(
        "payment-to-income: all that is paid to debts in a month, early repayments too, ÷ the incomes of that month; the "
        "highest is that of a whole month"
    )
    found = [Note("payment-to-income", "", said)]
    if sides.harm_before.missing or any(sides.harm_before.past_due.values()):
        said = tr("without it something is past due or missing already; safe means that nothing becomes worse")
        found.append(Note("late-already", "", said))
    return found


def legal_notes(laws: Laws, lines: Sequence[Compared], sides: Sides) -> list[Note]:
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
