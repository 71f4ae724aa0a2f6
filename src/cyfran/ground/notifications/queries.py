"""Queries for notifications."""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from cyfran.core.accounts.models import User
from cyfran.ground.notifications.models import DigestChoice, DigestFrequency
from cyfran.ground.partnerships.models import Membership, Partnership

MONDAY = 0


def frequency_of(user: User) -> str:
    """Return how often someone wants a digest: weekly, where they have not chosen."""
    choice = DigestChoice.objects.filter(user=user).first()
    return choice.frequency if choice else DigestFrequency.WEEKLY


def partnerships_to_notify(today: date) -> dict[User, list[Partnership]]:
    """Return the people who want a digest today, each with the partnerships they are members of."""
    wanted = Q(user__digest_choice__frequency=DigestFrequency.DAILY)
    if today.weekday() == MONDAY:
        wanted |= Q(user__digest_choice__frequency=DigestFrequency.WEEKLY)
        wanted |= Q(user__digest_choice__isnull=True)
    memberships = Membership.objects.current().filter(wanted, user__is_active=True)
    found: dict[User, dict[Partnership, None]] = defaultdict(dict)
    for membership in memberships.select_related("user", "partnership__place").order_by("joined_at", "id"):
        found[membership.user][membership.partnership] = None
    return {user: list(partnerships) for user, partnerships in found.items()}
