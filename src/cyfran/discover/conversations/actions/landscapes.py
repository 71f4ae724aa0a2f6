"""Working out what people think, and keeping it."""

from datetime import datetime, timedelta

from django.db import transaction

from cyfran.discover.conversations.analysis import METHOD_VERSION, work_out
from cyfran.discover.conversations.models import Conversation, Landscape
from cyfran.discover.conversations.queries import data_version, newest_landscape, stale_conversations

REST = timedelta(seconds=10)  # between two landscapes of a conversation in which votes keep landing


def renew_landscape(*, conversation: Conversation, at: datetime, mode: str = "recommended") -> Landscape:
    """Work out what people think now and keep it, with what it stands on. Worked out before, it is not again."""
    newest = newest_landscape(conversation, mode)
    if (
        newest
        and newest.data_version == data_version(conversation)
        and newest.method_version == METHOD_VERSION
    ):
        return newest
    worked = work_out(conversation, mode)
    with transaction.atomic():
        _drop_passing(conversation, mode, at)
        landscape, _ = Landscape.objects.get_or_create(
            conversation=conversation,
            mode=mode,
            data_version=worked.data_version,
            method_version=worked.method_version,
            defaults={
                "input_sha256": worked.input_sha256,
                "seed": worked.seed,
                "result": worked.result,
                "at": at,
            },
        )
    return landscape


def _drop_passing(conversation: Conversation, mode: str, at: datetime) -> None:
    """While votes keep landing there is a new landscape every few seconds: those of the last hour make way."""
    lately = Landscape.objects.filter(conversation=conversation, mode=mode, at__gt=at - timedelta(hours=1))
    lately.filter(at__lte=at).delete()


def renew_stale_landscapes(*, at: datetime) -> int:
    """Bring every landscape up to date. Called again and again by the worker; votes never wait for it."""
    stale = stale_conversations(before=at - REST)
    for conversation in stale:
        renew_landscape(conversation=conversation, at=at)
    return len(stale)
