from datetime import datetime

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.ground.notifications.models import DigestChoice, DigestFrequency


def choose_frequency(*, user: User, frequency: str, at: datetime) -> None:
    """Record how often someone wants an e-mail with what is waiting for them."""
    require(frequency in DigestFrequency.values, "answer_not_understood")
    DigestChoice.objects.update_or_create(user=user, defaults={"frequency": frequency, "at": at})
