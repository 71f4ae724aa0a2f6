from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.emails.actions import forget_emails_of
from cyfran.ground.notifications.models import DigestChoice, DigestFrequency, Subscription
from cyfran.ground.notifications.queries import news_for
from cyfran.ground.partnerships.models import Partnership
from cyfran.ground.people.models import Participant
from cyfran.ground.places.models import Place

MOST_UNCONFIRMED = 5  # of one address: nobody floods somebody else's mailbox by this form
CONFIRMED_WITHIN = timedelta(days=3)


def choose_frequency(*, user: User, frequency: str, at: datetime) -> None:
    """Record how often someone wants an e-mail with what is waiting for them."""
    require(frequency in DigestFrequency.values, "answer_not_understood")
    DigestChoice.objects.update_or_create(user=user, defaults={"frequency": frequency, "at": at})


@transaction.atomic
def follow(
    *,
    email: str,
    language: str,
    at: datetime,
    partnership: Partnership | None = None,
    place: Place | None = None,
    participant: Participant | None = None,
    node: tuple[str, UUID] | None = None,
) -> Subscription:
    """Add a subscription, which begins once the address is confirmed. The same one again is the one that is there."""
    require(bool(settings.CYFRAN_ADDRESS), "site_has_no_address")
    drop_unconfirmed(at=at)
    subject = {
        "partnership": partnership,
        "place": place,
        "participant": participant,
        "node_kind": node[0] if node else "",
        "node_id": node[1] if node else None,
    }
    existing = Subscription.objects.filter(email=email.lower(), **subject).first()
    if existing:
        return existing
    unconfirmed = Subscription.objects.filter(email=email.lower(), confirmed_at__isnull=True)
    require(unconfirmed.count() < MOST_UNCONFIRMED, "too_many_unconfirmed")
    return Subscription.objects.create(**subject, email=email.lower(), language=language, at=at)


@transaction.atomic
def confirm(*, subscription: Subscription, at: datetime) -> None:
    """Begin a subscription: what there is by now is not new."""
    if subscription.confirmed_at is None:
        told = [item.key for item in news_for(subscription)]
        Subscription.objects.filter(pk=subscription.pk).update(confirmed_at=at, told=told)


@transaction.atomic
def stop_following(*, subscription: Subscription) -> None:
    """Delete a subscription, with its address, also from e-mails that have not been sent."""
    forget_emails_of(recipients=[subscription.pk])
    subscription.delete()


def drop_unconfirmed(*, at: datetime) -> None:
    """Forget addresses that nobody has confirmed."""
    old = Subscription.objects.filter(confirmed_at__isnull=True, at__lt=at - CONFIRMED_WITHIN)
    if old.exists():
        old.delete()
