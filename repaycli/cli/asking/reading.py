"""Answers as people type them, read into values: 1.2万, 1848.24元, 万分之五, 20, 12月20日. What could mean two things is refused."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from unicodedata import normalize

from repaycli.cli.exit_codes import OtherCurrency, WrongUsage
from repaycli.cli.values import did_you_mean, plain, quoted, sum_value
from repaycli.core.dates import EARLIEST, LATEST, next_on_day
from repaycli.core.money import CURRENCIES, Currency
from repaycli.inputs.build_terms import HIGH_DAILY
from repaycli.inputs.interview.nouns import Due, Kind, Question, Value
from repaycli.inputs.interview.rates import StatedRate, rate_in
from repaycli.inputs.source import first_hidden
from repaycli.locale import joined, say, tr

_YES = ("y", "yes", "是", "是的", "对", "有", "还了", "还清了")
_NO = ("n", "no", "否", "不", "不是", "没", "没有")
_WHOLE = re.compile(r"([0-9]{1,4})\s*(?:期|个月|月|次|months?)?")
_DAY = re.compile(r"(?:每月)?([0-9]{1,2})\s*(?:日|号|th|st|nd|rd)?")
_DATE = re.compile(r"(?:([0-9]{4})\s*[-/.年]\s*)?([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*[日号]?")
_LAST_DAY = ("月底", "月末", "last", "last day")
_CODES = {"rmb": "CNY", "yuan": "CNY", "人民币": "CNY", "元": "CNY", "新台币": "TWD", "新臺幣": "TWD", "ntd": "TWD"}
_HALF_A_YEAR = timedelta(days=183)
_MOST_NAME = 100


def read(
    question: Question,
    typed: str,
    today: date,
    taken: Collection[str] = (),
    currency: Currency = CURRENCIES["CNY"],
) -> Value:
    """Read an answer; raises WrongUsage with what was found and what is wanted.

    `taken` are names that are given, `currency` is that of money.
    """
    words = plain(typed)
    match question.kind:
        case Kind.MONEY:
            return _money(question, words, currency)
        case Kind.RATE:
            return _rate(question, words)
        case Kind.WHOLE:
            return _whole(question, words)
        case Kind.DAY:
            return _day(question, words)
        case Kind.DATE:
            return _date(question, words, today)
        case Kind.YES:
            return _yes(words)
        case Kind.NAME:
            return _name(typed.strip(), taken)
        case Kind.CHOICE:
            return _numbers(question, words, 1)[0]
        case Kind.CURRENCY:
            return _currency(words)
        case Kind.DEBTS:
            return _numbers(question, words, 20)


def _example(question: Question) -> str:
    return tr("For example: {example}", example=question.example)


def _currency(words: str) -> str:
    code = _CODES.get(words.casefold(), words.upper())
    if code not in CURRENCIES:
        raise WrongUsage(
            tr("there is no currency {value}", value=quoted(words)) + did_you_mean(code, CURRENCIES),
            tr("Write its code: {codes} …", codes=joined(("CAD", "USD", "TWD", "INR", "CNY"))),
        )
    return code


def _money(question: Question, words: str, currency: Currency) -> int:
    about = say(question.words).rstrip("?？")
    try:
        amount = sum_value(about, words, currency, zero=True)
    except OtherCurrency as problem:
        advice = tr(
            "These questions are about debts in {currency}. For another currency Ctrl-C, then: {command}",
            currency=currency.code,
            command="repaycli init --currency CODE",
        )
        raise OtherCurrency(problem.message, advice) from problem
    except WrongUsage as problem:
        raise WrongUsage(problem.message, _example(question)) from problem
    if question.most and amount > question.most:
        most = currency.grouped(question.most)
        raise WrongUsage(
            tr("{value} is more than the whole of it, {most}", value=currency.grouped(amount), most=most),
            _example(question),
        )
    return amount


def _rate(question: Question, words: str) -> StatedRate:
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", words):
        if question.per == "year":
            raise WrongUsage(tr("{value} has no unit", value=quoted(words)), tr("Write {example}", example=f"{words}%"))
        raise WrongUsage(
            tr("{value} has no unit: per cent and per ten thousand differ a hundredfold", value=quoted(words)),
            tr("Write {n}% if it is per cent, {n}‱ if it is per ten thousand (万分之 {n})", n=words),
        )
    found = rate_in(words)
    if found is None:
        forms = ("0.05%", "5‱", "万分之五", "18.25% a year")
        if question.per == "year":
            forms = ("19.99%", "19.99% a year", "0.05% a day")
        raise WrongUsage(
            tr("{value} is not a rate", value=quoted(words)),
            tr("Write it as the contract does: {forms}", forms=joined(forms)),
        )
    if found.per:
        return found
    if question.per == "day" and found.amount <= HIGH_DAILY / 5:
        return found._replace(per="day")
    if question.per == "year" and (not found.amount or found.amount >= HIGH_DAILY):
        return found._replace(per="year")
    raise WrongUsage(
        tr("{value}: is that a day or a year?", value=quoted(words)),
        tr("Write {day} or {year}", day=tr("{rate} a day", rate=found.text), year=tr("{rate} a year", rate=found.text)),
    )


def _whole(question: Question, words: str) -> int:
    found = _WHOLE.fullmatch(words)
    if not found or not 1 <= int(found[1]) <= question.most:
        raise WrongUsage(
            tr("{value} is not a whole number from 1 to {most}", value=quoted(words), most=question.most),
            _example(question),
        )
    return int(found[1])


def _day(question: Question, words: str) -> int:
    if words.casefold() in _LAST_DAY:
        return 31
    found = _DAY.fullmatch(words)
    if not found or not 1 <= int(found[1]) <= 31:
        raise WrongUsage(tr("{value} is not a day of the month, 1 to 31", value=quoted(words)), _example(question))
    return int(found[1])


def _date(question: Question, words: str, today: date) -> Due:
    alone = _DAY.fullmatch(words)
    if alone and 1 <= int(alone[1]) <= 31 and question.earliest:
        day = int(alone[1])
        return Due(next_on_day(question.earliest - timedelta(days=1), day), day)
    on = _whole_date(words, today)
    if on is None:
        forms = ("12-20", "12月20日", "2026-12-20")
        if question.earliest:
            forms = ("20", *forms)
        raise WrongUsage(
            tr("{value} is not a date", value=quoted(words)), tr("For example: {example}", example=joined(forms))
        )
    if question.earliest and on < question.earliest:
        raise WrongUsage(
            tr("{date} has passed", date=on),
            tr("What is wanted is a day from {today} on; what is past due is asked for below.", today=today),
        )
    if question.earliest is None and on >= today:
        raise WrongUsage(tr("{date} has not passed yet", date=on), _example(question))
    return Due(on, on.day)


def _whole_date(words: str, today: date) -> date | None:
    """Read a date; without a year it is the one that is nearest to today."""
    compact = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", words)
    found = compact or _DATE.fullmatch(words)
    if not found:
        return None
    month, day = int(found[2]), int(found[3])
    try:
        if found[1]:
            on = date(int(found[1]), month, day)
            return on if EARLIEST <= on <= LATEST else None
        on = date(today.year, month, day)
        if on < today - _HALF_A_YEAR:
            return date(today.year + 1, month, day)
        return date(today.year - 1, month, day) if on > today + _HALF_A_YEAR else on
    except ValueError:
        return None


def _yes(words: str) -> bool:
    said = words.casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise WrongUsage(tr("{value} is neither yes nor no", value=quoted(words)), tr("Type y or n"))


def _name(words: str, taken: Collection[str]) -> str:
    words = normalize("NFC", words)
    hidden = first_hidden(words)
    if hidden is not None or not words.isprintable():
        raise WrongUsage(
            tr("there is a character in it that cannot be seen"), tr("Type the name with letters that can be seen.")
        )
    if len(words) > _MOST_NAME:
        raise WrongUsage(
            tr("the name has {count} characters", count=len(words)), tr("Write at most {most}.", most=_MOST_NAME)
        )
    if words in taken:
        raise WrongUsage(
            tr("{name} is the name of another one already", name=quoted(words)), tr("Choose another name.")
        )
    return words


def _numbers(question: Question, words: str, most: int) -> tuple[str, ...]:
    """Read the numbers of options, one figure each, or what they are called."""
    known = {key.casefold(): key for key, _ in question.options}
    known |= {say(label).casefold(): key for key, label in question.options}
    known |= {str(number): key for number, (key, _) in enumerate(question.options, 1)}
    found: list[str] = []
    for word in filter(None, re.split(r"[\s,，、;+]+", words.casefold())):
        parts = list(word) if word.isascii() and word.isdigit() else [word]
        if any(part not in known for part in parts):
            raise WrongUsage(
                tr("{value} is not on the list", value=quoted(word)),
                tr("Type numbers from 1 to {most}.", most=len(question.options)),
            )
        found += [known[part] for part in parts]
    if not 1 <= len(found) <= most:
        raise WrongUsage(tr("{value} is not on the list", value=quoted(words)), _example(question))
    return tuple(found)
