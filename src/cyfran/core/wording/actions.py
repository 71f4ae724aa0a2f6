from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from cyfran.core.accounts.models import User
from cyfran.core.audit.actions import log_event
from cyfran.core.errors import ActionError
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
    values = {
        f"{name}_{language}": text
        for name, pair in texts.items()
        for language, text in zip(LANGUAGES, pair, strict=True)
    }
    correct_values(instance, kind, values, within=within, by=by, at=at)


def correct_values(
    instance: models.Model, kind: str, values: dict[str, object], *, within: UUID, by: User, at: datetime
) -> None:
    """Save columns of an object anew, and log those that stood before.

    Raises
    ------
    ActionError
        ``corrected_to_another`` if something else is the same already, where that may not be.
    """
    before = {column: old for column, new in values.items() if (old := getattr(instance, column)) != new}
    if not before:
        return
    for column in before:
        setattr(instance, column, values[column])
    try:
        instance.validate_constraints()
    except ValidationError:
        raise ActionError("corrected_to_another") from None
    instance.save(update_fields=list(before))
    log_event(kind, instance, by=by, at=at, within=within, before=before)
