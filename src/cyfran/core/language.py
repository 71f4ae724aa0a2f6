"""English and Welsh as equals: texts that come in pairs, and words kept in the language they were said."""

from dataclasses import dataclass

from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "cy")
LANGUAGE_CHOICES = [("cy", "Cymraeg"), ("en", "English")]


def other_language(language: str) -> str:
    return "en" if language == "cy" else "cy"


@dataclass(frozen=True)
class LanguageText:
    """Some text and the language it is in, so that a page can always say which."""

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
        """Give the wanted language, or the other one, marked as such, where it is missing."""
        wanted = getattr(self, language)
        other = other_language(language)
        return LanguageText(wanted, language) if wanted else LanguageText(getattr(self, other), other)


class BilingualTextField:
    """Two columns, ``<name>_en`` and ``<name>_cy``, read together as ``<name>``: a ``Pair``.

    Both are required: an official text is there in both languages, or it is not ready.
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
    """Languages in which people may speak to us; ours are two, theirs are many."""
    return {
        "cy": _("Welsh"),
        "en": _("English"),
        "ar": _("Arabic"),
        "bfi": _("British Sign Language"),
        "other": _("Another language"),
    }
