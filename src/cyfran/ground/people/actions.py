import secrets
from datetime import date, datetime

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.ground.people.models import (
    Circumstance,
    Consent,
    ConsentPurpose,
    ConsentText,
    Contact,
    Identity,
    Participant,
)
from cyfran.ground.people.queries import (
    CODE_LETTERS,
    circumstances_key,
    code_digest,
    consent_text,
    default_consent,
)
from cyfran.ground.people.rules import may_link


def new_code(length: int) -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(length))


def personal_code() -> str:
    """Make a code to write down, in two groups: about 38 bits, which with a limit on tries is beyond guessing."""
    return f"{new_code(4)}-{new_code(4)}"


@transaction.atomic
def publish_consent_text(*, en: str, cy: str, at: datetime) -> ConsentText:
    newest = ConsentText.objects.order_by("-version").first()
    version = newest.version + 1 if newest else 1
    return ConsentText.objects.create(version=version, wording_en=en, wording_cy=cy, since=at)


def publish_default_consent_text(*, at: datetime) -> ConsentText:
    """Publish the words that come with cyfran where none are published yet, so that people can take part."""
    if ConsentText.objects.exists():
        return consent_text()
    return publish_consent_text(**default_consent(), at=at)


def welcome_participant(*, route: str, language: str, at: datetime, code: str | None = None) -> Participant:
    """Let someone in. The code they keep is stored as a digest: we cannot read it back, nor can a thief."""
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
    """Keep an answer to each purpose, the refused ones too."""
    Consent.objects.bulk_create(
        [
            Consent(
                participant=participant,
                text=text,
                purpose=p,
                given=p in given,
                language=language,
                how=how,
                at=at,
            )
            for p in ConsentPurpose.values
        ]
    )


@transaction.atomic
def record_circumstances(*, participant: Participant, answers: dict[str, str], at: datetime) -> None:
    """Freeze what someone chose to tell, as it is today. What was told before is not changed."""
    key = circumstances_key(participant)
    Circumstance.objects.bulk_create(
        [Circumstance(key=key, dimension=d, category=c, on=at.date()) for d, c in answers.items() if c],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_contact(*, participant: Participant, email: str, until: date) -> Contact:
    """Keep an address to write to, for as long as it was given for. A later day replaces an earlier one."""
    contact, _ = Contact.objects.update_or_create(
        participant=participant, defaults={"email": email, "until": until}
    )
    return contact


def drop_old_contacts(*, at: datetime) -> int:
    """Forget every address whose time is over."""
    number, _ = Contact.objects.filter(until__lt=at.date()).delete()
    return number


@transaction.atomic
def keep_with_account(*, participant: Participant, by: User, at: datetime) -> Identity:
    """Convert: someone who took part without an account keeps it with theirs, by choice."""
    require(may_link(by, participant))
    identity, _ = Identity.objects.get_or_create(
        participant=participant, defaults={"user": by, "linked_at": at}
    )
    return identity


@transaction.atomic
def forget(*, participant: Participant, at: datetime) -> None:
    """Erase a person's identity, circumstances, consents and code. What chapters hold of them is theirs to erase first.

    The record keeps only that an erasure happened, under an identifier that now leads nowhere.
    """
    Circumstance.objects.filter(key=circumstances_key(participant)).delete()
    log_event("participant.erased", participant, by=None, at=at)
    participant.delete()
