"""`repaycli import FILE`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from repaycli.cli.completion import accounts
from repaycli.cli.exit_codes import FileProblems, NoFile, WrongUsage
from repaycli.cli.reasons import reason
from repaycli.cli.session import Session
from repaycli.cli.values import account_value, choice_value, did_you_mean, quoted
from repaycli.locale import joined, mark, tr

if TYPE_CHECKING:
    from repaycli.cli.recording import Desk
    from repaycli.inputs.bills.bill import Reading, Wanted
    from repaycli.inputs.bills.forms import Form
    from repaycli.products.accounts import Household
    from repaycli.products.bill import Bill
    from repaycli.products.entries import Entry

EXAMPLES = (
    "repaycli import alipay.csv",
    "repaycli import card.csv --account 招行信用卡 --map date=记账日,debit=支出,credit=存入,note=摘要",
)
_COLUMNS = ("date", "amount", "debit", "credit", "direction", "party", "note", "id")
_MOST_NAME = 100
_ALIASES = {"gbk": "gb18030", "gb2312": "gb18030", "utf8": "utf-8"}


def import_bill(
    session: Session,
    bill: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help=mark(
                "The bill as CSV: Alipay's (交易明细) or WeChat's (微信支付账单) as it was exported, or a bank's with --map."
            ),
        ),
    ],
    account: Annotated[
        list[str] | None,
        typer.Option(
            "--account",
            metavar="CALLED=NAME",
            help=mark(
                "What the bill calls an account, and its name in your file: 招商银行信用卡(1234)=招行信用卡; may be "
                "repeated, or stand in the file as [[import]]. The same name needs none. With --map, NAME alone: whose "
                "statement it is."
            ),
            autocompletion=accounts,
        ),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="WHAT=HEAD,…",
            help=mark(
                "A bank's bill: the head of each column. date and amount; or debit (spent, paid out) and credit (paid in) "
                "in two columns; direction (支出/收入), party, note and id where there are any: date=交易日,amount=金额."
            ),
        ),
    ] = None,
    positive: Annotated[
        str | None,
        typer.Option(
            "--positive",
            metavar="out|in",
            help=mark(
                "With --map and amount alone: whether a positive amount was spent or paid out (out), or paid in (in)."
            ),
            autocompletion=lambda: ["out", "in"],
        ),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option(
            "--dates",
            metavar="ymd|dmy|mdy",
            help=mark("With --map: the order of the numbers in a date; otherwise year, month, day."),
            autocompletion=lambda: ["ymd", "dmy", "mdy"],
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help=mark(
                "utf-8, gb18030, big5, shift_jis or utf-16; otherwise UTF-8 or GB18030, whichever fits to the last byte."
            ),
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=mark("Record what is new, and ask nothing."))] = False,
) -> None:
    """Show what a bill would add to the journal, and add it when it is agreed to."""
    from repaycli.cli.recording import open_desk
    from repaycli.inputs.bills.bill import read_bill

    desk = open_desk(session)
    wanted = _wanted(desk.household, account or (), columns, (positive, dates, encoding))
    reading, problems = read_bill(_content(bill, session), bill, desk.household, wanted)
    if reading is None:
        from repaycli.present.shell import command

        raise FileProblems(problems, bill, command("import", bill))
    _go_on(desk, bill, reading, yes)


def _go_on(desk: "Desk", file: str, reading: "Reading", yes: bool) -> None:
    """Show the rows; record those that are new if it is wanted. A program that reads JSON is not asked."""
    from repaycli.cli.recording import settle
    from repaycli.cli.recording_many import added, loaded_with, record_all
    from repaycli.engine.standing import standing
    from repaycli.present.bill import Preview, bill_view, question, recorded_words
    from repaycli.strategies.effects import lacked

    session, own = desk.session, desk.household
    environment = session.environment
    bill = _bill(desk, reading, own, desk.journal)
    entries = tuple(each.entry for each in bill.new)
    after = loaded_with(desk, desk.journal + added(desk.journal, entries, own)) if entries else own
    sides = standing(own, desk.today), standing(after, desk.today)
    preview = Preview(file, bill, own, *sides, lacked(own, after, desk.today))
    asks = environment.can_ask and not session.options.json and not yes
    if desk.torn and not (yes or asks):
        raise FileProblems(desk.torn, desk.name)
    if not yes or not entries:
        session.show(bill_view(preview, is_recorded=False, to_record="" if asks else "--yes"))
    if not entries or not (yes or asks):
        return
    settle(desk, (), yes, [""], question(bill))

    def chooses(household: "Household", content: bytes) -> "Sequence[Entry]":
        return [each.entry for each in _bill(desk, reading, household, content).new]

    def show() -> None:
        if yes:
            session.show(bill_view(preview, is_recorded=True))
        else:
            environment.write(recorded_words(bill) + "\n")

    record_all(desk, entries, chooses, show, recorded_words(bill))


def _bill(desk: "Desk", reading: "Reading", household: "Household", journal: bytes) -> "Bill":
    from repaycli.inputs.recorded import recorded

    return reading.bill(household, recorded(desk.accounts, desk.name, (journal, str(desk.place))), desk.today)


def _content(file: str, session: Session) -> bytes:
    from repaycli.inputs.bills.sheet import MOST_BYTES

    path = session.environment.folder / file
    try:
        if not path.is_file():
            why = tr("it is no file") if path.exists() else tr("it is not there")
            raise NoFile(tr("{file} cannot be read: {reason}", file=file, reason=why), file=file)
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        said = tr("{file} cannot be read: {reason}", file=file, reason=reason(problem))
        raise NoFile(said, file=file) from problem


# -- what is asked for ----------------------------------------------------------------------------------------------------


def _wanted(
    household: "Household", stated: Sequence[str], columns: str | None, words: tuple[str | None, str | None, str | None]
) -> "Wanted":
    from repaycli.inputs.bills.bill import Wanted
    from repaycli.inputs.bills.sheet import ENCODINGS

    positive, dates, encoding = words
    called, own = _named(household, stated)
    form = None if columns is None else _form(_map(columns), positive, dates)
    if form is None and (own or positive or dates):
        option = f"--account {own}" if own else "--positive" if positive else "--dates"
        raise WrongUsage(
            tr("{option} is for a bank's bill, with --map", option=option),
            tr("For a bill of Alipay or WeChat write what it calls the account: --account CALLED=NAME") if own else "",
        )
    if form and not own:
        raise WrongUsage(
            tr("whose statement is it?"), tr("Name the account of your file: {example}", example="--account 招行信用卡")
        )
    plain = encoding.lower() if encoding else None
    known = choice_value("--encoding", _ALIASES.get(plain or "", plain), ENCODINGS)
    return Wanted(called, own, form, known or None)


def _named(household: "Household", stated: Sequence[str]) -> tuple[Mapping[str, str], str]:
    """Return what the bill calls accounts, and the account whose own statement it is."""
    called, own = dict(household.called), ""
    known = [each.name for each in (*household.accounts, *household.wallets)]
    for each in stated:
        theirs, sign, name = ("", "", each) if each in known else each.rpartition("=")
        found = account_value(name.strip(), household)
        if sign and theirs.strip():
            called[theirs.strip()[:_MOST_NAME]] = found
        elif own and own != found:
            raise WrongUsage(
                tr("--account: a bill is the statement of one account, not of {names}", names=joined((own, found)))
            )
        else:
            own = found
    return called, own


def _map(stated: str) -> dict[str, str]:
    heads: dict[str, str] = {}
    for each in stated.replace("，", ",").split(","):
        what, sign, head = (part.strip() for part in each.partition("="))
        if not sign or not head:
            raise WrongUsage(
                tr("--map: {value} does not say which column is what", value=quoted(each)),
                tr("Write {example}", example="--map date=交易日,amount=金额"),
            )
        if what not in _COLUMNS:
            message = tr("--map: there is no {value}", value=quoted(what)) + did_you_mean(what, _COLUMNS)
            raise WrongUsage(message, tr("It can say where these are: {names}", names=joined(_COLUMNS)))
        if what in heads:
            raise WrongUsage(tr("--map: {what} stands there twice", what=what))
        heads[what] = head
    return heads


def _form(heads: dict[str, str], positive: str | None, dates: str | None) -> "Form":
    from repaycli.inputs.bills.forms import ORDERS, Flow, Form

    two = {"debit", "credit"} & heads.keys()
    if "date" not in heads or ("amount" in heads) == bool(two):
        raise WrongUsage(
            tr("--map: date is wanted, and either amount or debit and credit"),
            tr("Write {example}", example="--map date=交易日,debit=支出,credit=存入"),
        )
    sign = choice_value("--positive", positive, ("out", "in"))
    needs = "amount" in heads and "direction" not in heads
    if needs and not sign:
        raise WrongUsage(
            tr("--positive is missing: was a positive amount spent, or paid in?"),
            tr("Write --positive out where purchases and money paid out are positive, else --positive in."),
        )
    if sign and not needs:
        raise WrongUsage(tr("--positive is for amounts without a direction"), tr("Leave it out."))
    order = choice_value("--dates", dates, ORDERS) or "ymd"
    return Form("csv", heads, order, Flow(sign) if sign else None)
