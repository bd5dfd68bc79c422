"""One value of the file: from what TOML gives to what the household holds, or a problem."""

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from repaycli.core.dates import EARLIEST, LATEST, STEPS
from repaycli.core.money import Currency
from repaycli.core.nouns import NamedTuple
from repaycli.core.text import Text, text
from repaycli.inputs.fields import (
    Amount,
    Choice,
    Day,
    Every,
    Flag,
    Key,
    Kind,
    Number,
    RateText,
    Scalar,
    Share,
    Whole,
    Word,
)
from repaycli.inputs.source import Findings, Spot, cut, first_hidden, shown
from repaycli.inputs.suggest import nearest

MOST_WHOLE_DIGITS = 12
MOST_RATE_DECIMALS = 12
MOST_RULE = 200

_PERCENT = re.compile(r"\s*([0-9]{1,15})(?:\.([0-9]{1,15}))?\s*([%％‰‱])\s*")
_UNITS = {"%": 100, "％": 100, "‰": 1000, "‱": 10000}
_PLAIN = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
_DATE_LIKE = r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?"
_DATE_DIGITS = r"([0-9]{4})([0-9]{2})([0-9]{2})"

_EVERY_WORDS = {
    "weekly": "week", "fortnight": "2 weeks", "fortnightly": "2 weeks", "biweekly": "2 weeks", "two weeks": "2 weeks",
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year", "one": "once",
    "每周": "week", "每两周": "2 weeks", "每月": "month", "每季": "quarter", "每季度": "quarter", "每年": "year", "一次": "once",
}  # fmt: skip


_NO = frozenset({"no", "n", "off", "false", "none", "never", "0", "否", "不", "无", "关", "关闭"})
_DAILY = frozenset({"day", "daily", "每天", "每日"})


class Asked(NamedTuple):
    """A value that stands in the file: its key, its place, and where its problems go."""

    key: Key
    spot: Spot
    findings: Findings
    currency: Currency

    @property
    def example(self) -> Text:
        """The schema's example."""
        if self.key.example == f"[{self.key.name}]":
            return text("write {example} on a line of its own, and its keys below", example=self.key.example)
        return text("for example: {example}", example=f"{self.key.name} = {self.key.example}")

    def written(self, raw: object) -> str | Text:
        """The value as it stands in the file."""
        where = self.spot.source.index.values.get(self.spot.path)
        if where and isinstance(raw, int | Decimal | date):
            return cut(self.spot.source.text[where[0] : where[1]])
        return shown(raw)

    def refuse(self, code: str, message: Text, why: Text | None = None, advice: Text | None = None) -> None:
        """Note an error at the value."""
        self.findings.error(code, message, self.spot, why=why, help=advice or self.example)

    def wrong_type(self, raw: object, wanted: Text, advice: Text | None = None) -> None:
        """Note that the value is of another type."""
        message = text(
            "{key} is {found}, where {wanted} is wanted", key=self.key.name, found=self.written(raw), wanted=wanted
        )
        self.refuse("wrong-type", message, text("{key}: {what}", key=self.key.name, what=self.key.help), advice)


_QUANTA = {digits: Decimal((0, (1,), -digits)) for digits in range(5)}
_MOST = Decimal(10**MOST_WHOLE_DIGITS)


def accepted(kind: Kind, raw: object, currency: Currency) -> object | None:
    """Convert a value that is plainly right, as nearly all are; None sends the rest to `scalar`, which decides."""
    if type(raw) is str:
        if type(kind) is not Word or not raw.isprintable() or len(raw) > kind.most:  # nothing printable is hidden
            return None
        return raw if not kind.strict or (raw and raw == raw.strip()) else None
    if type(raw) is Decimal:
        fits = type(kind) is Amount and raw.same_quantum(_QUANTA[currency.digits]) and 0 < raw < _MOST
        return int(raw.scaleb(currency.digits)) if fits else None
    return raw if type(raw) is date and type(kind) is Day and EARLIEST <= raw <= LATEST else None


def scalar(kind: Scalar, raw: object, asked: Asked) -> object | None:
    """Convert one plain value; None when it is refused."""
    match kind:
        case Amount():
            return _amount(kind, raw, asked)
        case Share() | RateText():
            return _share(kind, raw, asked)
        case Number():
            return _number(kind, raw, asked)
        case Whole():
            return _whole(kind, raw, asked)
        case Day():
            return _day(raw, asked)
        case Flag():
            return _flag(raw, asked)
        case Word():
            return _word(kind, raw, asked)
        case Choice():
            return _choice(kind, raw, asked)
        case Every():
            return _every(kind, raw, asked)


def _amount(kind: Amount, raw: object, asked: Asked) -> int | None:
    key, digits = asked.key.name, asked.currency.digits
    if isinstance(raw, str):
        plain = re.fullmatch(_PLAIN, raw.strip().replace(",", "").lstrip("¥￥$€"))
        if not kind.quoted or not re.fullmatch(_PLAIN, raw):
            advice = text("write {example}", example=f"{key} = {plain[0]}") if plain else None
            asked.wrong_type(raw, text("an amount"), advice)
            return None
        raw = Decimal(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        asked.wrong_type(raw, text("an amount"))
        return None
    number = Decimal(raw)
    if not number.is_finite():
        asked.refuse("not-a-number", text("{key} is {found}, which is no amount", key=key, found=asked.written(raw)))
        return None
    if number < 0:
        message = text("{key} is negative: {found}", key=key, found=asked.written(raw))
        why = text("every amount is written as it stands on paper; its key says which way it goes")
        asked.refuse("negative-amount", message, why, text("write the amount without the minus sign"))
        return None
    if number and number.adjusted() >= MOST_WHOLE_DIGITS:
        message = text("{key} is {found}, more than repaycli can take", key=key, found=asked.written(raw))
        asked.refuse("amount-too-large", message, None, text("write an amount below 1,000,000,000,000"))
        return None
    minor = _minor(number, digits)
    if minor is None:
        message = text(
            "{key} is {found}, but {currency} has {digits} decimals",
            key=key,
            found=asked.written(raw),
            currency=asked.currency.code,
            digits=digits,
        )
        why = text("no account can hold a part of its smallest unit")
        asked.refuse("too-many-decimals", message, why, text("round it as the lender does"))
        return None
    if minor == 0 and not kind.zero:
        message = text("{key} is zero", key=key)
        asked.refuse("zero-amount", message, text("{key}: {what}", key=key, what=asked.key.help))
        return None
    return minor


def _minor(number: Decimal, digits: int) -> int | None:
    """Turn a decimal into minor units without arithmetic that could round; None when it is finer than that."""
    _, figures, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    found = list(figures)
    while found and found[-1] == 0:
        found.pop()
        exponent += 1
    if not found:
        return 0
    if -exponent > digits:
        return None
    return int("".join(map(str, found))) * 10 ** (exponent + digits)


def _share(kind: Share | RateText, raw: object, asked: Asked) -> Fraction | None:
    key = asked.key.name
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        asked.wrong_type(raw, text("a rate in quotes with its unit"))
        return None
    if not isinstance(raw, str):
        asked.refuse(
            "bare-rate",
            text("{key} is {found}, a number without a unit", key=key, found=asked.written(raw)),
            text("it could be per cent, a plain fraction or parts of ten thousand, and these differ a hundredfold"),
            _three_ways(key, raw),
        )
        return None
    match = _PERCENT.fullmatch(raw)
    if not match:
        if re.fullmatch(_PLAIN, raw.strip()):
            advice, why = _three_ways(key, Decimal(raw.strip())), text("a rate needs its unit")
        else:
            advice, why = None, text('a rate is a number and its unit, as in "0.05%", "5‱" or "14.6%"')
        asked.refuse("bad-rate", text("{key} is {found}", key=key, found=shown(raw)), why, advice)
        return None
    whole, decimals, unit = match[1], match[2] or "", match[3]
    if len(decimals) > MOST_RATE_DECIMALS:
        message = text("{key} has {count} decimals", key=key, count=len(decimals))
        asked.refuse("bad-rate", message, None, text("write at most {most} decimals", most=MOST_RATE_DECIMALS))
        return None
    amount = Fraction(int(whole + decimals), 10 ** len(decimals) * _UNITS[unit])
    most = kind.most if isinstance(kind, Share) else Fraction(1 if kind.per == "day" else 100)
    if amount > most:
        limit = f"{most * 100}%"
        message = text("{key} is {found}, above {most}", key=key, found=shown(raw), most=limit)
        asked.refuse("out-of-range", message, text("{key}: {what}", key=key, what=asked.key.help))
        return None
    return amount


def _three_ways(key: str, number: int | Decimal) -> Text | None:
    figure = Decimal(number)
    if not figure.is_finite() or figure < 0 or abs(figure.adjusted()) > 9 or len(figure.as_tuple().digits) > 12:
        return None
    plain = f"{figure:f}"
    return text(
        'write {key} = "{n}%" for {n} per cent, "{percent}%" for the fraction {n}, or "{n}‱" for {n} per ten thousand',
        key=key,
        n=plain,
        percent=f"{(figure * 100).normalize():f}",
    )


def _number(kind: Number, raw: object, asked: Asked) -> Fraction | None:
    key = asked.key.name
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        asked.wrong_type(raw, text("a plain number"))
        return None
    number = Decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) > MOST_WHOLE_DIGITS:
        good = False
    else:
        good = kind.least <= Fraction(number) <= kind.most
    if not good:
        message = text(
            "{key} is {found}, outside {least} to {most}",
            key=key,
            found=asked.written(raw),
            least=str(kind.least),
            most=str(kind.most),
        )
        asked.refuse("out-of-range", message, text("{key}: {what}", key=key, what=asked.key.help))
        return None
    return Fraction(number)


def _whole(kind: Whole, raw: object, asked: Asked) -> int | bool | None:
    key = asked.key.name
    if kind.or_false and raw is False:
        return False
    if isinstance(raw, bool) or not isinstance(raw, int):
        advice = None
        if isinstance(raw, Decimal) and raw.is_finite() and abs(raw.adjusted()) < 9 and raw == raw.to_integral_value():
            advice = text("write {example}", example=f"{key} = {int(raw)}")
        if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit() and len(raw) < 9:
            advice = text("write {example}", example=f"{key} = {int(raw)}")
        asked.wrong_type(raw, text("a whole number"), advice)
        return None
    if not kind.least <= raw <= kind.most:
        message = text(
            "{key} is {found}, outside {least} to {most}",
            key=key,
            found=asked.written(raw),
            least=kind.least,
            most=kind.most,
        )
        asked.refuse("out-of-range", message, text("{key}: {what}", key=key, what=asked.key.help))
        return None
    return raw


def _day(raw: object, asked: Asked) -> date | None:
    key = asked.key.name
    if isinstance(raw, datetime):
        advice = text("write {example}", example=f"{key} = {raw.date().isoformat()}")
        asked.wrong_type(raw, text("a date without a time"), advice)
        return None
    if not isinstance(raw, date):
        like = _date_like(raw)
        asked.wrong_type(raw, text("a date"), text("write {example}", example=f"{key} = {like}") if like else None)
        return None
    if not EARLIEST <= raw <= LATEST:
        message = text(
            "{key} is {found}, outside {least} to {most}",
            key=key,
            found=raw.isoformat(),
            least=EARLIEST.isoformat(),
            most=LATEST.isoformat(),
        )
        asked.refuse("date-out-of-range", message, text("no loan is that old or that long"))
        return None
    return raw


def _date_like(raw: object) -> str | None:
    """Read a date that was written in another form, for the advice."""
    match raw:
        case str():
            found = re.fullmatch(_DATE_LIKE, raw.strip()) or re.fullmatch(_DATE_DIGITS, raw.strip())
        case int() if 19700101 <= raw <= 21991231:
            found = re.fullmatch(_DATE_DIGITS, str(raw))
        case _:
            found = None
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def _flag(raw: object, asked: Asked) -> bool | None:
    if isinstance(raw, bool):
        return raw
    no = isinstance(raw, str) and raw.strip().casefold() in _NO
    advice = text("write {example}", example=f"{asked.key.name} = {'false' if no else 'true'}")
    asked.wrong_type(raw, text("true or false"), advice)
    return None


def _word(kind: Word, raw: object, asked: Asked) -> str | None:
    key = asked.key.name
    if not isinstance(raw, str):
        advice = None
        if isinstance(raw, int | Decimal | date) and kind.strict and key != "currency":
            advice = text("write {example}", example=f'{key} = "{cut(str(raw))}"')
        asked.wrong_type(raw, text("text in quotes"), advice)
        return None
    if not kind.strict:
        raw = raw.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    hidden = first_hidden(raw)
    if hidden is not None:
        message = text("{key} holds the control character U+{code}", key=key, code=f"{ord(hidden):04X}")
        why = text("it could change what the screen shows instead of being shown")
        asked.refuse("control-character", message, why, text("delete it"))
        return None
    if len(raw) > kind.most:
        message = text("{key} has {count} characters", key=key, count=len(raw))
        asked.refuse("bad-name", message, None, text("write at most {most} characters", most=kind.most))
        return None
    if kind.strict and not raw.strip():
        asked.refuse("bad-name", text("{key} is empty", key=key), text("{key}: {what}", key=key, what=asked.key.help))
        return None
    if kind.strict and raw != raw.strip():
        message = text("{key} begins or ends with a blank", key=key)
        why = text("two names that look alike would be two accounts")
        asked.refuse("bad-name", message, why, text("write {example}", example=f'{key} = "{cut(raw.strip())}"'))
        return None
    return raw


def _choice(kind: Choice, raw: object, asked: Asked) -> object | None:
    if any(type(raw) is type(option) and raw == option for option in kind.options):
        written = str(raw).lower() if isinstance(raw, bool) else raw
        return kind.enum(written) if kind.enum else raw
    key = asked.key.name
    words = [option for option in kind.options if isinstance(option, str)]
    listed = ", ".join(_as_toml(option) for option in kind.options)
    near = nearest(raw, words) if isinstance(raw, str) else None
    if isinstance(raw, str) and any(_as_toml(option) == raw for option in kind.options):
        near_text = raw
    else:
        near_text = _as_toml(near) if near else None
    message = text("{key} is {found}, which is none of its choices", key=key, found=shown(raw))
    why = text("{key}: {what}", key=key, what=asked.key.help)
    advice = text("write one of {choices}", choices=listed)
    if near_text:
        advice = text("did you mean {near}? The choices are {choices}", near=f"{key} = {near_text}", choices=listed)
    asked.refuse("unknown-choice", message, why, advice)
    return None


def _as_toml(option: str | bool | int) -> str:
    if isinstance(option, bool):
        return "true" if option else "false"
    return f'"{option}"' if isinstance(option, str) else str(option)


def _every(kind: Every, raw: object, asked: Asked) -> str | None:
    key = asked.key.name
    steps = STEPS if kind.rrule else STEPS[1:]
    if isinstance(raw, str):
        if raw in steps:
            return raw
        if kind.rrule and "=" in raw:
            if len(raw) <= MOST_RULE:
                return raw
            message = text("{key} has {count} characters", key=key, count=len(raw))
            asked.refuse("bad-rrule", message, None, text("write a rule of at most {most} characters", most=MOST_RULE))
            return None
    listed = ", ".join(f'"{word}"' for word in steps)
    near = (_EVERY_WORDS.get(raw.strip().casefold()) or nearest(raw, steps)) if isinstance(raw, str) else None
    advice = text("write one of {choices}", choices=listed)
    if kind.rrule:
        advice = text('write one of {choices}, or an RRULE such as "FREQ=MONTHLY;BYDAY=-1FR"', choices=listed)
    if kind.rrule and isinstance(raw, str) and raw.strip().casefold() in _DAILY:
        advice = text("write {example}", example=f'{key} = "FREQ=DAILY"')
    elif near in steps:
        advice = text("did you mean {near}? The choices are {choices}", near=f'{key} = "{near}"', choices=listed)
    message = text("{key} is {found}, which is none of its choices", key=key, found=shown(raw))
    asked.refuse("unknown-choice", message, text("{key}: {what}", key=key, what=asked.key.help), advice)
    return None
