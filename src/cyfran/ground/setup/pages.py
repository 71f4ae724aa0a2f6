"""The steps of setting up a site, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cyfran.core.site.models import SiteDetails
from cyfran.ground.setup.queries import SetupState, default_privacy_notice
from cyfran.ui.pairs import pair_values

EMAIL_KINDS = {
    "invitation": _("Invitation to a member"),
    "acceptance": _("Commitment to accept"),
    "digest": _("Digest for a member"),
    "follow": _("Address to confirm"),
    "news": _("News for a follower"),
    "place": _("Place at an event"),
    "reminder": _("Reminder of an event"),
    "cancelled": _("Event cancelled"),
}

TASK_ERRORS = {
    "TimeLimitReached": _("It took longer than an hour, and was stopped."),
    "WorkerStoppedRepeatedly": _(
        "Every worker that began it stopped. It may need more memory than there is."
    ),
    "MemoryError": _("It needed more memory than a worker may have."),
}


def task_error(class_path: str) -> object:
    """Return in words why a background task failed; the class of the error where we have none."""
    return TASK_ERRORS.get(class_path.rpartition(".")[2], class_path)


@dataclass(frozen=True)
class SetupItem:
    """A step of setting up: whether it is done, what is needed, and the URL name of the page where it is done, if any."""

    is_done: bool
    title: str | Promise
    need: str | Promise
    address: str = ""


def setup_items(state: SetupState) -> Sequence[SetupItem]:
    """Return the steps in the order in which to take them."""
    return (
        SetupItem(
            state.operator,
            _("Operator"),
            _('Nobody can sign in yet. Run: cyfran operator you@example.org "Your Name"'),
        ),
        SetupItem(
            state.details,
            _("Who runs this site"),
            _("Give the site a name, and say who is responsible for people's data and how to contact them."),
            "setup:details",
        ),
        SetupItem(state.email, _("E-mail"), _email_need(state), "setup:email"),
        SetupItem(
            state.consent,
            _("Consent text"),
            _("Read what people are told before they take part, and publish it or your own wording."),
            "setup:consent",
        ),
        SetupItem(
            state.address,
            _("Public address"),
            _("Reminders have no links yet. Set CYFRAN_ADDRESS to the address of this site and restart it."),
        ),
        SetupItem(
            state.second_factor,
            _("Second step when staff sign in"),
            _(
                "Staff who see personal data or make decisions need only a code sent by e-mail to sign in. To ask them for "
                "a code from an app as well, set CYFRAN_SECOND_FACTOR=1 and restart the site."
            ),
        ),
        SetupItem(
            state.welsh,
            _("Welsh"),
            _(
                "Welsh pages say that they are a draft. Ask a translator to check them, then set CYFRAN_WELSH_CHECKED=1 "
                "and restart the site."
            ),
        ),
        SetupItem(
            state.places,
            _("Places"),
            _("Add the places of Wales, or import your own: a partnership works in a place."),
            "places:list",
        ),
        SetupItem(state.partnership, _("First partnership"), _("Start a partnership."), "partnerships:add"),
    )


def _email_need(state: SetupState) -> str | Promise:
    if state.sends_email:
        return _("Send yourself an e-mail to check that it arrives.")
    return _(
        "No e-mails are sent: sign-in codes and reminders are written to files in %(folder)s. Set CYFRAN_EMAIL_BACKEND and "
        "CYFRAN_EMAIL_HOST, and restart the site."
    ) % {"folder": settings.EMAIL_FILE_PATH}


def details_initial(details: SiteDetails | None) -> dict[str, str]:
    """Return the newest details as initial values of the form; without any, a privacy notice to start from."""
    if details is None:
        return {f"privacy_notice_{language}": text for language, text in default_privacy_notice().items()}
    return pair_values(details, "name", "controller", "privacy_notice") | {"contact": details.contact}
