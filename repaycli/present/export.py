"""The ledger in the formats of other tools: which there are, how a file of ours is known again, what is said of it."""

from collections.abc import Sequence
from types import MappingProxyType

from repaycli.engine.ledger import Opening, Projection
from repaycli.locale import trn
from repaycli.present import as_beancount, as_csv, as_hledger
from repaycli.present.as_json import as_json
from repaycli.present.double_entry import double_entry
from repaycli.present.model import View
from repaycli.products.accounts import Household

FORMATS = ("csv", "json", "hledger", "beancount")

ENDINGS = MappingProxyType(
    {
        ".csv": "csv",
        ".json": "json",
        ".journal": "hledger",
        ".hledger": "hledger",
        ".beancount": "beancount",
        ".bean": "beancount",
    }
)
"""The formats that the end of a file's name stands for; the first one of each is the usual one."""

_FIRST_LINES = {
    "csv": as_csv.FIRST_LINE,
    "json": '{\n  "schema_version":',
    "hledger": as_hledger.FIRST_LINE,
    "beancount": as_beancount.FIRST_LINE,
}
_BOM = "\ufeff"


def is_ours(form: str, head: bytes) -> bool:
    """Tell by its beginning whether a file was exported in that format before."""
    return head.decode("utf-8", "replace").removeprefix(_BOM).startswith(_FIRST_LINES[form])


def exported(
    form: str, household: Household, projection: Projection, openings: Sequence[Opening], view: View, bom: bool = False
) -> bytes:
    """Return the file's bytes. `view` is the ledger with its accounts; `bom` puts the mark of UTF-8 at the beginning."""
    notes = tuple(note for note in view.notes if "plain" in note.forms)
    match form:
        case "csv":
            content = as_csv.as_csv(household, projection, openings)
        case "json":
            content = as_json(view)
        case "hledger":
            content = as_hledger.as_hledger(double_entry(household, projection, openings, notes))
        case _:
            content = as_beancount.as_beancount(double_entry(household, projection, openings, notes))
    return (_BOM + content if bom else content).encode("utf-8", "backslashreplace")


def written_view(view: View, form: str, file: str) -> View:
    """Return what was written, for programs; the ledger itself is in the file."""
    return view._replace(fields={**view.fields, "format": form, "file": file}, parts=())


def written_words(household: Household, projection: Projection, file: str) -> str:
    """Say what was written."""
    return trn(
        "{count} posting from {as_of} to {until} written to {file}.",
        "{count} postings from {as_of} to {until} written to {file}.",
        len(projection.postings),
        as_of=household.as_of,
        until=projection.until,
        file=file,
    )
