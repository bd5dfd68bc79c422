"""A row as an entry of the journal: its note, and an id that is the same whenever the row is read again."""

import re
from hashlib import sha256

from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.bills.forms import Fact
from repaycli.inputs.source import LONE_JOINER, is_hidden
from repaycli.products.entries import Entry

_MOST_NOTE = 100
_NUMBER = re.compile(r"[0-9A-Za-z_*-]{4,80}")
_AS_A_FLOAT = re.compile(r"[0-9.]+[eE]\+?[0-9]+")
_INTEREST = re.compile("利息|罚息|手续费|年费|违约金|滞纳金")


class Draft(NamedTuple):
    """What a row becomes: `table` is "purchase", "refund" or "payment"."""

    fact: Fact
    table: str
    account: str
    wallet: str = ""


def drafted(fact: Fact, table: str, account: str, wallet: str = "") -> Draft:
    """Return a row as an entry to be."""
    return Draft(fact, table, account, wallet)


def no_interest(fact: Fact) -> Text | None:
    """Refuse interest and fees as purchases: the model reckons them itself."""
    if _INTEREST.search(fact.about) or _INTEREST.search(fact.kind):
        return text("interest or a fee, which the model reckons itself")
    return None


def entry_of(draft: Draft, kind: str, place: int) -> Entry:
    """Return the entry. `kind` is the bill's; `place` tells apart rows that are alike and have no number."""
    fact = draft.fact
    is_payment = draft.table == "payment"
    return Entry(
        "payment" if is_payment else "purchase",
        entry_id(draft, kind, place),
        fact.on,
        draft.account,
        fact.amount,
        "refund" if draft.table == "refund" else "",
        draft.wallet,
        note=_note(fact),
    )


def entry_id(draft: Draft, kind: str, place: int) -> str:
    """Return an id made of the platform's number; otherwise of what the row says.

    A spreadsheet may have spoilt the number, and a bank's counts for one of its accounts only, perhaps for one bill.
    """
    fact, has_number = draft.fact, is_number(draft.fact.number)
    if has_number and kind != "csv":
        return f"{kind}-{fact.number}"
    words = (fact.number,) if has_number else (fact.party, fact.about, str(place))
    said = "\t".join((draft.account, str(fact.on), str(fact.amount), fact.flow.value, *words))
    return f"{kind}-{sha256(said.encode()).hexdigest()[:16]}"


def is_number(found: str) -> bool:
    """Tell whether a platform's number is whole."""
    return bool(_NUMBER.fullmatch(found)) and not _AS_A_FLOAT.fullmatch(found)


def about(fact: Fact) -> str:
    """Say what a row is about, in the bill's own words."""
    return fact.about if fact.party in fact.about else f"{fact.party} {fact.about}".strip()


def _note(fact: Fact) -> str:
    words = about(fact)
    seen = "".join(" " if is_hidden(char) else char for char in re.sub(LONE_JOINER, "", words))
    return " ".join(seen.split())[:_MOST_NOTE]
