from datetime import datetime
from smtplib import SMTPException

from django.core.mail import send_mail

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import may_run_site, require
from cyfran.core.errors import ActionError
from cyfran.ground.people.actions import publish_consent_text
from cyfran.ground.people.models import ConsentText


def send_test_email(*, subject: str, text: str, by: User) -> None:
    """Send an e-mail to the operator who asks, at once, so that what is wrong with the settings is said at once."""
    require(may_run_site(by))
    try:
        send_mail(subject, text, None, [by.email])
    except (OSError, SMTPException) as error:
        raise ActionError("email_not_sent", reason=error) from error


def publish_consent(*, wording: tuple[str, str], by: User, at: datetime) -> ConsentText:
    """Publish the consent text of this site. Consent given earlier stays linked to the wording people saw."""
    require(may_run_site(by))
    return publish_consent_text(en=wording[0], cy=wording[1], at=at)
