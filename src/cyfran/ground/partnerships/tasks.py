"""What the background worker does for partnerships, and e-mails to their members."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from cyfran.core.accounts.models import User
from cyfran.core.emails.actions import page_address, write_email_to
from cyfran.ground.partnerships.actions import end_roles_due
from cyfran.ground.partnerships.models import Membership
from cyfran.ui.formats import plain
from cyfran.ui.site_names import site_name


def end_roles() -> None:
    end_roles_due(at=timezone.now())


def invite(membership: Membership, *, by: User, at: datetime) -> None:
    """Tell someone, in their language, that they are a member now, who added them, and how to sign in."""
    user, partnership = membership.user, membership.partnership
    with override(user.language):
        facts = {
            "partnership": plain(partnership.name),
            "role": membership.get_role_display(),
            "email": user.email,
            "name": user.name,
            "inviter": by.name,
            "site": site_name(),
        }
        lines = [
            gettext("Hello %(name)s,") % facts,
            "",
            gettext("%(inviter)s has added you to %(partnership)s on the site %(site)s. Your role: %(role)s.")
            % facts,
            plain(partnership.purpose),
            "",
            gettext(
                "You need no password. To sign in, enter your e-mail address %(email)s. We then send you a code."
            )
            % facts,
        ]
        path = (
            reverse("account_request_login_code")
            + "?next="
            + reverse("partnerships:detail", args=[partnership.slug])
        )
        if address := page_address(path):
            lines += ["", gettext("Sign in here:"), address]
        subject = gettext("You are a member of %(partnership)s") % facts
    write_email_to(
        user, key=f"invitation:{membership.pk}", kind="invitation", subject=subject, lines=lines, at=at
    )
