"""Format numbers, dates and texts in the language of the page."""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from markupsafe import Markup, escape

from cyfran.core.language import LANGUAGES, BilingualText, LanguageText, language_names


def reading_language() -> str:
    return "cy" if get_language() == "cy" else "en"


def _locale() -> str:
    return "cy" if reading_language() == "cy" else "en_GB"


def day(value: date | datetime) -> str:
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return format_date(value, "d MMMM y", locale=_locale())


def format_moment(value: datetime) -> str:
    return format_datetime(timezone.localtime(value), "d MMMM y, HH:mm", locale=_locale())


def number(value: float) -> str:
    return format_decimal(value, locale=_locale())


def decimals(value: float, places: int) -> str:
    return format_decimal(value, f"0.{'0' * places}", locale=_locale())


def percent(share: float) -> str:
    return format_percent(share, "0%", locale=_locale())


def percent1(share: float) -> str:
    return format_percent(share, "0.0%", locale=_locale())


def points(difference: float, *, signed: bool = True) -> str:
    """Format a difference of shares in percentage points, with its sign unless ``signed`` is false."""
    pattern = "+0.0;-0.0" if signed else "0.0"
    rounded = round(100 * difference, 1) + 0.0  # adding 0.0 turns -0.0 into 0.0
    return format_decimal(rounded, pattern, locale=_locale())


def pounds(value: Decimal) -> str:
    """Format an amount of money, without pence where there are none."""
    pattern = "¤#,##0" if value == int(value) else "¤#,##0.00"
    return format_currency(value, "GBP", pattern, locale=_locale(), currency_digits=False)


def in_both_languages(sentence) -> BilingualText:
    """Return a translatable sentence in both languages, for what is printed for everyone."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(gettext(sentence) if type(sentence) is str else sentence)
    return BilingualText(**texts)


def plain(text: BilingualText | LanguageText) -> str:
    """Return the text without markup of its language, for an option, a label, or a sentence that contains it."""
    return text.in_language(reading_language()).text if isinstance(text, BilingualText) else text.text


def span(begins: datetime, ends: datetime) -> str:
    """Format a period: from day to day, or one day with its times."""
    begins, ends = timezone.localtime(begins), timezone.localtime(ends)
    if begins.date() != ends.date():
        return f"{day(begins)} – {day(ends)}"
    weekday = format_date(begins, "EEEE d MMMM y", locale=_locale())
    return f"{weekday}, {begins:%H:%M}–{ends:%H:%M}"


def link_to(address: str, text: BilingualText | LanguageText | str) -> Markup:
    """Return a link as HTML, for a cell of a table."""
    label = words(text) if isinstance(text, BilingualText | LanguageText) else text
    return Markup('<a href="{}">{}</a>').format(address, label)


def language_name(code: str) -> str:
    return str(language_names().get(code, code))


def words(text: BilingualText | LanguageText) -> Markup:
    """Return a text as HTML, marked with its language where that is not the language of the page."""
    chosen = text.in_language(reading_language()) if isinstance(text, BilingualText) else text
    if chosen.language == reading_language():
        return escape(chosen.text)
    code = chosen.language if chosen.language != "other" else ""
    return Markup('<span lang="{}">{}</span>').format(code, chosen.text)
