from cyfran.core.accounts.models import User


def has_operator() -> bool:
    """Return whether anybody can run this site."""
    return User.objects.filter(is_operator=True, is_active=True).exists()


def has_account(email: str) -> bool:
    return User.objects.filter(email=email.lower()).exists()
