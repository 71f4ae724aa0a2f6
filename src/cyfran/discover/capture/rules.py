"""Who may use the offline notebook: whoever may write down statements at all."""

from cyfran.discover.conversations.rules import WRITERS
from cyfran.ground.partnerships.models import Membership


def may_connect(user) -> bool:
    """Connect a phone: whoever may write down statements in at least one partnership."""
    if not (user.is_authenticated and user.is_active):
        return False
    return Membership.objects.current().filter(user=user, role__in=WRITERS).exists()
