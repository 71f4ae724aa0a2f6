"""The state of official texts: draft until a named person has checked exactly this text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from cyfran.core.language import LANGUAGES, BilingualTextField
from cyfran.core.wording.models import TextCheck


@dataclass(frozen=True)
class OfficialText:
    """A text in one language, with the check that is valid for it, if any."""

    subject: Model
    field: str
    language: str
    text: str
    check: TextCheck | None

    @property
    def key(self) -> str:
        """Return the value that identifies this text in a form."""
        return f"{self.subject.pk}.{self.field}.{self.language}"

    @property
    def status(self) -> str:
        return self.check.status if self.check else "draft"


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def bilingual_fields(model: type[Model]) -> list[str]:
    return [name for name, value in vars(model).items() if isinstance(value, BilingualTextField)]


def official_texts(subjects: Iterable[Model]) -> list[OfficialText]:
    """Return every text of these objects in both languages, with the newest check that is still valid."""
    subjects = list(subjects)
    checks = {
        (check.subject_type, check.subject_id, check.field, check.language, check.text_sha256): check
        for check in TextCheck.objects.filter(subject_id__in=[subject.pk for subject in subjects])
        .select_related("by")
        .order_by("at")
    }
    return [
        OfficialText(subject, field, language, text, checks.get(_key(subject, field, language, text)))
        for subject in subjects
        for field in bilingual_fields(type(subject))
        for language in LANGUAGES
        if (text := getattr(subject, f"{field}_{language}"))
    ]


def _key(subject: Model, field: str, language: str, text: str) -> tuple:
    return subject._meta.label_lower, subject.pk, field, language, fingerprint(text)
