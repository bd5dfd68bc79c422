"""What futures answer, in words: the headline, the names of what follows from being past due, and what to know beside."""

from repaycli.core.money import Currency
from repaycli.engine.consequences import Threshold
from repaycli.locale import joined, mark, sentences, tr
from repaycli.present.chances import between, in_words, less_than_one_in, percent_of
from repaycli.present.model import Note
from repaycli.present.words import localised, strategy_name
from repaycli.products.accounts import Account, Household
from repaycli.products.delinquency import Ladder, What
from repaycli.risk.answers import Answers

_FOLLOWS = {
    What.SPENDING_FROZEN: mark("spending frozen"),
    What.LIMIT_CUT: mark("limit cut"),
    What.REPORTED: mark("reported to the credit register"),
    What.CALLED_IN: mark("the whole loan called in"),
    What.RECORD_MARK: mark("a mark on the credit record"),
}

EXAMPLE = 'spread = "10%", missed = "1%", late_days = 2'


def follow_name(household: Household, account: Account, threshold: Threshold, ladder: Ladder) -> str:
    """Name what begins, with a "may" where it is not certain."""
    if threshold.what is not What.STAGE:
        name = tr(_FOLLOWS[threshold.what])
    else:
        own = next((each.stages for each in household.lenders if each.name == account.lender), ())
        stage = next(each for each in own or ladder.stages if each.name == threshold.detail)
        name = localised(stage.titles) or stage.name
    return name if threshold.is_certain else tr("may: {what}", what=name)


def headline(found: Answers, currency: Currency) -> str:
    """Return the answer in words: how likely it is, from when on, for whom, and what it costs."""
    if not found.is_uncertain:
        return sentences((_certain(found), _late(found), _unpaid(found)))
    return sentences((_likely(found), _late(found), _danger(found), _most_at_risk(found), _money(found, currency)))


def _certain(found: Answers) -> str:
    shown = {"name": strategy_name(found.strategy), "until": found.until}
    if found.overdue.hits:
        return tr("Nothing in the file is uncertain: paying by {name}, something is past due by {until}.", **shown)
    return tr("Nothing in the file is uncertain: paying by {name}, nothing is past due by {until}.", **shown)


def _unpaid(found: Answers) -> str:
    return (
        tr("An expense cannot be paid in full on the way: `repaycli plan` names the day.") if found.short.hits else ""
    )


def _likely(found: Answers) -> str:
    chance = found.overdue
    shown = {"name": strategy_name(found.strategy), "until": found.until, "count": f"{chance.of:,}"}
    if not chance.hits:
        return tr(
            "Paying by {name}, nothing is past due by {until} in any of {count} futures: the chance is less than 1 in {whole}.",
            whole=less_than_one_in(chance.high),
            **shown,
        )
    if chance.hits == chance.of:
        return tr("Paying by {name}, something is past due by {until} in all of {count} futures.", **shown)
    return tr(
        "Paying by {name}, the chance that something is past due by {until} is {words}: {percent}, {interval}.",
        words=in_words(chance),
        percent=percent_of(chance),
        interval=between(chance),
        **shown,
    )


def _late(found: Answers) -> str:
    if not found.late:
        return ""
    accounts = joined(found.late)
    if not found.is_uncertain:
        return tr("Past due already: {accounts}.", accounts=accounts)
    return tr(
        "Past due already: {accounts}; the chance that a due date from today on is missed: {words}.",
        accounts=accounts,
        words=in_words(found.missed),
    )


def _danger(found: Answers) -> str:
    if found.danger_on is None or found.danger_on <= found.today:
        return ""
    return tr("The danger begins on {date}: by then it has come to that in 1 of 20 futures.", date=found.danger_on)


def _most_at_risk(found: Answers) -> str:
    at_risk = sorted((each for each in found.accounts if each.overdue.hits), key=lambda each: -each.overdue.hits)
    if len(at_risk) < 2 or at_risk[0].overdue.hits == at_risk[1].overdue.hits:
        return ""
    return tr("Most at risk is {account}: {words}.", account=at_risk[0].name, words=in_words(at_risk[0].overdue))


def _money(found: Answers, currency: Currency) -> str:
    return tr(
        "It costs {expected} on average, {worst} in the worst 5 % of the futures.",
        expected=currency.grouped(found.cost.expected),
        worst=currency.grouped(found.cost.worst),
    )


def risk_notes(found: Answers, wanted: int, household: Household) -> list[Note]:
    """Say how it was found: `wanted` futures were asked for where fewer were played."""
    said: list[Note] = []
    if wanted:
        cut = tr("partial: stopped after {count} of {wanted} futures", count=f"{found.paths:,}", wanted=f"{wanted:,}")
        said.append(Note("partial", "", cut))
    if not found.is_uncertain:
        return [*said, Note("certain", "", _how_to_vary(household))]
    drawn = tr(
        "each future draws every income, expense and spending, and is played to the cent: an amount is normal around the "
        "planned one (its standard deviation is spread, it is never below 0), missed is the chance that it does not come, a "
        "delay is geometric in whole days with the mean late_days; each is drawn by itself, but what common says; the same "
        "--seed draws the same futures, --paths more of them"
    )
    interval = tr(
        "a chance is followed by the interval in which it lies 95 times in 100, since only so many futures were played "
        "(Wilson); that the file may be wrong is not in it"
    )
    said += [Note("futures", "", drawn), Note("interval", "", interval)]
    return said


def _how_to_vary(household: Household) -> str:
    name = household.incomes[0].name if household.incomes else ""
    if not name:
        return tr(
            "no income or expense says how much it varies, so there is one future only; write for example {example} into an "
            "[[expense]] that does",
            example=EXAMPLE,
        )
    return tr(
        "no income or expense says how much it varies, so there is one future only; write for example {example} into the "
        "[[income]] {name}",
        example=EXAMPLE,
        name=name,
    )
