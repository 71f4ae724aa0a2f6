"""What the background worker does for events: send letters."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from cyfran.core.emails.actions import page_address, write_email
from cyfran.discover.events.actions import send_due_letters
from cyfran.discover.events.models import SignUp
from cyfran.ui.formats import format_moment, plain

SALT = "events.place"


def send_letters() -> None:
    send_due_letters(at=timezone.now(), send=write_letter)


def write_letter(sign_up: SignUp, about: str, email: str) -> None:
    """Write one letter in the language of whoever signed up."""
    with override(sign_up.participant.language):
        event = sign_up.event
        facts = {
            "name": plain(event.name),
            "when": format_moment(event.starts_at),
            "where": plain(event.venue),
        }
        subject, sentence = {
            "place": (gettext("Your place: %(name)s"), gettext("You have a place.")),
            "reminder": (gettext("Reminder: %(name)s"), gettext("We look forward to seeing you.")),
            "cancelled": (
                gettext("Cancelled: %(name)s"),
                gettext("This event has been cancelled. We are sorry."),
            ),
        }[about]
        lines = [facts["name"], facts["when"], facts["where"], "", sentence]
        if about != "cancelled" and settings.CYFRAN_ADDRESS:
            lines += [
                "",
                gettext(
                    "If you cannot come, please give up your place here so that someone else can have it:"
                ),
                place_link(sign_up),
            ]
    write_email(
        key=f"event-{about}:{sign_up.pk}",
        kind=about,
        recipient=sign_up.participant_id,
        address=email,
        subject=subject % facts,
        text="\n".join(lines) + "\n",
        at=timezone.now(),
    )


def place_link(sign_up: SignUp) -> str:
    """Return the full address of the page where someone sees or cancels their place."""
    path = reverse("events-letters:place_by_link", args=[place_token(sign_up)])
    return page_address(path)


def place_token(sign_up: SignUp) -> str:
    """Return the signed token of a sign-up for use in a link: it names nobody and cannot be forged."""
    return signing.dumps(str(sign_up.pk), salt=SALT, compress=True)
