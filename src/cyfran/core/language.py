"""English and Welsh as equals: texts in both languages, and people's words in the language they used."""

from dataclasses import dataclass

from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "cy")
LANGUAGE_CHOICES = [("cy", "Cymraeg"), ("en", "English")]


def other_language(language: str) -> str:
    return "en" if language == "cy" else "cy"


def reading_column(name: str) -> str:
    """Return the column of a bilingual text in the language of the page, so that lists are sorted by what is read."""
    return f"{name}_cy" if get_language() == "cy" else f"{name}_en"


@dataclass(frozen=True)
class LanguageText:
    """A text and its language, so that a page can mark it with ``lang``."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class BilingualText:
    """An official text in both languages."""

    en: str
    cy: str

    def in_language(self, language: str) -> LanguageText:
        """Return the text in this language, or in the other one where it is missing."""
        text = getattr(self, language)
        other = other_language(language)
        return LanguageText(text, language) if text else LanguageText(getattr(self, other), other)


class BilingualTextField:
    """Two columns, ``<name>_en`` and ``<name>_cy``, read together as ``<name>``: a ``BilingualText``.

    Both are required unless ``optional``: an official text is ready only in both languages.
    """

    def __init__(self, *, max_length: int = 200, long: bool = False, optional: bool = False) -> None:
        self.max_length, self.long, self.optional = max_length, long, optional

    def contribute_to_class(self, model, name: str) -> None:
        self.name = name
        for language in LANGUAGES:
            model.add_to_class(f"{name}_{language}", self._column())
        setattr(model, name, self)

    def _column(self) -> models.Field:
        validators = [] if self.optional else [MinLengthValidator(1)]
        if self.long:
            return models.TextField(blank=self.optional, validators=validators)
        return models.CharField(max_length=self.max_length, blank=self.optional, validators=validators)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return BilingualText(*(getattr(instance, f"{self.name}_{language}") for language in LANGUAGES))


def language_names() -> dict[str, str]:
    """Return the languages in which people may contribute, by code; the pages themselves have two."""
    return {
        "cy": _("Welsh"),
        "en": _("English"),
        "ar": _("Arabic"),
        "bfi": _("British Sign Language"),
        "other": _("Another language"),
    }
