"""Compute landscapes of opinion and save them."""

import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from cyfran.discover.conversations.analysis import METHOD_VERSION, compute_landscape
from cyfran.discover.conversations.models import Conversation, Landscape
from cyfran.discover.conversations.queries import data_version, newest_landscape, stale_conversations

REST = 9  # times the CPU time it took
MIN_INTERVAL = timedelta(seconds=10)  # between two landscapes of a conversation while votes keep arriving


def renew_landscape(*, conversation: Conversation, at: datetime, mode: str = "recommended") -> Landscape:
    """Return the landscape of the present votes and this method; compute and save it if there is none yet."""
    newest = newest_landscape(conversation, mode)
    if (
        newest
        and newest.data_version == data_version(conversation)
        and newest.method_version == METHOD_VERSION
    ):
        return newest
    computed = compute_landscape(conversation, mode)
    with transaction.atomic():
        _delete_recent_landscapes(conversation, mode, at)
        landscape, _ = Landscape.objects.get_or_create(
            conversation=conversation,
            mode=mode,
            data_version=computed.data_version,
            method_version=computed.method_version,
            defaults={
                "input_sha256": computed.input_sha256,
                "seed": computed.seed,
                "result": computed.result,
                "at": at,
            },
        )
    return landscape


def _delete_recent_landscapes(conversation: Conversation, mode: str, at: datetime) -> None:
    """Delete the landscapes of the last hour: while votes keep arriving, a new one is made every few seconds."""
    recent = Landscape.objects.filter(conversation=conversation, mode=mode, at__gt=at - timedelta(hours=1))
    recent.filter(at__lte=at).delete()


_rests_until: dict[UUID, float] = {}  # by this process's clock


def renew_stale_landscapes(*, at: datetime) -> int:
    """Renew every stale landscape but those that rest, and return how many. Called repeatedly by the background worker.

    A landscape that took long is left for ``REST`` times as long: while thousands vote, it takes a tenth of a core at most.
    """
    stale = [
        conversation
        for conversation in stale_conversations(before=at - MIN_INTERVAL)
        if _rests_until.get(conversation.pk, 0.0) <= time.monotonic()
    ]
    for conversation in stale:
        begun = time.process_time()
        renew_landscape(conversation=conversation, at=at)
        _rests_until[conversation.pk] = time.monotonic() + REST * (time.process_time() - begun)
    return len(stale)
