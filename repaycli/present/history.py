"""How incomes vary by what is recorded of them, beside what the file says: in notes, for programs, and in the answer."""

from collections.abc import Sequence
from fractions import Fraction

from repaycli.core.money import Currency
from repaycli.locale import joined, mark, tr
from repaycli.present.chances import percentage
from repaycli.present.model import Money, Note, Share, decimal
from repaycli.risk.history import History, Varies

_USED = mark("written into the [[income]] it counts always")
_UNUSED = mark("it is not used here: --history plays with it, and written into the [[income]] it counts always")


def history_sentence(found: Sequence[History], is_used: bool) -> str:
    """Say that the futures were played with what history says; nothing where they were not."""
    if not is_used:
        return ""
    names = joined(each.income for each in found if each.fitted)
    return tr("These futures take how {incomes} vary from what is recorded of them, not from the file.", incomes=names)


def history_notes(found: Sequence[History], is_used: bool, currency: Currency) -> list[Note]:
    """Return a note for each income of which enough is recorded: what history says, what the file says, what to write."""
    return [Note("history", each.income, _said(each, each.fitted, is_used, currency)) for each in found if each.fitted]


def _said(history: History, fitted: Varies, is_used: bool, currency: Currency) -> str:
    own, other = _line(fitted), _line(history.stated)
    told = tr(
        "recorded {count} times, on average {mean} came where {planned} are planned: {line}",
        count=history.occurrences,
        mean=currency.grouped(history.mean),
        planned=currency.grouped(history.planned),
        line=own,
    )
    said = [told, _missed(history)]
    if own == other:
        said.append(tr("the file says the same"))
    else:
        said += [tr("the file says {line}", line=other), tr(_USED if is_used else _UNUSED)]
    return tr("; ").join(said)


def _missed(history: History) -> str:
    high = percentage(history.missed_at_most)
    if history.missed:
        return tr(
            "{count} of {whole} did not come (up to {high} % is possible)",
            count=history.missed,
            whole=history.occurrences,
            high=high,
        )
    return tr(
        "all of them came, so missed stays as in the file (up to {high} % is possible after so few)",
        high=high,
    )


def _line(varies: Varies) -> str:
    """Write it as it stands in the file."""
    spread, missed = (f'"{_percent(share)}"' for share in (varies.spread, varies.missed))
    return f"spread = {spread}, missed = {missed}, late_days = {varies.late_days}"


def _percent(share: Fraction) -> str:
    return f"{decimal(share * 100)}%"


def history_fields(found: Sequence[History], is_used: bool) -> list[dict[str, object]]:
    """Return for programs what is recorded of each income; what fewer than six occurrences do not tell is null."""
    return [
        {
            "income": each.income,
            "occurrences": each.occurrences,
            "came": each.came,
            "mean": Money(each.mean),
            "planned": Money(each.planned),
            **(_fields(each.fitted) if each.fitted else dict.fromkeys(Varies._fields)),
            "missed_at_most": Share(each.missed_at_most),
            "file": _fields(each.stated),
            "used": is_used and each.fitted is not None,
        }
        for each in found
    ]


def _fields(varies: Varies) -> dict[str, object]:
    return {"spread": Share(varies.spread), "missed": Share(varies.missed), "late_days": varies.late_days}
