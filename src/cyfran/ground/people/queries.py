"""Participants, found by their personal code; and their consents and circumstances."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from enum import IntEnum
from importlib import resources

import yaml
from django.conf import settings
from django.db.models import QuerySet

from cyfran.core.errors import ActionError
from cyfran.ground.people.models import (
    Circumstance,
    Consent,
    ConsentPurpose,
    ConsentText,
    FailedAttempt,
    Participant,
)

# Letters and digits that are not mistaken for one another on paper or over the phone
CODE_LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
ATTEMPTS_KEPT = timedelta(minutes=10)


class JoinCodeLength(IntEnum):
    """How many letters a join code has: more where it leads to something for weeks, and there is time to guess."""

    HOURS = 6
    WEEKS = 7


def _keyed(purpose: str, value: str, key: str | None = None) -> str:
    key = settings.SECRET_KEY if key is None else key
    return hmac.new(key.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()


def _keyed_by_any(purpose: str, value: str) -> list[str]:
    """Return the digests under the present key and those before it, as what was kept earlier has theirs."""
    return [_keyed(purpose, value, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def normalise_code(typed: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


def code_digest(code: str) -> str:
    return _keyed("personal-code", normalise_code(code))


def circumstances_key(participant: Participant) -> str:
    return _keyed("circumstances", str(participant.pk))


def circumstances_keys(participant: Participant) -> list[str]:
    """Return the keys under which somebody's circumstances may be: also those of secret keys before the present one."""
    return _keyed_by_any("circumstances", str(participant.pk))


def attempts_digest(address: str, kind: str) -> str:
    """Return what attempts from an address are counted under: nobody can read the address back from it."""
    return _keyed(f"attempts-{kind}", address)


def number_of_failed_attempts(digest: str, at: datetime) -> int:
    return FailedAttempt.objects.filter(digest=digest, at__gt=at - ATTEMPTS_KEPT).count()


def participant_with_code(code: str) -> Participant | None:
    digests = _keyed_by_any("personal-code", normalise_code(code))
    return Participant.objects.filter(code_digest__in=digests).first()


def participant_with_id(pk: str) -> Participant | None:
    return Participant.objects.filter(pk=pk).first()


def consent_text() -> ConsentText:
    """Return the newest consent text. Raises ``ActionError`` if none is published."""
    newest = _newest_consent_text()
    if newest is None:
        raise ActionError("no_consent_text")
    return newest


def _newest_consent_text() -> ConsentText | None:
    return ConsentText.objects.order_by("-version").first()


def default_consent() -> dict[str, str]:
    """Return the consent text that comes with cyfran, by language."""
    file = resources.files("cyfran.ground.people").joinpath("content/consent.yaml")
    return yaml.safe_load(file.read_text("utf-8"))


def consent_state() -> str:
    """Say whether the site's own consent text is published: "none", "default" or "own"."""
    newest = _newest_consent_text()
    if newest is None:
        return "none"
    is_default = {"en": newest.wording_en, "cy": newest.wording_cy} == default_consent()
    return "default" if is_default else "own"


def consents_of(participant: Participant) -> dict[str, bool]:
    """Return for each purpose the person's newest answer."""
    return dict(
        Consent.objects.filter(participant=participant).order_by("id").values_list("purpose", "given")
    )


def may_be_kept(participant_pk) -> bool:
    """Return whether this person's newest answer allows that what they say is kept."""
    answers = Consent.objects.filter(participant=participant_pk, purpose=ConsentPurpose.RECORD).order_by(
        "-id"
    )
    return bool(answers.values_list("given", flat=True).first())


def circumstances_of(participant: Participant) -> QuerySet[Circumstance]:
    return Circumstance.objects.filter(key__in=circumstances_keys(participant)).order_by("dimension")


def categories_of(participants: list[Participant], dimension: str) -> dict[str, int]:
    """Count these people by category on one dimension. Statistics use this: it returns counts, never rows."""
    keys = [key for participant in participants for key in circumstances_keys(participant)]
    counts: dict[str, int] = {}
    for category in Circumstance.objects.filter(key__in=keys, dimension=dimension).values_list(
        "category", flat=True
    ):
        counts[category] = counts.get(category, 0) + 1
    return counts
