from cyfran.core.accounts.models import User


def has_account(email: str) -> bool:
    return User.objects.filter(email=email.lower()).exists()
