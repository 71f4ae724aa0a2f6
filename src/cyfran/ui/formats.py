"""Numbers, dates and words as people read them, in the language of the page."""

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
    """A difference of shares in percentage points, with its sign."""
    pattern = "+0.0;-0.0" if signed else "0.0"
    return format_decimal(round(100 * difference, 1) + 0.0, pattern, locale=_locale())


def pounds(value: Decimal) -> str:
    """Whole pounds where there are no pence."""
    pattern = "¤#,##0" if value == int(value) else "¤#,##0.00"
    return format_currency(value, "GBP", pattern, locale=_locale(), currency_digits=False)


def in_both(sentence) -> BilingualText:
    """One of our sentences in both languages, for what is printed for everyone."""
    texts = {}
    for language in LANGUAGES:
        with override(language):
            texts[language] = str(gettext(sentence) if type(sentence) is str else sentence)
    return BilingualText(**texts)


def plain(text: BilingualText | LanguageText) -> str:
    """Just the letters, for where a page can hold nothing else: an option, a label, a sentence with the text in it."""
    return text.in_language(reading_language()).text if isinstance(text, BilingualText) else text.text


def span(begins: datetime, ends: datetime) -> str:
    """From when to when: the day once, where it is one day."""
    begins, ends = timezone.localtime(begins), timezone.localtime(ends)
    if begins.date() != ends.date():
        return f"{day(begins)} – {day(ends)}"
    weekday = format_date(begins, "EEEE d MMMM y", locale=_locale())
    return f"{weekday}, {begins:%H:%M}–{ends:%H:%M}"


def link_to(address: str, text: BilingualText | LanguageText | str) -> Markup:
    """A link, to stand in a table."""
    shown = words(text) if isinstance(text, BilingualText | LanguageText) else text
    return Markup('<a href="{}">{}</a>').format(address, shown)


def language_name(code: str) -> str:
    return str(language_names().get(code, code))


def words(text: BilingualText | LanguageText) -> Markup:
    """Show text with the language it is in, where that is not the language of the page."""
    shown = text.in_language(reading_language()) if isinstance(text, BilingualText) else text
    if shown.language == reading_language():
        return escape(shown.text)
    code = shown.language if shown.language != "other" else ""
    return Markup('<span lang="{}">{}</span>').format(code, shown.text)
