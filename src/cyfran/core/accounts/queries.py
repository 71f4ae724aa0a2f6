from cyfran.core.accounts.models import User


def has_operator() -> bool:
    """Return whether anybody can run this site."""
    return User.objects.filter(is_operator=True, is_active=True).exists()


def account_of(email: str) -> User | None:
    return User.objects.filter(email=email.lower()).first()


def has_account(email: str) -> bool:
    return account_of(email) is not None
