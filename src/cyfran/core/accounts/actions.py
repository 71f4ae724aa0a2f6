from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from cyfran.core.accounts.models import User


@transaction.atomic
def open_account(*, email: str, name: str, language: str, at: datetime, is_operator: bool = False) -> User:
    """Open an account for someone whose address is known; they sign in by a code sent to it.

    No event is kept here, because the address of a person must not be in the record of who did what:
    the action that opens the account (adding a member, say) records that.
    """
    user = User.objects.create_user(
        email, name=name, language=language, is_operator=is_operator, created_at=at
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def account_for(*, email: str, name: str, language: str, at: datetime) -> User:
    """Find the account of this address, or open one."""
    existing = User.objects.filter(email=email.lower()).first()
    return existing or open_account(email=email, name=name, language=language, at=at)
