from datetime import datetime
from uuid import UUID

from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.audit.actions import log_event
from cyfran.core.language import LANGUAGES
from cyfran.core.wording.models import TextCheck
from cyfran.core.wording.queries import OfficialText, fingerprint


def vouch_for(*, text: OfficialText, by: User, at: datetime) -> TextCheck:
    """Record that ``by`` has checked this text. The caller has checked that they may."""
    return TextCheck.objects.create(
        subject_type=text.subject._meta.label_lower,
        subject_id=text.subject.pk,
        field=text.field,
        language=text.language,
        text_sha256=fingerprint(text.text),
        status=TextCheck.Status.CHECKED,
        by=by,
        at=at,
    )


def correct_texts(
    instance: models.Model,
    kind: str,
    texts: dict[str, tuple[str, str]],
    *,
    within: UUID,
    by: User,
    at: datetime,
) -> None:
    """Save official texts of an object anew, and log those that stood before. The caller has checked that ``by`` may.

    A text that stays the same is left alone; the check of one that changes lapses by itself.
    """
    new = {
        f"{name}_{language}": text
        for name, pair in texts.items()
        for language, text in zip(LANGUAGES, pair, strict=True)
    }
    before = {column: old for column, text in new.items() if (old := getattr(instance, column)) != text}
    if not before:
        return
    for column in before:
        setattr(instance, column, new[column])
    instance.save(update_fields=list(before))
    log_event(kind, instance, by=by, at=at, within=within, before=before)
