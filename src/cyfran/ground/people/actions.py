import secrets
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.database import overwrite_deleted
from cyfran.core.emails.actions import forget_emails_of
from cyfran.ground.people.models import (
    Circumstance,
    Consent,
    ConsentPurpose,
    ConsentText,
    Contact,
    FailedAttempt,
    Identity,
    JoinCode,
    Participant,
)
from cyfran.ground.people.queries import (
    ATTEMPTS_KEPT,
    CODE_LETTERS,
    JoinCodeLength,
    circumstances_key,
    circumstances_keys,
    circumstances_of,
    code_digest,
    consent_text,
    default_consent,
)
from cyfran.ground.people.rules import may_link


def new_code(length: int) -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def personal_code() -> str:
    """Return a new personal code in two groups of four: about 38 bits, too many to guess with limited tries."""
    return f"{new_code(4)}-{new_code(4)}"


def give_join_code(
    *, length: JoinCodeLength = JoinCodeLength.WEEKS, at: datetime, draw: Callable[[int], str] = new_code
) -> str:
    """Return a join code that leads to nothing yet, on the whole site, and keep it for whoever asked.

    A code drawn twice breaks the primary key, so that two requests at once cannot be given the same one.
    """
    while True:
        try:
            with transaction.atomic():
                return JoinCode.objects.create(code=draw(length), at=at).code
        except IntegrityError:
            continue


def record_failed_attempt(*, digest: str, at: datetime) -> None:
    FailedAttempt.objects.create(digest=digest, at=at)


def drop_old_attempts(*, at: datetime) -> None:
    """Forget the attempts that no longer count. Looked for first, as a deletion would lock the database for nothing."""
    old = FailedAttempt.objects.filter(at__lt=at - ATTEMPTS_KEPT)
    if old.exists():
        old.delete()


@transaction.atomic
def publish_consent_text(*, en: str, cy: str, at: datetime) -> ConsentText:
    newest = ConsentText.objects.order_by("-version").first()
    version = newest.version + 1 if newest else 1
    return ConsentText.objects.create(version=version, wording_en=en, wording_cy=cy, since=at)


def publish_default_consent_text(*, at: datetime) -> ConsentText:
    """Publish cyfran's default consent text unless one is published already; return the newest."""
    if ConsentText.objects.exists():
        return consent_text()
    return publish_consent_text(**default_consent(), at=at)


def welcome_participant(*, route: str, language: str, at: datetime, code: str | None = None) -> Participant:
    """Create a participant. Only a digest of their personal code is stored, so that it cannot be read back."""
    digest = code_digest(code) if code else None
    return Participant.objects.create(joined_at=at, route=route, language=language, code_digest=digest)


@transaction.atomic
def give_consents(
    *,
    participant: Participant,
    text: ConsentText,
    given: set[str],
    language: str,
    how: str,
    at: datetime,
) -> None:
    """Record an answer for each purpose: yes for those in ``given``, no for the others."""
    Consent.objects.bulk_create(
        [
            Consent(
                participant=participant,
                text=text,
                purpose=purpose,
                given=purpose in given,
                language=language,
                how=how,
                at=at,
            )
            for purpose in ConsentPurpose.values
        ]
    )


@transaction.atomic
def record_circumstances(*, participant: Participant, answers: dict[str, str], at: datetime) -> None:
    """Add someone's circumstances as they are today. Dimensions answered before are not changed."""
    key = circumstances_key(participant)
    known = set(circumstances_of(participant).values_list("dimension", flat=True))
    Circumstance.objects.bulk_create(
        [
            Circumstance(key=key, dimension=dimension, category=category, on=at.date())
            for dimension, category in answers.items()
            if category and dimension not in known
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_contact(*, participant: Participant, email: str, until: date) -> Contact:
    """Store a participant's e-mail address until a day; replaces the address and day stored before."""
    contact, _ = Contact.objects.update_or_create(
        participant=participant, defaults={"email": email, "until": until}
    )
    return contact


def forget_contact(*, participant: Participant) -> None:
    """Delete a participant's address, also from e-mails that have not been sent."""
    forget_emails_of(recipients=[participant.pk])
    Contact.objects.filter(participant=participant).delete()


def drop_old_contacts(*, at: datetime) -> int:
    """Delete every contact whose last day is past, also from e-mails that could not be sent; return how many."""
    old = Contact.objects.filter(until__lt=at.date())
    forget_emails_of(recipients=old.values_list("participant", flat=True))
    return old.delete()[0]


@transaction.atomic
def keep_with_account(*, participant: Participant, by: User, at: datetime) -> Identity:
    """Link a participant to the account of the person who took part, who asked for it."""
    require(may_link(by, participant))
    identity, _ = Identity.objects.get_or_create(
        participant=participant, defaults={"user": by, "linked_at": at}
    )
    return identity


def drop_old_codes(*, before: datetime, at: datetime) -> int:
    """Forget how people could come back to what they gave, and the accounts that they linked to it.

    It stays without them: from then on nobody, not even they, can tell whose it is. Who took part again since is left alone,
    and so are the invented people of an example.
    """
    left_alone = (
        Q(participations__conversation__partnership__is_example=True)
        | Q(participations__at__gte=before)
        | Q(participations__votes__at__gte=before)
        | Q(responses__began_at__gte=before)
        | Q(attendances__at__gte=before)
    )
    can_come_back = (
        Q(code_digest__isnull=False)
        | Q(identity__isnull=False)
        | Q(contact__isnull=False)
        | Q(subscriptions__isnull=False)
    )
    since = Participant.objects.filter(left_alone, joined_at__lt=before).values("pk")
    old = Participant.objects.filter(can_come_back, joined_at__lt=before).exclude(pk__in=since)
    keys = list(old.values_list("pk", flat=True))
    if keys:
        forget_emails_of(recipients=keys)
        _stop_following(keys)
        Contact.objects.filter(participant__in=keys).delete()
        Identity.objects.filter(participant__in=keys).delete()
        Participant.objects.filter(pk__in=keys).update(code_digest=None)
    return len(keys)


def _stop_following(keys: list[UUID]) -> None:
    """Delete the addresses with which people follow what comes of their words, also from e-mails not sent yet.

    Their table is of a later chapter, so it is reached by the relation.
    """
    subscriptions = Participant.subscriptions.rel.related_model.objects.filter(participant__in=keys)
    forget_emails_of(recipients=subscriptions.values_list("pk", flat=True))
    subscriptions.delete()


@transaction.atomic
def forget(*, participant: Participant, at: datetime) -> None:
    """Erase a person's identity, circumstances, consents and code. Chapters erase what they hold of them first.

    The audit log keeps only that an erasure happened, under an identifier that now leads nowhere.
    """
    Circumstance.objects.filter(key__in=circumstances_keys(participant)).delete()
    forget_contact(participant=participant)
    _stop_following([participant.pk])
    log_event("participant.erased", participant, by=None, at=at)
    participant.delete()
    overwrite_deleted()
