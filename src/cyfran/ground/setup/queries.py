"""What a site still needs before people can use it."""

from dataclasses import dataclass
from importlib import resources

import yaml
from django.conf import settings

from cyfran.core.accounts.queries import has_operator
from cyfran.core.site.models import SetupStep
from cyfran.core.site.queries import confirmed_steps, site_details
from cyfran.ground.partnerships.queries import has_real_partnerships
from cyfran.ground.people.queries import consent_state
from cyfran.ground.places.queries import has_places


@dataclass(frozen=True)
class SetupState:
    """For each step of setting up, whether it is done. ``sends_email`` is false where e-mails are written to files."""

    operator: bool
    details: bool
    sends_email: bool
    email: bool
    consent: bool
    address: bool
    second_factor: bool
    welsh: bool
    places: bool
    partnership: bool


def sends_email() -> bool:
    return settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"


def setup_state() -> SetupState:
    """Return which steps of setting up this site are done."""
    confirmed = confirmed_steps()
    return SetupState(
        operator=has_operator(),
        details=site_details() is not None,
        sends_email=sends_email(),
        email=sends_email() and SetupStep.EMAIL_ARRIVED in confirmed,
        consent=consent_state() == "own" or SetupStep.CONSENT_REVIEWED in confirmed,
        address=bool(settings.CYFRAN_ADDRESS),
        second_factor=settings.CYFRAN_SECOND_FACTOR,
        welsh=settings.CYFRAN_WELSH_CHECKED,
        places=has_places(),
        partnership=has_real_partnerships(),
    )


def default_privacy_notice() -> dict[str, str]:
    """Return the privacy notice to start from, by language."""
    file = resources.files("cyfran.ground.setup") / "content" / "privacy.yaml"
    return {language: text.strip() for language, text in yaml.safe_load(file.read_text("utf-8")).items()}
