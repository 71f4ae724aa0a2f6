from datetime import datetime

from cyfran.core.accounts.models import User
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
