"""Who may write things down without signal: whoever may write them down at all."""

from cyfran.discover.conversations.rules import WRITERS
from cyfran.ground.partnerships.models import Membership


def may_connect(user) -> bool:
    """Connect a phone: someone who may write down what is said, in any partnership."""
    if not (user.is_authenticated and user.is_active):
        return False
    return Membership.objects.current().filter(user=user, role__in=WRITERS).exists()
