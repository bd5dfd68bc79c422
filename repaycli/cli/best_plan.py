"""`repaycli plan --strategy optimal`: one search, or several, and the view of what they found."""

import re
from datetime import date
from typing import TYPE_CHECKING

from repaycli.cli.exit_codes import WrongUsage
from repaycli.cli.searching import Search
from repaycli.cli.session import Session
from repaycli.cli.values import quoted, sum_value
from repaycli.core.nouns import NamedTuple
from repaycli.locale import tr

if TYPE_CHECKING:
    from repaycli.core.money import Currency
    from repaycli.present.model import View
    from repaycli.products.accounts import Household
    from repaycli.strategies.optimal.changed.cushion import Cushion

_MOST_DAYS = 366
_CUSHION = re.compile(r"(?P<amount>[^/]*)(?:/(?P<days>[0-9]{1,4}))?")


class Wanted(NamedTuple):
    """What is asked for: the last day (None: until today's debts are repaid), the seconds of all searches together, what
    late and short incomes the plan has to stand, and whether to tell what changes are worth."""

    last: date | None
    seconds: float
    cushion: "Cushion | None"
    worth: bool


def cushion_value(stated: str | None, currency: "Currency") -> "Cushion | None":
    """Read AMOUNT/DAYS: `500/3`, `500` or `/3`."""
    if stated is None:
        return None
    from repaycli.strategies.optimal.changed.cushion import Cushion

    found = _CUSHION.fullmatch(stated)
    example = tr(
        "Write an amount, days, or both: {examples}",
        examples="--cushion 500/3, --cushion 500, --cushion /3",
    )
    if not found or not stated.strip("/ "):
        raise WrongUsage(tr("--cushion: {value} is neither an amount nor days", value=quoted(stated)), example)
    amount = 0
    if found["amount"].strip():
        try:
            amount = sum_value("--cushion", found["amount"], currency, zero=True)
        except WrongUsage as problem:
            raise WrongUsage(problem.message, example) from None
    days = int(found["days"] or 0)
    if days > _MOST_DAYS:
        raise WrongUsage(tr("--cushion: {value} is more than {most} days", value=days, most=_MOST_DAYS), example)
    if not amount and not days:
        raise WrongUsage(tr("--cushion: {value} is no cushion at all", value=quoted(stated)), example)
    return Cushion(amount, days)


def best_plan(session: Session, household: "Household", wanted: Wanted) -> "View":
    """Search for the best plan, give its payments their reasons, and return it as a view."""
    from repaycli.cli.following import after_projection
    from repaycli.engine.branch import replay
    from repaycli.engine.changes import NO_CHANGES
    from repaycli.present.best_plan import More, best_plan_view
    from repaycli.strategies.help import what_would_help
    from repaycli.strategies.optimal.changed.cushion import cushioned
    from repaycli.strategies.optimal.changed.worth import worths
    from repaycli.strategies.optimal.reasons.explain import explained

    today, currency = session.today(household), household.currency
    past, asked = replay(household, today), wanted.cushion
    search = Search(session, wanted.seconds, 1 + (asked is not None) + wanted.worth)
    best, stands, more = search(household, today, wanted.last, past, NO_CHANGES), None, More()
    if asked is not None:
        plain = best
        held = search.run(lambda effort: cushioned(household, plain, asked, effort, past), currency)
        best, stands, more = held.optimum, held.stands, More(asked, held)
    if wanted.worth:
        usual = more.cushioned.plain if more.cushioned else best  # it is searched without a cushion, too
        more = more._replace(worths=search.run(lambda effort: worths(household, usual, effort, past), currency))
    told = search.run(lambda _: explained(household, best, past, cushion=stands), currency)
    following = after_projection(household, told.projection)
    return best_plan_view(household, search.proof(told), following, what_would_help(household, [told.projection]), more)
