"""E-mails to the owners of commitments."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, override

from cyfran.core.accounts.models import User
from cyfran.core.emails.actions import page_address, write_email_to
from cyfran.deliver.commitments.models import Commitment
from cyfran.ui.formats import day, plain


def ask_owners(commitment: Commitment, *, at: datetime) -> None:
    """Ask each owner of a new commitment, in their language, to accept it."""
    for owner in {commitment.institution_owner, commitment.community_owner} - {None}:
        _ask(owner, commitment, at)


def _ask(owner: User, commitment: Commitment, at: datetime) -> None:
    partnership = commitment.partnership
    with override(owner.language):
        facts = {
            "name": owner.name,
            "partnership": plain(partnership.name),
            "text": plain(commitment.text),
            "day": day(commitment.first_due),
        }
        lines = [
            gettext("Hello %(name)s,") % facts,
            "",
            gettext("You are named as an owner of a commitment of %(partnership)s:") % facts,
            facts["text"],
            gettext("It is due by %(day)s.") % facts,
            "",
            gettext(
                "It is only in force once you accept it. If it should not be yours, or is worded wrongly, tell the partnership."
            ),
        ]
        lines.append(page_address(reverse("commitments:detail", args=[partnership.slug, commitment.pk])))
        subject = gettext("A commitment for you to accept: %(text)s") % facts
    key = f"acceptance:{commitment.pk}:{owner.pk}"
    write_email_to(owner, key=key, kind="acceptance", subject=subject, lines=lines, at=at)
