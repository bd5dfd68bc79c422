"""How an amount came about, line by line: runs of days, fees, instalments, minimums."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from repaycli.core.money import Currency, Rounding
from repaycli.core.nouns import NamedTuple
from repaycli.engine.coupons import condition
from repaycli.engine.workings import (
    CouponWorking,
    FeeWorking,
    InstalmentWorking,
    InterestRun,
    InterestWorking,
    MinimumWorking,
    Working,
)
from repaycli.locale import mark, tr, trn
from repaycli.present.model import percent, rate_words
from repaycli.present.words import part_name, sentence
from repaycli.products.accounts import Account, Citation, Origin
from repaycli.products.terms import Coupon

_MODES = {
    Rounding.HALF_UP: mark("half up"),
    Rounding.DOWN: mark("down"),
    Rounding.UP: mark("up"),
    Rounding.HALF_EVEN: mark("half to even"),
}


class Rule(Protocol):
    """A built-in rule, as `repaycli.inputs` reads it."""

    @property
    def title(self) -> Mapping[str, str]: ...
    @property
    def explanation(self) -> Mapping[str, str]: ...
    @property
    def formula(self) -> str: ...
    @property
    def citation(self) -> Citation: ...
    @property
    def lesson(self) -> str: ...


Rules = Mapping[str, Rule]


class Teller(NamedTuple):
    """What every line needs: the currency, the rules, and who set the account's terms."""

    currency: Currency
    rules: Rules
    origins: Mapping[str, Origin]
    account: Account | None = None

    def money(self, minor: int) -> str:
        """Write a posted amount."""
        return self.currency.grouped(minor)

    def exact(self, minor: Fraction) -> str:
        """Write `= amount` in full where its decimals end soon, else `≈ amount` with eight of them."""
        amount = minor / 10**self.currency.digits
        text = f"{_scaled(amount, 12):,f}"
        if Fraction(text.replace(",", "")) == amount:
            whole, _, rest = text.partition(".")
            rest = rest.rstrip("0").ljust(self.currency.digits, "0")
            return f"= {whole}.{rest}" if rest else f"= {whole}"
        return f"≈ {_scaled(amount, 8):,f}"


def _scaled(amount: Fraction, digits: int) -> Decimal:
    return Decimal(round(amount * 10**digits)).scaleb(-digits)


def working_lines(teller: Teller, working: Working, posted: int) -> list[str]:
    """Return the arithmetic of a posted amount."""
    match working:
        case InterestWorking():
            return _interest(teller, working, posted)
        case FeeWorking():
            return _fee(teller, working, posted)
        case CouponWorking():
            return _coupon(teller, working, posted)
        case InstalmentWorking():
            return instalment_lines(teller, working)


def part_words(part: str) -> str:
    """Name a part; what is past due says so."""
    if part.startswith("past-due "):
        return tr("{part}, past due", part=part_name(part.removeprefix("past-due ")))
    return part_name(part)


def _interest(teller: Teller, working: InterestWorking, posted: int) -> list[str]:
    lines = [f"  {_run(teller, run)}" for run in working.runs]
    if working.brought:
        lines.append("  " + tr("and from before {amount}", amount=teller.exact(working.brought)))
    rounding = tr(
        "{exact}; rounded {mode} to a multiple of {unit}: {posted}",
        exact=teller.exact(working.exact),
        mode=tr(_MODES[working.mode]),
        unit=teller.currency.plain(working.unit),
        posted=teller.money(posted),
    )
    if working.at == "segment":
        rounding = tr(
            "{exact}; each run rounded {mode} to a multiple of {unit}, in all {posted}",
            mode=tr(_MODES[working.mode]),
            unit=teller.currency.plain(working.unit),
            posted=teller.money(posted),
            exact=teller.exact(working.exact),
        )
    return [*lines, f"  {rounding}"]


def _run(teller: Teller, run: InterestRun) -> str:
    span = str(run.first) if run.first == run.last else f"{run.first} … {run.last}"
    base, rate = teller.money(run.base), rate_words(run.rate, run.per)
    if run.per == "month":
        sum_text = f"{base} × {rate} × {run.times} {teller.exact(run.interest)}"
        return trn(
            "{span}: {count} month, {sum} ({part})",
            "{span}: {count} months, {sum} ({part})",
            run.times,
            span=span,
            sum=sum_text,
            part=part_words(run.part),
        )
    if run.per == "day compounded":
        if run.accrued:
            base = f"({base} + {teller.exact(run.accrued).lstrip('=≈ ')})"
        sum_text = f"{base} × ((1 + {rate}) ^ {run.times} − 1) {teller.exact(run.interest)}"
        return tr("{span}: compounding daily, {sum} ({part})", span=span, sum=sum_text, part=part_words(run.part))
    sum_text = f"{base} × {rate} × {run.times} {teller.exact(run.interest)}"
    return trn(
        "{span}: {count} day, {sum} ({part})",
        "{span}: {count} days, {sum} ({part})",
        run.times,
        span=span,
        sum=sum_text,
        part=part_words(run.part),
    )


def _fee(teller: Teller, working: FeeWorking, posted: int) -> list[str]:
    if working.step is not None:
        return ["  " + tr("step {step} in a row: {posted}", step=working.step, posted=teller.money(posted))]
    lines = [
        f"  {teller.money(working.base)} ({part_words(working.base_is)}) × {percent(working.share)} {teller.exact(working.exact)}"
    ]
    bounds: list[str] = []
    if working.floor:
        bounds.append(tr("at least {floor}", floor=teller.money(working.floor)))
    if working.cap is not None:
        bounds.append(tr("at most {cap}", cap=teller.money(working.cap)))
    bound = f" ({', '.join(bounds)})" if bounds else ""
    return [*lines, f"  = {teller.money(posted)}{bound}"]


def _coupon(teller: Teller, working: CouponWorking, posted: int) -> list[str]:
    """Return what a coupon is worth, what limits it, and which payment it is used with."""
    coupon = working.coupon
    if coupon.share:
        base = part_name("interest" if coupon.kind == "interest" else "payment")
        worth = tr(
            "{sum}; rounded {mode} to a multiple of {unit}",
            sum=f"{percent(coupon.share)} × {teller.money(working.base)} ({base}) {teller.exact(working.exact)}",
            mode=tr(_MODES[working.mode]),
            unit=teller.currency.plain(working.unit),
        )
    else:
        worth = tr("the coupon is worth {amount}", amount=teller.money(coupon.amount))
    limits = {
        "asked": mark("never more than was still asked for after the payment: {limit}"),
        "interest": mark("never more than the interest: {limit}"),
        "owed": mark("never more than was still owed after the payment: {limit}"),
    }
    limit = tr(limits[working.limit_is], limit=teller.money(working.limit))
    return [
        f"  {worth}",
        f"  = {teller.money(posted)} ({limit})",
        "  " + tr("used once, {condition}", condition=sentence(condition(coupon), teller.currency)),
        "  " + _window(coupon),
    ]


def _window(coupon: Coupon) -> str:
    """Say on which days a coupon can be used, both ends included."""
    if coupon.from_date is None and coupon.until is None:
        return tr("it can be used on any day")
    if coupon.until is None:
        return tr("it can be used from {first} on", first=coupon.from_date)
    if coupon.from_date is None:
        return tr("it can be used until {last}, that day included", last=coupon.until)
    return tr("it can be used from {first} to {last}, both days included", first=coupon.from_date, last=coupon.until)


def instalment_lines(teller: Teller, working: InstalmentWorking, fee: int = 0) -> list[str]:
    """Return how an instalment is made up."""
    lines = [
        "  "
        + trn(
            "principal before: {before}, {count} instalment left with this one",
            "principal before: {before}, {count} instalments left with this one",
            working.remaining,
            before=teller.money(working.principal_before),
        )
    ]
    if working.rule == "called-in":  # no instalment follows
        lines = []
    if working.level is not None:
        lines.append("  " + tr("level instalment: {level}", level=teller.money(working.level)))
    parts = f"{teller.money(working.principal)} + {teller.money(working.interest)}"
    total = teller.money(working.principal + working.interest)
    if fee:
        total = teller.money(working.principal + working.interest + fee)
        sum_text = f"{parts} + {teller.money(fee)}"
        return [*lines, "  " + tr("principal + interest + fee: {sum} = {total}", sum=sum_text, total=total)]
    return [*lines, "  " + tr("principal + interest: {sum} = {total}", sum=parts, total=total)]


def _over_limit(working: MinimumWorking) -> str:
    if working.over_group:
        return tr("over the shared limit {name}", name=working.over_group)
    return tr("over the limit")


def minimum_lines(teller: Teller, working: MinimumWorking) -> list[str]:
    shares = [
        (tr("all of the balance") if working.of == "balance" else tr("new purchases"), working.new, working.share),
        (tr("carried over"), working.carried, working.carried_share),
        (tr("cash advances"), working.cash, working.cash_share),
    ]
    lines = [f"  {percent(share)} × {teller.money(base)} ({name})" for name, base, share in shares if base]
    floor = tr("at least {floor}", floor=teller.money(working.floor))
    if working.floor and working.floor_on == "principal":
        lines.append(f"  → {teller.money(working.shared)} ({floor})")
    elif lines:
        lines.append(f"  → {teller.money(working.shared)}")
    in_full = [
        (tr("instalments"), working.instalments),
        (tr("fees"), working.fees),
        (tr("interest"), working.interest),
        (tr("past due"), working.past_due),
        (_over_limit(working), working.over_limit),
    ]
    lines += [f"  + {teller.money(amount)} ({name})" for name, amount in in_full if amount]
    bounds = [floor] if working.floor and working.floor_on == "total" else []
    if working.minimum == working.balance:
        bounds.append(tr("never above the balance"))
    bound = f" ({', '.join(bounds)})" if bounds else ""
    return [*lines, f"  = {teller.money(working.minimum)}{bound}"]
