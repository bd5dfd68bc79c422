"""A bill's bytes -> entries that are not recorded yet, and every other row with its reason."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from repaycli.core.nouns import NamedTuple
from repaycli.core.problems import Problem
from repaycli.core.text import Text, text
from repaycli.inputs.bills.forms import KNOWN, Fact, Form, Found, read_facts
from repaycli.inputs.bills.judging import judge_of
from repaycli.inputs.bills.names import Names
from repaycli.inputs.bills.sheet import decoded_bill, read_sheet
from repaycli.inputs.bills.statement import judge_of_own
from repaycli.inputs.bills.writing import Draft, about, entry_of, is_number
from repaycli.inputs.source import Findings, TooManyProblemsError, cut
from repaycli.products.accounts import Household
from repaycli.products.bill import Bill, Drafted, Passed, State
from repaycli.products.entries import Entry, Recorded

_NEAR = timedelta(days=3)
"""Two bills may book one payment so far apart."""


class Wanted(NamedTuple):
    """How the user wants a bill to be read. `names`: what the bill calls accounts, and their names in the file.

    `own`: the account whose statement it is; `form`: the map of its columns, for a bill that is none of the known ones.
    """

    names: Mapping[str, str]
    own: str = ""
    form: Form | None = None
    encoding: str | None = None


class Reading(NamedTuple):
    """A bill's facts, read once, and what judges them by a household."""

    encoding: str
    found: Found
    wanted: Wanted

    def bill(self, household: Household, recorded: Sequence[Recorded], today: date) -> Bill:
        """Say what each row becomes, given what is recorded already."""
        names = Names(household, self.wanted.names)
        known, kind = _Known(recorded), self.found.form.kind
        if self.wanted.own:
            judge = judge_of_own(names.known[self.wanted.own], names)
        else:
            judge = judge_of(self.found.facts, names, lambda number: f"{kind}-{number}" in known.counting)
        drafts: list[Drafted] = []
        passed: list[Passed] = []
        alike: Counter[tuple[object, ...]] = Counter()
        lines: dict[str, int] = {}
        elsewhere: dict[str, None] = {}
        for fact in self.found.facts:
            judged = text("its direction says in, its sign out") if fact.is_contrary else judge(fact)
            if isinstance(judged, Draft):
                if judged.table == "payment" and not judged.wallet and fact.method:
                    elsewhere[fact.method] = None
                place = alike[fact[1:]]
                alike[fact[1:]] += 1
                entry = entry_of(judged, kind, place)
                judged = _refused(fact, entry, lines, known, today) or Drafted(fact.line, entry)
            if isinstance(judged, Text):
                passed.append(_passed(fact, judged))
            else:
                lines[str(judged.entry.id)] = fact.line
                drafts.append(judged)
        settled = tuple(each._replace(state=known.state(each.entry, household.as_of)) for each in drafts)
        told = (*self._told(settled, elsewhere), *known.near(settled))
        return Bill(kind, self.encoding, settled, tuple(passed), told)

    def _told(self, drafts: Sequence[Drafted], elsewhere: Iterable[str]) -> tuple[Text, ...]:
        told = list(self.found.told)
        told += [
            text(
                'repayments came from "{method}", no wallet of the file: taken from the account\'s own order',
                method=cut(each),
            )
            for each in elsewhere
        ]
        if any(not is_number(fact.number) for fact in self.found.facts):
            told.append(
                text(
                    "rows without a number are known again by their date, amount and words, so leave these as they are"
                )
            )
        if self.found.form.kind == "alipay" and any(each.entry.table == "purchase" for each in drafts):
            told.append(
                text("a purchase has the day on which it was paid; Huabei bills it on the day its receipt is confirmed")
            )
        return tuple(told)


def read_bill(content: bytes, name: str, household: Household, wanted: Wanted) -> tuple[Reading | None, list[Problem]]:
    """Read a bill; all that is wrong with it is told at once, and then there is no reading."""
    findings = Findings()
    try:
        reading = _read(content, name, household, wanted, findings)
    except TooManyProblemsError:
        reading = None
    return (None if findings.has_errors else reading), findings.ordered()


def _read(content: bytes, name: str, household: Household, wanted: Wanted, findings: Findings) -> Reading | None:
    decoded = decoded_bill(content, name, wanted.encoding, findings)
    if decoded is None:
        return None
    heads = [tuple(form.heads.values()) for form in ([wanted.form] if wanted.form else KNOWN)]
    sheet = read_sheet(*decoded, heads, findings)
    if findings.has_errors and not sheet.rows:
        return None
    found = read_facts(sheet, wanted.form, household.currency, findings)
    if found and not wanted.form and household.currency.code != "CNY":
        message = text("the bill is in yuan, and the file in {currency}", currency=household.currency.code)
        findings.error("bill-currency", message, sheet.mark(1))
    return Reading(sheet.encoding, found, wanted) if found else None


def _passed(fact: Fact, reason: Text) -> Passed:
    return Passed(fact.line, fact.on, fact.amount, cut(about(fact)), reason)


def _refused(fact: Fact, entry: Entry, lines: Mapping[str, int], known: "_Known", today: date) -> Text | None:
    """Return what speaks against a row that would be an entry."""
    if str(entry.id) in lines:
        return text("it has the same number as line {line}", line=lines[str(entry.id)])
    if str(entry.id) in known.undone:
        return text("it was recorded, and you took it back")
    if fact.on > today:
        return text("its date lies ahead of today")
    return None


class _Known:
    """What is recorded: by id, and by what it says, each to be met once."""

    def __init__(self, recorded: Sequence[Recorded]) -> None:
        self.counting = {each.entry.id for each in recorded if each.entry.id and each.undone_by is None}
        self.undone = {each.entry.id for each in recorded if each.entry.id and each.undone_by is not None}
        self.payments = [
            each.entry
            for each in recorded
            if each.entry.table == "payment" and each.undone_by is None and each.entry.on
        ]
        self.left = Counter((_said(each.entry), _origin(each.entry)) for each in recorded if each.undone_by is None)

    def state(self, entry: Entry, as_of: date) -> State:
        """Tell whether an entry is there: by its id, or because one of the same day and amount was recorded by hand or
        from another bill, which has other numbers.
        """
        if entry.id in self.counting:
            return State.THERE
        for key in self.left:
            if key[0] == _said(entry) and key[1] != _origin(entry) and self.left[key]:
                self.left[key] -= 1
                return State.THERE
        assert entry.on is not None
        return State.EARLIER if entry.on < as_of else State.NEW

    def near(self, drafts: Sequence[Drafted]) -> Iterator[Text]:
        """Say which repayments may be recorded already, a few days off: two bills may book one on different days."""
        met = {_said(each.entry) for each in drafts if each.state is State.THERE}
        left = [each for each in self.payments if _said(each) not in met]
        for draft in drafts:
            if draft.state is State.THERE or draft.entry.table != "payment":
                continue
            other = next((each for each in left if _is_near(each, draft.entry)), None)
            if other is not None:
                left.remove(other)
                yield text(
                    "line {line}: {amount} to {account} is recorded for {date} already; if it is the same, leave it out or undo "
                    "one of them",
                    line=draft.line,
                    amount=other.amount,
                    account=other.account,
                    date=other.on,
                )


def _is_near(recorded: Entry, new: Entry) -> bool:
    assert recorded.on is not None
    assert new.on is not None
    is_alike = (recorded.account, recorded.amount) == (new.account, new.amount)
    return is_alike and _origin(recorded) != _origin(new) and abs(recorded.on - new.on) <= _NEAR


def _said(entry: Entry) -> tuple[object, ...]:
    kind = entry.kind if entry.kind in ("refund", "cash") else ""
    return entry.table, entry.account, entry.on, entry.amount, kind


def _origin(entry: Entry) -> tuple[str, bool]:
    """Return which bill an entry is from: a repayment stands in the statement of the wallet that it left, too."""
    mark = entry.id or ""
    kind = mark.partition("-")[0] if mark.startswith(("alipay-", "wechat-", "csv-")) else ""
    return kind, kind == "csv" and bool(entry.wallet)
