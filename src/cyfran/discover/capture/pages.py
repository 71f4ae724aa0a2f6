"""What a phone downloads while it has signal, to work without."""

from collections.abc import Iterable

from django.utils.timezone import localtime

from cyfran.core.language import LANGUAGES, BilingualText
from cyfran.discover.capture.models import NotebookDevice
from cyfran.discover.events.models import Event, EventType


def as_bilingual_dict(pair: BilingualText) -> dict[str, str]:
    return {language: pair.in_language(language).text for language in LANGUAGES}


def kit_as_data(phone: NotebookDevice, events: Iterable[Event]) -> dict:
    """Return the owner of a phone, its expiry, and the events with their questions, as a dict for the phone."""
    return {
        "owner": str(phone.by_id),
        "until": phone.until.isoformat(),
        "events": [
            {
                "id": str(event.pk),
                "name": as_bilingual_dict(event.name),
                "day": localtime(event.starts_at).date().isoformat(),
                "talks": event.kind == EventType.TALKS,
                "language": event.main_language,
                "questions": [
                    {
                        "id": str(item.pk),
                        "number": item.number,
                        "question": as_bilingual_dict(item.conversation.question),
                    }
                    for item in event.questions
                ],
            }
            for event in events
        ],
    }
