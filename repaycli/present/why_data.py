"""What `why` says, for programs."""

from collections.abc import Sequence

from repaycli.engine.ledger import ClosedStatement, FallenDue, Posting
from repaycli.engine.workings import CouponWorking, FeeWorking, InterestWorking, Working
from repaycli.present.model import Money, Share
from repaycli.present.why_rules import rule_ids
from repaycli.present.workings import Teller


def posting_data(teller: Teller, posting: Posting, lines: Sequence[str]) -> dict[str, object]:
    """Return one posting with its runs of days."""
    rules = rule_ids(posting, teller.account)
    return {
        "kind": posting.kind.value,
        "amount": Money(posting.amount),
        "balance": Money(posting.balance),
        "from": posting.wallet or None,
        "unconfirmed": posting.unconfirmed,
        "split": [
            {"part": item.part, "rate": Share(item.rate), "amount": Money(item.amount)} for item in posting.split
        ],
        "rule": next(iter(rules), None),
        "rules": rules,
        "runs": _runs_data(teller, posting.working),
        "exact": _exact(teller, posting.working),
        "lines": [line.strip() for line in lines],
    }


def _runs_data(teller: Teller, working: Working | None) -> list[dict[str, object]]:
    if not isinstance(working, InterestWorking):
        return []
    return [
        {
            "first": run.first,
            "last": run.last,
            "base": Money(run.base),
            "rate": Share(run.rate),
            "accrued": Share(run.accrued / 10**teller.currency.digits),
            "times": run.times,
            "per": run.per,
            "part": run.part,
        }
        for run in working.runs
    ]


def _exact(teller: Teller, working: Working | None) -> Share | None:
    if isinstance(working, InterestWorking | FeeWorking | CouponWorking):
        return Share(working.exact / 10**teller.currency.digits)
    return None


def instalment_data(item: FallenDue, lines: Sequence[str]) -> dict[str, object]:
    """Return one instalment that fell due that day."""
    working = item.working
    return {
        "amount": Money(item.amount),
        "principal": Money(working.principal),
        "interest": Money(working.interest),
        "fee": Money(item.fee),
        "principal_before": Money(working.principal_before),
        "remaining": working.remaining,
        "rule": working.rule,
        "lines": [line.strip() for line in lines],
    }


def statement_data(item: ClosedStatement, lines: Sequence[str]) -> dict[str, object]:
    """Return one statement closed that day."""
    return {
        "closed": item.closed,
        "due": item.due,
        "balance": Money(item.balance),
        "minimum": Money(item.minimum),
        "interest": Money(item.interest),
        "fees": Money(item.fees),
        "lines": [line.strip() for line in lines],
    }
