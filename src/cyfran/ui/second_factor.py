"""The second step of signing in: what people change about it is logged, and it is removed for those who lost it."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from cyfran.core.accounts.models import User
from cyfran.core.audit.actions import log_event


def log_added(sender, *, user, authenticator, **_) -> None:
    log_event("account.second_factor_added", user, by=user, at=timezone.now(), type=authenticator.type)


def log_removed(sender, *, user, authenticator, **_) -> None:
    log_event("account.second_factor_removed", user, by=user, at=timezone.now(), type=authenticator.type)


def log_reset(sender, *, user, authenticator, **_) -> None:
    log_event("account.second_factor_reset", user, by=user, at=timezone.now(), type=authenticator.type)


def remove_second_factor(user: User, *, at: datetime) -> int:
    """Remove someone's second factor and end their sessions; return how many authenticators they had."""
    number, _ = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    log_event("account.second_factor_removed", user, by=None, at=at)
    return number
