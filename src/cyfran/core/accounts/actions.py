from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction

from cyfran.core.accounts.models import User

CLOSED_DOMAIN = "closed.invalid"  # no address can end so (RFC 2606)


@transaction.atomic
def open_account(*, email: str, name: str, language: str, at: datetime, is_operator: bool = False) -> User:
    """Create an account for a known e-mail address; its owner signs in by a code sent to it.

    No audit event is logged here, because the audit log must not hold a person's address: the action
    that opens the account (adding a member, say) logs its own.
    """
    user = User.objects.create_user(
        email, name=name, language=language, is_operator=is_operator, created_at=at
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def close_account(user: User) -> None:
    """Remove an account's address and everything with which somebody signs in. Its name stays beside what was done."""
    for own in (EmailAddress, Authenticator, SocialAccount):
        own.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email = f"{user.pk}@{CLOSED_DOMAIN}"
    user.is_active = False
    user.save(update_fields=["email", "is_active"])


def account_for(*, email: str, name: str, language: str, at: datetime) -> User:
    """Return the account of this address, opening one if there is none."""
    existing = User.objects.filter(email=email.lower()).first()
    return existing or open_account(email=email, name=name, language=language, at=at)
