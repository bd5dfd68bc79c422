"""What being past due brings with it, as dated events: from the times an account was past due, and what is known to follow.

Nothing here moves money: penalty, late fees and frozen spending happen in the run. An event is certain where the file
or the account's own terms name it; what only practice says is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from repaycli.core.dates import add_months, on_day
from repaycli.core.nouns import NamedTuple
from repaycli.engine.ledger import Consequence, OverdueSpell, Projection, Standing
from repaycli.products.accounts import Account, Household, Lender, Loan
from repaycli.products.delinquency import BUCKET_STARTS, Ladder, What, bucket
from repaycli.products.terms import OverdueOn

_RECORD_MONTHS = 60


_AHEAD = timedelta(days=BUCKET_STARTS[-1])


class Threshold(NamedTuple):
    """What begins so many days past due; `rule` is an id, empty where the file itself says so."""

    days: int
    what: What
    rule: str = ""
    is_certain: bool = True
    detail: str = ""


def of_standing(household: Household, standing: Standing, ladder: Ladder) -> tuple[Consequence, ...]:
    """Return what follows for accounts that are past due today, to the last bucket, as if nothing were paid."""
    unconfirmed = {(item.account, item.due) for item in standing.unconfirmed}
    spells: list[OverdueSpell] = []
    for account in standing.accounts:
        if account.days_past_due > 0:
            due = standing.on - timedelta(days=account.days_past_due)
            spells.append(OverdueSpell(account.name, due, account.past_due, None, (account.name, due) in unconfirmed))
    return consequences(household, spells, standing.on + _AHEAD, ladder)


def of_projection(household: Household, projection: Projection, ladder: Ladder) -> tuple[Consequence, ...]:
    """Return what followed, day by day, under a strategy."""
    return consequences(household, projection.spells, projection.until, ladder)


def consequences(
    household: Household, spells: Sequence[OverdueSpell], until: date, ladder: Ladder
) -> tuple[Consequence, ...]:
    """Return what follows from the times accounts were past due, up to `until`, by date.

    Days past due count from the oldest due date that is still unpaid. What a lender does to all of its accounts is told
    once, for the account that brings it about first.
    """
    found: list[Consequence] = []
    for account in household.accounts:
        own = sorted((spell for spell in spells if spell.account == account.name), key=lambda spell: spell.due)
        thresholds = list(thresholds_of(household, account, ladder))
        for place, spell in enumerate(own):
            end = until if spell.last is None else min(spell.last, until)
            found += _of_spell(account, spell, thresholds, own[:place], end)
        found += _marks(account, own, thresholds, until, ladder)
    shared = {What.SPENDING_FROZEN, What.LIMIT_CUT}
    kept: list[Consequence] = []
    for event in sorted(found, key=lambda event: (event.on, event.account, event.what.value, event.days)):
        if event.what in shared and any(_covers(other, event, spells) for other in kept):
            continue
        kept.append(event)
    return tuple(kept)


def _covers(other: Consequence, event: Consequence, spells: Sequence[OverdueSpell]) -> bool:
    """Tell whether an earlier event of another account of the lender still holds when this one begins."""
    if other.lender != event.lender or other.what is not event.what or other.account == event.account:
        return False
    due = other.on - timedelta(days=other.days)
    lasts = [spell.last for spell in spells if spell.account == other.account and spell.due == due]
    return any(last is None or last >= event.on for last in lasts)


def _of_spell(
    account: Account,
    spell: OverdueSpell,
    thresholds: Iterable[Threshold],
    older: Sequence[OverdueSpell],
    end: date,
) -> Iterator[Consequence]:
    for threshold in thresholds:
        days = max(1, threshold.days)
        on = spell.due + timedelta(days=days)
        if on > end or any(other.last is None or other.last >= on for other in older):
            continue
        yield Consequence(
            on,
            account.name,
            account.lender,
            threshold.what,
            days,
            threshold.rule,
            threshold.is_certain,
            threshold.detail,
            spell.unconfirmed,
        )


def thresholds_of(household: Household, account: Account, ladder: Ladder) -> Iterator[Threshold]:
    lender = next((each for each in household.lenders if each.name == account.lender), Lender(account.lender))
    if isinstance(account, Loan):
        yield Threshold(1, What.PENALTY, "overdue-penalty-loan")
        if account.accelerates_after_days is not None:
            yield Threshold(account.accelerates_after_days, What.CALLED_IN, "called-in", is_certain=False)
    else:
        yield Threshold(1, What.PENALTY, "overdue-interest-line")
        if account.overdue_on is OverdueOn.WHOLE_STATEMENT:
            yield Threshold(1, What.WHOLE_BILL, "whole-bill", is_certain=ladder.is_sure("whole-bill"))
    for what, days in (
        (What.SPENDING_FROZEN, lender.spending_frozen_after_days),
        (What.LIMIT_CUT, lender.limit_cut_after_days),
        (What.REPORTED, lender.reported_after_days),
    ):
        usual = ladder.usual_days(what.value, account.preset)
        if days is not None:
            yield Threshold(days, what)
        elif usual is not None:
            yield Threshold(usual, what, what.value, is_certain=ladder.is_sure(what.value))
    for stage in lender.stages or ladder.stages:
        own = not stage.titles
        yield Threshold(stage.after_days, What.STAGE, "" if own else stage.name, is_certain=own, detail=stage.name)
    if "bucket" not in ladder.rules:
        return
    for number, start in enumerate(BUCKET_STARTS, start=1):
        yield Threshold(start, What.BUCKET, "bucket", detail=f"M{number}")


def _marks(
    account: Account, spells: Sequence[OverdueSpell], thresholds: Sequence[Threshold], until: date, ladder: Ladder
) -> Iterator[Consequence]:
    """Yield a mark for each month's end at which the account is past due, and the clock that starts when it is paid."""
    reported = next((each for each in thresholds if each.what is What.REPORTED), None)
    if "record-mark" not in ladder.rules or not spells:
        return
    certain = reported is not None and reported.is_certain
    first = spells[0].due
    for count in range(_RECORD_MONTHS):
        day = add_months(first.replace(day=1), count)
        day = on_day(day.year, day.month, 31)
        if day > until:
            break
        days, unconfirmed = _late_on(spells, day)
        if days and days >= (reported.days if reported else 1):
            mark = str(bucket(days))
            yield Consequence(
                day, account.name, account.lender, What.RECORD_MARK, days, "record-mark", certain, mark, unconfirmed
            )
    for spell in spells:
        if spell.last is None or spell.last >= until:
            continue
        paid = spell.last + timedelta(days=1)
        if not _late_on(spells, paid)[0]:
            late = (paid - spell.due).days
            over = add_months(paid, _RECORD_MONTHS).isoformat()
            yield Consequence(
                paid, account.name, account.lender, What.RECORD_CLOCK, late, "record-clock", certain, over
            )


def _late_on(spells: Sequence[OverdueSpell], day: date) -> tuple[int, bool]:
    """Return days past due at a day's end, and whether they rest on a due that nobody confirmed."""
    open_then = [spell for spell in spells if spell.due < day and (spell.last is None or spell.last >= day)]
    if not open_then:
        return 0, False
    oldest = min(open_then, key=lambda spell: spell.due)
    return (day - oldest.due).days, oldest.unconfirmed
