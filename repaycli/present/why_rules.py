"""Which built-in rules decided a posting: by its working, the parts that bore interest, and the account's terms."""

from repaycli.engine.ledger import Kind, Posting
from repaycli.engine.workings import FeeWorking, InterestWorking
from repaycli.products.accounts import Account, CreditLine, Loan
from repaycli.products.allocation import CASH, INTEREST, PENALTY
from repaycli.products.terms import Compound

_LATE_FEES = {"unpaid": "late-fee-unpaid", "interest": "late-fee-interest"}


def rule_ids(posting: Posting, account: Account | None) -> tuple[str, ...]:
    """Return the ids of the rules in `rule_sources.toml`, the one that decided most first."""
    match posting.working:
        case InterestWorking() as working:
            return _interest(working, account, posting.kind)
        case FeeWorking(rule="late-fee") as working:
            return ("late-fee-steps" if working.step is not None else _LATE_FEES.get(working.base_is, "late-fee"),)
        case None:
            return _movement(posting, account)
        case working:
            return (working.rule,)


def _interest(working: InterestWorking, account: Account | None, kind: Kind) -> tuple[str, ...]:
    parts = {run.part for run in working.runs if run.base}
    if not isinstance(account, CreditLine) or kind is Kind.PENALTY:
        return (working.rule,)
    found: list[str] = []
    if parts - {CASH, INTEREST, PENALTY} or not parts:
        by_statement = working.rule.startswith("statement-interest")
        if account.free_period == "lost":
            found.append("free-period-lost")
        if account.free_period != "lost" or not by_statement:
            found.append(working.rule)
    if CASH in parts:
        found.append("cash-advance")
    if account.compound is Compound.POSTED and parts & {INTEREST, PENALTY}:
        found.append("compounding")
    if account.compound is Compound.DAILY and "daily-compounding" not in found:
        found.append("daily-compounding")
    return tuple(found)


def _movement(posting: Posting, account: Account | None) -> tuple[str, ...]:
    match posting.kind:
        case Kind.REFUND:
            return ("refund",)
        case Kind.ADJUSTMENT if account is not None:
            return ("adjustment",)
        case Kind.PAYMENT if isinstance(account, Loan):
            return ("payment-order-civil-code",)
        case Kind.PAYMENT if isinstance(account, CreditLine):
            terms = account.allocation
            order = "payment-order-us" if terms.minimum or terms.excess else "payment-order-card"
            over = ("credit-balance",) if any(item.part == "credit" for item in posting.split) else ()
            return (order, *over)
        case _:
            return ()
