"""Working out what people think, and keeping it."""

from datetime import datetime

from django.db import transaction

from cyfran.discover.conversations.analysis import METHOD_VERSION, work_out
from cyfran.discover.conversations.models import Conversation, Landscape
from cyfran.discover.conversations.queries import basis, newest_landscape, stale_conversations


@transaction.atomic
def renew_landscape(*, conversation: Conversation, at: datetime, mode: str = "recommended") -> Landscape:
    """Work out what people think now and keep it, with what it stands on. Worked out before, it is not again."""
    newest = newest_landscape(conversation, mode)
    if newest and newest.basis == basis(conversation) and newest.method_version == METHOD_VERSION:
        return newest
    worked = work_out(conversation, mode)
    landscape, _ = Landscape.objects.get_or_create(
        conversation=conversation,
        mode=mode,
        basis=worked.basis,
        method_version=worked.method_version,
        defaults={
            "input_sha256": worked.input_sha256,
            "seed": worked.seed,
            "result": worked.result,
            "at": at,
        },
    )
    return landscape


def renew_stale_landscapes(*, at: datetime) -> int:
    """Bring every landscape up to date. Called again and again by the worker; votes never wait for it."""
    stale = stale_conversations()
    for conversation in stale:
        renew_landscape(conversation=conversation, at=at)
    return len(stale)
