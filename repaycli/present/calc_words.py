"""What the calculators say alike: times, rates in every form, what something costs a year."""

from fractions import Fraction

from repaycli.core.rates import Rate
from repaycli.locale import tr, trn
from repaycli.present.model import decimal, percent, permyriad, rate_words
from repaycli.products.irr import YearlyRate


def time_words(months: int) -> str:
    """Write a number of months as years and months."""
    years, rest = divmod(months, 12)
    in_years = trn("{count} year", "{count} years", years)
    in_months = trn("{count} month", "{count} months", rest)
    if years and rest:
        return tr("{years} {months}", years=in_years, months=in_months)
    return in_years if years else in_months


def rate_forms(rate: Rate) -> str:
    """Write a rate in every form: of a day (in ‱ too), of a month, of a year."""
    return tr(
        "{daily} a day ({permyriad}), {monthly} a month, {annual} a year (of {days} days)",
        daily=rate_words(rate.daily),
        permyriad=_permyriad(rate.daily),
        monthly=rate_words(rate.monthly, "month"),
        annual=percent(rate.annual),
        days=rate.year_days,
    )


def rate_fields(rate: Rate) -> dict[str, object]:
    """Return a rate for programs, exactly."""
    return {"daily": rate.daily, "monthly": rate.monthly, "annual": rate.annual, "year_days": rate.year_days}


def yearly_fields(rate: YearlyRate | None) -> dict[str, object]:
    """Return what something costs a year, for programs; nothing where no rate is found."""
    return {"nominal_rate": rate.nominal if rate else None, "effective_rate": rate.effective if rate else None}


def _permyriad(rate: Fraction) -> str:
    hundredths = round(rate * 1_000_000)
    return permyriad(f"{'' if hundredths == rate * 1_000_000 else '≈ '}{decimal(Fraction(hundredths, 100))}")
