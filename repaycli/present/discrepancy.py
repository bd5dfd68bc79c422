"""Why a lender's figure is not ours, in words."""

from repaycli.core.money import Currency
from repaycli.locale import joined, mark, tr, trn
from repaycli.present.shell import pay_command
from repaycli.products.accounts import BalanceCheck
from repaycli.strategies.discrepancy import Cause, Explanation

_ENTRIES = {
    "payment": mark("payment"),
    "purchase": mark("purchase"),
    "cash": mark("cash advance"),
    "refund": mark("refund"),
}


def explained(found: Explanation, check: BalanceCheck, currency: Currency) -> list[str]:
    """Return the comparison, and each cause, a line each."""
    if not found.difference:
        return [tr("the model has the same figure")]
    sign = "+" if found.difference > 0 else "-"
    said = tr(
        "the model had {expected}: {difference}",
        expected=currency.grouped(found.expected),
        difference=sign + currency.grouped(abs(found.difference)),
    )
    causes = [cause_words(cause, check, currency) for cause in found.causes]
    if len(causes) == 1:
        return [said, causes[0]]
    return [said, tr("several things would make the difference:"), *(f"- {cause}" for cause in causes)]


def cause_words(cause: Cause, check: BalanceCheck, currency: Currency) -> str:
    """Say what makes the difference, and what to do about it."""
    amount = currency.grouped(cause.amount)
    match cause.kind:
        case "equal":
            return tr("the model has the same figure")
        case "unrecorded":
            account = cause.name or check.account
            record = pay_command(account, cause.amount, cause.on or check.on, currency)
            return tr(
                "{amount} was paid to {account} and is not recorded: {command}",
                amount=amount,
                account=account,
                command=record,
            )
        case "more" if not check.is_wallet:
            return tr(
                "a purchase or fee of {amount} that is not in the file: with this figure it counts", amount=amount
            )
        case "convention":
            return tr(
                "the lender reckons otherwise: {settings} comes to this figure; if the contract says so, write that into "
                "the file",
                settings=joined(cause.settings),
            )
        case "evening" | "bill" | "minimum" | "principal" | "available":
            return _another_figure(cause, check)
        case "accrued" | "not-accrued" | "planned" | "planned-accrued" | "rounding" | "more-principal":
            return tr(_OF_AMOUNT[cause.kind], amount=amount)
        case "more" | "less" | "no-late-fee":
            return tr(_OF_AMOUNT[f"wallet-{cause.kind}" if check.is_wallet else cause.kind], amount=amount)
        case _:
            return _about_entry(cause, amount)


_OF_AMOUNT = {
    "accrued": mark("it holds {amount} of interest that is not posted yet: record it with --includes-accrued"),
    "not-accrued": mark(
        "it does not hold the {amount} of interest that is not posted yet: record it without --includes-accrued"
    ),
    "planned": mark("it holds {amount} of instalments that are not billed yet: take them off the figure"),
    "planned-accrued": mark(
        "it holds {amount} of instalments that are not billed yet and interest that is not posted yet: take them off the "
        "figure"
    ),
    "no-late-fee": mark("the lender did not charge the late fee of {amount}"),
    "rounding": mark("a rounding of {amount} in the interest"),
    "more-principal": mark("a further draw or a fee of {amount} that is not in the file"),
    "less": mark("a payment or refund of {amount} that is not in the file"),
    "wallet-more": mark("an income of {amount} that is not in the file"),
    "wallet-less": mark("an expense of {amount} that is not in the file"),
}

_OTHER_FIGURES = {
    "bill": mark("it is what is billed and still to be paid, not all that is owed: look for the whole debt in the app"),
    "minimum": mark("it is the minimum still to be paid, not all that is owed: look for the whole debt in the app"),
    "principal": mark("it is the principal alone, without the interest and fees that are posted and unpaid"),
    "available": mark("it is what can still be spent, not what is owed"),
}


def _another_figure(cause: Cause, check: BalanceCheck) -> str:
    if cause.kind == "evening":
        return tr("it is the figure after what is recorded for {date} itself: both agree", date=check.on)
    return tr(_OTHER_FIGURES[cause.kind])


def _about_entry(cause: Cause, amount: str) -> str:
    """Say what is amiss with one dated movement."""
    match cause.kind:
        case "not-swept":
            return tr(
                "the autopay of {amount} on {date} did not run; the model took it for granted",
                amount=amount,
                date=cause.on,
            )
        case "missing-there":
            return tr(
                "the lender does not have the {entry} of {amount} on {date} (yet)",
                entry=tr(_ENTRIES[cause.name]),
                amount=amount,
                date=cause.on,
            )
        case "twice":
            return tr(
                "the {entry} of {amount} on {date} happened twice, and is recorded once",
                entry=tr(_ENTRIES[cause.name]),
                amount=amount,
                date=cause.on,
            )
        case "late-booked":
            return trn(
                "the payment of {amount} on {date} counted {count} day later at the lender's",
                "the payment of {amount} on {date} counted {count} days later at the lender's",
                cause.days,
                amount=amount,
                date=cause.on,
            )
        case "other-wallet":
            return tr(
                "the payment of {amount} to {account} on {date} came from another wallet",
                amount=amount,
                account=cause.name,
                date=cause.on,
            )
        case _:
            return tr(
                "{name} of {amount}, which the file expects on {date}, has not come",
                name=cause.name,
                amount=amount,
                date=cause.on,
            )
