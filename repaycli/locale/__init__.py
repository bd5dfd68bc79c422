"""Translations: what fills and translates a `Text`, and the language in force."""

import gettext as _gettext
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from repaycli.core.text import Text

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_this_year: int | None = None

LANGUAGES = ("en", "zh")


def use(language: str) -> None:
    """Put a language in force for everything shown from now on; an unknown one is English."""
    global _translations, _language
    _language = language if language in LANGUAGES else "en"
    if _language == "en":
        _translations = _gettext.NullTranslations()
    else:
        # Without a compiled catalogue (a fresh checkout) everything is shown in English.
        _translations = _gettext.translation("repaycli", Path(__file__).parent, [_language], fallback=True)


def language() -> str:
    """Return the language in force: "en" or "zh"."""
    return _language


def say_days(today: date | None) -> None:
    """From now on write the days of sentences as people say them, the year of `today` left out; None: as ISO dates."""
    global _this_year
    _this_year = today.year if today else None


def says_days() -> bool:
    """Tell whether the days of sentences are written as people say them."""
    return _this_year is not None


def from_environment(env: Mapping[str, str]) -> str:
    """Choose the language that the locale variables ask for: the first of them that is set decides.

    >>> from_environment({"LANG": "zh_CN.UTF-8"}), from_environment({"LC_ALL": "C", "LANG": "zh_CN"})
    ('zh', 'en')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def mark(message: str) -> str:
    """Mark a literal for the catalogue; it is translated later, where it is shown."""
    return message


def tr(message: str, **values: object) -> str:
    """Translate a literal message and fill its `{name}` fields."""
    translated = _translations.gettext(message)
    return _filled(translated, values) if values else translated


def trn(one: str, many: str, count: int, **values: object) -> str:
    """Translate a counted message; `{count}` is filled too."""
    return _filled(_translations.ngettext(one, many, count), {"count": count, **values})


def _filled(template: str, values: Mapping[str, object]) -> str:
    if _this_year is None or date not in map(type, values.values()) or "--" in template:
        return template.format(**values)  # beside the name of an option a day has the form that options take
    from repaycli.locale.days import fill

    return fill(template, values, _this_year)


def joined(names: Iterable[str]) -> str:
    """Join names as the language does."""
    return ("、" if _language == "zh" else ", ").join(names)


def sentences(said: Iterable[str]) -> str:
    """Put sentences one after another as the language does."""
    return ("" if _language == "zh" else " ").join(each for each in said if each)


def say(message: Text) -> str:
    """Translate a `Text` built elsewhere and fill it; values that are texts are translated too."""
    values = {key: say(value) if isinstance(value, Text) else value for key, value in message.values.items()}
    return tr(message.template, **values)
