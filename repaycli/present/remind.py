"""What needs the user, one line each: amounts and dates whole, the most urgent first."""

from collections.abc import Sequence

from repaycli.core.money import Currency
from repaycli.engine.ledger import Consequence
from repaycli.locale import joined, tr, trn
from repaycli.present.consequences import NOTHING, Following, event_sentence, stage_name
from repaycli.present.model import DATA, ONLY_JSON, Column, Money, Table, Value, View
from repaycli.present.shell import command, pay_command
from repaycli.present.words import sentence, strategy_name
from repaycli.products.accounts import Household
from repaycli.products.delinquency import What
from repaycli.strategies.needs import Need, NeedKind

_COLUMNS = (
    ("kind", DATA),
    ("date", DATA),
    ("account", DATA),
    ("amount", DATA),
    ("minimum", DATA),
    ("days", DATA),
    ("accounts", ONLY_JSON),
    ("from", ONLY_JSON),
    ("expected", ONLY_JSON),
    ("message", DATA),
)


class Reminder:
    """Puts needs into words for one household; `strategy` is the one whose projection told the shortfall."""

    def __init__(self, household: Household, following: Following | None, strategy: str) -> None:
        self.household = household
        self.following = following or NOTHING
        self.strategy = strategy
        self.currency: Currency = household.currency

    def view(self, needs: Sequence[Need], fields: dict[str, object]) -> View:
        """Return the answer for programs."""
        rows = tuple(map(self._row, needs))
        table = Table("items", "", tuple(Column(key, "", forms=forms) for key, forms in _COLUMNS), rows, forms=DATA)
        return View(self.currency, fields={**fields, "currency": self.currency.code}, parts=(table,))

    def lines(self, needs: Sequence[Need]) -> list[str]:
        """Return a sentence for each need."""
        return [self.line(need) for need in needs]

    def line(self, need: Need) -> str:
        """Say one need in a sentence."""
        match need.kind:
            case NeedKind.OVERDUE:
                return self._overdue(need)
            case NeedKind.UNCONFIRMED:
                return self._unconfirmed(need)
            case NeedKind.SHORTFALL:
                return self._shortfall(need)
            case NeedKind.DUE:
                return self._due(need)
            case NeedKind.STAGE:
                return self._stage(need)
            case NeedKind.COUPON:
                return self._coupon(need)
            case NeedKind.STATEMENT:
                return self._statement(need)
            case NeedKind.MISSED:
                return self._missed(need)

    def command(self, need: Need) -> str:
        """Return the command that answers a need, ready to be copied; empty where there is none."""
        match need.kind:
            case NeedKind.UNCONFIRMED:
                return pay_command(need.account, need.minimum or need.amount, need.on, self.currency)
            case NeedKind.STATEMENT:
                return command("balance", need.account, "FIGURE")
            case _:
                return ""

    def _row(self, need: Need) -> tuple[Value, ...]:
        return (
            need.kind.value,
            need.on,
            need.account,
            Money(need.amount),
            None if need.minimum is None else Money(need.minimum),
            need.days,
            need.accounts or (need.account,),
            need.wallets,
            need.is_expected,
            self.line(need),
        )

    def _money(self, minor: int) -> str:
        return self.currency.grouped(minor)

    def _overdue(self, need: Need) -> str:
        said = trn(
            "{account}: {amount} past due since {date}, {count} day",
            "{account}: {amount} past due since {date}, {count} days",
            need.days,
            account=need.account,
            amount=self._money(need.amount),
            date=need.on,
        )
        stages = joined(self._event(event) for event in need.events)
        return said + (tr(" ({stages})", stages=stages) if stages else "")

    def _event(self, event: Consequence) -> str:
        if event.what is What.BUCKET:
            return event.detail
        ladder = self.following.ladder
        if event.what is not What.STAGE:
            return event_sentence(self.household, event, ladder)
        name = stage_name(self.household, event, ladder)
        return name if event.certain else tr("may: {what}", what=name)

    def _unconfirmed(self, need: Need) -> str:
        values = {
            "account": need.account,
            "minimum": self._money(need.minimum or need.amount),
            "date": need.on,
            "command": self.command(need),
            "until": need.until,
        }
        if need.until is None:
            said = tr(
                "{account}: was {minimum} or more paid for {date}? If so, record it: {command}; if not, it is past due",
                **values,
            )
        else:
            said = tr(
                "{account}: was {minimum} or more paid for {date}? If so, record it: {command}; if not, pay it by {until}",
                **values,
            )
        if need.up_to is None:
            return said
        return said + trn(
            "; {count} due after it, on {date}, is not confirmed either",
            "; {count} dues after it, up to {date}, are not confirmed either",
            need.number,
            date=need.up_to,
        )

    def _shortfall(self, need: Need) -> str:
        said = tr(
            "{amount} will be missing on {date} for {accounts}, {when} (paying {strategy})",
            amount=self._money(need.amount),
            date=need.on,
            accounts=joined(need.accounts),
            when=self._when(need.days),
            strategy=strategy_name(self.strategy),
        )
        if not need.number:
            return said
        return said + trn("; {count} more shortfall follows", "; {count} more shortfalls follow", need.number)

    def _due(self, need: Need) -> str:
        values = {
            "account": need.account,
            "minimum": self._money(need.minimum or 0),
            "amount": self._money(need.amount),
            "date": need.on,
            "when": self._when(need.days),
        }
        if need.until is not None:
            return tr(
                "{account}: {minimum} of {date} is still missing; paid by {until} it counts as in time",
                until=need.until,
                **values,
            )
        if not need.minimum:
            said = tr("{account}: the minimum is met; {amount} more by {date}, {when}, pays it in full", **values)
        elif need.minimum == need.amount:
            said = tr("{account}: {amount} due on {date}, {when}", **values)
        else:
            said = tr("{account}: at least {minimum} due on {date}, {when}; in full {amount}", **values)
        if need.is_expected:
            said += tr(" (expected: not billed yet)")
        if need.taken:
            said += tr(
                "; autopay takes up to {amount} from {wallets}",
                amount=self._money(need.taken),
                wallets=joined(need.wallets),
            )
        return said

    def _stage(self, need: Need) -> str:
        return tr(
            "{account}: from {date} on, {when}, unless it is paid: {what}",
            account=need.account,
            date=need.on,
            when=self._when(need.days),
            what=joined(self._event(event) for event in need.events),
        )

    def _coupon(self, need: Need) -> str:
        return need.account + tr(": ") + sentence(need.what, self.currency)

    def _statement(self, need: Need) -> str:
        return tr(
            "{account}: the statement of {date} should show {amount}, at least {minimum}; if the app shows another sum: {command}",
            account=need.account,
            date=need.on,
            amount=self._money(need.amount),
            minimum=self._money(need.minimum or 0),
            command=self.command(need),
        )

    def _missed(self, need: Need) -> str:
        return tr(
            "{account}: {amount} fell due on {date}, when no reminder ran; autopay from {wallets} is taken to have paid it: "
            "make sure that it did",
            account=need.account,
            amount=self._money(need.amount),
            date=need.on,
            wallets=joined(need.wallets),
        )

    def _when(self, days: int) -> str:
        match days:
            case 0:
                return tr("today")
            case 1:
                return tr("tomorrow")
            case _ if days < 0:
                return trn("{count} day ago", "{count} days ago", -days)
            case _:
                return trn("in {count} day", "in {count} days", days)
