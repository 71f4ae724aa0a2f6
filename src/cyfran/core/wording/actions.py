from datetime import datetime

from cyfran.core.accounts.models import User
from cyfran.core.wording.models import TextCheck
from cyfran.core.wording.queries import OfficialText, fingerprint


def vouch_for(*, text: OfficialText, by: User, at: datetime) -> TextCheck:
    """Record that ``by`` has read this text and stands by it. The caller has asked whether they may."""
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
